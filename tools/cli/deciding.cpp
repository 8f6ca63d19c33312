#include "tools/cli/deciding.hpp"

#include <fmt/core.h>

#include <chrono>
#include <cstdlib>

#include "compiler/base/date.hpp"
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
                     t.say("native 的机器码存放处（须为本人专有的文件夹）；未给时用 $XDG_CACHE_HOME/plumb",
                           "where native keeps machine code (a folder of this user alone); else $XDG_CACHE_HOME/plumb"));
  command.add_option("--max-staleness", options.max_staleness, t.say("名单超过这些天未同步即视为未知", "days after which a list not synchronised is unknown"))
      ->check([chinese = t.chinese](const std::string& days) {
        return days.starts_with('-') ? fmt::format(fmt::runtime(chinese ? "天数不能小于 0：{}" : "a number of days is 0 or more: {}"), days) : std::string();
      });
  command.add_flag("--reveal", options.reveal,
                   t.say("完整显示他人的身份证号（须有权限）", "show other persons' identity numbers in full (for those entitled)"));
}

namespace {

// REQUIRES: one of the names that --evaluator takes.
Result<Evaluator> evaluator_of(const Terminal& terminal, const RuleSet& rules, const DecidingOptions& options) {
  const std::string& name = options.evaluator;
  if (name == "columnar") return Evaluator::columnar(rules);
  if (name == "reference") return Evaluator::reference(rules);
  NativeOptions native;
  native.batch = options.morsels;
  native.language = language(terminal);
  native.cache = options.cache;
  if (const char* home = std::getenv("XDG_CACHE_HOME"); native.cache.empty() && home && *home == '/') native.cache = std::string(home) + "/plumb";
  return native_evaluator(rules, native);
}

Result<std::shared_ptr<const Snapshot>> open_facts(const std::string& path) {
  if (SnapshotFile::is_one(path)) return SnapshotFile::open(path);
  Result<Registry> registry = Registry::open(path, Registry::Mode::read_only);
  if (!registry) return registry.error();
  return registry->snapshot();
}

}  // namespace

std::variant<std::unique_ptr<Engine>, int> open_engine(const Terminal& terminal, const DecidingOptions& options) {
  auto loaded = load_rules(terminal, options.rules, false);
  if (const int* status = std::get_if<int>(&loaded)) return *status;
  const Result<std::shared_ptr<const Snapshot>> snapshot = open_facts(options.registry);
  if (!snapshot) return fail(terminal, snapshot.error());
  const RuleSet rules = *std::get<Compilation>(loaded).rules();
  Result<Evaluator> evaluator = evaluator_of(terminal, rules, options);
  if (!evaluator) return fail(terminal, evaluator.error());
  return std::make_unique<Engine>(rules, *std::move(evaluator), *snapshot);
}

std::string today() {
  const auto now = std::chrono::system_clock::now().time_since_epoch() + std::chrono::hours(8);
  return Date{static_cast<int32_t>(std::chrono::duration_cast<std::chrono::hours>(now).count() / 24)}.iso();
}

}  // namespace plumb::cli
