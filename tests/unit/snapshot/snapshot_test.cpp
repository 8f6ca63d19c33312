// Facts laid out for deciding: dense parties, indexes, ways, words.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "runtime/identity/mask.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/snapshot/date_column.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/sparse_adjacency.hpp"
#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

TEST(Snapshot, EveryIdThatATableNamesIsAParty) {
  World world;
  world.list("A1", "2019-01-10").responsible = {"A2"};
  world.relate("A3", Role::director, "A4");
  world.permit("A5", "*", "", "", "d");
  world.retain("案1", "A6", "m", "2019-01-01");
  world.hold("H", "A7", "m", "", "", "{}");
  world.name("A8", "甲");
  const auto snapshot = world.snapshot();
  ASSERT_EQ(snapshot->party_count(), 8U);
  for (int i = 1; i <= 8; ++i) {
    const auto found = snapshot->find("A" + std::to_string(i));
    ASSERT_TRUE(found);
    EXPECT_EQ(found->value, static_cast<uint32_t>(i - 1)) << "parties are numbered in the order of their ids";
  }
  EXPECT_EQ(snapshot->party(*snapshot->find("A8")).name, "甲");
  EXPECT_FALSE(snapshot->find("A9"));
}

// Whichever of them come first: only from the first that is written otherwise on are any changed.
TEST(Snapshot, NamesAreKeptAsTheyAreCompared) {
  for (const std::vector<std::string>& written : {std::vector<std::string>{"甲", "Ａ公司", "乙"}, {"Ａ公司", "甲"}, {"买买提·艾力", "甲", "买买提• 艾力"}}) {
    World world;
    for (size_t i = 0; i < written.size(); ++i) world.name("A" + std::to_string(i), written[i]);
    const auto snapshot = world.snapshot();
    for (size_t i = 0; i < written.size(); ++i)
      EXPECT_EQ(snapshot->party(*snapshot->find("A" + std::to_string(i))).name, identity::normalise_name(written[i])) << written[i];
  }
}

// Counts around the number that is looked up at a time; ids of the usual width, others, and such as nobody bears.
TEST(Snapshot, FindsManyAtOnceAsOneByOne) {
  facts::Facts facts;
  std::vector<std::string> ids;
  for (int i = 0; i < 500; ++i) {
    ids.push_back(i % 5 == 0 ? "E" + std::to_string(i) : "41039919850312" + std::to_string(1000 + i));
    if (i % 3 != 0) facts.parties.push_back({ids.back(), std::nullopt, "", std::nullopt});
  }
  const std::vector<std::string_view> asked(ids.begin(), ids.end());
  const auto county = Snapshot::build(facts);
  const auto nobody = Snapshot::build({});
  for (const size_t count : {size_t{0}, size_t{1}, size_t{15}, size_t{16}, size_t{17}, asked.size()}) {
    std::vector<snapshot::PartyIndex> found(count), none(count);
    county->find_all(std::span(asked).first(count), found);
    nobody->find_all(std::span(asked).first(count), none);
    for (size_t i = 0; i < count; ++i) {
      EXPECT_EQ(found[i], county->find(asked[i]).value_or(snapshot::PartyIndex())) << i;
      EXPECT_EQ(found[i].valid(), i % 3 != 0) << i;
      EXPECT_FALSE(none[i].valid());
    }
  }
}

TEST(Snapshot, MaskedIdsFindWhatTheyCouldMean) {
  World world;
  std::vector<std::string> ids;
  for (int i = 0; i < 300; ++i) ids.push_back(person(i));
  ids.push_back("4103971970****" + person(7).substr(14));
  ids.push_back("**********" + person(9).substr(10));
  ids.push_back("E12345678");
  for (const std::string& id : ids) world.name(id, "");
  const auto snapshot = world.snapshot();
  std::mt19937 random(7);
  for (int round = 0; round < 400; ++round) {
    std::string masked = person(static_cast<int>(random() % 310));
    const size_t first = random() % 18;
    masked.replace(first, std::min<size_t>(18 - first, 1 + random() % 10), std::min<size_t>(18 - first, 1 + random() % 10), '*');
    masked.resize(18, '*');
    std::vector<std::string> expected, found;
    for (const std::string& id : ids) {
      if (identity::agree(id, masked)) expected.push_back(id);
    }
    for (const auto party : snapshot->identifiers().agreeing(masked)) found.emplace_back(snapshot->id(party));
    std::sort(expected.begin(), expected.end());
    EXPECT_EQ(found, expected) << masked;
    std::erase_if(expected, [](const std::string& id) { return identity::is_masked(id); });
    found.clear();
    for (const auto party : snapshot->identifiers().exact_agreeing(masked)) found.emplace_back(snapshot->id(party));
    EXPECT_EQ(found, expected) << masked;
  }
  const auto records = snapshot->identifiers().masked_records_of(person(7));
  ASSERT_EQ(records.size(), 1U);
  EXPECT_TRUE(snapshot->party(records[0]).id.starts_with("4103971970****"));
  EXPECT_EQ(snapshot->identifiers().masked_records_of(person(9)).size(), 1U);
}

