// plumb registry init|import|stats: the registry's upkeep.
#include <fmt/core.h>

#include <filesystem>
#include <memory>

#include "compiler/base/printable.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/clocks.hpp"
#include "tools/cli/json_text.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/push_command.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

void add_init(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "init", t.say("新建名册", "make a new registry"), "  plumb registry init county.db");
  const auto path = std::make_shared<std::string>();
  command.add_option("DB", *path, t.say("名册数据库", "the registry's database"))->required();
  program.on(command, [path](const Terminal& terminal) -> int {
    const Result<Registry> made = Registry::create(*path, now());
    if (!made) return fail(terminal, made.error());
    inform(terminal, fmt::format(fmt::runtime(terminal.say("已建立 {}", "made {}")), *path));
    return kFine;
  });
}

// Rows that were taken, and at which somebody should look all the same: how many of each kind, and where the first are.
void tell_oddities(const Terminal& terminal, const ImportSummary::File& file, const std::vector<ImportSummary::Warning>& places) {
  constexpr size_t kPlaces = 3;
  if (file.normalised != 0)
    inform(terminal, fmt::format(fmt::runtime(terminal.say("  规范写法 {} 处（原文一并保留）", "  normalised {} (the registry keeps both spellings)")),
                                 terminal.count(file.normalised, "value", "values")));
  for (const auto& [code, count] : file.warnings) {
    std::string rows;
    size_t named = 0;
    for (const ImportSummary::Warning& place : places) {
      if (place.path != file.path || place.code != code || named == kPlaces) continue;
      rows += fmt::format("{}{} {}", named++ == 0 ? "" : terminal.say("、", ", "), place.row, place.column);
    }
    const char* const form = rows.empty()    ? terminal.say("  提示 {1} 处：{0}", "  warning, {1} ×: {0}")
                             : named < count ? terminal.say("  提示 {1} 处：{0}（行 {2} 等）", "  warning, {1} ×: {0} (rows {2}, …)")
                                             : terminal.say("  提示 {1} 处：{0}（行 {2}）", "  warning, {1} ×: {0} (rows {2})");
    inform(terminal, fmt::format(fmt::runtime(form), warning_title(code, language(terminal)), count, rows));
  }
}

// A table has its columns for all rows: what the registry held in one that is left out, it holds no more.
void tell_left_out(const Terminal& terminal, const ImportSummary::File& file) {
  for (const auto& [column, rows] : file.left_out) {
    inform(terminal,
           fmt::format(fmt::runtime(terminal.say("  提示：文件没有“{0}”一列，{1} 行原有的值因此空缺；仍应保留的，请补上该列再导入",
                                                 "  warning: the file has no column {0}; rows that lose the value that they had: {1}; where these hold "
                                                 "still, add the column and import again")),
                       column, rows));
  }
}

void tell(const Terminal& terminal, const ImportSummary& summary, const ImportOptions& options, uint64_t rejected) {
  for (const ImportSummary::File& file : summary.files) {
    inform(terminal, fmt::format(fmt::runtime(terminal.say("{}: {}（{}）收入 {}，未变 {}，被后行取代 {}，退回 {}，另存待查 {}",
                                                           "{}: {} ({}) taken {}, unchanged {}, overtaken {}, rejected {}, set aside {}")),
                                 printable(file.path), table_title(file.table, language(terminal)), file.encoding, file.taken, file.unchanged, file.overtaken,
                                 file.rejected, file.set_aside));
    tell_oddities(terminal, file, summary.warnings);
    tell_left_out(terminal, file);
  }
  if (rejected != 0) {  // also where only errors are asked for
    complain(fmt::format(fmt::runtime(terminal.say("退回 {} 行，原因见 {}", "{} refused; the reasons: {}")), terminal.count(rejected, "row", "rows"),
                         printable(options.reject_path)));
  }
  inform(terminal, options.dry_run ? std::string(terminal.say("试运行，没有写入", "dry run: nothing was written"))
                                   : fmt::format(fmt::runtime(terminal.say("修订号 {}", "revision {}")), summary.revision));
}

// The bar is gone before anything else is told.
Result<ImportSummary> import_with_bar(const Terminal& terminal, Registry& registry, ImportOptions& options) {
  ProgressBar bar(terminal, terminal.say("导入", "importing"));
  options.progress = [&bar](uint64_t done, uint64_t total) { bar.update(done, total); };
  return registry.import(options);
}

