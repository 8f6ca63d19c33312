// The court's pushes at the command line: registry import --format court, registry confirm, registry set.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <memory>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "plumb/review.hpp"
#include "tools/cli/deciding.hpp"
#include "tools/cli/json_text.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/push_command.hpp"
#include "tools/cli/reading.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace fs = std::filesystem;

namespace {

constexpr const char* kShareSetting = "feed.removal_share";
constexpr const char* kReadsSetting = "reads.journal";

void tell_oddities(const Terminal& terminal, const PushSummary::File& file, const std::vector<PushSummary::Warning>& places) {
  constexpr size_t kPlaces = 3;
  if (file.normalised != 0)
    inform(terminal, fmt::format(fmt::runtime(terminal.say("  规范写法 {} 处（原文一并保留）", "  normalised {} (the registry keeps both spellings)")),
                                 terminal.count(file.normalised, "value", "values")));
  for (const auto& [code, count] : file.warnings) {
    std::string records;
    size_t named = 0;
    for (const PushSummary::Warning& place : places) {
      if (place.path != file.path || place.code != code || named == kPlaces) continue;
      records += fmt::format("{}{}{}{}", named++ == 0 ? "" : terminal.say("、", ", "), place.record, place.key.empty() ? "" : " ", printable(place.key));
    }
    const char* const form = !records.empty() && named == count ? terminal.say("  提示 {1} 处：{0}（记录 {2}）", "  warning, {1} ×: {0} (records {2})")
                             : records.empty()                  ? terminal.say("  提示 {1} 处：{0}", "  warning, {1} ×: {0}")
                                                                : terminal.say("  提示 {1} 处：{0}（记录 {2}等）", "  warning, {1} ×: {0} (records {2}, …)");
    inform(terminal, fmt::format(fmt::runtime(form), push_warning_title(code, language(terminal)), count, records));
  }
}

void tell_cut(const Terminal& terminal) {
  complain(terminal.say(
      "  文件在列表中间断了，后面的记录没有收到；名单的同步日期不因此前移，请让法院重新发送",
      "  the file breaks off in the middle of a list, and what came after it is missing: the day of synchronisation stays, let the court send it again"));
}

void tell_absence(const Terminal& terminal, const PushSummary& summary) {
  if (summary.absent == 0) return;
  if (summary.absent_removed) {
    inform(terminal,
           fmt::format(fmt::runtime(terminal.say("全量推送缺少 {} 条（现有 {} 条），已按撤销处理", "the full push leaves out {} of {}; they are removed")),
                       summary.absent, terminal.count(summary.live, "live entry", "live entries")));
    return;
  }
  complain(fmt::format(fmt::runtime(terminal.say("全量推送缺少 {} 条（现有 {} 条），没有撤销，待确认：plumb registry confirm",
                                                 "the full push leaves out {} of {}; nothing is removed until somebody confirms it: plumb registry confirm")),
                       summary.absent, terminal.count(summary.live, "live entry", "live entries")));
}

void tell_left_out_since(const Terminal& terminal, const PushSummary& summary) {
  if (summary.left_out_since == 0) return;
  const uint64_t proposed = summary.left_out_since - summary.removed_since;
  if (summary.removed_since != 0)
    inform(terminal,
           fmt::format(fmt::runtime(terminal.say("{} 条未列入以后日期的全量推送，已按撤销处理", "{}: left out by full pushes of later days, and removed")),
                       terminal.count(summary.removed_since, "entry", "entries")));
  if (proposed != 0)
    complain(
        fmt::format(fmt::runtime(terminal.say("{} 条未列入以后日期的全量推送，没有撤销，待确认：plumb registry confirm",
                                              "{}: left out by full pushes of later days, and not removed until somebody confirms it: plumb registry confirm")),
                    terminal.count(proposed, "entry", "entries")));
}

void print_proposals(const Terminal& terminal, const std::vector<AbsenceProposal>& proposals, bool as_json) {
  for (const AbsenceProposal& one : proposals) {
    if (as_json) {
      print(fmt::format("{{\"number\":{},\"case_no\":{},\"party\":{},\"published_on\":{},\"court\":{},\"push\":{}}}\n", one.number, json_text(one.case_no),
                        json_text(one.party), json_text(one.published_on), json_text(one.court), json_text(one.push)));
    } else {
      print(fmt::format(
          fmt::runtime(terminal.say("{:>8}  {}  {}  {} 发布  {}  {} 的全量推送未列\n", "{:>8}  {}  {}  published {}  {}  left out of the full push of {}\n")),
          one.number, printable(one.case_no), printable(one.party), one.published_on, printable(one.court), one.push));
    }
  }
  if (proposals.empty()) inform(terminal, terminal.say("没有待确认的撤销", "no removal waits for anybody"));
}

// Every setting in force, a line each.
int list_settings(const Terminal& terminal, const std::string& database) {
  Result<Registry> registry = open_registry(terminal, database, Registry::Mode::read_only);
  if (!registry) return fail(terminal, registry.error());
  const std::pair<const char*, std::string> usual[] = {{kShareSetting, Pushes::usual_removal_share()}, {kReadsSetting, terminal.say("无", "none")}};
  for (const auto& [name, otherwise] : usual) {
    const Result<std::string> value = registry->setting(name);
    if (!value) return fail(terminal, value.error());
    print(fmt::format(
        fmt::runtime(value->empty() ? terminal.say("{} = {}（默认）\n", "{} = {} (default)\n") : terminal.say("{} = {}（已设置）\n", "{} = {} (set)\n")), name,
        printable(value->empty() ? otherwise : *value)));
  }
  return kFine;
}

}  // namespace

