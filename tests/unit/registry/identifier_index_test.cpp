// Identifiers are found by their texts, and by nothing else, whatever was written in what order.
#include "runtime/registry/identifier_index.hpp"

#include <boost/endian/conversion.hpp>
#include <map>
#include <random>
#include <set>

#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/schema.hpp"
#include "runtime/seal/digest.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

using safekeeping::Damage;

class IdentifierIndexTest : public Scratch {
 protected:
  void SetUp() override {
    Scratch::SetUp();
    (void)make();
    database_ = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 0));
    run(database_, "INSERT INTO revisions (revision, recorded_at, cause) VALUES (1, '2019-10-01T00:00:00Z', 'test')");
  }
  static void run(Database& database, const std::string& sql) {
    const auto done = database.run(sql);
    ASSERT_TRUE(done) << sql << ": " << done.error().message;
  }
  // A row of the table, as the program inserts it, in the caller's transaction.
  static int64_t insert(Database& database, const std::string& id) {
    auto add = expect_value(database.prepare("INSERT INTO identifiers (id, check_digit_holds, revision_from, key) VALUES (?, 1, 1, randomblob(16))"));
    add.bind(1, std::string_view(id));
    EXPECT_EQ(add.step(), SQLITE_DONE) << database.error().message;
    return database.last_row();
  }
  static int64_t add(Database& database, const std::string& id) {
    const int64_t number = insert(database, id);
    EXPECT_EQ(database.identifiers().add(id, number), SQLITE_OK);
    return number;
  }
  void add(const std::string& id) {
    auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
    (void)add(database_, id);
    ASSERT_TRUE(transaction.commit());
  }
  // 0: nobody has it.
  static int64_t found(Database& database, const std::string& id) {
    IdentifierIndex::Held held;
    EXPECT_EQ(database.identifiers().find(id, held), SQLITE_OK);
    auto by_sql = expect_value(database.prepare("SELECT ifnull(identifier_number(?), 0)"));
    by_sql.bind(1, std::string_view(id));
    EXPECT_EQ(by_sql.step(), SQLITE_ROW);
    EXPECT_EQ(by_sql.number(0), held.number) << id;
    return held.number;
  }
  runs::Store store() { return {.database = database_.handle(), .runs = IdentifierIndex::kRuns, .blocks = IdentifierIndex::kBlocks}; }
  std::vector<Damage> differences() { return expect_value(safekeeping::index_difference(database_)).damages; }
  // The only difference that there is.
  std::string difference() {
    const std::vector<Damage> found = differences();
    if (found.size() != 1) return std::to_string(found.size()) + " differences";
    return found[0].kind + " " + found[0].table + " " + std::to_string(found[0].row) + " " + found[0].detail;
  }

  Database database_;
};

// Transactions of all sizes, some of them rolled back, beside a map.
TEST_F(IdentifierIndexTest, FindsWhatWasCommittedAndNothingElse) {
  std::mt19937 random(7);
  std::map<std::string, int64_t> expected;
  std::vector<std::string> given_up;
  uint64_t next = 0;
  for (int round = 0; round < 60; ++round) {
    auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
    const bool commits = random() % 4 != 0;
    std::map<std::string, int64_t> added;
    database_.identifiers().codes().set_most_pending(round % 3 == 0 ? 700 : size_t{1} << 20);  // written before the end, and rolled back all the same
    const uint64_t size = 1 + random() % (random() % 3 == 0 ? 4000 : 20);
    for (uint64_t i = 0; i < size; ++i) {
      const std::string id = "P" + std::to_string(random() % 1000) + "-" + std::to_string(next++);
      added.emplace(id, add(database_, id));
    }
    for (const auto& [id, number] : added) {
      if (random() % 50 != 0) continue;
      EXPECT_EQ(found(database_, id), number) << "before it is committed";
    }
    if (commits) {
      ASSERT_TRUE(transaction.commit());
      expected.merge(added);
    } else {
      for (const auto& [id, number] : added) given_up.push_back(id);
    }
  }
  ASSERT_GT(expected.size(), 5000U);
  auto other = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 0));
  for (const auto& [id, number] : expected) ASSERT_EQ(found(other, id), number) << id;
  ASSERT_GT(given_up.size(), 100U);
  for (const std::string& id : given_up) ASSERT_EQ(found(database_, id), 0) << id;
  // One that looks for many at some time reads all runs, and finds the same.
  auto view = expect_value(Transaction::begin(other, Transaction::Kind::read));
  other.identifiers().codes().expect_many();
  EXPECT_FALSE(other.identifiers().codes().holds());
  for (int round = 0; round < 2; ++round) {
    for (const auto& [id, number] : expected) ASSERT_EQ(found(other, id), number) << id;
    for (const std::string& id : given_up) ASSERT_EQ(found(other, id), 0) << id;
    EXPECT_TRUE(other.identifiers().codes().holds());
  }
  {
    const auto over = std::move(view);
  }
  EXPECT_FALSE(other.identifiers().codes().holds()) << "what it held was of that view";
  for (const std::string id : {"", "P", "Q1-1"}) EXPECT_EQ(found(database_, id), 0);
  EXPECT_TRUE(differences().empty());
  // As many runs as doublings, not as transactions.
  EXPECT_LE(expect_value(database_.number("SELECT count(*) FROM identifier_runs")), 5);
  EXPECT_EQ(expect_value(database_.number("SELECT sum(codes) FROM identifier_runs")), static_cast<int64_t>(expected.size()));
}