TEST(SparseAdjacency, ListsWhatTheDenseOneLists) {
  std::mt19937 random(11);
  for (const size_t owners : {1U, 63U, 64U, 65U, 1000U}) {
    for (const size_t count : {size_t{0}, size_t{1}, owners / 3, 4 * owners}) {
      std::vector<std::pair<uint32_t, uint32_t>> pairs;
      for (uint32_t i = 0; i < count; ++i) pairs.emplace_back(static_cast<uint32_t>(random() % owners), i);
      const snapshot::Adjacency<uint32_t> dense(owners, pairs);
      const snapshot::SparseAdjacency<uint32_t> sparse(owners, pairs);
      for (size_t owner = 0; owner < owners; ++owner) {
        ASSERT_TRUE(std::ranges::equal(sparse[owner], dense[owner])) << owner << " of " << owners << ", " << count << " pairs";
      }
    }
  }
}

TEST(DateColumn, GivesBackEveryDayHoweverManyThereAre) {
  std::mt19937 random(13);
  for (const size_t rows : {1U, 64U, 65U, 500U}) {
    for (const unsigned share : {0U, 1U, 49U, 51U, 100U}) {
      for (const int32_t least : {-30'000, -20'000}) {  // the first lies before 1900
        std::vector<std::optional<Date>> days(rows);
        snapshot::DateColumnBuilder builder;
        for (auto& day : days) {
          if (random() % 100 < share) day = Date{least + static_cast<int32_t>(random() % 40'000)};
          builder.add(day);
        }
        const snapshot::DateColumn column = builder.take();
        for (size_t i = 0; i < rows; ++i) ASSERT_EQ(column[i], days[i]) << i << " of " << rows << ", " << share << " %";
      }
    }
  }
  snapshot::DateColumnBuilder few;
  for (int i = 0; i < 640; ++i) few.add(i % 10 == 0 ? std::optional(Date{i}) : std::nullopt);
  const snapshot::DateColumn column = few.take();
  EXPECT_LE(column.narrow.bytes().size() + column.marks.bits.bytes().size() + column.marks.ranks.bytes().size(), 640U / 2) << "less than a byte for each";
}

TEST(ReachWord, HasABitForEachWayCertainOrNot) {
  World world;
  world.list(organisation(1), "2019-01-10").responsible = {person(1)};
  world.list(person(1), "2019-01-10", "案2").expires_on = day("2019-06-01");
  world.relate(person(1), Role::director, organisation(1));
  world.relate(person(1), Role::shareholder, organisation(2));
  const auto snapshot = world.snapshot();
  const auto word = [&](const std::string& id) {
    std::vector<snapshot::Way> ways;
    snapshot::collect_ways(*snapshot, *snapshot->find(id), day("2019-07-01"), ways);
    return snapshot::reach_word(ways);
  };
  using snapshot::reach_bit;
  EXPECT_EQ(word(person(1)).certain, reach_bit(Direction::debtor, Role::director) | reach_bit(Direction::debtor, Role::directly_responsible));
  EXPECT_EQ(word(person(1)).uncertain, reach_bit(Direction::self, std::nullopt));
  EXPECT_EQ(word(organisation(1)).certain, reach_bit(Direction::self, std::nullopt));
  EXPECT_EQ(word(organisation(1)).uncertain, reach_bit(Direction::own, Role::director));
  EXPECT_EQ(word(organisation(2)), (snapshot::ReachWord{0, reach_bit(Direction::own, Role::shareholder)}));
}

}  // namespace
}  // namespace plumb::test
