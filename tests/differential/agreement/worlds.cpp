#include "tests/differential/agreement/worlds.hpp"

#include "compiler/backends/reference/table.hpp"
#include "runtime/decide/staleness.hpp"
#include "tests/differential/agreement/operators.hpp"
#include "tests/property/decide/random_county.hpp"

namespace plumb::agreement {

using test::RandomCounty;
using test::World;
using testing::Random;

namespace {

// Rules that ask every kind of question of triggers, in every quantifier and without one, beside random ones.
ir::Program rules_with_triggers(Random& random) {
  ir::Program program = testing::random_program(random, {6, 3});
  ir::Builder b(program);
  const auto asked = [&](ir::ListingField field) -> ir::NodeId {
    const ir::Type type = ir::type_of(field);
    if (random.chance(15)) return b.known(b.listing_field(field));
    return b.binary(random.chance(50) ? ir::Op::equal : ir::Op::not_equal, b.listing_field(field), b.constant(testing::random_value(random, program, type)));
  };
  const auto listed_on = [&] { return b.listed_on(random.chance(50) ? b.decision_date() : b.date(testing::random_date(random))); };
  for (uint32_t i = 0; i < 2 * ir::kListingFieldCount; ++i) {
    ir::Measure m;
    m.name = {"名单" + std::to_string(i), "listing_" + std::to_string(i)};
    m.matter = testing::world::kLodging;
    m.reach.self = true;
    m.reach.own_roles = static_cast<uint32_t>(random.below(1U << kRoleCount));
    m.reach.debtor_roles = static_cast<uint32_t>(random.below(1U << kRoleCount));
    const ir::NodeId one = random.chance(15) ? listed_on() : asked(static_cast<ir::ListingField>(i % ir::kListingFieldCount));
    switch (random.below(4)) {
      case 0:
        m.condition = one;
        break;
      case 1:
        m.condition = b.exists(one);
        break;
      case 2:
        m.condition = b.every(one);
        break;
      default:
        m.condition = b.binary(ir::Op::at_least, b.count(one), b.integer(static_cast<int64_t>(random.below(3))));
        break;
    }
    m.effect = testing::world::kRestrict;
    m.basis = {{testing::world::kNotice, 0, UINT32_MAX}};
    m.departments = {ir::DepartmentId(0)};
    program.measures.add(std::move(m));
  }
  return program;
}

// Permits and retentions of this program's own measures, beside those that the county makes; entries with all their fields; a
// list that is up to date in most worlds.
void complete(Random& random, const ir::Program& program, World& world) {
  if (random.chance(80)) world.facts.synchronised = Date::from_ymd(2023, 12, 31);
  for (int i = 0; i < 4; ++i) {
    facts::Entry& entry = world.list(random.chance(50) ? test::organisation(i) : test::person(i), "2019-03-01", "案" + std::to_string(i));
    const auto maybe = [&] { return random.chance(60) ? std::optional(testing::random_date(random)) : std::nullopt; };
    entry.expires_on = maybe();
    entry.ground_on = maybe();
    entry.removed_on = maybe();
    world.relate(test::person(i + 1), static_cast<Role>(random.below(kRoleCount)), entry.party);
  }
  for (facts::Entry& entry : world.facts.entries) {
    if (random.chance(60)) entry.filed_on = testing::random_date(random);
    if (random.chance(60)) entry.performed_part = std::to_string(random.below(1000)) + "元";
    if (random.chance(60)) entry.unperformed_part = std::to_string(random.below(1000));
  }
  const auto measure = [&] { return program.measures[ir::MeasureId(static_cast<uint32_t>(random.below(program.measures.size())))].name.alias; };
  for (uint64_t n = random.below(3); n > 0; --n) {
    const facts::Entry& entry = random.pick(world.facts.entries);
    world.retain(entry.case_no, entry.party, measure(), testing::random_date(random).iso());
    world.permit(random.pick(world.facts.entries).party, measure(), "", "", "准9");
  }
}

std::string decided(const World& world, const PlumbPredicateTable& table, const Snapshot& snapshot, const decide::Request& request) {
  auto subject = decide::identify(snapshot, request.party);
  if (const auto* refusal = std::get_if<decide::Refusal>(&subject)) return std::string(decide::code_text(refusal->code));
  const decide::Context context{world.rules(), table, snapshot};
  const decide::Decision decision =
      decide::decide(context, world.options, std::get<decide::Subject>(std::move(subject)), request.matter, request.stage, request.date, request.fields);
  return decide::decision_line(context, "null", decision);
}

// What the decision asked of the party's own triggers, where the list is looked at.
void count_questions(const World& world, const Snapshot& snapshot, const decide::Request& request, OperatorCounts& counts) {
  const ir::Program& program = world.rules().program();
  auto identified = decide::identify(snapshot, request.party);
  const auto* subject = std::get_if<decide::Subject>(&identified);
  if (!subject || !subject->record || subject->name_contradicts) return;
  if (decide::is_stale(program, snapshot.synchronised(), request.date, world.options.max_staleness_days)) return;
  std::vector<snapshot::Way> ways;
  snapshot::collect_ways(snapshot, *subject->record, request.date, ways);
  for (size_t i = 0; i < program.measures.size(); ++i) {
    const ir::Measure& measure = program.measures[program.measures.id_at(i)];
    if (measure.matter != request.matter || measure.stage != request.stage || !ir::in_force(program, measure, request.date)) continue;
    std::vector<reference::Trigger> triggers;
    for (const decide::Trigger& trigger : decide::triggers_of(snapshot, *subject->record, ways, measure, request.date)) triggers.push_back(trigger.asked);
    if (triggers.empty()) continue;
    const reference::Party party{subject->kind, subject->sector, subject->name, subject->id};
    count_operators(program, reference::explain({&program, request.date, &request.fields, party, triggers, {}}, program.measures.id_at(i)), counts);
  }
}

}  // namespace

Tally compare_decisions(const std::vector<Contestant>& contestants, uint64_t seed, uint32_t requests) {
  Tally tally;
  Random random(seed);
  RandomCounty county(seed);
  const auto program = std::make_shared<const ir::Program>(rules_with_triggers(random));
  World world(program);
  county.fill(world);
  complete(random, *program, world);
  const auto snapshot = world.snapshot();
  std::vector<std::shared_ptr<const PlumbPredicateTable>> tables;
  for (const Contestant& contestant : contestants) tables.push_back(contestant.table(program));

  ++tally.programs;
  for (uint32_t i = 0; i < requests; ++i) {
    decide::Request request;
    request.party.id = random.chance(30)   ? county.party()
                       : random.chance(50) ? random.pick(world.facts.entries).party
                                           : random.pick(world.facts.relations).holder;
    request.matter = random.chance(85) ? testing::world::kLodging : testing::world::kCredit;
    request.stage = random.chance(85) ? Stage::application : Stage::holding;
    request.date = testing::random_date(random);
    request.fields = testing::random_row(random, *program, request.matter);
    OperatorCounts counts;
    count_questions(world, *snapshot, request, counts);
    const std::string expected = decided(world, world.table(), *snapshot, request);
    ++tally.pairs;
    for (size_t c = 0; c < contestants.size(); ++c) {
      const std::string actual = decided(world, *tables[c], *snapshot, request);
      const std::string column = agreement::column(contestants[c], kDecide);
      ++tally.compared[column];
      if (actual != expected) {
        tally.disagreements.push_back("decisions, seed " + std::to_string(seed) + ", request " + std::to_string(i) + ", " + contestants[c].name +
                                      "\n  expected " + expected + "\n  decided  " + actual);
        continue;
      }
      for (const auto& [key, count] : counts) tally.operators[column][key] += count;
    }
  }
  return tally;
}

}  // namespace plumb::agreement
