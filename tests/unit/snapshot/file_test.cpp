// A snapshot read where it lies in a file is the one that was saved; a file that is not as it was written is refused.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <filesystem>
#include <limits>
#include <utility>

#include "runtime/mapping/mapped_file.hpp"
#include "runtime/rows/read_rows.hpp"
#include "runtime/snapshot/checksum.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/snapshot/validate.hpp"
#include "tests/property/decide/random_county.hpp"
#include "tests/unit/decide/world.hpp"
#include "tests/unit/snapshot/file_bytes.hpp"

namespace plumb::test {
namespace {

using snapshot::checksum;

// Something in every table and column.
World small_county() {
  World world;
  facts::Entry& entry = world.list(organisation(1), "2019-01-10");
  entry.responsible = {person(3)};
  entry.objection = facts::Period{day("2019-06-01"), std::nullopt};
  entry.expires_on = day("2021-01-10");
  entry.performed_part = "100元";
  world.list(person(1), "2019-02-10", "案2");
  facts::Entry& old = world.list(organisation(2), "1850-01-10", "案2");  // no day of two bytes
  old.removed_on = day("2019-03-01");
  old.ground_on = day("2019-02-01");
  old.publishable = false;
  world.relate(person(1), Role::director, organisation(1), "2018-01-01", "2020-01-01").share = "";
  world.relate(person(2), Role::shareholder, organisation(1)).share = "12.5";
  world.name(person(1), "张三").sector = Sector::construction;
  world.name("4103971970****" + person(1).substr(14), "张三");
  world.name("E1234567", "");
  world.permit(person(1), "*", "2019-01-01", "", "准1");
  world.retain("案2", person(1), "honour_revocation", "2020-01-01");
  world.hold("H1", organisation(1), "荣誉", "2019-01-01", "2019-07-01", R"({"title":"charity_award","granted_on":"2019-03-01"})");
  world.hold("H2", person(2), "honour", "", "", R"({"title":"moon"})");
  world.hold("H3", organisation(2), "honour", "", "", R"({"granted_on":"2019-03-01"})");
  world.facts.revision = 42;
  return world;
}

std::string every_word(const Snapshot& s) {
  std::string out = std::to_string(s.revision()) + (s.synchronised() ? s.synchronised()->iso() : "-");
  const auto say = [&](auto... parts) { ((out += parts, out += '|'), ...); };
  const auto date = [](std::optional<Date> d) { return d ? d->iso() : "-"; };
  for (uint32_t i = 0; i < s.party_count(); ++i) {
    const snapshot::PartyIndex index(i);
    const auto party = s.party(index);
    say(std::string(party.id), std::string(party.name), std::to_string(party.kind ? static_cast<int>(*party.kind) : 9),
        std::to_string(party.sector ? static_cast<int>(*party.sector) : 9), std::to_string(s.kind(index) ? static_cast<int>(*s.kind(index)) : 9));
    for (const auto e : s.entries_of(index)) say("e", std::to_string(e.value), std::to_string(s.subject(e).value));
    for (const auto e : s.entries_naming(index)) say("n", std::to_string(e.value));
    for (const auto r : s.roles_at_listed(index)) say("r", std::to_string(r.value), std::to_string(s.organisation(r).value));
    for (const auto r : s.listed_officers(index)) say("o", std::to_string(r.value), std::to_string(s.holder(r).value));
    for (const auto p : s.permits_of(index)) {
      say(std::string(s.permit(p).target), std::string(s.permit(p).document), date(s.permit(p).period.from), date(s.permit(p).period.to));
    }
    for (const auto r : s.retentions_of(index)) {
      const auto kept = s.retention(r);
      say(std::string(kept.case_no), std::string(kept.measure), std::string(kept.basis), kept.until.iso());
    }
    for (const auto h : s.holdings_of(index)) say("h", std::to_string(h.value));
    say(std::to_string(s.reach().permits()[i] + 2 * s.reach().retentions()[i] + 4 * s.reach().masked()[i] + 8 * s.reach().twins()[i]));
    const auto word = s.reach().project(day("2019-07-01")).word(i);
    say(std::to_string(word.certain), std::to_string(word.uncertain));
  }
  for (uint32_t i = 0; i < s.columns().shape.relations; ++i) {
    const auto relation = s.relation(snapshot::RelationIndex(i));
    say(std::to_string(static_cast<int>(relation.role)), date(relation.period.from), date(relation.period.to), std::string(relation.share));
  }
  for (uint32_t i = 0; i < s.columns().shape.entries; ++i) {
    const auto e = s.entry(snapshot::EntryIndex(i));
    say(std::string(e.case_no), std::string(e.court), e.published_on.iso(), date(e.expires_on), date(e.ground_on), date(e.removed_on), date(e.filed_on),
        std::string(e.publishable ? "p" : "-"), std::string(e.performed_part), std::string(e.unperformed_part));
    if (e.objection) say(date(e.objection->from), date(e.objection->to));
  }
  for (uint32_t i = 0; i < s.holding_count(); ++i) {
    const auto h = s.holding(snapshot::HoldingIndex(i));
    say(std::string(h.id), std::to_string(h.party.value), std::string(h.matter), date(h.period.from), date(h.period.to), std::string(h.fields));
  }
  return out;
}

// The format's definition, word by word; whatever instructions the processor has, files are the same.
uint64_t defined_checksum(std::span<const std::byte> bytes) {
  constexpr uint64_t kFactor = 0x9FB21C651E98DF25ULL;
  std::array<uint64_t, 8> lanes{1, 2, 3, 4, 5, 6, 7, 8};
  for (size_t i = 0; i < bytes.size() / 8; ++i) {
    uint64_t word = 0;
    std::memcpy(&word, bytes.data() + 8 * i, 8);
    word ^= lanes[i % 8];
    lanes[i % 8] = (word << 29 | word >> 35) * kFactor;
  }
  uint64_t out = bytes.size() / 64 * kFactor;
  for (const uint64_t lane : lanes) {
    out = (out ^ lane) * kFactor;
    out ^= out >> 32;
  }
  return out;
}

TEST(SnapshotFile, ChecksumIsAsItIsDefined) {
  FileBytes bytes(64 * 100);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * i % 251);
  for (size_t size = 0; size <= bytes.size(); size += 64) {
    const auto some = std::span(bytes).first(size);
    ASSERT_EQ(checksum(some), defined_checksum(some)) << size << " bytes";
    snapshot::Checksum in_two;
    in_two.add(some.first(size / 128 * 64));
    in_two.add(some.subspan(size / 128 * 64));
    ASSERT_EQ(in_two.value(), defined_checksum(some)) << size << " bytes";
  }
}

TEST(SnapshotFile, ChecksumsTakenSideBySideAreThoseOfEach) {
  FileBytes bytes(64 * 40);
  for (size_t i = 0; i < bytes.size(); ++i) bytes[i] = static_cast<std::byte>(i * i % 253);
  for (size_t size = 0; size <= bytes.size(); size += 64) {
    const auto some = std::span(bytes).first(size), rest = std::span(bytes).subspan(size);
    snapshot::Checksum one, other;
    one.add(some.first(size / 128 * 64), other, rest);
    one.add(some.subspan(size / 128 * 64), other, {});
    ASSERT_EQ(one.value(), defined_checksum(some)) << size << " bytes";
    ASSERT_EQ(other.value(), defined_checksum(rest)) << size << " bytes";
  }
}

// Columns of several parts, of which one number is wrong, wherever it stands: found, and in the right section.
class Passing : public ::testing::Test {
 protected:
  static constexpr size_t kParties = 70'000;  // texts count from two bases