// The place of a block is no code: one that went would be read off it.
TEST_F(IdentifierIndexTest, NoPlaceTellsACode) {
  std::vector<RowCode> run;
  for (int64_t i = 0; i < 20'000; ++i) run.push_back({seal::code_of("P" + std::to_string(i)), i});
  ASSERT_EQ(runs::add(store(), run), SQLITE_OK);
  std::set<int64_t> offsets;
  for (const RowCode& one : run) offsets.insert(runs::offset_of(one.code));
  auto places = expect_value(database_.prepare("SELECT place FROM identifier_blocks WHERE place > 0"));
  size_t blocks = 0;
  for (; places.step() == SQLITE_ROW; ++blocks) EXPECT_FALSE(offsets.contains(places.number(0))) << places.number(0);
  EXPECT_EQ(blocks, 20'000 / 250 - 1U);
}

// What failed half-way is not tried again over what is left.
TEST_F(IdentifierIndexTest, WhatCouldNotBeWrittenIsNotCommitted) {
  for (int i = 0; i < 10; ++i) add(std::to_string(i));
  run(database_, "CREATE TEMP TRIGGER fails BEFORE INSERT ON main.identifier_runs BEGIN SELECT RAISE(ABORT, 'no room'); END");
  {
    auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
    (void)add(database_, "ten");
    EXPECT_FALSE(transaction.commit());
    run(database_, "DROP TRIGGER fails");
    EXPECT_FALSE(transaction.commit()) << "the runs that were to be merged are gone from this transaction";
  }
  run(database_, "DROP TRIGGER IF EXISTS fails");
  for (int i = 0; i < 10; ++i) EXPECT_NE(found(database_, std::to_string(i)), 0) << i;
  EXPECT_EQ(found(database_, "ten"), 0);
  add("ten");
  EXPECT_TRUE(differences().empty());
}

TEST_F(IdentifierIndexTest, AConnectionThatWasMovedFindsTheSame) {
  add("a");
  Database moved = std::move(database_);
  EXPECT_EQ(found(moved, "a"), 1);
  database_ = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 0));
  EXPECT_EQ(found(database_, "a"), 1);
  database_ = std::move(moved);
  EXPECT_EQ(found(database_, "a"), 1);
}

