// Laws of every decision, over random counties: whatever the facts, these hold.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/decide/list_view.hpp"
#include "runtime/decide/staleness.hpp"
#include "tests/property/decide/random_county.hpp"

namespace plumb::test {
namespace {

using decide::Decision;
using decide::Status;

constexpr uint64_t kCounties = 250;
constexpr int kRequests = 24;

// Calls `law` with every county and a few requests; one world is reused, for building rules is what takes time.
template <typename Law>
void for_each_county(Law law) {
  const auto program = small_rules();
  for (uint64_t seed = 0; seed < kCounties && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World world(program);
    RandomCounty county(seed);
    county.fill(world);
    law(world, county);
  }
}

std::map<uint32_t, Status> statuses(const Decision& decision) {
  std::map<uint32_t, Status> out;
  for (const auto& measure : decision.measures) out[measure.measure.value] = measure.status;
  return out;
}

TEST(DecideLaws, TheOrderOfFactsAndRepetitionDoNotShow) {
  for_each_county([](World& world, RandomCounty& county) {
    const auto first = world.snapshot();
    World shuffled(world.rules().share());
    shuffled.facts = world.facts;
    shuffled.options = world.options;
    std::mt19937_64 engine(county.below(1000));
    std::shuffle(shuffled.facts.parties.begin(), shuffled.facts.parties.end(), engine);
    std::shuffle(shuffled.facts.entries.begin(), shuffled.facts.entries.end(), engine);
    std::shuffle(shuffled.facts.relations.begin(), shuffled.facts.relations.end(), engine);
    std::shuffle(shuffled.facts.permits.begin(), shuffled.facts.permits.end(), engine);
    std::shuffle(shuffled.facts.retentions.begin(), shuffled.facts.retentions.end(), engine);
    const auto second = shuffled.snapshot();
    for (int i = 0; i < kRequests; ++i) {
      const decide::Request request = county.request(world);
      const std::string line = decided(world, *first, request);
      EXPECT_EQ(line, decided(world, *first, request));
      EXPECT_EQ(line, decided(shuffled, *second, request));
    }
  });
}

TEST(DecideLaws, APermitChangesNothingButStatusPermitMissingAndOutcome) {
  for_each_county([](World& world, RandomCounty& county) {
    const auto before = world.snapshot();
    const decide::Request request = county.request(world);
    world.permit(request.party.id, "*", "", "", "准X");
    const auto after = world.snapshot();
    Decision without, with;
    const std::string line = decided(world, *before, request, &without);
    if (line.front() != '{' || without.subject.masked) return;
    decided(world, *after, request, &with);
    ASSERT_EQ(without.measures.size(), with.measures.size());
    for (size_t i = 0; i < with.measures.size(); ++i) {
      EXPECT_EQ(with.measures[i].measure, without.measures[i].measure);
      const bool anyone = world.rules().program().measures[with.measures[i].measure].reach.anyone;
      EXPECT_EQ(with.measures[i].status == Status::permitted, !anyone);
      EXPECT_EQ(with.measures[i].shown, without.measures[i].shown);
    }
  });
}

TEST(DecideLaws, GivingAMissingFieldNeverChangesWhatWasDecided) {
  for_each_county([](World& world, RandomCounty& county) {
    const auto snapshot = world.snapshot();
    for (int i = 0; i < kRequests; ++i) {
      decide::Request request = county.request(world);
      Decision open, closed;
      if (decided(world, *snapshot, request, &open).front() != '{') continue;
      county.complete(world, request.matter, request.fields);
      decided(world, *snapshot, request, &closed);
      const auto before = statuses(open);
      const auto after = statuses(closed);
      for (const auto& [measure, status] : before) {
        if (status == Status::applies) {  // what is permitted may have been unknown, and may turn out false
          ASSERT_TRUE(after.contains(measure)) << "what applied may not vanish";
          EXPECT_EQ(after.at(measure), status);
        }
      }
      for (const auto& [measure, status] : after) EXPECT_TRUE(before.contains(measure)) << "what was false may not come back";
      const auto strength = [](const std::optional<ir::EffectId>& effect) { return effect ? effect->value : ir::EffectId::kInvalid; };
      EXPECT_LE(strength(closed.outcome), strength(open.outcome));
      EXPECT_GE(strength(closed.at_most), strength(open.at_most));
      EXPECT_LE(strength(closed.at_most), strength(closed.outcome));
    }
  });
}

TEST(DecideLaws, ClosingAllThatIsMissingDecides) {
  for_each_county([](World& world, RandomCounty& county) {
    const auto snapshot = world.snapshot();
    const ir::Program& program = world.rules().program();
    for (int i = 0; i < kRequests; ++i) {
      decide::Request request = county.request(world);
      county.complete(world, request.matter, request.fields);
      Decision decision;
      if (decided(world, *snapshot, request, &decision).front() != '{') continue;
      for (const auto& measure : decision.measures) {
        EXPECT_EQ(measure.status == Status::undetermined, !measure.missing.empty());
        for (const std::string& missing : measure.missing) {
          EXPECT_FALSE(missing.starts_with(program.matters[request.matter].name.alias + ".")) << missing << " was given";
        }
      }
    }
  });
}

TEST(DecideLaws, MissingNamesOnlyWhatWasNotGiven) {
  for_each_county([](World& world, RandomCounty& county) {
    const auto snapshot = world.snapshot();
    const decide::Request request = county.request(world);
    Decision decision;
    if (decided(world, *snapshot, request, &decision).front() != '{') return;
    const ir::Matter& matter = world.rules().program().matters[request.matter];
    for (const auto& measure : decision.measures) {
      for (size_t f = 0; f < matter.fields.size(); ++f) {
        const bool named =
            std::find(measure.missing.begin(), measure.missing.end(), matter.name.alias + "." + matter.fields[f].name.alias) != measure.missing.end();
        EXPECT_FALSE(named && request.fields[f].has_value());
      }
    }
  });
}

// The predicate table's planes and the one-by-one evaluation agree wherever the table claims to know.
TEST(DecideLaws, TheTableAndTheReferenceEvaluatorAgree) {
  uint64_t compared = 0;
  for_each_county([&](World& world, RandomCounty& county) {
    const auto snapshot = world.snapshot();
    for (int i = 0; i < kRequests; ++i) {
      const decide::Request request = county.request(world);
      auto identified = decide::identify(*snapshot, request.party);
      const auto* subject = std::get_if<decide::Subject>(&identified);
      if (!subject) continue;
      const bool stale = decide::is_stale(world.rules().program(), snapshot->synchronised(), request.date, world.options.max_staleness_days);
      const decide::ListView list(world.rules(), *snapshot, *subject, request.date, stale);
      const PlumbTableEntry* entry = ir::find_entry(world.table(), request.matter.value, static_cast<uint32_t>(request.stage), request.date.days);
      if (!entry) continue;
      const ir::PackedRow row(world.rules().layout(request.matter), request.fields);
      const PlumbRow cells = row.view();
      PlumbParty party{};
      party.certain = list.word().certain;
      party.uncertain = list.word().uncertain;
      party.kind = subject->kind ? static_cast<uint8_t>(*subject->kind) : uint8_t{PLUMB_UNKNOWN};
      party.sector = subject->sector ? static_cast<uint8_t>(*subject->sector) : uint8_t{PLUMB_UNKNOWN};
      uint64_t is_true = 0, is_false = 0, look = 0;
      ASSERT_LE(entry->measure_count, 64U);
      entry->predicate(entry->context, request.date.days, &cells, &party, {&is_true, &is_false, &look});
      for (uint32_t m = 0; m < entry->measure_count; ++m) {
        const ir::MeasureId id(entry->measures[m]);
        if (ir::plane_bit(&look, m) || list.retained(id)) continue;
        decide::MeasureDecision ignored;
        const auto value = list.evaluate(request.fields, id, ignored).value;
        EXPECT_EQ(ir::plane_bit(&is_true, m), value == reference::Truth::is_true) << world.rules().program().measures[id].name.alias;
        EXPECT_EQ(ir::plane_bit(&is_false, m), value == reference::Truth::is_false) << world.rules().program().measures[id].name.alias;
        ++compared;
      }
    }
  });
  EXPECT_GT(compared, 2000U);
}

// What the table settles by looking at a party's triggers is what deciding finds one by one.
TEST(DecideLaws, SettlingByTheTableAgreesWithDeciding) {
  uint64_t compared = 0, known = 0;
  for_each_county([&](World& world, RandomCounty& county) {
    const auto snapshot = world.snapshot();
    for (int i = 0; i < kRequests; ++i) {
      const decide::Request request = county.request(world);
      auto identified = decide::identify(*snapshot, request.party);
      const auto* subject = std::get_if<decide::Subject>(&identified);
      if (!subject || !subject->record || !subject->candidates.empty() || subject->name_contradicts) continue;
      if (decide::is_stale(world.rules().program(), snapshot->synchronised(), request.date, world.options.max_staleness_days)) continue;
      const PlumbTableEntry* entry = ir::find_entry(world.table(), request.matter.value, static_cast<uint32_t>(request.stage), request.date.days);
      if (!entry || !entry->settle) continue;
      const decide::ListView list(world.rules(), *snapshot, *subject, request.date, false);
      const ir::PackedRow row(world.rules().layout(request.matter), request.fields);
      const PlumbRow cells = row.view();
      PlumbParty party{};
      party.certain = list.word().certain;
      party.uncertain = list.word().uncertain;
      party.kind = subject->kind ? static_cast<uint8_t>(*subject->kind) : uint8_t{PLUMB_UNKNOWN};
      party.sector = subject->sector ? static_cast<uint8_t>(*subject->sector) : uint8_t{PLUMB_UNKNOWN};
      uint64_t is_true = 0, is_false = 0, look = 0;
      ASSERT_LE(entry->measure_count, 64U);
      const PlumbPlanes planes{&is_true, &is_false, &look};
      entry->predicate(entry->context, request.date.days, &cells, &party, planes);
      if (look == 0) continue;
      const uint64_t others_true = is_true, others_false = is_false;
      std::vector<snapshot::Way> ways;
      snapshot::collect_ways(*snapshot, *subject->record, request.date, ways);
      const auto triggers = decide::triggers_for_table(*snapshot, ways);
      entry->settle(entry->context, request.date.days, &cells, &party, triggers.data(), static_cast<uint32_t>(triggers.size()), planes);
      EXPECT_EQ(is_true & ~look, others_true);
      EXPECT_EQ(is_false & ~look, others_false);
      for (uint32_t m = 0; m < entry->measure_count; ++m) {
        const ir::MeasureId id(entry->measures[m]);
        if (!ir::plane_bit(&look, m) || list.retained(id)) continue;
        decide::MeasureDecision ignored;
        const auto value = list.evaluate(request.fields, id, ignored).value;
        EXPECT_EQ(ir::plane_bit(&is_true, m), value == reference::Truth::is_true) << world.rules().program().measures[id].name.alias;
        EXPECT_EQ(ir::plane_bit(&is_false, m), value == reference::Truth::is_false) << world.rules().program().measures[id].name.alias;
        known += value == reference::Truth::is_false ? 0 : 1;
        ++compared;
      }
    }
  });
  EXPECT_GT(compared, 50U);
  EXPECT_GT(known, 10U);
}

}  // namespace
}  // namespace plumb::test
