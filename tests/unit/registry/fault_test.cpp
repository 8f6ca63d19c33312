// What the world can do to a registry file: each refused with its own code, and nothing lost.
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <set>
#include <tuple>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/schema.hpp"
#include "runtime/registry/sqlite.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

class Faults : public Scratch {
 protected:
  std::string code_of_open(Mode mode = Mode::read_only) {
    auto opened = Registry::open(path("r.db"), {.mode = mode, .busy_timeout_ms = 20});
    if (!opened) return opened.error().code;
    auto facts = opened->read();
    return facts ? "" : facts.error().code;
  }
  void run(const char* sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
};

const char* const kPeople = "id,kind,name,sector\n410397197005020013,person,试芳伟,\n";

TEST_F(Faults, Missing) { EXPECT_EQ(code_of_open(), "registry.missing"); }

TEST_F(Faults, ADirectory) {
  std::filesystem::create_directory(path("r.db"));
  EXPECT_EQ(code_of_open(), "file.kind");
}

TEST_F(Faults, CreatingWhereAFileIs) {
  write("r.db", "precious");
  const auto made = Registry::create(path("r.db"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "registry.exists");
  EXPECT_EQ(slurp(path("r.db")), "precious");
}

TEST_F(Faults, CreatingInNoFolder) {
  const auto made = Registry::create(path("no/such/r.db"));
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "registry.unreadable");
}

// SQLite may roll a whole transaction back by itself, and would keep each row by itself that is written afterwards. Whoever missed the error
// of the call that did it gets it again from every later one, and nothing is kept.
TEST_F(Faults, WhereSqliteLosesATransactionNothingIsWrittenAfterwards) {
  (void)make();
  auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 0));
  const auto count = [&] { return expect_value(database.number("SELECT count(*) FROM revisions")); };
  {
    auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
    auto add = expect_value(database.prepare("INSERT INTO revisions (recorded_at, cause) VALUES ('2019-10-01T00:00:00Z', ?)"));
    auto read = expect_value(database.prepare("SELECT 1"));
    const std::string cause(3000, 'x');
    ASSERT_TRUE(database.run("PRAGMA max_page_count = " + std::to_string(expect_value(database.number("PRAGMA page_count")) + 3)));
    int status = SQLITE_DONE;
    for (int i = 0; i < 20 && status == SQLITE_DONE; ++i) {
      add.bind(1, cause);
      status = add.step();
      add.reset();
    }
    ASSERT_EQ(status, SQLITE_FULL);
    ASSERT_FALSE(database.in_transaction()) << "SQLite has lost it";
    add.bind(1, "1");
    EXPECT_EQ(add.step(), SQLITE_FULL);
    EXPECT_EQ(read.step(), SQLITE_FULL);
    EXPECT_EQ(database.run("INSERT INTO revisions (recorded_at, cause) VALUES ('2019-10-01T00:00:00Z', 'x')").error().code, "registry.full");
    EXPECT_EQ(transaction.commit().error().code, "registry.full");
  }
  EXPECT_EQ(count(), 0) << "and is of use again";
  ASSERT_TRUE(database.run("PRAGMA max_page_count = 1000000"));
  auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
  ASSERT_TRUE(database.run("INSERT INTO revisions (recorded_at, cause) VALUES ('2019-10-01T00:00:00Z', 'x')"));
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(count(), 1);
}

TEST_F(Faults, NotADatabase) {
  write("r.db", std::string(8192, 'x'));
  EXPECT_EQ(code_of_open(), "registry.not_a_database");
}

TEST_F(Faults, AnEmptyFile) {
  write("r.db", "");
  EXPECT_EQ(code_of_open(), "registry.foreign");
}

TEST_F(Faults, SomebodyElsesDatabase) {
  run("CREATE TABLE cats (name TEXT); INSERT INTO cats VALUES ('Tom')");
  EXPECT_EQ(code_of_open(), "registry.foreign");
  EXPECT_EQ(code_of_open(Mode::read_write), "registry.foreign");
}

TEST_F(Faults, ANewerVersions) {
  (void)make();
  run("PRAGMA user_version = 1000");
  EXPECT_EQ(code_of_open(), "registry.newer");
}

// A later program would index what it writes otherwise.
TEST_F(Faults, WhatALaterProgramBroughtUpToDateMeanwhileIsWrittenNoMore) {
  Registry registry = make();
  const std::string parties = write("parties.csv", "id,kind,name\n410398198503120012,person,甲\n").string();
  run("PRAGMA user_version = 1000");
  const auto refused = registry.import({{parties, {}}}, {.recorded_at = tick()});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, "registry.newer");
  run(("PRAGMA user_version = " + std::to_string(schema_version())).c_str());
  EXPECT_TRUE(registry.import({{parties, {}}}, {.recorded_at = tick()}));
}