  Passing() : names_(kParties + 1), table_(kParties * 2, snapshot::IdentifierIndex::kFree), holders_(kParties), organisations_(kParties) {
    ids_.assign(kParties * snapshot::IdColumn::kWidth, 'a');
    for (uint32_t i = 0; i <= kParties; ++i) names_[i] = 10 + 3 * (i % uint32_t{snapshot::TextColumn::kStride});
    for (uint32_t i = 0; i < kParties; ++i) {
      table_[2 * i] = i;
      holders_[i] = snapshot::PartyIndex(i);
      organisations_[i] = snapshot::PartyIndex(kParties - 1 - i);
    }
  }
  snapshot::Columns columns() const {
    snapshot::Columns columns;
    columns.shape.parties = kParties;
    columns.ids.slots = snapshot::Column<char>::over(ids_);
    columns.names.begins = snapshot::Column<uint32_t>::over(names_);
    columns.identifiers.table = snapshot::Column<uint32_t>::over(table_);
    columns.relation_holder = snapshot::Column<snapshot::PartyIndex>::over(holders_);
    columns.relation_organisation = snapshot::Column<snapshot::PartyIndex>::over(organisations_);
    columns.shape.relations = kParties;
    return columns;
  }
  std::optional<uint32_t> fault(size_t part) const {
    const snapshot::Columns columns = this->columns();
    snapshot::LooksInPassing looks(columns);
    const auto pass = [&](uint32_t section, std::span<const std::byte> bytes) {
      for (; !bytes.empty(); bytes = bytes.subspan(std::min(part, bytes.size()))) looks.look(section, bytes.first(std::min(part, bytes.size())));
    };
    pass(1, std::as_bytes(std::span(ids_)));
    pass(5, std::as_bytes(std::span(names_)));
    pass(10, std::as_bytes(std::span(table_)));
    pass(20, std::as_bytes(std::span(holders_)));
    pass(21, std::as_bytes(std::span(organisations_)));
    return looks.fault();
  }
  // With `value` at each of some places, among them the first, the last, and those around the ends of parts and of texts that count from a base.
  template <typename Values, typename Value>
  void expect_found(Values& values, uint32_t section, size_t step, Value value) {
    const size_t last = values.size() / step - 1;
    for (const size_t part : {size_t{64}, size_t{1} << 14}) {
      for (const size_t at : {size_t{0}, size_t{15}, size_t{16}, size_t{4095}, size_t{4096}, size_t{65535}, size_t{65536}, last - 1, last}) {
        const auto before = values[at * step];
        values[at * step] = value(before);
        EXPECT_EQ(fault(part), section) << "value " << at << ", parts of " << part;
        values[at * step] = before;
      }
    }
  }