void add_import(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      parent, "import", t.say("导入 CSV、NDJSON 或法院的推送", "import CSV or NDJSON files, or a push of the court"),
      "  plumb registry import county.db parties.csv relations.csv entries.csv\n  plumb registry import county.db entries.csv --synchronised 2019-07-01\n"
      "  plumb registry import county.db list.csv --table entries --dry-run --rejects refused.csv\n"
      "  plumb registry import county.db court.json --format court --push full --synchronised 2019-07-01");
  const auto database = std::make_shared<std::string>();
  const auto options = std::make_shared<ImportOptions>();
  const auto synchronised = std::make_shared<std::string>();
  const auto strict = std::make_shared<bool>(false);
  const auto format = std::make_shared<std::string>("table");
  const auto push = std::make_shared<std::string>();
  const auto share = std::make_shared<std::string>();
  command.add_option("DB", *database, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("FILES", options->paths, t.say("文件；表由文件名得知", "files; their names tell the table"))->required();
  command.add_option("--table", options->table, t.say("这些文件是哪张表", "which table the files are"));
  command
      .add_option("--format", *format,
                  t.say("table：导入表；court：法院的推送（也可以是目录）", "table: the import tables; court: a push of the court (folders too)"))
      ->check(CLI::IsMember({"table", "court"}))
      ->capture_default_str();
  command.add_option("--push", *push, t.say("法院推送的种类：增量（默认）或全量", "kind of the court's push: what has changed (default), or the whole list"))
      ->check(CLI::IsMember({"incremental", "full"}));
  command.add_option("--removal-share", *share,
                     t.say("全量推送一次至多撤销现有条目的百分之几", "percentage of the live entries that a full push may remove at once"));
  command.add_option("--encoding", options->encoding, t.say("文件编码（默认自动识别）", "encoding of the files (default: told from the bytes)"))
      ->check(CLI::IsMember({"utf-8", "gbk"}));
  command.add_option("--synchronised", *synchronised, t.say("来源截至哪一天 (YYYY-MM-DD)", "as of which day the source speaks (YYYY-MM-DD)"));
  command.add_option("--rejects", options->reject_path,
                     t.say("退回的行写到这里（默认 DB.rejects.csv，已有则 DB.rejects.2.csv……）",
                           "where refused rows go (default: DB.rejects.csv, or DB.rejects.2.csv and so on)"));
  command.add_flag("--dry-run", options->dry_run, t.say("只报告，不写入", "report and change nothing"));
  command.add_flag("--resumable", options->resumable, t.say("分批提交，中断后可续", "commit in batches, and go on after an interruption"));
  command.add_flag("--strict", *strict, t.say("有退回的行时以 1 结束", "end with status 1 when a row was refused"));
  read_days(command, {"--synchronised"});
  take_tables(t, *command.get_option("--table"));
  program.on(command, [=](const Terminal& terminal) -> int {
    if (!synchronised->empty()) {
      const auto day = read_day(terminal, *synchronised);
      if (!day) return kUsage;
      options->synchronised = day->iso();
    }
    const bool court = *format == "court";
    if (court ? !options->table.empty() || options->resumable : !push->empty() || !share->empty()) {
      complain(court ? terminal.say("plumb: --table 和 --resumable 不用于法院的推送", "plumb: --table and --resumable are not for a court's push")
                     : terminal.say("plumb: --push 和 --removal-share 只用于法院的推送：--format court",
                                    "plumb: --push and --removal-share are for a court's push alone: --format court"));
      return kUsage;
    }
    if (court) {
      PushOptions asked;
      asked.paths = options->paths;
      asked.full = *push == "full";
      asked.synchronised = options->synchronised;
      asked.removal_share = *share;
      asked.encoding = options->encoding;
      asked.reject_path = options->reject_path;
      asked.dry_run = options->dry_run;
      return take_push(terminal, *database, std::move(asked), *strict);
    }
    if (options->reject_path.empty()) options->reject_path = usual_reject_path(*database, options->resumable);
    options->recorded_at = now();
    options->language = language(terminal);
    Result<Registry> registry = open_registry(terminal, *database, Registry::Mode::read_write);
    if (!registry) return fail(terminal, registry.error());
    const Result<ImportSummary> summary = import_with_bar(terminal, *registry, *options);
    if (!summary) return fail(terminal, summary.error());
    uint64_t rejected = 0;
    for (const ImportSummary::File& file : summary->files) rejected += file.rejected;
    tell(terminal, *summary, *options, rejected);
    return *strict && rejected != 0 ? kFindings : kFine;
  });
}

int tell_counts(const Terminal& terminal, const std::string& path, ClockArguments& clock, bool by_department, const std::string& since,
                const std::string& format) {
  auto rules = rules_of(terminal, clock);
  if (const int* status = std::get_if<int>(&rules)) return *status;
  Result<Registry> registry = open_registry(terminal, path, Registry::Mode::read_only);
  if (!registry) return fail(terminal, registry.error());
  StatisticsOptions options{.clock = clock.options, .by_department = by_department, .format = format};
  if (!since.empty()) options.since = since;
  const Result<std::string> counts = registry->statistics(std::get<RuleSet>(rules), options);
  if (!counts) return fail(terminal, counts.error());
  print(*counts);
  return kFine;
}

