// plumb registry due|findings, and the counts of stats --by: what is to be done about entries, by when, and what was not.
#include <fmt/core.h>

#include <memory>

#include "plumb/compiler.hpp"
#include "plumb/plumb.hpp"
#include "tools/cli/clocks.hpp"
#include "tools/cli/deciding.hpp"
#include "tools/cli/reading.hpp"
#include "tools/cli/rule_loading.hpp"

namespace plumb::cli {

namespace {

// Everybody's deadlines or findings are about to be given out.
Result<void> note(const Terminal& terminal, const ReadingOptions& options, const std::string& registry, const char* what) {
  auto reads = Reads::open(terminal, options, registry);
  if (!reads) return reads.error();
  return reads->note(what, {""});
}

}  // namespace

void add_clock_options(const Terminal& t, CLI::App& command, ClockArguments& clock, bool rules_required) {
  CLI::Option* rules = command.add_option("--rules", clock.rules, t.say("规则集，工作日历由此而来", "the rule set, whose calendar tells working days"));
  CLI::Option* as_of = command.add_option("--as-of", clock.options.as_of, t.say("截至哪一天（默认今天）", "as of which day (default: today)"));
  read_days(command, {"--as-of"});
  CLI::Option* limit = command.add_option("--limit", clock.options.limits,
                                          t.say("法院自定的期限，如 push=1、announce_removal=2w（工作日），可多次",
                                                "a limit that the court sets itself: push=1, announce_removal=2w (working days); more than once for several"));
  limit->allow_extra_args(false);  // what comes after it is none
  if (rules_required) {
    rules->required();
    return;
  }
  // Without clocks nothing is as of a day: what is told is what is kept now, and would pass for that day's.
  as_of->needs(rules);
  limit->needs(rules);
}

std::variant<RuleSet, int> rules_of(const Terminal& terminal, ClockArguments& clock) {
  if (clock.options.as_of.empty()) clock.options.as_of = today();
  clock.options.language = language(terminal);
  auto loaded = load_rules(terminal, clock.rules, {.scenarios = false, .cache = {}, .warning = {}});
  if (const int* status = std::get_if<int>(&loaded)) return *status;
  return *std::get<Compilation>(loaded).rules();
}

void add_registry_due(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(parent, "due", t.say("待办事项与期限，逾期的在前", "what is to be done by when, the overdue first"),
                                  "  plumb registry due county.db --rules rules/xinan-2019-48\n"
                                  "  plumb registry due county.db --rules rules/xinan-2019-48 --as-of 2019-10-08 --court 样例县人民法院 --format csv");
  const auto path = std::make_shared<std::string>();
  const auto clock = std::make_shared<ClockArguments>();
  const auto due = std::make_shared<DueOptions>();
  const auto strict = std::make_shared<bool>(false);
  command.add_option("DB", *path, t.say("名册数据库", "the registry's database"))->required();
  add_clock_options(t, command, *clock, true);
  command.add_option("--court", due->court, t.say("只看这个法院的", "only what this court must do"));
  command.add_option("--department", due->department, t.say("只看这个部门的", "only what this department must do"));
  command.add_option("--ahead", due->ahead, t.say("往后看多少日", "how many days ahead"))->check(CLI::Range(0, 36600))->capture_default_str();
  command.add_option("--format", due->format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json", "csv"}))->capture_default_str();
  command.add_flag("--reveal", clock->options.reveal, t.say("显示完整编号", "show identifiers in full"));
  const auto reading = std::make_shared<ReadingOptions>();
  add_reading_options(t, command, *reading);
  command.add_flag("--strict", *strict, t.say("有逾期的时以 1 结束", "end with status 1 when something is overdue"));
  program.on(command, [=](const Terminal& terminal) -> int {
    auto rules = rules_of(terminal, *clock);
    if (const int* status = std::get_if<int>(&rules)) return *status;
    Result<Registry> registry = open_registry(terminal, *path, Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    due->clock = clock->options;
    const Result<DueList> list = registry->due(std::get<RuleSet>(rules), *due);
    if (!list) return fail(terminal, list.error());
    if (const auto noted = note(terminal, *reading, *path, "due"); !noted) return fail(terminal, noted.error());
    print(list->text);
    inform(terminal, fmt::format(fmt::runtime(terminal.say("逾期 {}，未到期 {}", "{} overdue, {} open")), list->overdue, list->open));
    return *strict && list->overdue != 0 ? kFindings : kFine;
  });
}

void add_registry_findings(Program& program, CLI::App& parent) {
  const Terminal& t = program.terminal();
  CLI::App& command =
      program.add(parent, "findings", t.say("待查：记录在案的，或按期限查出的", "what is to be looked at: as kept, or as the clocks show it"),
                  "  plumb registry findings county.db\n  plumb registry findings county.db --rules rules/xinan-2019-48 --as-of 2019-10-08 --keep");
  const auto path = std::make_shared<std::string>(), format = std::make_shared<std::string>("text");
  const auto clock = std::make_shared<ClockArguments>();
  const auto keep = std::make_shared<bool>(false);
  command.add_option("DB", *path, t.say("名册数据库", "the registry's database"))->required();
  add_clock_options(t, command, *clock, false);
  command.add_option("--format", *format, t.say("输出格式", "output format"))->check(CLI::IsMember({"text", "json", "csv"}))->capture_default_str();
  command.add_flag("--reveal", clock->options.reveal, t.say("显示完整编号", "show identifiers in full"));
  const auto reading = std::make_shared<ReadingOptions>();
  add_reading_options(t, command, *reading);
  command.add_flag("--keep", *keep, t.say("把查出的记入名册，已了结的终止", "keep what is found in the registry, and close what is settled"))->needs("--rules");
  program.on(command, [=](const Terminal& terminal) -> int {
    Result<Registry> registry = open_registry(terminal, *path, *keep ? Registry::Mode::read_write : Registry::Mode::read_only);
    if (!registry) return fail(terminal, registry.error());
    if (clock->rules.empty()) {
      const Result<FindingList> kept = registry->findings(*format, language(terminal), clock->options.reveal);
      if (!kept) return fail(terminal, kept.error());
      if (const auto noted = note(terminal, *reading, *path, "findings"); !noted) return fail(terminal, noted.error());
      print(kept->text);
      if (kept->count == 0)
        inform(terminal, terminal.say("名册中没有待查；要按期限查出迟延、遗漏和错误，请加 --rules",
                                      "the registry keeps no findings; for what the clocks show, say --rules"));
      return kFine;
    }
    auto rules = rules_of(terminal, *clock);
    if (const int* status = std::get_if<int>(&rules)) return *status;
    FindingOptions options{.clock = clock->options, .format = *format};
    if (*keep) options.recorded_at = now();
    const Result<FindingList> found = registry->check_clocks(std::get<RuleSet>(rules), options);
    if (!found) return fail(terminal, found.error());
    if (const auto noted = note(terminal, *reading, *path, "findings"); !noted) return fail(terminal, noted.error());
    print(found->text);
    inform(terminal, fmt::format(fmt::runtime(terminal.say("查出 {} 项", "{} found")), found->count));
    if (*keep)
      inform(terminal, fmt::format(fmt::runtime(terminal.say("名册中新增、变动或了结 {} 项", "{} added, changed or closed in the registry")), found->kept));
    return kFine;
  });
}

}  // namespace plumb::cli
