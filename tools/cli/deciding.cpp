#include "tools/cli/deciding.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <optional>
#include <utility>

#include "compiler/base/date.hpp"
#include "compiler/base/printable.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

DecideOptions DecidingOptions::decide(const Terminal& terminal) const {
  DecideOptions out;
  if (max_staleness >= 0) out.max_staleness_days = max_staleness;
  out.reveal = reveal;
  out.explain = explain;
  out.language = language(terminal);
  return out;
}

void add_deciding_options(const Terminal& t, CLI::App& command, DecidingOptions& options) {
  command.add_option("--rules", options.rules, t.say("规则集的文件夹", "the rule set's folder"))->required();
  command.add_option("--registry", options.registry, t.say("名册数据库或快照", "the registry's database, or a snapshot of it"))->required();
  command
      .add_option("--evaluator", options.evaluator,
                  t.say("求值器：columnar 快，reference 为定义，native 为机器码（须有 LLVM 19）",
                        "the evaluator: columnar is fast, reference the definition, native machine code (needs LLVM 19)"))
      ->check(CLI::IsMember({"columnar", "reference", "native"}))
      ->capture_default_str();
  command.add_option("--cache", options.cache,
                     t.say("规则与机器码的存放处，下次启动更快（须为本人专有的文件夹）；native 未给时用 $XDG_CACHE_HOME/plumb",
                           "where rules and machine code are kept for a faster start (a folder of this user alone); native: else $XDG_CACHE_HOME/plumb"));
  command
      .add_option("--rule-lines", options.rule_lines,
                  t.say("native：让 gdb 或 perf 看到规则文件的行（不用缓存）", "native: let gdb or perf see the rule files' lines (nothing is kept then)"))
      ->check(CLI::IsMember({"gdb", "perf"}));
  command.add_option("--max-staleness", options.max_staleness, t.say("名单超过这些天未同步即视为未知", "days after which a list not synchronised is unknown"))
      ->check([chinese = t.chinese](const std::string& days) {
        return days.starts_with('-') ? fmt::format(fmt::runtime(chinese ? "天数不能小于 0：{}" : "a number of days is 0 or more: {}"), days) : std::string();
      });
  add_known_at(t, command, options.known_at);
  add_reading_options(t, command, options.reading);
  command.add_flag("--reveal", options.reveal,
                   t.say("完整显示他人的身份证号（须有权限）", "show other persons' identity numbers in full (for those entitled)"));
}

namespace {

std::string cache_of(const DecidingOptions& options) {
  if (!options.rule_lines.empty()) return {};
  const char* home = std::getenv("XDG_CACHE_HOME");
  if (!options.cache.empty() || options.evaluator != "native" || !home || *home != '/') return options.cache;
  return std::string(home) + "/plumb";
}

// Once, however many files the cache has.
std::function<void(const Error&)> cache_warning(const Terminal& terminal) {
  return [terminal, told = std::make_shared<bool>(false)](const Error& error) {
    if (std::exchange(*told, true) || terminal.quiet) return;
    const char* reason =
        error.code == "cache.folder"
            ? terminal.say("缓存的文件夹须为本人专有，请 chmod 700 或另择一处", "its folder must be yours alone: chmod 700 it, or name another")
        : error.code == "cache.write" ? terminal.say("写不进缓存的文件夹", "nothing can be written into its folder")
        : error.code == "cache.build" ? terminal.say("本程序没有版本标识", "this build does not say which one it is")
                                      : terminal.say("其中的文件并非本程序所留，已重新编译", "a file in it is not as this program left it, and was made anew");
    const char* text = terminal.say("plumb: 警告: 缓存未被使用，启动会慢一些，结果不受影响: {} ({}) [{}]",
                                    "plumb: warning: the cache was not used; starting takes longer, and results are the same: {} ({}) [{}]");
    complain(fmt::format(fmt::runtime(text), reason, printable(error.message), error.code));
  };
}

// Where dumps of other compilers go, too.
std::optional<std::string> perf_folder() {
  for (const char* name : {"JITDUMPDIR", "HOME"}) {
    if (const char* folder = std::getenv(name); folder && *folder) return std::string(folder) + "/.debug/jit";
  }
  return std::nullopt;
}

// gdb looks for files where it was started, which need not be here.
std::vector<RuleLine> lines_of(const Compilation& compilation) {
  std::vector<RuleLine> out = compilation.lines();
  std::error_code ignored;
  for (RuleLine& line : out) line.file = std::filesystem::absolute(line.file, ignored).lexically_normal().string();
  return out;
}

// REQUIRES: one of the names that --evaluator takes.
Result<Evaluator> evaluator_of(const Terminal& terminal, const Compilation& compilation, const RuleSet& rules, const DecidingOptions& options,
                               const std::function<void(const Error&)>& warning) {
  const std::string& name = options.evaluator;
  if (name == "columnar") return Evaluator::columnar(rules);
  if (name == "reference") return Evaluator::reference(rules);
  NativeOptions native;
  native.batch = options.morsels;
  native.language = language(terminal);
  native.cache = cache_of(options);
  native.warning = warning;
  if (!options.rule_lines.empty()) native.lines = lines_of(compilation);
  if (options.rule_lines == "perf") {
    const auto folder = perf_folder();
    if (!folder) {
      return Error{"native.dump", terminal.say("不知道给 perf 的文件该写到哪里：请设置 JITDUMPDIR 或 HOME",
                                               "nothing says where the dump for perf goes: set JITDUMPDIR or HOME")};
    }
    native.perf_folder = *folder;
  }
  return native_evaluator(rules, native);
}

Result<std::shared_ptr<const Snapshot>> open_facts(const Terminal& terminal, const DecidingOptions& options) {
  const bool is_snapshot = SnapshotFile::is_one(options.registry);
  if (is_snapshot && options.known_at.given()) {
    return Error{"snapshot.known_at",
                 terminal.say("快照只知道一个时刻，--known-at 请用名册数据库", "a snapshot knows one moment only: --known-at needs the database")};
  }
  if (is_snapshot) return SnapshotFile::open(options.registry);
  Result<Registry> registry = open_registry(terminal, options.registry, Registry::Mode::read_only);
  if (!registry) return registry.error();
  if (options.reveal) {
    if (auto may = registry->require(Right::reveal); !may) return may.error();
  }
  SnapshotOptions moment;
  auto known_at = moment_of(terminal, options.known_at);
  if (!known_at) return known_at.error();
  moment.known_at = *std::move(known_at);
  return registry->snapshot(moment);
}

}  // namespace