// Everybody would be new, and stand there twice.
TEST_F(Faults, WithoutItsIndexesByCodeARegistryIsNotWritten) {
  {
    Registry registry = make();
    (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick()}));
  }
  for (const std::string of : {"party", "relation", "identifier"}) {
    run(("CREATE TABLE kept AS SELECT * FROM " + of + "_runs; DELETE FROM " + of + "_runs").c_str());
    {
      Registry registry = expect_value(Registry::open(path("r.db"), {.mode = Mode::read_write}));
      const auto refused = registry.import(county("county-small"), {.recorded_at = tick()});
      ASSERT_FALSE(refused) << of;
      EXPECT_EQ(refused.error().code, "registry.corrupt") << of;
    }
    run(("INSERT INTO " + of + "_runs SELECT * FROM kept; DROP TABLE kept").c_str());
  }
  Registry registry = expect_value(Registry::open(path("r.db"), {.mode = Mode::read_write}));
  EXPECT_TRUE(registry.import(county("county-small"), {.recorded_at = tick()}));
}

TEST_F(Faults, Truncated) {
  {
    Registry registry = make();
    (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick()}));
  }
  std::filesystem::resize_file(path("r.db"), std::filesystem::file_size(path("r.db")) / 2);
  EXPECT_EQ(code_of_open(), "registry.corrupt");
}

TEST_F(Faults, Overwritten) {
  {
    Registry registry = make();
    (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick()}));
  }
  std::fstream file(path("r.db"), std::ios::binary | std::ios::in | std::ios::out);
  file.seekp(4096);
  const std::string noise(std::filesystem::file_size(path("r.db")) - 4096, '\xA5');
  file.write(noise.data(), static_cast<std::streamsize>(noise.size()));
  file.close();
  EXPECT_EQ(code_of_open(), "registry.corrupt");
}

// What only another program can have written. Passed over, a removal that cannot be read would be one that never was.
TEST_F(Faults, ValuesThatNoImportWrites) {
  {
    Registry registry = make();
    (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick()}));
  }
  std::filesystem::copy_file(path("r.db"), path("whole.db"));
  const std::tuple<const char*, const char*, const char*> changes[] = {
      {"entries", "removed_on = '2019/6/15'", "entries.removed_on"},
      {"entries", "expires_on = ''", "entries.expires_on"},
      {"entries", "published_on = 'soon'", "entries.published_on"},
      {"entries", "objection = '2019-05-01'", "entries.objection"},
      {"entries", "objection = '2019-05-01/later'", "entries.objection"},
      {"entries", "party = 900000000000000000", "entries.party"},
      {"entries", "party = -1", "entries.party"},
      {"relations", "role = 'boss'", "relations.role"},
      {"relations", "valid_to = '2019-02-30'", "relations.valid_to"},
      {"parties", "kind = 'robot'", "parties.kind"},
      {"parties", "sector = ''", "parties.sector"},
      {"retentions", "until = 'for ever'", "retentions.until"},
      {"permits", "valid_from = '0'", "permits.valid_from"},
      {"holdings", "valid_to = '0'", "holdings.valid_to"},
      {"revisions", "synchronised = 'today'", "revisions.synchronised"},
  };
  for (const auto& [table, change, place] : changes) {
    std::filesystem::copy_file(path("whole.db"), path("r.db"), std::filesystem::copy_options::overwrite_existing);
    const std::string name = table;
    run(("DROP TRIGGER " + name + "_frozen; UPDATE " + name + " SET " + change + " WHERE rowid = (SELECT min(rowid) FROM " + name + ")").c_str());
    auto facts = expect_value(Registry::open(path("r.db"), {})).read();
    ASSERT_FALSE(facts) << change;
    EXPECT_EQ(facts.error().code, "registry.corrupt") << change;
    EXPECT_TRUE(facts.error().message.ends_with(place)) << facts.error().message;
  }
}

// Numbers of identifiers need not count up without gaps, and a large one takes no more memory than a small one.
TEST_F(Faults, AGapInTheNumbersOfIdentifiersHarmsNobody) {
  {
    Registry registry = make();
    (void)expect_value(registry.import({{write("parties.csv", kPeople), {}}}, {.recorded_at = tick()}));
  }
  run("INSERT INTO identifiers (number, id, check_digit_holds, revision_from) VALUES (900000000000000000, '410397197005020021', 1, 1);"
      "INSERT INTO parties (party, kind, recorded_at, revision_from) VALUES (900000000000000000, 'person', '2026-11-23T00:00:00Z', 1)");
  const auto facts = expect_value(expect_value(Registry::open(path("r.db"), {})).read());
  ASSERT_EQ(facts.parties.size(), 2U);
  EXPECT_EQ(facts.parties[1].id, "410397197005020021");
}