  snapshot::ColumnBuffer<char> ids_;
  snapshot::ColumnBuffer<uint32_t> names_, table_;
  snapshot::ColumnBuffer<snapshot::PartyIndex> holders_, organisations_;
};

TEST_F(Passing, FindsTheNumberThatLeadsNowhere) {
  EXPECT_EQ(fault(64), std::nullopt);
  EXPECT_EQ(fault(size_t{1} << 14), std::nullopt);
  expect_found(ids_, 1, snapshot::IdColumn::kWidth, [](char) { return snapshot::IdColumn::kElsewhere; });
  expect_found(table_, 10, 1, [](uint32_t) { return static_cast<uint32_t>(kParties); });
  expect_found(holders_, 20, 1, [](snapshot::PartyIndex) { return snapshot::PartyIndex(kParties); });
  expect_found(organisations_, 21, 1, [](snapshot::PartyIndex) { return snapshot::PartyIndex(kParties); });
}

// Numbers that rise within each block, from a base that lies beyond all characters: the sums pass 2^64 and end where they should.
TEST_F(Passing, LeavesNoTextThatBeginsBeyondAllCharacters) {
  const std::string chars(8, 'a');
  const snapshot::ColumnBuffer<uint64_t> straight{0, 0}, beyond{0, uint64_t{0} - 5};
  snapshot::ColumnBuffer<uint32_t> begins(kParties + 1, 0);
  const auto texts = [&](bool wraps) {
    std::fill(begins.begin() + snapshot::TextColumn::kStride + 1, begins.end(), wraps ? 13 : 8);
    snapshot::TextColumn column;
    column.bases = snapshot::Column<uint64_t>::over(wraps ? beyond : straight);
    column.begins = snapshot::Column<uint32_t>::over(begins);
    column.chars = snapshot::Column<char>::over(chars);
    return column;
  };
  for (const bool wraps : {false, true}) {
    snapshot::Columns all = columns();
    all.names = texts(wraps);
    EXPECT_EQ(all.names.begin_of(kParties), chars.size());
    // The traits are not there.
    EXPECT_EQ(snapshot::fault_outside_holdings(all, snapshot::LooksInPassing(all), 1), wraps ? 5U : 3U);
    snapshot::Columns holdings;
    holdings.shape.holdings = kParties;
    holdings.holding_ids = texts(wraps);
    // Whose they are is not there.
    EXPECT_EQ(snapshot::fault_in_holdings(holdings, 1), wraps ? 1001U : 1003U);
  }
}

TEST_F(Passing, WhatItFoundIsTold) {
  snapshot::Columns all = columns();
  all.names = {};
  snapshot::LooksInPassing looks(all);
  holders_[3] = snapshot::PartyIndex(kParties);
  looks.look(20, std::as_bytes(std::span(holders_)));
  EXPECT_EQ(snapshot::fault_outside_holdings(all, looks, 1), 20U);
}

TEST_F(Passing, FindsTextsThatBeginBeforeTheOneBefore) {
  for (const size_t part : {size_t{64}, size_t{1} << 14}) {
    for (const size_t at : {size_t{1}, size_t{16}, size_t{4096}, size_t{65535}, size_t{65537}, kParties}) {
      const uint32_t before = std::exchange(names_[at], names_[at - 1] - 1);
      EXPECT_EQ(fault(part), 5U) << "text " << at << ", parts of " << part;
      names_[at] = before;
    }
  }
  // From another base, a smaller number is no smaller beginning.
  EXPECT_LT(names_[snapshot::TextColumn::kStride], names_[snapshot::TextColumn::kStride - 1]);
}

TEST(SnapshotFile, GivesBackEveryWord) {
  const World world = small_county();
  const auto built = world.snapshot();
  EXPECT_NE(every_word(*built).find("1850-01-10|"), std::string::npos);
  EXPECT_NE(every_word(*built).find("|12.5|"), std::string::npos);
  const auto table = rows::read_rows(world.rules(), *built);
  const FileBytes bytes = file_bytes(*built, &table);
  const auto read = read_all(bytes, world.rules().program());
  ASSERT_TRUE(read) << read.error().code << " " << read.error().message;
  EXPECT_EQ(every_word(*read->snapshot), every_word(*built));
  ASSERT_TRUE(read->rows);
  EXPECT_EQ(read->rows->row_count(), table.row_count());
  EXPECT_EQ(file_bytes(*read->snapshot, &*read->rows), bytes) << "what was read is written as it was";
}

TEST(SnapshotFile, DecidesAsTheFactsDo) {
  for (uint64_t seed = 0; seed < 60; ++seed) {
    World world;
    RandomCounty county(seed);
    county.fill(world);
    const auto built = world.snapshot();
    const FileBytes bytes = file_bytes(*built);
    const auto read = read_all(bytes, world.rules().program());
    ASSERT_TRUE(read);
    for (int i = 0; i < 30; ++i) {
      const decide::Request request = county.request(world);
      ASSERT_EQ(decided(world, *read->snapshot, request), decided(world, *built, request)) << "seed " << seed;
    }
  }
}

TEST(SnapshotFile, HoldsNothingAsWell) {
  World world;
  world.facts = {};
  const FileBytes bytes = file_bytes(*world.snapshot());
  const auto read = read_all(bytes, world.rules().program());
  ASSERT_TRUE(read) << read.error().message;
  EXPECT_EQ(read->snapshot->party_count(), 0U);
  EXPECT_FALSE(read->snapshot->find(person(1)));
  EXPECT_FALSE(read->rows);
}

TEST(SnapshotFile, RowsOfAnotherRuleSetAreNotTaken) {
  const World world = small_county();
  const auto built = world.snapshot();
  const auto table = rows::read_rows(world.rules(), *built);
  const FileBytes bytes = file_bytes(*built, &table);
  ir::Program other = world.rules().program();
  other.matters[ir::MatterId(0)].fields.pop_back();
  const auto read = read_all(bytes, other);
  ASSERT_TRUE(read);
  EXPECT_FALSE(read->rows);
}

TEST(SnapshotFile, EveryChangedByteIsRefused) {
  const World world = small_county();
  const auto built = world.snapshot();
  const auto table = rows::read_rows(world.rules(), *built);
  FileBytes bytes = file_bytes(*built, &table);
  ASSERT_TRUE(read_all(bytes, world.rules().program()));
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (const int change : {0x01, 0x80, 0xff}) {
      bytes[i] ^= static_cast<std::byte>(change);
      const auto read = read_all(bytes, world.rules().program());
      ASSERT_FALSE(read) << "byte " << i << " of " << bytes.size() << " changed by " << change;
      ASSERT_TRUE(read.error().code.starts_with("snapshot."));
      bytes[i] ^= static_cast<std::byte>(change);
    }
  }
}