bool is_push_file(std::string_view name) {
  constexpr std::array<std::string_view, 5> kEndings = {".json", ".ndjson", ".jsonl", ".csv", ".txt"};
  if (name.starts_with('.') || name.starts_with('~') || name.ends_with(".rejects.csv")) return false;
  std::string small(name);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return std::any_of(kEndings.begin(), kEndings.end(), [&](std::string_view ending) { return small.ends_with(ending); });
}

Result<std::vector<std::string>> push_files(const Terminal& terminal, const std::vector<std::string>& paths) {
  // Behind a link stands what whoever may write into the folder chose, read with this program's rights.
  const auto is_link = [&](const fs::directory_entry& entry) {
    std::error_code gone;
    if (!entry.is_symlink(gone)) return false;
    complain(fmt::format(
        "plumb: {}: {}", printable(entry.path().string()),
        terminal.say("文件夹中的符号链接不予收入；确需收入的，请直接指明它", "a symbolic link in a folder is not followed; name it itself if it is meant")));
    return true;
  };
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    std::error_code ignored;
    if (!fs::is_directory(path, ignored)) {
      files.push_back(path);
      continue;
    }
    std::vector<std::string> inside;
    std::error_code failed;
    for (auto entry = fs::directory_iterator(path, failed); !failed && entry != fs::directory_iterator(); entry.increment(failed)) {
      if (!is_push_file(entry->path().filename().string()) || is_link(*entry)) continue;
      if (entry->is_regular_file(ignored)) inside.push_back(entry->path().string());
    }
    if (failed) return Error{"file.unreadable", path};
    std::sort(inside.begin(), inside.end());
    files.insert(files.end(), inside.begin(), inside.end());
  }
  return files;
}

bool is_cut_short(const PushSummary& summary) {
  return std::any_of(summary.files.begin(), summary.files.end(), [](const PushSummary::File& file) { return file.cut_short; });
}

uint64_t refused(const PushSummary& summary) {
  uint64_t sum = 0;
  for (const PushSummary::File& file : summary.files) sum += file.rejected;
  return sum;
}

