// plumb gen: a synthetic county in the import formats. Without --rules its matters are those of the notice that the
// product carries (新政办〔2019〕48号).
#include <memory>

#include <fmt/core.h>

#include "compiler/base/date.hpp"
#include "compiler/ir/program.hpp"
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

generate::FieldShape shape_of(const ir::Program& program, const ir::Field& field) {
  using Type = generate::FieldShape::Type;
  generate::FieldShape shape{.alias = field.name.alias};
  switch (field.type.kind) {
    case ir::TypeKind::boolean: shape.type = Type::boolean; break;
    case ir::TypeKind::integer: shape.type = Type::integer; break;
    case ir::TypeKind::decimal: shape.type = Type::decimal; break;
    case ir::TypeKind::money: shape.type = Type::money; break;
    case ir::TypeKind::ratio: shape.type = Type::decimal; break;
    case ir::TypeKind::date: shape.type = Type::date; break;
    case ir::TypeKind::duration: shape.type = Type::text; break;
    case ir::TypeKind::text: shape.type = Type::text; break;
    case ir::TypeKind::enumeration: shape.type = Type::choice; break;
    case ir::TypeKind::set: shape.type = Type::choices; break;
    case ir::TypeKind::code: shape.type = Type::choice; break;
  }
  if (field.type.kind == ir::TypeKind::enumeration || field.type.kind == ir::TypeKind::set) {
    for (const ir::Name& value : program.enums[ir::EnumId(field.type.ref)].values) shape.values.push_back(value.alias);
  } else if (field.type.kind == ir::TypeKind::code) {
    for (const ir::Code& code : program.taxonomies[ir::TaxonomyId(field.type.ref)].codes) shape.values.push_back(code.code);
  }
  return shape;
}

void describe(const ir::Program& program, generate::CountyOptions& county) {
  for (const ir::Matter& matter : program.matters) {
    generate::MatterShape shape{.alias = matter.name.alias, .stages = {}};
    for (const Stage stage : matter.stages) shape.stages.emplace_back(word(stage).alias);
    for (const ir::Field& field : matter.fields) shape.fields.push_back(shape_of(program, field));
    county.matters.push_back(std::move(shape));
  }
  for (const ir::Measure& measure : program.measures) county.measures.push_back(measure.name.alias);
}

int generate_into(const Terminal& terminal, Options options) {
  const auto as_of = Date::parse(options.as_of);
  if (!as_of) return fail(Error{"usage.date", fmt::format(fmt::runtime(terminal.say("没有这一天: {}（写作 2019-07-01）", "no such day: {} (write 2019-07-01)")), options.as_of)});
  options.county.as_of = *as_of;
  if (options.rules.empty()) {
    const Result<RuleSet> notice = carried_notice();
    if (!notice) return fail(notice.error());
    describe(notice->program(), options.county);
  } else {
    auto loaded = load_rules(terminal, options.rules, false);
    if (const int* status = std::get_if<int>(&loaded)) return *status;
    const std::optional<RuleSet> rules = std::get<Compilation>(loaded).rules();
    describe(rules->program(), options.county);
  }
  const Result<void> made = generate::generate_county(options.county, options.folder);
  if (!made) return fail(made.error());
  inform(terminal, fmt::format(fmt::runtime(terminal.say("{} 个主体的县已写入 {}", "a county of {} parties is in {}")), options.county.parties, options.folder));
  return kFine;
}

}  // namespace

void add_generate(Program& program) {
  const Terminal& t = program.terminal();
  CLI::App& command = program.add(program.root(), "gen", t.say("造一个县的数据（编号不对应任何真人）", "make up a county in the import formats; its identifiers can belong to no real person"),
                                  "  plumb gen --parties 20000 --seed 48 -o county\n  plumb gen --parties 1000 --seed 1 --rules rules/xinan-2019-48 --as-of 2020-06-30 -o county");
  const auto options = std::make_shared<Options>();
  command.add_option("--parties", options->county.parties, t.say("主体数", "number of parties"))->required()->check(CLI::Range(generate::kMinParties, generate::kMaxParties));
  command.add_option("--seed", options->county.seed, t.say("种子；相同的种子得到相同的字节", "seed; the same seed gives the same bytes"))->capture_default_str();
  command.add_option("--rules", options->rules, t.say("事项取自这个规则集（默认为本产品所带的公告）", "take the matters of this rule set (default: the notice that the product carries)"));
  command.add_option("--as-of", options->as_of, t.say("数据围绕哪一天", "the day about which the county's dates lie"))->capture_default_str();
  command.add_option("-o,--output", options->folder, t.say("写入的文件夹", "the folder to write to"))->required();
  program.on(command, [options](const Terminal& terminal) { return generate_into(terminal, *options); });
}

}  // namespace plumb::cli