void add_stats(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "stats", t.say("名册现有多少记录", "what the registry holds"),
                                  "  plumb registry stats county.db\n  plumb registry stats county.db --format json\n"
                                  "  plumb registry stats county.db --by court --rules rules/xinan-2019-48 --as-of 2019-12-31 --since 2019-01-01 --format csv");
  const auto path = std::make_shared<std::string>();
  const auto format = std::make_shared<std::string>("text");
  command.add_option("DB", *path, t.say("名册数据库", "the registry's database"))->required();
  command.add_option("--format", *format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json", "csv"}))->capture_default_str();
  const auto by = std::make_shared<std::string>(), since = std::make_shared<std::string>();
  const auto clock = std::make_shared<ClockArguments>();
  CLI::Option* per =
      command.add_option("--by", *by, t.say("按法院或部门统计纳入、撤销、逾期等", "count listings, removals, overdue ones and so on per court or department"));
  add_clock_options(t, command, *clock, false);
  command.add_option("--since", *since, t.say("只计这一天及以后的", "count only what happened on or after that day"))->needs(per);
  per->needs("--rules");
  command.get_option("--rules")->needs(per);
  read_days(command, {"--since"});
  take_words(t, *command.get_option("--by"), {{"court", "法院"}, {"department", "部门"}});
  program.on(command, [=](const Terminal& terminal) -> int {
    if (!by->empty()) return tell_counts(terminal, *path, *clock, *by == "department", *since, *format);
    Result<Registry> registry = open_registry(terminal, *path, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    const Result<RegistryStats> stats = registry->stats();
    if (!stats) return fail(terminal, stats.error());
    if (*format == "csv") {
      print(terminal.say("表,行数\n", "table,rows\n"));
      for (const auto& [table, count] : stats->rows) print(fmt::format("{},{}\n", table_title(table, language(terminal)), count));
      print(fmt::format("{},{}\n", terminal.say("待查", "findings"), stats->findings));
      return kFine;
    }
    if (*format == "json") {
      std::string rows;
      for (const auto& [table, count] : stats->rows) rows += fmt::format("{}{}:{}", rows.empty() ? "" : ",", json_text(table), count);
      print(fmt::format("{{\"rows\":{{{}}},\"findings\":{},\"revision\":{},\"synchronised\":{}}}\n", rows, stats->findings, stats->revision,
                        stats->synchronised ? json_text(*stats->synchronised) : "null"));
      return kFine;
    }
    for (const auto& [table, count] : stats->rows) print(fmt::format("{:>10}  {}\n", count, table_title(table, language(terminal))));
    print(fmt::format(fmt::runtime(terminal.say("{:>10}  待查\n", "{:>10}  findings\n")), stats->findings));
    print(stats->synchronised
              ? fmt::format(fmt::runtime(terminal.say("修订号 {}，同步至 {}\n", "revision {}, synchronised {}\n")), stats->revision, *stats->synchronised)
              : fmt::format(fmt::runtime(terminal.say("修订号 {}，从未同步\n", "revision {}, never synchronised\n")), stats->revision));
    return kFine;
  });
}

}  // namespace

std::string usual_reject_path(const std::string& database, bool resumable) {
  std::string last = database + ".rejects.csv";
  std::error_code ignored;
  for (unsigned n = 2; std::filesystem::exists(last, ignored); ++n) {
    std::string next = fmt::format("{}.rejects.{}.csv", database, n);
    if (resumable && !std::filesystem::exists(next, ignored)) break;
    last = std::move(next);
  }
  return last;
}

void add_registry(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& parent = program.add(
      program.root(), "registry",
      t.say("名册：主体、名单、关系、许可、保留、既有事项", "the registry: parties, entries, relations, permits, retentions, holdings"),
      "  plumb registry init county.db\n  plumb registry import county.db parties.csv entries.csv --synchronised 2019-07-01\n  plumb registry stats county.db");
  parent.require_subcommand(1);
  add_init(program, parent);
  add_import(program, parent);
  add_registry_steps(program, parent);
  add_registry_due(program, parent);
  add_registry_findings(program, parent);
  add_stats(program, parent);
  add_registry_publish(program, parent);
  add_registry_export(program, parent);
  add_registry_account(program, parent);
  add_registry_watch(program, parent);
  add_registry_confirm(program, parent);
  add_registry_set(program, parent);
  add_registry_review(program, parent);
  add_registry_verify(program, parent);
  add_registry_checkpoint(program, parent);
  add_registry_replay(program, parent);
  add_registry_history(program, parent);
  add_registry_erase(program, parent);
  add_registry_safekeeping(program, parent);
}

}  // namespace plumb::cli