// A point decision reads no holdings, so a change there is found when they are asked for and not before.
TEST(SnapshotFile, HoldingsAreVerifiedBeforeTheyAreRead) {
  const World world = small_county();
  FileBytes bytes = file_bytes(*world.snapshot());
  bytes.end()[-1] ^= std::byte{1};
  const auto file = snapshot::File::parse(bytes);
  ASSERT_TRUE(file);
  const auto read = snapshot::read_file(*file, nullptr);
  ASSERT_TRUE(read);
  for (int i = 0; i < 2; ++i) {
    const auto whole = (*read)->complete();
    ASSERT_FALSE(whole);
    EXPECT_EQ(whole.error().code, "snapshot.damaged");
  }
}

TEST(SnapshotFile, EveryOtherLengthIsRefused) {
  const World world = small_county();
  FileBytes bytes = file_bytes(*world.snapshot());
  for (size_t size = 0; size < bytes.size(); ++size) ASSERT_FALSE(read_all(std::span(bytes).first(size), world.rules().program())) << size;
  bytes.resize(bytes.size() + 64);
  EXPECT_FALSE(read_all(bytes, world.rules().program()));
}

TEST(SnapshotFile, IsVerifiedWholeByAnyNumberOfThreads) {
  const World world = small_county();
  const FileBytes whole = file_bytes(*world.snapshot());
  const auto parsed = snapshot::File::parse(whole);
  ASSERT_TRUE(parsed);
  for (const unsigned threads : {0U, 1U, 2U, 3U, 8U}) {
    EXPECT_TRUE(parsed->verify(0, snapshot::kHoldings, threads));
    EXPECT_TRUE(snapshot::read_file(*parsed, nullptr, threads));
    for (uint32_t number = 0; number < snapshot::kHoldings; ++number) {
      const auto section = parsed->section(number);
      if (section.empty()) continue;
      FileBytes bytes = whole;
      bytes[static_cast<size_t>(section.data() - whole.data()) + section.size() - 1] ^= std::byte{1};
      const auto file = snapshot::File::parse(bytes);
      ASSERT_TRUE(file);
      const auto verified = file->verify(0, snapshot::kHoldings, threads);
      ASSERT_FALSE(verified) << "section " << number << ", " << threads << " threads";
      EXPECT_EQ(verified.error().message, "section " + std::to_string(number));
      EXPECT_FALSE(snapshot::read_file(*file, nullptr, threads));
    }
  }
}

