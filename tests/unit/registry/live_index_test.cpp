// Of a party and of a relation the live row is found, and no other, whatever was written and superseded in what order.
#include "runtime/registry/live_index.hpp"

#include <algorithm>
#include <map>
#include <random>
#include <set>
#include <tuple>

#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/schema.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

using safekeeping::Damage;

class LiveIndexTest : public Scratch {
 protected:
  using Told = std::tuple<int64_t, std::string, int64_t, std::string>;  // holder, role, organisation, from

  void SetUp() override {
    Scratch::SetUp();
    (void)make();
    database_ = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 0));
    run("INSERT INTO revisions (revision, recorded_at, cause) VALUES (1, '2019-10-01T00:00:00Z', 'test')");
    auto transaction = begin();
    for (int i = 0; i < kIdentifiers; ++i) {
      run("INSERT INTO identifiers (id, check_digit_holds, revision_from, key) VALUES ('I" + std::to_string(i) + "', 1, 1, randomblob(16))");
      ASSERT_EQ(database_.identifiers().add("I" + std::to_string(i), database_.last_row()), SQLITE_OK);
    }
    ASSERT_TRUE(transaction.commit());
  }
  static constexpr int kIdentifiers = 20;

  void run(const std::string& sql) {
    const auto done = database_.run(sql);
    ASSERT_TRUE(done) << sql << ": " << done.error().message;
  }
  Transaction begin() { return expect_value(Transaction::begin(database_, Transaction::Kind::write)); }
  static RelationKey key(const Told& of) { return {std::get<0>(of), std::get<1>(of), std::get<2>(of), std::get<3>(of)}; }
  // Rows as the program inserts them, in the caller's transaction.
  int64_t insert(const Told& of) {
    auto add =
        expect_value(database_.prepare("INSERT INTO relations (holder, role, organisation, valid_from, recorded_at, revision_from) VALUES (?, ?, ?, nullif(?, "
                                       "''), '2019-10-01T00:00:00Z', 1)"));
    const auto& [holder, role, organisation, from] = of;
    add.bind(1, holder);
    add.bind(2, std::string_view(role));
    add.bind(3, organisation);
    add.bind(4, std::string_view(from));
    EXPECT_EQ(add.step(), SQLITE_DONE) << database_.error().message;
    return database_.last_row();
  }
  int64_t add(const Told& of) {
    const int64_t row = insert(of);
    EXPECT_EQ(database_.live_relations().add(key(of), row), SQLITE_OK);
    return row;
  }
  int64_t insert_party(int64_t party) {
    run("INSERT INTO parties (party, recorded_at, revision_from) VALUES (" + std::to_string(party) + ", '2019-10-01T00:00:00Z', 1)");
    return database_.last_row();
  }
  int64_t add_party(int64_t party) {
    const int64_t row = insert_party(party);
    EXPECT_EQ(database_.live_parties().add({party}, row), SQLITE_OK);
    return row;
  }
  void supersede(const std::string& table, int64_t row) {
    run("UPDATE " + table + " SET superseded_at = '2019-10-02T00:00:00Z', revision_to = 1 WHERE row = " + std::to_string(row));
  }
  // 0: none.
  static int64_t found(Database& database, const Told& of) {
    int64_t row = 0;
    EXPECT_EQ(database.live_relations().find(key(of), row), SQLITE_OK);
    auto by_sql = expect_value(database.prepare("SELECT ifnull(live_relation(?, ?, ?, nullif(?, '')), 0)"));
    const auto& [holder, role, organisation, from] = of;
    by_sql.bind(1, holder);
    by_sql.bind(2, std::string_view(role));
    by_sql.bind(3, organisation);
    by_sql.bind(4, std::string_view(from));
    EXPECT_EQ(by_sql.step(), SQLITE_ROW);
    EXPECT_EQ(by_sql.number(0), row);
    return row;
  }
  static int64_t found_party(Database& database, int64_t party) {
    int64_t row = 0;
    EXPECT_EQ(database.live_parties().find({party}, row), SQLITE_OK);
    EXPECT_EQ(expect_value(database.number("SELECT ifnull(live_party(" + std::to_string(party) + "), 0)")), row);
    return row;
  }
  std::vector<Damage> differences() { return expect_value(safekeeping::index_difference(database_)).damages; }
  std::set<std::string> told() {
    std::set<std::string> out;
    for (const Damage& one : differences()) out.insert(one.kind + " " + one.table + " " + std::to_string(one.row) + " " + one.detail);
    return out;
  }

  Database database_;
};