TEST_F(IdentifierIndexTest, IsMadeAnewWhereItIsDamaged) {
  for (const std::string id : {"a", "b", "c"}) add(id);
  EXPECT_FALSE(expect_value(safekeeping::mend_index(database_)));
  for (const char* damage : {"DELETE FROM identifier_blocks", "DELETE FROM identifier_runs", "UPDATE identifier_blocks SET codes = x'01'"}) {
    run(database_, damage);
    EXPECT_TRUE(expect_value(safekeeping::mend_index(database_))) << damage;
    EXPECT_TRUE(differences().empty()) << damage;
    EXPECT_EQ(found(database_, "b"), 2);
  }
  add("b");
  EXPECT_EQ(safekeeping::mend_index(database_).error().code, "registry.twice");
  // Told though nothing else can be read, and however much else there is to tell.
  run(database_, "DELETE FROM identifier_runs");
  const Error twice = safekeeping::mend_index(database_).error();
  EXPECT_EQ(twice.code, "registry.twice");
  EXPECT_TRUE(twice.message.ends_with("identifiers 4")) << twice.message;
  run(database_, "DELETE FROM identifier_blocks");
  for (int i = 0; i < 300; ++i) (void)insert(database_, "d" + std::to_string(i));
  const auto found = expect_value(safekeeping::index_difference(database_));
  EXPECT_EQ(found.damage_count, 304U + 1U);
  EXPECT_EQ(found.damages.size(), safekeeping::Examination::kMostListed);
  EXPECT_EQ(std::count_if(found.damages.begin(), found.damages.end(), [](const Damage& one) { return one.detail == "twice"; }), 1);
}

// Calls that bring somewhat fewer each time are merged like others: with a run for each, every look would cost as many.
TEST_F(IdentifierIndexTest, CallsOfAboutOneSizeAreMergedByDoublings) {
  int64_t next = 0;
  for (int64_t call = 0; call < 64; ++call) {
    std::vector<RowCode> run;
    for (int64_t i = 0; i < 5000 - 20 * call; ++i) run.push_back({seal::code_of(std::to_string(next)), next++});
    ASSERT_EQ(runs::add(store(), run), SQLITE_OK);
    ASSERT_LE(expect_value(database_.number("SELECT count(*) FROM identifier_runs")), 7) << call;
  }
  std::vector<RowCode> read;
  ASSERT_EQ(runs::read(store(), 0, UINT64_MAX, read), SQLITE_OK);
  EXPECT_EQ(read.size(), static_cast<size_t>(next));
}

