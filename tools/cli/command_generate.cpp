// plumb gen: a synthetic county in the import formats. Without --rules its matters are those of the notice that the
// product carries (新政办〔2019〕48号).
#include <fmt/core.h>

#include <memory>

#include "compiler/base/date.hpp"
#include "tools/cli/notice.hpp"
#include "tools/cli/program.hpp"
#include "tools/cli/rule_loading.hpp"
#include "tools/generate/county.hpp"

namespace plumb::cli {

namespace {

struct Options {
  generate::CountyOptions county;
  std::string rules, folder, as_of = "2019-09-16";
};

generate::FieldShape::Type type_of(MatterDescription::FieldType type) {
  using Described = MatterDescription::FieldType;
  using Made = generate::FieldShape::Type;
  switch (type) {
    case Described::boolean:
      return Made::boolean;
    case Described::integer:
      return Made::integer;
    case Described::decimal:
    case Described::ratio:
      return Made::decimal;
    case Described::money:
      return Made::money;
    case Described::date:
      return Made::date;
    case Described::duration:
    case Described::text:
      return Made::text;
    case Described::choice:
      return Made::choice;
    case Described::choices:
      return Made::choices;
  }
  return Made::text;
}

void describe(const RuleSet& rules, generate::CountyOptions& county) {
  for (const MatterDescription& matter : rules.matters()) {
    generate::MatterShape shape{.alias = matter.alias, .stages = matter.stages};
    for (const MatterDescription::Field& field : matter.fields) {
      generate::FieldShape& made = shape.fields.emplace_back(generate::FieldShape{.alias = field.alias, .type = type_of(field.type)});
      for (const MatterDescription::Value& value : field.values) made.values.push_back(value.alias);
    }
    county.matters.push_back(std::move(shape));
  }
  county.measures = rules.measures();
}

int generate_into(const Terminal& terminal, Options options) {
  const auto as_of = read_day(terminal, options.as_of);
  if (!as_of) return kUsage;
  options.county.as_of = *as_of;
  if (options.rules.empty()) {
    const Result<RuleSet> notice = carried_notice();
    if (!notice) return fail(terminal, notice.error());
    describe(*notice, options.county);
  } else {
    auto loaded = load_rules(terminal, options.rules, {.scenarios = false, .cache = {}, .warning = {}});
    if (const int* status = std::get_if<int>(&loaded)) return *status;
    const std::optional<RuleSet> rules = std::get<Compilation>(loaded).rules();
    describe(*rules, options.county);
  }
  const Result<void> made = generate::generate_county(options.county, options.folder);
  if (!made) return fail(terminal, made.error());
  inform(terminal,
         fmt::format(fmt::runtime(terminal.say("{} 个主体的县已写入 {}", "a county of {} parties is in {}")), options.county.parties, options.folder));
  // as_of and requests.ndjson lie beside the tables: a whole folder cannot be imported.
  inform(terminal,
         fmt::format(fmt::runtime(terminal.say(
                         "导入: plumb registry import DB {0}/*.csv {0}/holdings.ndjson（requests.ndjson 是判定用的请求，as_of 是数据的日期）",
                         "import: plumb registry import DB {0}/*.csv {0}/holdings.ndjson (requests.ndjson is for decide, as_of holds the county's day)")),
                     options.folder));
  return kFine;
}

}  // namespace

void add_generate(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(
      program.root(), "gen",
      t.say("造一个县的数据（编号不对应任何真人）", "make up a county in the import formats; its identifiers can belong to no real person"),
      "  plumb gen --parties 20000 --seed 48 -o county\n  plumb gen --parties 1000 --seed 1 --rules rules/xinan-2019-48 --as-of 2020-06-30 -o county");
  const auto options = std::make_shared<Options>();
  command.add_option("--parties", options->county.parties, t.say("主体数", "number of parties"))
      ->required()
      ->check(CLI::Range(generate::kMinParties, generate::kMaxParties));
  command.add_option("--seed", options->county.seed, t.say("种子；相同的种子得到相同的字节", "seed; the same seed gives the same bytes"))
      ->capture_default_str();
  command.add_option("--rules", options->rules,
                     t.say("事项取自这个规则集（默认为本产品所带的通知）", "take the matters of this rule set (default: the notice that the product carries)"));
  command.add_option("--as-of", options->as_of, t.say("数据围绕哪一天", "the day about which the county's dates lie"))->capture_default_str();
  command.add_option("-o,--output", options->folder, t.say("写入的文件夹", "the folder to write to"))->required();
  read_days(command, {"--as-of"});
  program.on(command, [options](const Terminal& terminal) { return generate_into(terminal, *options); });
}

}  // namespace plumb::cli