// Transactions of all sizes, some of them rolled back, beside a map. Keys come again and again, so that most of a code's rows are superseded.
TEST_F(LiveIndexTest, FindsTheLiveRowAndNoOther) {
  std::mt19937 random(5);
  const auto any = [&]() -> Told {
    const char* const roles[] = {"shareholder", "director", "actual_controller"};
    const char* const days[] = {"", "2018-01-01", "2018-01-02"};
    return {1 + random() % kIdentifiers, roles[random() % 3], 1 + random() % 4, days[random() % 3]};
  };
  std::map<Told, int64_t> live;
  std::map<int64_t, int64_t> parties;
  for (int round = 0; round < 120; ++round) {
    for (CodeIndex* const index : database_.indexes()) index->set_most_pending(round % 3 == 0 ? 7 : size_t{1} << 20);
    auto transaction = begin();
    const bool commits = random() % 4 != 0;
    auto after = live;
    auto parties_after = parties;
    for (auto left = random() % 80; left > 0; --left) {
      const Told of = any();
      ASSERT_EQ(found(database_, of), after.contains(of) ? after[of] : 0);
      if (after.contains(of)) supersede("relations", after[of]);
      if (random() % 8 == 0) {
        after.erase(of);
      } else {
        after[of] = add(of);
      }
      const int64_t party = std::get<0>(of);
      ASSERT_EQ(found_party(database_, party), parties_after.contains(party) ? parties_after[party] : 0);
      if (parties_after.contains(party)) supersede("parties", parties_after[party]);
      parties_after[party] = add_party(party);
    }
    if (!commits) continue;
    ASSERT_TRUE(transaction.commit());
    live = after;
    parties = parties_after;
  }
  ASSERT_GT(live.size(), 300U);
  EXPECT_TRUE(differences().empty());
  auto other = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 0));
  auto view = expect_value(Transaction::begin(other, Transaction::Kind::read));
  other.expect_many();
  for (int round = 0; round < 12; ++round) {  // the last of them in memory
    for (int64_t holder = 1; holder <= kIdentifiers; ++holder) {
      ASSERT_EQ(found_party(other, holder), parties.contains(holder) ? parties[holder] : 0);
      for (const std::string role : {"shareholder", "director", "actual_controller"}) {
        for (int64_t organisation = 1; organisation <= 5; ++organisation) {
          for (const std::string from : {"", "2018-01-01", "2018-01-02", "2018-01-03"}) {
            const Told of{holder, role, organisation, from};
            ASSERT_EQ(found(other, of), live.contains(of) ? live[of] : 0);
          }
        }
      }
    }
  }
  EXPECT_TRUE(other.live_relations().codes().holds());
  EXPECT_EQ(expect_value(other.number("SELECT live_party(NULL) IS NULL AND live_relation(NULL, 'director', 1, NULL) IS NULL")), 1);
  EXPECT_EQ(found(other, {1, "", 1, ""}), 0);
  EXPECT_EQ(found(other, {1, "share", 1, "holder"}), 0);
}

