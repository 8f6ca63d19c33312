#include "tests/property/random_program.hpp"

#include "compiler/base/check.hpp"
#include "tests/property/boundary_values.hpp"
#include "tests/property/random_expression.hpp"

namespace plumb::testing {

using ir::Type;
using ir::TypeKind;
using ir::Value;

namespace {

Date day(int year, int month, int d) { return *Date::from_ymd(year, month, d); }

std::string type_name(Type type) {
  constexpr const char* kNames[] = {"flag", "number", "decimal", "amount", "ratio", "day", "term", "text", "value", "values", "code"};
  std::string name = kNames[static_cast<size_t>(type.kind)];
  if (type.ref != UINT32_MAX) name += std::to_string(type.ref);
  return name;
}

ir::Matter matter(const char* zh, const char* alias, bool reversed) {
  ir::Matter out{{zh, alias}, {Stage::application, Stage::holding}, {}};
  auto types = all_types();
  if (reversed) types = {types.rbegin(), types.rend()};
  for (const char* suffix : {"", "_b", "_c"}) {
    for (const Type type : types) out.fields.push_back({{type_name(type) + suffix, type_name(type) + suffix}, type});
  }
  return out;
}

ir::EnumType numbered(const char* zh, const char* alias, int count) {
  ir::EnumType out{{zh, alias}, {}, false};
  for (int i = 0; i < count; ++i) out.values.push_back({std::to_string(i), "n" + std::to_string(i)});
  return out;
}

ir::Taxonomy products() {
  ir::Taxonomy out{{"产品", "products"}, "test", {}};
  for (uint32_t i = 0; i < 300; ++i) {
    const bool heads = i % 10 == 0;
    out.codes.push_back({std::to_string(i), {}, heads ? UINT32_MAX : i - i % 10, heads ? i + 10 : i + 1});
  }
  return out;
}

ir::Document document(const char* name, std::optional<Date> from, std::optional<Date> until) {
  ir::Document out;
  out.name = {name, name};
  out.number = std::string(name) + "号";
  out.title = std::string(name) + "的通知";
  out.from = from;
  out.until = until;
  for (const char* path : {"二（一）1", "二（七）1", "三"}) {
    ir::Clause clause;
    clause.path = path;
    clause.obligations = {{"甲", "first"}, {"乙", "second"}};
    out.clauses.push_back(clause);
  }
  return out;
}

ir::Calendar calendar() {
  ir::Calendar out{{"工作日", "working_days"}, "test", day(2019, 1, 1), day(2021, 12, 31), {}, {}};
  out.holidays = {day(2019, 1, 1), day(2019, 10, 1), day(2019, 10, 2), day(2019, 10, 3), day(2020, 1, 1), day(2020, 10, 1)};
  out.makeup = {day(2019, 9, 29), day(2019, 10, 12)};
  return out;
}

}  // namespace

std::vector<Type> all_types() {
  return {{TypeKind::boolean},
          {TypeKind::integer},
          {TypeKind::decimal},
          {TypeKind::money},
          {TypeKind::ratio},
          {TypeKind::date},
          {TypeKind::duration},
          {TypeKind::text},
          {TypeKind::enumeration, world::kColour.value},
          {TypeKind::enumeration, world::kWide.value},
          {TypeKind::enumeration, ir::kPartyKindEnum.value},
          {TypeKind::enumeration, ir::kSectorEnum.value},
          {TypeKind::enumeration, ir::kRoleEnum.value},
          {TypeKind::enumeration, ir::kEntryStateEnum.value},
          {TypeKind::set, world::kColour.value},
          {TypeKind::set, world::kWide.value},
          {TypeKind::set, ir::kRoleEnum.value},
          {TypeKind::code, world::kIndustry.value},
          {TypeKind::enumeration, world::kMany.value},
          {TypeKind::set, world::kTen.value},
          {TypeKind::set, world::kTwenty.value},
          {TypeKind::code, world::kProducts.value}};
}

ir::Program declarations() {
  ir::Program p = ir::with_vocabulary();
  p.name = {"试验规则集", "trial"};
  p.id = "trial-2019";
  p.version = "1.0.0";
  p.staleness_limit = Duration{Duration::Unit::day, 30};
  p.enums.add({{"颜色", "colour"}, {{"红", "red"}, {"绿", "green"}, {"蓝", "blue"}}, false});
  ir::EnumType wide{{"宽", "wide"}, {}, true};
  for (int i = 0; i < 64; ++i) wide.values.push_back({"值" + std::to_string(i), "v" + std::to_string(i)});
  p.enums.add(wide);
  p.enums.add(numbered("十", "ten", 10));
  p.enums.add(numbered("二十", "twenty", 20));
  p.enums.add(numbered("众", "many", 300));
  p.taxonomies.add({{"行业", "industry"},
                    "test",
                    {{"A", {}, UINT32_MAX, 5}, {"A1", {}, 0, 4}, {"A11", {}, 1, 3}, {"A12", {}, 1, 4}, {"A2", {}, 0, 5}, {"B", {}, UINT32_MAX, 6}}});
  p.taxonomies.add(products());
  p.matters.add(matter("住宿", "lodging", false));
  p.matters.add(matter("信贷", "credit", true));
  p.effects.add({{"限制", "restrict"}, {}, false});
  p.effects.add({{"限额", "cap"}, {{TypeKind::money}}, false});
  p.effects.add({{"重点监管", "watch"}, {{TypeKind::ratio}, {TypeKind::duration}}, true});
  p.effects.add({{"提示", "inform"}, {}, false});
  p.contradictions = {{world::kRestrict, world::kInform}};
  p.departments.add({{"县发改委", "planning"}, {"发改委"}, std::nullopt});
  p.departments.add({{"各主管部门", "regulators"}, {}, ir::PartyField::sector});
  p.documents.add(document("新政办48号", day(2019, 5, 30), std::nullopt));
  p.documents.add(document("旧文件", day(2018, 1, 1), day(2021, 1, 1)));
  p.calendars.add(calendar());
  p.default_calendar = world::kCalendar;
  Random random(1);
  for (const Type type : all_types()) {
    ir::Parameter parameter{{"参数" + type_name(type), "p_" + type_name(type)}, type, {}};
    parameter.versions.push_back({day(2018, 1, 1), std::nullopt, {}});
    parameter.versions.push_back({day(2019, 1, 1), random_value(random, p, type), {{world::kNotice, 1, UINT32_MAX}}});
    parameter.versions.push_back({day(2022, 1, 1), std::nullopt, {}});
    p.parameters.add(std::move(parameter));
  }
  p.remedies = {{true, "异议", {{world::kNotice, 2, UINT32_MAX}}}, {false, "职务已终止", {}}};
  p.waivers = {{{}, {{world::kNotice, 0, 1}}, "不可编入", "coverage"}};
  return p;
}

uint32_t field_of(const ir::Program& program, ir::MatterId matter, Type type) {
  const auto& fields = program.matters[matter].fields;
  for (uint32_t i = 0; i < fields.size(); ++i) {
    if (fields[i].type == type) return i;
  }
  check(false, "a field of every type");
  return 0;
}

ir::ParameterId parameter_of(const ir::Program& program, Type type) {
  for (uint32_t i = 0; i < program.parameters.size(); ++i) {
    if (program.parameters[ir::ParameterId(i)].type == type) return ir::ParameterId(i);
  }
  check(false, "a parameter of every type");
  return {};
}

namespace {

ir::Reach random_reach(Random& random) {
  ir::Reach reach;
  if (random.chance(15)) {
    reach.anyone = true;
    return reach;
  }
  reach.self = random.chance(60);
  if (random.chance(40)) reach.debtor_roles = static_cast<uint32_t>(random.below(1u << kRoleCount));
  if (random.chance(40)) reach.own_roles = static_cast<uint32_t>(random.below(1u << kRoleCount));
  if (reach.debtor_roles == 0 && reach.own_roles == 0) reach.self = true;
  return reach;
}

std::vector<ir::Citation> random_basis(Random& random) {
  std::vector<ir::Citation> basis;
  for (uint64_t n = 1 + random.below(2); n > 0; --n) {
    basis.push_back({random.chance(70) ? world::kNotice : world::kOld, static_cast<uint32_t>(random.below(3)), random.chance(50) ? UINT32_MAX : 1});
  }
  return basis;
}

ir::Measure random_measure(Random& random, ir::Builder& builder, const ir::Program& program, uint32_t index, uint32_t depth) {
  ir::Measure m;
  m.name = {"措施" + std::to_string(index), "measure_" + std::to_string(index)};
  m.matter = random.chance(70) ? world::kLodging : world::kCredit;
  m.stage = random.chance(80) ? Stage::application : Stage::holding;
  if (random.chance(40)) m.party = random.chance(50) ? PartyKind::person : PartyKind::organisation;
  m.reach = random_reach(random);
  const bool triggers = !m.reach.anyone;
  ExpressionMaker maker(random, builder, program, m.matter);
  if (random.chance(90)) m.condition = maker.make({TypeKind::boolean}, depth, {triggers, triggers});
  for (uint64_t n = random.below(3); n > 0; --n)
    m.exceptions.push_back({maker.make({TypeKind::boolean}, depth - 1, {triggers, triggers}), random_basis(random)});
  m.effect = ir::EffectId(static_cast<uint32_t>(random.below(program.effects.size())));
  for (const Type type : program.effects[m.effect].arguments) m.arguments.push_back(maker.make(type, 2, {false, triggers}));
  m.basis = random_basis(random);
  m.departments = {ir::DepartmentId(static_cast<uint32_t>(random.below(2)))};
  if (random.chance(30)) m.executing = {ir::DepartmentId(0)};
  if (random.chance(20)) m.from = day(2020, 1, 1);
  if (random.chance(20)) m.until = day(2022, 6, 1);
  if (random.chance(30)) m.notes = {"一个说明"};
  return m;
}

}  // namespace

ir::Program random_program(Random& random, Shape shape) {
  ir::Program program = declarations();
  ir::Builder builder(program);
  for (uint32_t i = 0; i < shape.measures; ++i) program.measures.add(random_measure(random, builder, program, i, shape.depth));
  return program;
}

Value random_value(Random& random, const ir::Program& program, Type type) {
  if (random.chance(15)) return random.pick(boundary_values(program, type));
  const auto small = [&] { return static_cast<int64_t>(random.below(7)) - 3; };
  const auto wide = [&]() -> int64_t {
    return random.chance(50) ? INT64_MAX - static_cast<int64_t>(random.below(3)) : INT64_MIN + static_cast<int64_t>(random.below(3));
  };
  const auto integer = [&] { return random.chance(85) ? small() : wide(); };
  const auto fraction = [&]() -> int128 {
    if (random.chance(10)) return (static_cast<int128>(wide()) << 64) | static_cast<int128>(random.bits());
    if (random.chance(30)) return static_cast<int128>(static_cast<int64_t>(random.bits()));
    return static_cast<int128>(small()) * (Decimal::kOne / 2);
  };
  switch (type.kind) {
    case TypeKind::boolean:
      return ir::boolean_value(random.chance(50));
    case TypeKind::integer:
      return ir::integer_value(integer());
    case TypeKind::decimal:
      return ir::decimal_value({fraction()});
    case TypeKind::ratio:
      return ir::ratio_value({fraction()});
    case TypeKind::money:
      return ir::money_value({integer()});
    case TypeKind::date:
      return ir::date_value(random.chance(95) ? random_date(random) : Date{random.chance(50) ? Date::kMinDays : Date::kMaxDays});
    case TypeKind::duration:
      return ir::duration_value(
          {static_cast<Duration::Unit>(random.below(3)), random.chance(90) ? static_cast<int32_t>(random.below(40)) - 20 : static_cast<int32_t>(integer())});
    case TypeKind::text:
      return ir::text_value(random.pick(std::vector<std::string>{"", "甲", "乙", "甲乙"}));
    case TypeKind::enumeration:
      return ir::enumerator_value(ir::EnumId(type.ref), static_cast<uint32_t>(random.below(program.enums[ir::EnumId(type.ref)].values.size())));
    case TypeKind::set:
      return ir::set_value(ir::EnumId(type.ref), random.bits() & random.bits() & ir::full_mask(program.enums[ir::EnumId(type.ref)]));
    case TypeKind::code:
      return ir::code_value(ir::TaxonomyId(type.ref), static_cast<uint32_t>(random.below(program.taxonomies[ir::TaxonomyId(type.ref)].codes.size())));
  }
  return {};
}

reference::Row random_row(Random& random, const ir::Program& program, ir::MatterId matter) {
  reference::Row row;
  for (const ir::Field& field : program.matters[matter].fields) {
    row.push_back(random.chance(80) ? std::optional(random_value(random, program, field.type)) : std::nullopt);
  }
  return row;
}

reference::Party random_party(Random& random) {
  reference::Party party;
  if (random.chance(80)) party.kind = static_cast<PartyKind>(random.below(2));
  if (random.chance(60)) party.sector = static_cast<Sector>(random.below(3));
  if (random.chance(60)) party.name = random.chance(50) ? "甲" : "乙";
  if (random.chance(90)) party.id = "410399198503121236";
  return party;
}

namespace {

// A way that the reach admits.
void random_way(Random& random, const ir::Reach& reach, reference::Trigger& t) {
  std::vector<std::pair<Direction, std::optional<Role>>> ways;
  if (reach.self) ways.push_back({Direction::self, std::nullopt});
  for (int r = 0; r < kRoleCount; ++r) {
    if ((reach.debtor_roles >> r & 1) != 0) ways.push_back({Direction::debtor, static_cast<Role>(r)});
    if ((reach.own_roles >> r & 1) != 0) ways.push_back({Direction::own, static_cast<Role>(r)});
  }
  std::tie(t.direction, t.role) = random.pick(ways);
}

}  // namespace

std::vector<reference::Trigger> random_triggers(Random& random, const ir::Reach& reach) {
  std::vector<reference::Trigger> triggers;
  if (reach.anyone) return triggers;
  const auto maybe_date = [&]() -> std::optional<Date> { return random.chance(50) ? std::optional(random_date(random)) : std::nullopt; };
  const auto maybe_money = [&]() -> std::optional<Money> {
    return random.chance(50) ? std::optional(Money{static_cast<int64_t>(random.below(1000))}) : std::nullopt;
  };
  for (uint64_t n = random.below(4); n > 0; --n) {
    reference::Trigger t;
    random_way(random, reach, t);
    t.state = static_cast<EntryState>(random.below(4));
    if (t.state == EntryState::expired) t.unknown_because = "entry.expires_on";
    if (random.chance(10)) t.unknown_because = "party.id";
    t.published_on = random_date(random);
    t.expires_on = maybe_date();
    t.ground_on = maybe_date();
    t.removed_on = maybe_date();
    t.filed_on = maybe_date();
    t.case_no = random.chance(50) ? "甲" : "（2019）豫0323执12号";
    t.publishable = random.chance(60);
    t.performed_amount = maybe_money();
    t.unperformed_amount = maybe_money();
    t.by_relation = t.direction != Direction::self && t.role != Role::directly_responsible;
    if (t.by_relation) {
      t.relation_from = maybe_date();
      t.relation_to = maybe_date();
    }
    triggers.push_back(std::move(t));
  }
  return triggers;
}

Date random_date(Random& random) {
  static const std::vector<Date> kBoundaries = {day(2018, 1, 1),  day(2019, 1, 1), day(2019, 5, 29),  day(2019, 5, 30), day(2019, 9, 28), day(2020, 1, 1),
                                                day(2020, 2, 29), day(2021, 1, 1), day(2021, 12, 31), day(2022, 1, 1),  day(2022, 6, 1)};
  if (random.chance(50)) return random.pick(kBoundaries);
  return Date{day(2017, 1, 1).days + static_cast<int32_t>(random.below(2500))};
}

}  // namespace plumb::testing