// Bytes that somebody made up, checksums and all.
class Forged {
 public:
  Forged() : world_(small_county()), table_(rows::read_rows(world_.rules(), *world_.snapshot())), bytes_(file_bytes(*world_.snapshot(), &table_)) {}

  template <typename T>
  T& at(size_t offset) {
    return *reinterpret_cast<T*>(bytes_.data() + offset);
  }
  uint32_t sections() { return at<uint32_t>(24); }
  // Of section i: 0 number, 8 offset, 16 size, 24 checksum.
  size_t place(uint32_t i) const { return 64 + size_t{i} * 32; }
  size_t place_of(uint32_t number) {
    for (uint32_t i = 0; i < sections(); ++i) {
      if (at<uint32_t>(place(i)) == number) return place(i);
    }
    ADD_FAILURE() << "section " << number;
    return place(0);
  }
  // Makes every checksum right again.
  void seal() {
    for (uint32_t i = 0; i < sections(); ++i) {
      const uint64_t offset = at<uint64_t>(place(i) + 8), size = (at<uint64_t>(place(i) + 16) + 63) / 64 * 64;
      if (offset <= bytes_.size() && size <= bytes_.size() - offset) at<uint64_t>(place(i) + 24) = checksum(std::span(bytes_).subspan(offset, size));
    }
    at<uint64_t>(32) = checksum(std::span(bytes_).subspan(64, (size_t{sections()} * 32 + 63) / 64 * 64));
    at<uint64_t>(56) = 0;
    at<uint64_t>(56) = checksum(std::span(bytes_).first(64));
  }
  std::string code() {
    seal();
    const auto read = read_all(bytes_, world_.rules().program());
    return read ? "" : read.error().code;
  }