TEST_F(LiveIndexTest, FindsARelationWhateverItsDay) {
  std::vector<int64_t> expected;
  const auto look = [&](int64_t holder) {
    std::vector<int64_t> rows;
    EXPECT_EQ(find_whatever_day(database_.live_relations(), holder, "director", 2, rows), SQLITE_OK);
    std::sort(rows.begin(), rows.end());
    return rows;
  };
  for (int round = 0; round < 3; ++round) {
    auto transaction = begin();
    for (int i = 0; i < 2000; ++i) {
      // Of many days, so that they go over several blocks; and others between them.
      const std::string day = std::to_string(2000 + i / 300) + "-" + std::to_string(100 + round) + std::to_string(i);
      expected.push_back(add({1, "director", 2, day}));
      (void)add({2, "director", 1, day});
      (void)add({1, "supervisor", 2, day});
    }
    EXPECT_EQ(look(1), expected) << "while they wait";
    ASSERT_TRUE(transaction.commit());
    EXPECT_EQ(look(1), expected);
  }
  EXPECT_TRUE(look(3).empty());
  auto transaction = begin();
  run("UPDATE relation_blocks SET codes = x'01'");
  std::vector<int64_t> rows;
  EXPECT_EQ(find_whatever_day(database_.live_relations(), 1, "director", 2, rows), SQLITE_CORRUPT);
}

TEST_F(LiveIndexTest, CheckTellsWhatIsNotFoundAndWhatIsTwice) {
  const Told one{1, "director", 2, "2018-01-01"}, other{1, "director", 2, ""};
  int64_t row = 0, party = 0;
  {
    auto transaction = begin();
    supersede("relations", add(one));
    row = add(one);
    (void)add(other);
    supersede("parties", add_party(3));
    party = add_party(3);
    ASSERT_TRUE(transaction.commit());
  }
  EXPECT_TRUE(differences().empty()) << "one of two is superseded";
  {
    auto transaction = begin();
    const int64_t twice = add(one), again = add_party(3);
    // As the index that there was did, where it can be seen at once.
    EXPECT_EQ(database_.live_relations().add(key(one), insert(one)), SQLITE_CONSTRAINT_UNIQUE);
    EXPECT_EQ(database_.live_parties().add({3}, insert_party(3)), SQLITE_CONSTRAINT_UNIQUE);
    supersede("relations", twice + 1);
    supersede("parties", again + 1);
    ASSERT_EQ(database_.live_relations().codes().add(code_of(key(one)), twice + 1), SQLITE_OK);
    ASSERT_EQ(database_.live_parties().codes().add(code_of(PartyKey{3}), again + 1), SQLITE_OK);
    ASSERT_TRUE(transaction.commit());
    EXPECT_EQ(told(), (std::set<std::string>{"index relations " + std::to_string(twice) + " twice", "index parties " + std::to_string(again) + " twice"}));
    const Error error = safekeeping::mend_index(database_).error();
    EXPECT_EQ(error.code, "registry.twice");
    EXPECT_TRUE(error.message.ends_with("parties " + std::to_string(again))) << error.message;
    supersede("relations", twice);
    supersede("parties", again);
  }
  EXPECT_TRUE(differences().empty());
  {
    auto transaction = begin();
    const int64_t stray = insert({5, "director", 2, ""}), unfound = insert_party(5);
    ASSERT_EQ(database_.live_relations().add({6, "director", 2, ""}, stray), SQLITE_OK);
    ASSERT_TRUE(transaction.commit());
    EXPECT_EQ(found(database_, {6, "director", 2, ""}), 0) << "the row has another key";
    EXPECT_EQ(told(), (std::set<std::string>{"index relations " + std::to_string(stray) + " missing", "index relation_blocks 0 " + std::to_string(stray),
                                             "index parties " + std::to_string(unfound) + " missing"}));
  }
  EXPECT_TRUE(expect_value(safekeeping::mend_index(database_)));
  EXPECT_TRUE(differences().empty());
  EXPECT_EQ(found(database_, one), row);
  EXPECT_EQ(found_party(database_, 3), party);
  for (const std::string blocks : {"party_blocks", "relation_blocks"}) {
    run("UPDATE " + blocks + " SET codes = zeroblob(16)");
    EXPECT_EQ(told(), (std::set<std::string>{"index " + blocks + " 0 unreadable"}));
    EXPECT_EQ(expect_value(safekeeping::index_difference(database_, safekeeping::IndexByCode::identifiers)).damage_count, 0U);
    EXPECT_TRUE(expect_value(safekeeping::mend_index(database_)));
  }
}

}  // namespace
}  // namespace plumb::registry
