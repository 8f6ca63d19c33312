#include "tests/property/decide/random_county.hpp"

#include "compiler/ir/values.hpp"

namespace plumb::test {

namespace {

constexpr int kParties = 6;
constexpr const char* kNames[] = {"张三", "李四"};
constexpr const char* kTargets[] = {"*", "lodging", "luxury_lodging", "honour_revocation", "key_supervision", "land_review"};

}  // namespace

std::string RandomCounty::masked(std::string id) {
  if (id.size() == 18) id.replace(below(2) == 0 ? 10 : 8, 4, "****");
  return id;
}

std::string RandomCounty::party() {
  const int n = static_cast<int>(below(kParties));
  std::string id = chance(50) ? person(n) : organisation(n);
  if (chance(4)) id = "E1234567";
  return chance(7) ? masked(id) : id;
}

Date RandomCounty::date() { return *day("2018-06-01").plus_days(static_cast<int64_t>(below(1000))); }

void RandomCounty::fill(World& world) {
  for (int i = 0; i < kParties; ++i) {
    for (const std::string& id : {person(i), organisation(i)}) {
      if (chance(70)) world.name(id, chance(70) ? kNames[below(2)] : "").sector = chance(60) ? std::optional(static_cast<Sector>(below(3))) : std::nullopt;
    }
  }
  for (uint64_t i = 2 + below(5); i > 0; --i) {
    facts::Entry& entry = world.list(party(), text_date(), "案" + std::to_string(below(3)));
    entry.removed_on = maybe_date(30);
    entry.expires_on = maybe_date(25);
    entry.ground_on = maybe_date(25);
    entry.publishable = chance(70);
    if (chance(30)) entry.responsible = {party()};
  }
  for (uint64_t i = below(10); i > 0; --i) {
    world.relate(party(), static_cast<Role>(below(kRoleCount)), party());
    world.facts.relations.back().period = {maybe_date(50), maybe_date(40)};
  }
  for (uint64_t i = below(3); i > 0; --i)
    world.facts.permits.push_back({party(), kTargets[below(6)], {maybe_date(50), maybe_date(40)}, "准" + std::to_string(below(3))});
  for (uint64_t i = below(4); i > 0; --i) world.retain("案" + std::to_string(below(3)), party(), kTargets[2 + below(4)], text_date());
  world.facts.synchronised = maybe_date(80);
  if (chance(20)) world.options.max_staleness_days = static_cast<int>(below(400));
  if (chance(30)) world.facts.documents.push_back({"E1234567", person(static_cast<int>(below(kParties)))});
  for (uint64_t i = below(3); i > 0; --i) world.facts.distinctions.push_back({masked(person(static_cast<int>(below(kParties)))), party()});
}

ir::Value RandomCounty::value(const ir::Program& program, ir::Type type) {
  switch (type.kind) {
    case ir::TypeKind::boolean:
      return ir::boolean_value(chance(50));
    case ir::TypeKind::integer:
      return ir::integer_value(static_cast<int64_t>(below(6)));
    case ir::TypeKind::decimal:
      return ir::decimal_value(Decimal::from_integer(static_cast<int64_t>(below(4))));
    case ir::TypeKind::money:
      return ir::money_value(Money{static_cast<int64_t>(below(50'000))});
    case ir::TypeKind::ratio:
      return ir::ratio_value(*Decimal::parse("0.5"));
    case ir::TypeKind::date:
      return ir::date_value(date());
    case ir::TypeKind::duration:
      return ir::duration_value({Duration::Unit::day, 3});
    case ir::TypeKind::text:
    case ir::TypeKind::code:
      return ir::text_value("x");
    case ir::TypeKind::enumeration:
      return ir::enumerator_value(ir::EnumId(type.ref), static_cast<uint32_t>(below(program.enums[ir::EnumId(type.ref)].values.size())));
    case ir::TypeKind::set:
      return ir::set_value(ir::EnumId(type.ref), below(uint64_t{1} << program.enums[ir::EnumId(type.ref)].values.size()));
  }
  return {};
}

void RandomCounty::complete(const World& world, ir::MatterId matter, reference::Row& fields) {
  const ir::Program& program = world.rules().program();
  for (size_t i = 0; i < fields.size(); ++i) {
    if (!fields[i]) fields[i] = value(program, program.matters[matter].fields[i].type);
  }
}

decide::Request RandomCounty::request(const World& world) {
  const ir::Program& program = world.rules().program();
  decide::Request out;
  out.party.id = party();
  if (chance(25)) out.party.name = kNames[below(2)];
  if (chance(20)) out.party.sector = static_cast<Sector>(below(3));
  out.matter = ir::MatterId(static_cast<uint32_t>(below(program.matters.size())));
  const auto& stages = program.matters[out.matter].stages;
  out.stage = stages[below(stages.size())];
  out.date = *day("2019-05-20").plus_days(static_cast<int64_t>(below(700)));
  out.fields.resize(program.matters[out.matter].fields.size());
  for (size_t i = 0; i < out.fields.size(); ++i) {
    if (chance(55)) out.fields[i] = value(program, program.matters[out.matter].fields[i].type);
  }
  return out;
}

std::string decided(const World& world, const Snapshot& snapshot, const decide::Request& request, decide::Decision* decision) {
  auto subject = decide::identify(snapshot, request.party);
  if (const auto* refusal = std::get_if<decide::Refusal>(&subject)) return std::string(decide::code_text(refusal->code));
  decide::Decision made = decide::decide(world.context(snapshot), world.options, std::get<decide::Subject>(std::move(subject)), request.matter, request.stage,
                                         request.date, request.fields);
  std::string line = decide::decision_line(world.context(snapshot), "null", made);
  if (decision) *decision = std::move(made);
  return line;
}

}  // namespace plumb::test