void tell_push(const Terminal& terminal, const PushSummary& summary, const PushOptions& options) {
  for (const PushSummary::File& file : summary.files) {
    if (file.sent_before) {
      inform(terminal,
             fmt::format(fmt::runtime(terminal.say("{}: 曾经送达，不再收入", "{}: was sent before; nothing of it is taken again")), printable(file.path)));
      if (file.cut_short)
        complain(terminal.say("  文件在列表中间断了，后面的记录不在其中，请让法院重新发送",
                              "  it breaks off in the middle of a list, and what came after it is not in it: let the court send it again"));
      continue;
    }
    inform(terminal,
           fmt::format(fmt::runtime(terminal.say("{}: 法院推送（{}）{} 条：收入 {}，未变 {}，被后条取代 {}，迟到 {}，撤销 {}，待条目 {}，另存待查 {}，退回 {}",
                                                 "{}: a court's push ({}) of {}: taken {}, unchanged {}, overtaken {}, late {}, removed {}, "
                                                 "waiting {}, set aside {}, rejected {}")),
                       printable(file.path), file.encoding, terminal.count(file.records, "record", "records"), file.taken, file.unchanged, file.overtaken,
                       file.late, file.removed, file.waiting, file.set_aside, file.rejected));
    tell_oddities(terminal, file, summary.warnings);
    if (file.cut_short) tell_cut(terminal);
  }
  if (summary.names_no_court)
    complain(terminal.say("全量推送没有写明法院，没有可比对的条目：没有写到的条目一律未动",
                          "the full push names no court, so nothing was compared: what it leaves out stays"));
  for (const std::string& court : summary.unknown_courts)
    complain(fmt::format(
        fmt::runtime(terminal.say("名册中原无“{}”的条目，没有可比对的；若是法院名称写错，请更正后重新发送",
                                  "the registry knew no entry of the court “{}”, so nothing was compared; where the name is mistyped, send the list again")),
        printable(court)));
  if (summary.relisted != 0)
    inform(terminal, fmt::format(fmt::runtime(terminal.say("因缺少而撤销、现又列出的 {} 条，已恢复", "{} removed by absence before, and listed again")),
                                 terminal.count(summary.relisted, "entry", "entries")));
  if (summary.ended_retentions != 0)
    inform(terminal, fmt::format(fmt::runtime(terminal.say("因错误纳入而终止保留 {} 项", "{} ended, of entries that were wrongly made")),
                                 terminal.count(summary.ended_retentions, "retention", "retentions")));
  tell_absence(terminal, summary);
  tell_left_out_since(terminal, summary);
  if (const uint64_t count = refused(summary); count != 0)
    complain(fmt::format(fmt::runtime(terminal.say("退回 {} 条，原因见 {}", "{} refused; the reasons: {}")), terminal.count(count, "record", "records"),
                         printable(options.reject_path)));
  inform(terminal, options.dry_run ? std::string(terminal.say("试运行，没有写入", "dry run: nothing was written"))
                                   : fmt::format(fmt::runtime(terminal.say("修订号 {}", "revision {}")), summary.revision));
}

int take_push(const Terminal& terminal, const std::string& database, PushOptions options, bool strict) {
  const std::vector<std::string> named = std::move(options.paths);
  Result<std::vector<std::string>> files = push_files(terminal, named);
  if (!files) return fail(terminal, files.error());
  options.paths = *std::move(files);
  if (options.paths.empty()) {
    complain(fmt::format(fmt::runtime(terminal.say("plumb: {} 中没有法院送来的文件", "plumb: there is no file of a court in {}")), printable(named.front())));
    return kUsage;
  }
  if (options.reject_path.empty()) options.reject_path = usual_reject_path(database, false);
  options.recorded_at = now();
  options.language = language(terminal);
  Result<Registry> registry = open_registry(terminal, database, Registry::Mode::read_write);
  if (!registry) return fail(terminal, registry.error());
  Result<PushSummary> summary = [&] {
    ProgressBar bar(terminal, terminal.say("导入", "importing"));
    options.progress = [&bar](uint64_t done, uint64_t total) { bar.update(done, total); };
    return Pushes(*registry).take(options);
  }();
  if (!summary) return fail(terminal, summary.error());
  tell_push(terminal, *summary, options);
  return is_cut_short(*summary) || (strict && refused(*summary) != 0) ? kFindings : kFine;
}