std::variant<std::unique_ptr<Engine>, int> open_engine(const Terminal& terminal, const DecidingOptions& options) {
  const auto warning = cache_warning(terminal);
  auto loaded = load_rules(terminal, options.rules, {.scenarios = false, .cache = cache_of(options), .warning = warning});
  if (const int* status = std::get_if<int>(&loaded)) return *status;
  const Result<std::shared_ptr<const Snapshot>> snapshot = open_facts(terminal, options);
  if (!snapshot) return fail(terminal, snapshot.error());
  const Compilation& compilation = std::get<Compilation>(loaded);
  const RuleSet rules = *compilation.rules();
  Result<Evaluator> evaluator = evaluator_of(terminal, compilation, rules, options, warning);
  if (!evaluator) return fail(terminal, evaluator.error());
  return std::make_unique<Engine>(rules, *std::move(evaluator), *snapshot);
}

void add_known_at(const Terminal& t, CLI::App& command, KnownAt& known_at) {
  known_at.option = command.add_option("--known-at", known_at.text,
                                       t.say("按这一时刻已录入的内容 (2019-07-01T08:00:00+08:00，或某日即当日终了)",
                                             "by what had been recorded at this moment (2019-07-01T08:00:00+08:00, or a day: at its end)"));
  read_days(command, {"--known-at"});
}

Result<std::optional<std::string>> moment_of(const Terminal& terminal, const KnownAt& known_at) {
  if (!known_at.given()) return std::optional<std::string>();
  const char* const way_out = terminal.say("按现在所知则不用 --known-at", "leave --known-at out for what is known now");
  if (known_at.text.empty()) {
    return Error{"usage.known_at", fmt::format(fmt::runtime(terminal.say("--known-at 是空的；{}", "--known-at is empty; {}")), way_out)};
  }
  const bool is_day = Date::parse(known_at.text).has_value();
  // Of today what is known by now is all there is.
  const Result<bool> to_come = is_day ? Result<bool>(known_at.text > today()) : is_after(known_at.text, now());
  if (!to_come) return to_come.error();
  if (*to_come) {
    return Error{
        "usage.known_at",
        fmt::format(fmt::runtime(terminal.say("没有人知道 {} 会录入什么；{}", "nobody knows what will have been recorded by {}; {}")), known_at.text, way_out)};
  }
  return std::optional(is_day ? known_at.text + "T23:59:59+08:00" : known_at.text);
}

std::string today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch() + std::chrono::hours(8);
  return Date{static_cast<int32_t>(std::chrono::duration_cast<std::chrono::hours>(now).count() / 24)}.iso();
}

}  // namespace plumb::cli
