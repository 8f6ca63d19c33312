// The words of a date projected from intervals are those of the ways collected on it, for every party and date; and a party
// that no plane speaks of is one whose decisions hang on its words alone.
#include <gtest/gtest.h>

#include <bit>
#include <set>

#include "runtime/identity/mask.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "tests/property/decide/random_county.hpp"

namespace plumb::test {
namespace {

using snapshot::PartyIndex;
using snapshot::ReachWord;

ReachWord collected(const Snapshot& snapshot, PartyIndex party, Date d) {
  std::vector<snapshot::Way> ways;
  snapshot::collect_ways(snapshot, party, d, ways);
  return snapshot::reach_word(ways);
}

// How many packed words of listed parties have a way.
size_t listed_ways(const snapshot::ReachWords& words) {
  size_t count = 0;
  for (size_t block = 0; block < words.blocks(); ++block) {
    const uint64_t* packed = words.packed_words() + words.ranks()[block];
    for (int i = 0; i < std::popcount(words.listed_plane()[block]); ++i) count += (packed[i] & snapshot::PackedReach::kWays) != 0 ? 1 : 0;
  }
  return count;
}

// Every day on which anything begins or ends, and the days around it.
std::set<int32_t> days_that_matter(const facts::Facts& facts) {
  std::set<int32_t> days;
  const auto add = [&](std::optional<Date> day) {
    if (day) days.insert({day->days - 1, day->days, day->days + 1});
  };
  for (const facts::Entry& e : facts.entries) {
    for (const auto& day : {std::optional(e.published_on), e.removed_on, e.expires_on, e.ground_on}) add(day);
  }
  for (const facts::Relation& r : facts.relations) add(r.period.from), add(r.period.to);
  days.insert({Date::kMinDays, Date::kMaxDays});
  return days;
}

// What a packed word tells besides ways.
void expect_beside(const Snapshot& snapshot, uint32_t party, uint64_t packed) {
  using snapshot::PackedReach;
  const auto& reach = snapshot.reach();
  const auto bit = [&](int at) { return (packed >> at & 1) != 0; };
  const auto trait = [&](int at) { return packed >> at & 3; };
  const bool ways = (packed & PackedReach::kWays) != 0, identity = reach.masked()[party] || reach.twins()[party];
  ASSERT_EQ(bit(PackedReach::kRetentions), reach.retentions()[party]);
  ASSERT_EQ(bit(PackedReach::kIdentity), identity);
  ASSERT_EQ(bit(PackedReach::kPermits), ways && reach.permits()[party]);
  const bool listed = ways || identity || reach.retentions()[party];
  const auto kind = snapshot.kind(PartyIndex(party));
  const auto sector = snapshot.sector(PartyIndex(party));
  ASSERT_EQ(trait(PackedReach::kKind), listed && kind ? static_cast<uint64_t>(*kind) : 3);
  ASSERT_EQ(trait(PackedReach::kSector), listed && sector ? static_cast<uint64_t>(*sector) : 3);
}

TEST(ReachIndex, ProjectsTheWordsOfTheWaysOnEveryDate) {
  uint64_t certain = 0, uncertain = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    World world;
    RandomCounty(seed).fill(world);
    const auto snapshot = world.snapshot();
    for (const int32_t day : days_that_matter(world.facts)) {
      const snapshot::ReachWords words = snapshot->reach().project(Date{day});
      size_t touched = 0;
      for (uint32_t i = 0; i < snapshot->party_count(); ++i) {
        const ReachWord expected = collected(*snapshot, PartyIndex(i), Date{day});
        ASSERT_EQ(words.word(i), expected) << "seed " << seed << ", day " << Date{day}.iso() << ", party " << i;
        ASSERT_EQ(words.any(i), (expected.certain | expected.uncertain) != 0);
        expect_beside(*snapshot, i, words.packed(i));
        touched += words.any(i) ? 1 : 0;
        certain += expected.certain != 0 ? 1 : 0;
        uncertain += expected.uncertain != 0 ? 1 : 0;
      }
      ASSERT_EQ(listed_ways(words), touched);
    }
  }
  EXPECT_GT(certain, 10'000U) << "random counties touch parties";
  EXPECT_GT(uncertain, 1'000U);
}

TEST(ReachIndex, PlanesSayWhoMustBeSettledOneByOne) {
  uint64_t twins = 0;
  for (uint64_t seed = 0; seed < 300; ++seed) {
    World world;
    RandomCounty(seed).fill(world);
    const auto snapshot = world.snapshot();
    const auto& reach = snapshot->reach();
    const auto days = days_that_matter(world.facts);
    for (uint32_t i = 0; i < snapshot->party_count(); ++i) {
      const PartyIndex party(i);
      EXPECT_EQ(reach.permits()[i], !snapshot->permits_of(party).empty());
      EXPECT_EQ(reach.retentions()[i], !snapshot->retentions_of(party).empty());
      const std::string id(snapshot->party(party).id);
      EXPECT_EQ(reach.masked()[i], identity::is_masked(id));
      bool twin = false;
      for (const PartyIndex record : snapshot->identifiers().masked_records_of(id)) {
        std::vector<snapshot::Way> ways;
        for (const int32_t day : days) snapshot::collect_ways(*snapshot, record, Date{day}, ways);
        twin |= !ways.empty();
      }
      if (identity::is_masked(id)) continue;
      EXPECT_LE(twin, reach.twins()[i]) << "seed " << seed << ", " << id;
      twins += twin ? 1 : 0;
    }
  }
  EXPECT_GT(twins, 100U);
}

// Large enough to be shared among threads.
TEST(ReachIndex, GivesTheSameWordsWithAnyNumberOfThreads) {
  World world;
  for (int i = 0; i < 150'000; ++i) {
    facts::Entry& entry = world.list("Z" + std::to_string(i), "2019-01-10", "案" + std::to_string(i));
    if (i % 3 == 0) entry.removed_on = day("2019-05-01");
    if (i % 5 == 0) entry.expires_on = day("2019-04-01");
  }
  const auto snapshot = world.snapshot();
  const auto one = snapshot->reach().project(day("2019-06-01"), 1);
  const auto three = snapshot->reach().project(day("2019-06-01"), 3);
  ASSERT_EQ(listed_ways(one), 100'000U);
  EXPECT_TRUE(std::equal(one.listed_plane(), one.listed_plane() + one.blocks(), three.listed_plane(), three.listed_plane() + three.blocks()));
  for (uint32_t i = 0; i < snapshot->party_count(); ++i) {
    ASSERT_EQ(one.word(i), three.word(i));
    ASSERT_EQ(one.packed(i), three.packed(i));
  }
}

}  // namespace
}  // namespace plumb::test