void add_registry_confirm(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "confirm",
                                  t.say("全量推送未列的条目：列出、确认撤销或驳回；了结其他待查事项",
                                        "entries that a full push left out: list them, confirm their removal, or dismiss it; and close other findings"),
                                  "  plumb registry confirm county.db\n  plumb registry confirm county.db --push 2019-07-01 --by 王五\n"
                                  "  plumb registry confirm county.db --finding 12 --finding 15 --by 王五 --dismiss\n"
                                  "  plumb registry confirm county.db --finding 20 --by 王五 --reason 法院复函：以后一条为准");
  const auto database = std::make_shared<std::string>();
  const auto options = std::make_shared<SettlementOptions>();
  const auto push = std::make_shared<std::string>();
  const auto format = std::make_shared<std::string>("text");
  const auto reveal = std::make_shared<bool>(false);
  const auto reading = std::make_shared<ReadingOptions>();
  add_reading_options(t, command, *reading);
  command.add_option("DB", *database, t.say("名册数据库", "the registry's database"))->required();
  command
      .add_option("--finding", options->numbers,
                  t.say("按编号（见列表，或 registry findings），可多次", "by number, as the list or registry findings shows it; more than once for several"))
      ->allow_extra_args(false);  // what comes after it is no number
  command.add_option("--push", *push, t.say("某日全量推送的全部 (YYYY-MM-DD)", "all of the full push of a day (YYYY-MM-DD)"));
  command.add_option("--by", options->by, t.say("由谁确认或驳回", "who confirms or dismisses"));
  command.add_option("--reason,--basis", options->reason, t.say("理由：了结其他待查事项时须写明", "why; needed to close a finding of another kind"));
  command.add_flag("--dismiss", options->dismiss, t.say("驳回：条目保留", "dismiss: the entries stay"));
  command.add_option("--format", *format, t.say("列表的格式", "format of the list"))->check(CLI::IsMember({"text", "json"}))->capture_default_str();
  command.add_flag("--reveal", *reveal, t.say("显示完整编号（须有权限）", "show identifiers in full (for those entitled)"));
  read_days(command, {"--push"});
  program.on(command, [=](const Terminal& terminal) -> int {
    const bool lists = options->numbers.empty() && push->empty();
    if (lists && (options->dismiss || !options->by.empty() || !options->reason.empty())) {
      complain(terminal.say("plumb: 须注明确认或驳回哪些：--finding 编号 或 --push 日期", "plumb: it must be said which ones: --finding NUMBER or --push DAY"));
      return kUsage;
    }
    Result<Registry> registry = open_registry(terminal, *database, lists ? Registry::Mode::read_only : Registry::Mode::read_write);
    if (!registry) return fail(terminal, registry.error());
    if (lists) {
      const auto proposals = Pushes(*registry).proposals(*reveal);
      if (!proposals) return fail(terminal, proposals.error());
      Result<Reads> reads = Reads::open(terminal, *reading, *database);
      if (!reads) return fail(terminal, reads.error());
      if (const Result<void> noted = reads->note("confirm", {""}); !noted) return fail(terminal, noted.error());
      print_proposals(terminal, *proposals, *format == "json");
      return kFine;
    }
    if (!push->empty()) options->push = *push;
    options->recorded_at = now();
    const auto settled = Pushes(*registry).settle(*options);
    if (!settled) return fail(terminal, settled.error());
    if (settled->closed != 0)
      inform(terminal, fmt::format(fmt::runtime(terminal.say("了结待查事项 {} 项", "closed {}")), terminal.count(settled->closed, "finding", "findings")));
    for (const AbsenceProposal& one : settled->entries)
      inform(terminal, fmt::format(fmt::runtime(options->dismiss ? terminal.say("保留：{}，{}，{} 发布", "kept: {}, {}, published {}")
                                                                 : terminal.say("撤销：{}，{}，{} 发布", "removed: {}, {}, published {}")),
                                   printable(one.case_no), printable(one.party), one.published_on));
    if (settled->settled == 0) return kFine;
    inform(terminal, options->dismiss ? fmt::format(fmt::runtime(terminal.say("驳回 {} 项", "dismissed {}")), settled->settled)
                                      : fmt::format(fmt::runtime(terminal.say("确认 {} 项，撤销 {} 条", "confirmed {}, removed {}")), settled->settled,
                                                    terminal.count(settled->removed, "entry", "entries")));
    return kFine;
  });
}

void add_registry_set(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "set", t.say("名册的设置：列出，或设定一项", "the registry's settings: list them, or set one"),
                                  "  plumb registry set county.db\n  plumb registry set county.db feed.removal_share 0.5");
  const auto database = std::make_shared<std::string>();
  const auto name = std::make_shared<std::string>();
  const auto value = std::make_shared<std::string>();
  command.add_option("DB", *database, t.say("名册数据库", "the registry's database"))->required();
  CLI::Option* const named =
      command
          .add_option("NAME", *name,
                      t.say("不写则列出现行的各项；feed.removal_share：全量推送一次至多撤销现有条目的百分之几；reads.journal：查阅日志的文件（空值取消）",
                            "without it, those in force are listed; feed.removal_share: percentage of the live entries that a full push may remove at once; "
                            "reads.journal: the file of the journal of reads (an empty value: none)"))
          ->check(CLI::IsMember({kShareSetting, kReadsSetting}));
  named->needs(command.add_option("VALUE", *value, t.say("值", "its value")));
  program.on(command, [=](const Terminal& terminal) -> int {
    if (name->empty()) return list_settings(terminal, *database);
    Result<Registry> registry = open_registry(terminal, *database, Registry::Mode::read_write);
    if (!registry) return fail(terminal, registry.error());
    // Wherever the commands that read it are run from.
    const bool is_file = *name == kReadsSetting;
    if (is_file && !value->empty()) *value = std::filesystem::absolute(*value).lexically_normal().string();
    const Result<void> done = is_file ? registry->set_read_journal(*value, now()) : Pushes(*registry).set_removal_share(*value, now());
    if (!done) return fail(terminal, done.error());
    inform(terminal, fmt::format("{} = {}", *name, *value));
    return kFine;
  });
}

}  // namespace plumb::cli