 private:
  World world_;
  rows::RowTable table_;
  FileBytes bytes_;
};

TEST(SnapshotFile, NumbersThatLeadNowhereAreRefused) {
  EXPECT_EQ(Forged().code(), "") << "sealing is right";
  // Every number of the columns that point: relations, entries, permits, retentions, lists, holdings, rows.
  for (const uint32_t number : {10U,  11U,  14U,  20U,  21U,  40U,  70U,  90U,  111U, 113U,  115U,  117U,  119U, 121U,
                                130U, 141U, 143U, 145U, 147U, 149U, 151U, 163U, 187U, 1003U, 1004U, 1016U, 2007U}) {
    Forged forged;
    forged.at<uint32_t>(forged.at<uint64_t>(forged.place_of(number) + 8)) = 0x7fffffff;
    EXPECT_EQ(forged.code(), "snapshot.damaged") << "section " << number;
  }
  // Beginnings that go back, or past the end.
  for (const uint32_t number : {5U, 13U, 43U, 131U, 1001U, 1013U, 1015U}) {
    Forged forged;
    forged.at<uint32_t>(forged.at<uint64_t>(forged.place_of(number) + 8) + 4) = 0x7fffffff;
    EXPECT_EQ(forged.code(), "snapshot.damaged") << "section " << number;
  }
  // Lists that begin past the end, or a bit for a list that is not there.
  for (const uint32_t number : {110U, 112U, 114U, 116U, 118U, 120U, 140U, 142U, 144U, 146U, 148U, 150U, 162U, 186U}) {
    Forged forged;
    const size_t section = forged.at<uint64_t>(forged.place_of(number) + 8);
    forged.at<uint64_t>(section) = number < 130 ? uint64_t{0x7fffffff} << 32 : forged.at<uint64_t>(section) ^ 1U << 3;
    EXPECT_EQ(forged.code(), "snapshot.damaged") << "section " << number;
  }
  Forged beyond;  // a bit for an owner that is not there
  beyond.at<uint64_t>(beyond.at<uint64_t>(beyond.place_of(140) + 8)) |= uint64_t{1} << 63;
  EXPECT_EQ(beyond.code(), "snapshot.damaged");
  for (const uint32_t number : {3U, 22U, 134U}) {  // words that nobody knows
    Forged forged;
    forged.at<uint8_t>(forged.at<uint64_t>(forged.place_of(number) + 8)) = 0xfe;
    EXPECT_EQ(forged.code(), "snapshot.damaged") << "section " << number;
  }
}

// Blocks of rows are looked up whole, and from the first to the last of their parties.
TEST(SnapshotFile, RowsOutOfTheOrderOfPartiesAreRefused) {
  Forged swapped, filled;
  for (Forged* forged : {&swapped, &filled}) {
    const size_t morsels = forged->at<uint64_t>(forged->place_of(2002) + 8), pieces = forged->at<uint64_t>(forged->place_of(2003) + 8);
    const size_t bytes = forged->at<uint64_t>(forged->place_of(2004) + 8);
    const auto& morsel = forged->at<rows::MorselHead>(morsels);
    const auto& piece = forged->at<rows::Piece>(pieces + morsel.first_piece * sizeof(rows::Piece));
    uint32_t* party = &forged->at<uint32_t>(bytes + piece.values);
    ASSERT_LT(party[0], party[morsel.rows - 1]);
    ASSERT_NE(morsel.rows % PLUMB_BLOCK_ROWS, 0u);
    if (forged == &swapped) std::swap(party[0], party[morsel.rows - 1]);
    if (forged == &filled) party[morsel.rows] = 1;
    EXPECT_EQ(forged->code(), "snapshot.damaged");
  }
}