TEST_F(Faults, LockedByAnotherProgram) {
  (void)make();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  Registry registry = reopen();
  const auto done = registry.import({{write("parties.csv", kPeople), {}}}, {.recorded_at = tick()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "registry.locked");
  EXPECT_TRUE(registry.read());  // readers go on
  sqlite3_exec(other, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(other);
  EXPECT_TRUE(registry.import({{write("parties.csv", kPeople), {}}}, {.recorded_at = tick()}));
}

TEST_F(Faults, LockedAgainstReaders) {
  (void)make();
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(code_of_open(), "registry.locked");
  sqlite3_close(other);
}

TEST_F(Faults, OpenedForReadingOnly) {
  (void)make();
  Registry registry = expect_value(Registry::open(path("r.db")));
  const auto done = registry.import({{write("parties.csv", kPeople), {}}}, {.recorded_at = tick()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "registry.readonly");
}

TEST_F(Faults, AFullDiskKeepsNothingOfTheImport) {
  (void)make();
  const auto pages = static_cast<int64_t>(std::filesystem::file_size(path("r.db")) / 4096);
  Registry registry = expect_value(Registry::open(path("r.db"), {.mode = Mode::read_write, .max_pages = pages + 4}));
  const auto done = registry.import(county("county-small"), {.recorded_at = tick()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "registry.full");
  const facts::Facts facts = expect_value(registry.read());
  EXPECT_EQ(facts.revision, 0u);
  EXPECT_TRUE(facts.parties.empty());
  (void)take(registry, "parties.csv", kPeople);  // and it still works for what fits
  EXPECT_EQ(expect_value(registry.revision()), 1u);
}

TEST_F(Faults, AFullDiskLeavesNoHalfMadeRegistry) {
  const auto made = Registry::create(path("r.db"), {.mode = Mode::read_write, .max_pages = 3});
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, "registry.full");
  EXPECT_FALSE(std::filesystem::exists(path("r.db")));
}

TEST_F(Faults, FactsCannotBeChangedBehindItsBack) {
  {
    Registry registry = make();
    (void)take(registry, "parties.csv", kPeople);
  }
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
  for (const char* sql : {"DELETE FROM parties", "UPDATE parties SET name = 'x'", "DELETE FROM journal", "UPDATE journal SET row = 0",
                          "UPDATE parties SET originals = NULL", "UPDATE identifiers SET id = 'x'", "UPDATE identifiers SET key = NULL", "DELETE FROM sources",
                          "UPDATE revisions SET recorded_at = ''", "DELETE FROM identifiers", "UPDATE parties SET revision_from = 0"}) {
    EXPECT_EQ(sqlite3_exec(db, sql, nullptr, nullptr, nullptr), SQLITE_CONSTRAINT) << sql;
  }
  EXPECT_EQ(sqlite3_exec(db, "UPDATE parties SET revision_to = 1, superseded_at = 'now'", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_EQ(sqlite3_exec(db, "UPDATE parties SET revision_to = 1, superseded_at = 'later'", nullptr, nullptr, nullptr), SQLITE_CONSTRAINT);
  sqlite3_close(db);
}

TEST_F(Faults, TheFileIsInWalAndItsTablesAreStrict) {
  (void)make();
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
  const auto one = [&](const char* sql) {
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(db, sql, -1, &statement, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW);
    const std::string text = reinterpret_cast<const char*>(sqlite3_column_text(statement, 0));
    sqlite3_finalize(statement);
    return text;
  };
  EXPECT_EQ(one("PRAGMA journal_mode"), "wal");
  EXPECT_EQ(one("SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND strict = 0 AND name NOT LIKE 'sqlite_%'"), "0");
  EXPECT_EQ(one("PRAGMA application_id"), std::to_string(0x504C4D42));
  sqlite3_close(db);
}

TEST(Failures, HaveBothLanguagesAndKeepTheDetail) {
  std::set<std::string> codes;
  for (const FailureText& text : failure_texts()) {
    EXPECT_TRUE(codes.insert(text.code).second) << text.code;
    const Error error = failure(text.code, "x.db");
    EXPECT_EQ(error.message, std::string(text.en) + ": x.db");
    EXPECT_EQ(in_language(error, Language::zh), std::string(text.zh) + "：x.db");
    EXPECT_EQ(in_language(error, Language::en), error.message);
  }
  EXPECT_EQ(in_language(Error{"other", "text"}, Language::zh), "text");
}

}  // namespace
}  // namespace plumb::registry
