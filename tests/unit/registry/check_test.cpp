// Whatever was done to the file, `check` tells all of it, with table and row.
#include "runtime/registry/safekeeping/check.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <set>

#include "scratch.hpp"

namespace plumb::registry {
namespace {

using safekeeping::Damage;
using safekeeping::Examination;

class Check : public Scratch {
 protected:
  void SetUp() override {
    Scratch::SetUp();
    Registry registry = make();
    (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick(), .synchronised = Date::parse("2019-09-16")}));
    (void)take(registry, "parties.csv", "id,kind,name\n410397197005020013,person,甲\n");
    (void)take(registry, "parties.csv", "id,kind,name\n410397197005020013,person,乙\n");
  }
  void run(const std::string& sql) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sql << ": " << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  Examination check(const safekeeping::CheckOptions& options = {}) const { return expect_value(safekeeping::check(path("r.db"), options)); }
  static bool has(const Examination& found, const Damage& damage) {
    return std::any_of(found.damages.begin(), found.damages.end(),
                       [&](const Damage& d) { return d.kind == damage.kind && d.table == damage.table && d.row == damage.row && d.detail == damage.detail; });
  }
  static std::set<std::string> kinds(const Examination& found) {
    std::set<std::string> kinds;
    for (const Damage& damage : found.damages) kinds.insert(damage.kind);
    return kinds;
  }
};

TEST_F(Check, FindsNothingInWhatTheProgramWrote) {
  const Examination found = check();
  EXPECT_TRUE(found.whole()) << found.damages.front().kind << " " << found.damages.front().table << " " << found.damages.front().detail;
  EXPECT_GT(found.rows, 100U);
  EXPECT_EQ(found.revision, 3U);
}

TEST_F(Check, TellsEveryValueThatAReaderWouldRefuse) {
  run("DROP TRIGGER entries_frozen; DROP TRIGGER relations_frozen; DROP TRIGGER parties_frozen; DROP TRIGGER retentions_frozen; DROP TRIGGER holdings_erased;"
      "DROP TRIGGER revisions_frozen;"
      "UPDATE entries SET removed_on = '2019/6/15' WHERE row = 1; UPDATE entries SET objection = 'later' WHERE row = 2; UPDATE relations SET role = 'boss' "
      "WHERE "
      "row = 3; UPDATE parties SET kind = 'robot' WHERE row = 1; UPDATE parties SET sector = '' WHERE row = 2; UPDATE parties SET recorded_at = 'now' WHERE "
      "row = "
      "4; UPDATE retentions SET until = 'for ever' WHERE row = 1; UPDATE holdings SET fields = '[1]' WHERE row = 1; UPDATE revisions SET synchronised = "
      "'today' "
      "WHERE revision = 1; UPDATE revisions SET recorded_at = '1999-01-01T00:00:00Z' WHERE revision = 2");
  const Examination found = check();
  const Damage expected[] = {{"value", "entries", 1, "removed_on"},   {"value", "entries", 2, "objection"}, {"value", "relations", 3, "role"},
                             {"value", "parties", 1, "kind"},         {"value", "parties", 2, "sector"},    {"value", "parties", 4, "recorded_at"},
                             {"value", "retentions", 1, "until"},     {"value", "holdings", 1, "fields"},   {"value", "revisions", 1, "synchronised"},
                             {"value", "revisions", 2, "recorded_at"}};
  for (const Damage& damage : expected) EXPECT_TRUE(has(found, damage)) << damage.table << " " << damage.detail;
  // The guards that had to go for it, the journal, and the index of a row whose key is another tell the same.
  EXPECT_TRUE(has(found, {"schema", "entries_frozen", 0, "missing"}));
  EXPECT_TRUE(has(found, {"index", "relations", 3, "missing"}));
  EXPECT_EQ(kinds(found), (std::set<std::string>{"altered", "index", "schema", "value"}));
}