TEST(SnapshotFile, RowsThatStandTwiceAreRefused) {
  Forged forged;
  const size_t heads = forged.at<uint64_t>(forged.place_of(2001) + 8);
  auto& size = forged.at<uint64_t>(forged.place_of(2001) + 16);
  ASSERT_EQ(size, sizeof(rows::PartitionHead));
  size *= 2;  // sections are padded to as much
  auto* head = &forged.at<rows::PartitionHead>(heads);
  head[1] = head[0];
  EXPECT_EQ(forged.code(), "snapshot.damaged");
}

TEST(SnapshotFile, EndsPastAllDaysAreRefused) {
  for (const uint32_t column : {1U, 2U}) {  // from, until
    Forged forged;
    const size_t pieces = forged.at<uint64_t>(forged.place_of(2003) + 8);
    (&forged.at<rows::Piece>(pieces))[column].base = std::numeric_limits<int64_t>::min();
    EXPECT_EQ(forged.code(), "snapshot.damaged");
  }
}

TEST(SnapshotFile, PlacesThatOverlapOrLieApartAreRefused) {
  for (const int64_t by : {-64, 64, 1, 1 << 30}) {
    Forged forged;
    forged.at<uint64_t>(forged.place(3) + 8) += static_cast<uint64_t>(by);
    EXPECT_EQ(forged.code(), "snapshot.damaged") << "offset by " << by;
  }
  Forged longer, twice;
  longer.at<uint64_t>(longer.place(3) + 16) = ~uint64_t{0} - 8;
  EXPECT_EQ(longer.code(), "snapshot.damaged");
  twice.at<uint32_t>(twice.place(3)) = twice.at<uint32_t>(twice.place(2));
  EXPECT_EQ(twice.code(), "snapshot.damaged");
}

TEST(SnapshotFile, SaysWhatIsWrongWithIt) {
  Forged version, order, foreign;
  version.at<uint32_t>(8) = snapshot::kFileVersion + 1;
  EXPECT_EQ(version.code(), "snapshot.newer");
  order.at<uint32_t>(12) = 0x04030201;
  EXPECT_EQ(order.code(), "snapshot.byte_order");
  foreign.at<char>(0) = 'S';
  EXPECT_EQ(foreign.code(), "snapshot.foreign");
}

TEST(SnapshotFile, IsSharedByProcessesAndReplacedWhole) {
  const std::string path = testing::TempDir() + "/shared." + std::to_string(::getpid()) + ".snapshot";
  const World world = small_county();
  const auto save = [&](const Snapshot& snapshot) {
    return mapping::replace_file(path, [&](const mapping::Write& write) { return snapshot::write_file(snapshot, {}, write); });
  };
  ASSERT_TRUE(save(*world.snapshot()));
  const auto mapped = mapping::MappedFile::open(path);
  ASSERT_TRUE(mapped);
  const auto read = read_all((*mapped)->bytes(), world.rules().program());
  ASSERT_TRUE(read);
  // Another process reads the same; this one's stays as it was when the file is replaced.
  const pid_t child = ::fork();
  if (child == 0) {
    const auto own = mapping::MappedFile::open(path);
    const auto again = own ? read_all((*own)->bytes(), world.rules().program()) : own.error();
    ::_exit(again && every_word(*again->snapshot) == every_word(*read->snapshot) ? 0 : 1);
  }
  int status = 1;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  ASSERT_TRUE(save(*World().snapshot()));
  EXPECT_EQ(every_word(*read->snapshot), every_word(*world.snapshot()));
  const auto replaced = mapping::MappedFile::open(path);
  ASSERT_TRUE(replaced);
  EXPECT_NE((*replaced)->bytes().size(), (*mapped)->bytes().size());
  EXPECT_TRUE(mapping::begins_with(path, snapshot::kFileMagic));
  std::filesystem::remove(path);
  EXPECT_EQ(mapping::MappedFile::open(path).error().code, "snapshot.missing");
  EXPECT_EQ(mapping::replace_file("/nowhere/at/all", [](const mapping::Write&) { return true; }).error().code, "snapshot.write");
}

}  // namespace
}  // namespace plumb::test