// As many pages are changed by a call in a large registry as in an empty one, but for merging.
TEST_F(IdentifierIndexTest, ACallWritesAsManyBlocksAsItHasCodes) {
  for (const int64_t codes : {40'000, 10'000}) {
    std::vector<RowCode> run;
    for (int64_t i = 0; i < codes; ++i) run.push_back({seal::code_of(std::to_string(codes + i)), i});
    ASSERT_EQ(runs::add(store(), run), SQLITE_OK);
  }
  const std::string kLarge = "SELECT group_concat(place) FROM identifier_blocks WHERE place >> 55 = 0";
  const auto before = expect_value(database_.text(kLarge, {}));
  std::vector<RowCode> run;
  for (int64_t i = 0; i < 2'500; ++i) run.push_back({seal::code_of(std::to_string(i)), i});
  ASSERT_EQ(runs::add(store(), run), SQLITE_OK);
  EXPECT_EQ(expect_value(database_.text("SELECT group_concat(codes) FROM identifier_runs", {})).value(), "40000,10000,2500");
  EXPECT_EQ(expect_value(database_.text(kLarge, {})), before);
  EXPECT_EQ(expect_value(database_.number("SELECT count(*) FROM identifier_blocks WHERE place >> 55 = 2")), 10);
  EXPECT_EQ(expect_value(database_.number("SELECT max(length(codes)) FROM identifier_blocks")), 4000) << "one page";
}

TEST_F(IdentifierIndexTest, ACodeThatTwoTextsHaveIsNoTextsNumber) {
  // Nobody can make two such texts, so a code is put under a row that has another text, among those that wait and in a run.
  auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
  const int64_t other = insert(database_, "other"), one = insert(database_, "one"), third = insert(database_, "third");
  for (const int64_t number : {other, one, third}) ASSERT_EQ(database_.identifiers().add("one", number), SQLITE_OK);
  ASSERT_EQ(database_.identifiers().add("other", other), SQLITE_OK);
  EXPECT_EQ(found(database_, "one"), one);
  EXPECT_EQ(found(database_, "other"), other);
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(found(database_, "one"), one);
  EXPECT_EQ(found(database_, "other"), other);
  EXPECT_EQ(found(database_, "third"), 0) << "by its own code it was never added";
}

// Of a connection that writes while it holds all runs.
TEST_F(IdentifierIndexTest, WhoWritesFindsWhatItAddsWhileItHoldsRuns) {
  std::map<std::string, int64_t> expected;
  {
    auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
    for (int i = 0; i < 5000; ++i) expected["old-" + std::to_string(i)] = add(database_, "old-" + std::to_string(i));
    ASSERT_TRUE(transaction.commit());
  }
  const auto look_for_all = [&] {
    for (const auto& [id, number] : expected) ASSERT_EQ(found(database_, id), number) << id;
    for (int i = 0; i < 5000; ++i) ASSERT_EQ(found(database_, "absent-" + std::to_string(i)), 0) << i;
  };
  auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
  database_.identifiers().codes().expect_many();
  database_.identifiers().codes().set_most_pending(300);
  look_for_all();
  EXPECT_TRUE(database_.identifiers().codes().holds());
  for (int i = 0; i < 299; ++i) expected["new-" + std::to_string(i)] = add(database_, "new-" + std::to_string(i));
  EXPECT_TRUE(database_.identifiers().codes().holds()) << "what waits is asked beside it";
  look_for_all();
  for (int i = 299; i < 400; ++i) expected["new-" + std::to_string(i)] = add(database_, "new-" + std::to_string(i));
  EXPECT_FALSE(database_.identifiers().codes().holds()) << "runs were written";
  look_for_all();
  EXPECT_TRUE(database_.identifiers().codes().holds());
  run(database_, "DROP TRIGGER identifiers_erased");
  ASSERT_EQ(database_.identifiers().respell("old-7", "erased-8", expected["old-7"]), SQLITE_OK);
  run(database_, "UPDATE identifiers SET id = 'erased-8' WHERE id = 'old-7'");
  expected["erased-8"] = expected["old-7"];
  expected.erase("old-7");
  EXPECT_EQ(found(database_, "old-7"), 0);
  look_for_all();
  ASSERT_EQ(database_.identifiers().rebuild(), SQLITE_OK);
  EXPECT_FALSE(database_.identifiers().codes().holds());
  look_for_all();
  ASSERT_TRUE(transaction.commit());
  EXPECT_FALSE(database_.identifiers().codes().holds());
  look_for_all();
}

// Runs that are not what they are told to be are looked at block by block: no look misses what stands there.
TEST_F(IdentifierIndexTest, DamagedRunsAreNotHeld) {
  std::map<std::string, int64_t> expected;
  auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
  for (int i = 0; i < 5000; ++i) expected["old-" + std::to_string(i)] = add(database_, "old-" + std::to_string(i));
  ASSERT_TRUE(transaction.commit());
  const std::string first = " WHERE place = (SELECT min(place) FROM identifier_blocks)";
  const std::pair<const char*, std::string> damages[] = {{"whole", "SELECT 1"},
                                                         {"fewer told", "UPDATE identifier_runs SET codes = codes / 2"},
                                                         {"one fewer told", "UPDATE identifier_runs SET codes = codes - 1"},
                                                         {"more told", "UPDATE identifier_runs SET codes = codes + 1"}};
  for (const auto& [what, change] : damages) {
    auto tried = expect_value(Transaction::begin(database_, Transaction::Kind::write));
    run(database_, change);
    database_.identifiers().codes().expect_many();
    for (const auto& [id, number] : expected) ASSERT_EQ(found(database_, id), number) << what << ": " << id;
    for (const auto& [id, number] : expected) ASSERT_EQ(found(database_, id), number) << what << ": " << id;
    EXPECT_EQ(database_.identifiers().codes().holds(), std::string_view(what) == "whole") << what;
  }
}

// What SQLite can read and cannot be an index: a look that believed it would find nobody, and number somebody anew.
TEST_F(IdentifierIndexTest, ABlockThatCannotBeIsNotBelieved) {
  auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
  for (int i = 0; i < 200; ++i) (void)add(database_, std::to_string(i));
  ASSERT_TRUE(transaction.commit());
  std::vector<RowCode> entries;
  ASSERT_EQ(runs::between(store(), 0, UINT64_MAX, entries), SQLITE_OK);
  const auto stored = [](const std::vector<RowCode>& written) {
    std::string bytes(written.size() * runs::kEntryBytes, '\0');
    for (size_t i = 0; i < written.size(); ++i) {
      boost::endian::store_little_u64(reinterpret_cast<unsigned char*>(&bytes[i * runs::kEntryBytes]), written[i].code);
      boost::endian::store_little_s64(reinterpret_cast<unsigned char*>(&bytes[i * runs::kEntryBytes + 8]), written[i].number);
    }
    return bytes;
  };
  const auto numbered = [&](int64_t number) {
    std::vector<RowCode> changed = entries;
    for (RowCode& one : changed) one.number = number;
    return stored(changed);
  };
  std::mt19937_64 random(3);
  std::vector<RowCode> any = entries;
  for (RowCode& one : any) one.code = random();
  const std::pair<const char*, std::string> damages[] = {{"nothing", ""},
                                                         {"zeros", std::string(entries.size() * runs::kEntryBytes, '\0')},
                                                         {"ones", std::string(entries.size() * runs::kEntryBytes, '\xFF')},
                                                         {"backwards", stored({entries.rbegin(), entries.rend()})},
                                                         {"no number", numbered(0)},
                                                         {"a negative number", numbered(-1)},
                                                         {"a number that no row has", numbered(1 << 20)},
                                                         {"any codes", stored(any)}};
  for (const auto& [what, bytes] : damages) {
    auto tried = expect_value(Transaction::begin(database_, Transaction::Kind::write));
    auto change = expect_value(database_.prepare("UPDATE identifier_blocks SET codes = ?"));
    change.bind_blob(1, bytes);
    ASSERT_EQ(change.step(), SQLITE_DONE);
    change.reset();
    for (const char* id : {"7", "100", "199"}) {
      IdentifierIndex::Held held;
      EXPECT_EQ(database_.identifiers().find(id, held), SQLITE_CORRUPT) << what << ": " << id;
    }
    EXPECT_FALSE(differences().empty()) << what;
  }
  EXPECT_TRUE(differences().empty());
  EXPECT_NE(found(database_, "7"), 0);
}

// More entries of equal first bits than a block has: they stay together, and each is found.
TEST_F(IdentifierIndexTest, EntriesOfOnePlaceStayInOneBlock) {
  std::vector<RowCode> run;
  for (int64_t i = 0; i < 2000; ++i) run.push_back({uint64_t{5} << 40 | static_cast<uint64_t>(i % 512), i});
  for (int64_t i = 0; i < 2000; ++i) run.push_back({uint64_t{7} << 40 | static_cast<uint64_t>(i) << 9, i});
  std::vector<RowCode> expected = run;
  std::sort(expected.begin(), expected.end());
  std::shuffle(run.begin(), run.end(), std::mt19937(3));
  ASSERT_EQ(runs::add(store(), run), SQLITE_OK);
  std::vector<RowCode> read;
  ASSERT_EQ(runs::read(store(), 0, UINT64_MAX, read), SQLITE_OK);
  EXPECT_EQ(read, expected);
  EXPECT_EQ(expect_value(database_.number("SELECT count(*) FROM identifier_blocks")), 1 + 2000 / 250);
  ASSERT_EQ(runs::remove(store(), expected[1234]), SQLITE_OK);
  ASSERT_EQ(runs::remove(store(), {99, 99}), SQLITE_OK) << "which none has";
  expected.erase(expected.begin() + 1234);
  read.clear();
  ASSERT_EQ(runs::read(store(), 0, UINT64_MAX, read), SQLITE_OK);
  EXPECT_EQ(read, expected);
}

// Merged blocks are overwritten where they lay, so that a number erased later leaves no code of it in the file.
TEST_F(IdentifierIndexTest, NothingOfARespelledTextIsLeftInTheFile) {
  const std::string id = "410397197005020013";
  std::string code(8, '\0');
  boost::endian::store_little_u64(reinterpret_cast<unsigned char*>(code.data()), seal::code_of(id));
  add(id);
  for (int i = 0; i < 3000; ++i) add("R" + std::to_string(i));
  const auto in_file = [&] {
    EXPECT_EQ(expect_value(database_.number("PRAGMA wal_checkpoint(TRUNCATE)")), 0);
    const std::string bytes = slurp(path("r.db"));
    size_t times = 0;
    for (size_t at = 0; (at = bytes.find(code, at)) != std::string::npos; ++at) ++times;
    return times;
  };
  EXPECT_EQ(in_file(), 1U);
  const int64_t number = found(database_, id);
  auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
  run(database_, "DROP TRIGGER identifiers_erased; UPDATE identifiers SET id = 'erased-1' WHERE number = " + std::to_string(number));
  ASSERT_EQ(database_.identifiers().respell(id, "erased-1", number), SQLITE_OK);
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(found(database_, id), 0);
  EXPECT_EQ(found(database_, "erased-1"), number);
  EXPECT_EQ(in_file(), 0U);
  EXPECT_TRUE(differences().empty());
}

TEST_F(IdentifierIndexTest, CheckTellsWhatIsNotFoundAndWhatIsFoundWrongly) {
  for (const std::string id : {"a", "b", "c"}) add(id);
  ASSERT_TRUE(differences().empty());
  const int64_t b = found(database_, "b");
  const std::string row = std::to_string(b);

  ASSERT_EQ(runs::remove(store(), {seal::code_of("b"), b}), SQLITE_OK);
  EXPECT_EQ(difference(), "index identifiers " + row + " missing");
  std::vector<RowCode> again = {{seal::code_of("b"), b}};
  ASSERT_EQ(runs::add(store(), again), SQLITE_OK);
  ASSERT_TRUE(differences().empty());

  std::vector<RowCode> wrong = {{seal::code_of("d"), b}};
  ASSERT_EQ(runs::add(store(), wrong), SQLITE_OK);
  EXPECT_EQ(difference(), "index identifier_blocks 0 " + row);
  ASSERT_EQ(runs::remove(store(), wrong[0]), SQLITE_OK);

  add("b");
  EXPECT_EQ(difference(), "index identifiers " + std::to_string(b + 2) + " twice");
}

// A block whose entries a look would not come upon.
TEST_F(IdentifierIndexTest, CheckTellsWhatCannotBeRead) {
  auto transaction = expect_value(Transaction::begin(database_, Transaction::Kind::write));
  for (int i = 0; i < 1000; ++i) (void)add(database_, std::to_string(i));
  ASSERT_TRUE(transaction.commit());
  ASSERT_TRUE(differences().empty());
  const std::string second = " WHERE place = (SELECT place FROM identifier_blocks ORDER BY place LIMIT 1 OFFSET 1)";
  const std::string changes[] = {
      "UPDATE identifier_blocks SET codes = x'0102'" + second,
      "UPDATE identifier_blocks SET codes = zeroblob(4000)" + second,
      "UPDATE identifier_blocks SET place = place + (1 << 50)" + second,
      "DELETE FROM identifier_blocks" + second,
      "DELETE FROM identifier_blocks WHERE place = (SELECT min(place) FROM identifier_blocks)",
      "UPDATE identifier_runs SET codes = 9000000000000000000",
      "UPDATE identifier_runs SET codes = -1",
      "UPDATE identifier_blocks SET codes = CAST(substr(codes, 17, 16) || substr(codes, 1, 16) || substr(codes, 33) AS BLOB)" + second,
      "UPDATE identifier_runs SET codes = codes - 1",
      "DELETE FROM identifier_runs",
      "INSERT INTO identifier_runs VALUES (9, 1)",
      "INSERT INTO identifier_runs VALUES (9, 0)",
      "WITH RECURSIVE n(run) AS (VALUES (1) UNION ALL SELECT run + 1 FROM n WHERE run < 99) INSERT INTO identifier_runs SELECT run, 0 FROM n;"
      "INSERT INTO identifier_blocks SELECT run << 55, x'' FROM identifier_runs WHERE run > 0"};
  for (const std::string& change : changes) {
    auto tried = expect_value(Transaction::begin(database_, Transaction::Kind::write));
    run(database_, change);
    EXPECT_EQ(difference(), "index identifier_blocks 0 unreadable") << change;
  }
  EXPECT_TRUE(differences().empty());
  auto tried = expect_value(Transaction::begin(database_, Transaction::Kind::write));
  run(database_, "UPDATE identifier_blocks SET codes = CAST(codes || x'00' AS BLOB)");
  IdentifierIndex::Held held;
  EXPECT_EQ(database_.identifiers().find("7", held), SQLITE_CORRUPT);
  EXPECT_EQ(database_.done(SQLITE_CORRUPT).error().code, "registry.corrupt");
}

}  // namespace
}  // namespace plumb::registry