TEST_F(Check, TellsWhatIsGoneFromTheSchemaOrWasPutThere) {
  run("DROP TRIGGER journal_kept; DROP INDEX permits_live; CREATE TABLE cats (name TEXT); DROP TRIGGER sources_kept;"
      "CREATE TRIGGER sources_kept BEFORE DELETE ON sources BEGIN SELECT 1; END");
  const Examination found = check();
  EXPECT_TRUE(has(found, {"schema", "journal_kept", 0, "missing"}));
  EXPECT_TRUE(has(found, {"schema", "permits_live", 0, "missing"}));
  EXPECT_TRUE(has(found, {"schema", "cats", 0, "added"}));
  EXPECT_TRUE(has(found, {"schema", "sources_kept", 0, "changed"}));
  EXPECT_EQ(found.damage_count, 4U);
}

TEST_F(Check, TellsReferencesToNothing) {
  run("PRAGMA foreign_keys = OFF; INSERT INTO entry_responsible VALUES (1, 987654)");
  EXPECT_TRUE(has(check(), {"reference", "entry_responsible", 0, "identifiers"}));
}

TEST_F(Check, TellsPagesThatCannotBeReadAndGoesOn) {
  sqlite3* db = nullptr;
  sqlite3_stmt* statement = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
  ASSERT_EQ(sqlite3_prepare_v2(db, "SELECT rootpage FROM sqlite_schema WHERE name = 'holdings'", -1, &statement, nullptr), SQLITE_OK);
  ASSERT_EQ(sqlite3_step(statement), SQLITE_ROW);
  const auto page = sqlite3_column_int64(statement, 0);
  sqlite3_finalize(statement);
  sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", nullptr, nullptr, nullptr);
  sqlite3_close(db);
  std::fstream file(path("r.db"), std::ios::binary | std::ios::in | std::ios::out);
  file.seekp((page - 1) * 4096);
  file << std::string(4096, '\xA5');
  file.close();
  run("PRAGMA writable_schema = ON; DROP TRIGGER journal_kept");
  const Examination found = check();
  EXPECT_TRUE(kinds(found).contains("page"));
  EXPECT_TRUE(has(found, {"schema", "journal_kept", 0, "missing"}));
}

// One of which hardly anything is left says so itself, and not to ask `check`.
TEST_F(Check, TellsAFileThatWasCutOff) {
  run("PRAGMA wal_checkpoint(TRUNCATE)");
  std::filesystem::resize_file(path("r.db"), 20'000);
  const Examination found = check();
  ASSERT_FALSE(found.whole());
  for (const Damage& damage : found.damages) EXPECT_EQ(damage.detail.find("registry check"), std::string::npos) << damage.detail;
}

// The log of a registry that was killed, with a byte changed: SQLite drops the last transaction without a word.
TEST_F(Check, ACheckpointShowsATransactionThatADamagedLogDrops) {
  Registry registry = reopen();
  (void)take(registry, "parties.csv", "id,kind,name\n410397197005020013,person,丙\n");
  const journal::Checkpoint checkpoint{expect_value(registry.journal_head()), "2019-10-02T00:00:00Z"};
  std::filesystem::copy_file(path("r.db"), path("killed.db"));
  std::string log = slurp(path("r.db-wal"));
  log[log.size() - 100] = static_cast<char>(log[log.size() - 100] ^ 1);
  write("killed.db-wal", log);
  EXPECT_TRUE(check({.checkpoint = checkpoint}).whole());
  const Examination without = expect_value(safekeeping::check(path("killed.db")));
  EXPECT_TRUE(without.whole());
  EXPECT_EQ(without.revision, 3U);
  const Examination found = expect_value(safekeeping::check(path("killed.db"), {.checkpoint = checkpoint}));
  ASSERT_EQ(found.damage_count, 1U);
  EXPECT_EQ(found.damages[0].kind, "cut");
  EXPECT_EQ(found.damages[0].row, checkpoint.head.sequence);
}

TEST_F(Check, SaysWhyWhatIsNoRegistryIsNotLookedAt) {
  write("text.db", std::string(5000, 'x'));
  EXPECT_EQ(safekeeping::check(path("none.db")).error().code, "registry.missing");
  EXPECT_EQ(safekeeping::check(path("text.db")).error().code, "registry.not_a_database");
  EXPECT_EQ(safekeeping::check(folder_).error().code, "file.kind");
}

}  // namespace
}  // namespace plumb::registry
