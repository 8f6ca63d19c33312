// Whatever is changed behind the registry's back is found, and the row is named.
#include <sqlite3.h>

#include <algorithm>

#include "runtime/registry/journal/checkpoint.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/writer.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

using journal::Fault;
using journal::Tampering;
using journal::Verification;

class Journal : public Scratch {
 protected:
  // A small county, corrected once, so that rows of every table that an import writes stand in it, live and superseded.
  void SetUp() override {
    Scratch::SetUp();
    Registry registry = make();
    (void)expect_value(registry.import(county("county-small"), {.recorded_at = "2019-09-16T00:00:00Z", .synchronised = Date::parse("2019-09-16")}));
    (void)take(registry, "parties.csv", "id,kind,name\n410397197005020013,person,甲\n410397197007100703,person,乙\n");
    (void)take(registry, "parties.csv", "id,kind,name\n410397197005020013,person,丙\n");
    (void)take(registry, "events.csv",
               "case_no,party,kind,on,by,document,detail\n（2019）豫0397执1号,410397197005020013,risk_notice,２０１９年1月2日,某法院,某1号,当面送达\n");
    (void)take(registry, "documents.csv", "document,party,by,basis\nE12345678,410397197005020013,某某,护照\n");
  }

  // Two of each; made up by the kinds of their columns, so that a table that is added later has rows here as well.
  void put_rows_of_tables_without_files() {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 1000));
    auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
    auto writer = expect_value(FactWriter::begin(database, {tick(), "test", {}}));
    for (size_t i = kImportedTables; i < kTableCount; ++i) {
      const TableShape& table = shape(static_cast<Table>(i));
      for (const char* which : {"1", "2"}) {
        Row row;
        for (const Column& column : table.columns) row.values.push_back(Value{made_up(column, which), true});
        (void)expect_value(writer.put(table, row));
      }
    }
    (void)expect_value(writer.finish());
    ASSERT_TRUE(transaction.commit());
  }
  static std::string made_up(const Column& column, const std::string& which) {
    switch (column.type) {
      case ColumnType::identifier:
        return std::string(column.name) == "party_b" ? "410397197007100703" : "41039719700502001" + which;
      case ColumnType::day:
        return "2019-01-0" + which;
      case ColumnType::json:
        return "{\"n\":" + which + "}";
      case ColumnType::case_number:
        return "（2019）豫0397执" + which + "号";
      default:
        return "made up " + which;
    }
  }

  void run(const std::string& sql) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
    char* message = nullptr;
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, &message), SQLITE_OK) << sql << ": " << message;
    sqlite3_close(db);
  }
  int64_t number(const std::string& sql) const {
    sqlite3* db = nullptr;
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_prepare_v2(db, sql.c_str(), -1, &statement, nullptr), SQLITE_OK) << sql;
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW) << sql;
    const int64_t out = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(db);
    return out;
  }
  // Guards and the rule of one live row a key go, as for somebody who has the file in hand.
  void unguard() const {
    std::string sql = "PRAGMA foreign_keys = OFF;";
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
    const auto drop = [](void* out, int, char** values, char**) {
      static_cast<std::string*>(out)->append("DROP ").append(values[0]).append(" ").append(values[1]).append(";");
      return 0;
    };
    ASSERT_EQ(sqlite3_exec(db, "SELECT type, name FROM sqlite_schema WHERE type = 'trigger' OR name LIKE '%_live'", drop, &sql, nullptr), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(db);
  }
  Verification verify(const std::optional<journal::Checkpoint>& checkpoint = {}) const {
    return expect_value(expect_value(Registry::open(path("r.db"), {})).verify(checkpoint));
  }
  // The first fault after `sql`, which is undone.
  Fault first_after(const std::string& sql) const {
    std::filesystem::copy_file(path("r.db"), path("kept.db"), std::filesystem::copy_options::overwrite_existing);
    run(sql);
    const Verification found = verify();
    std::filesystem::copy_file(path("kept.db"), path("r.db"), std::filesystem::copy_options::overwrite_existing);
    for (const char* beside : {"r.db-wal", "r.db-shm"}) std::filesystem::remove(path(beside));
    if (found.whole()) return {Tampering::unreadable, "nothing was found", 0, 0};
    return found.faults.front();
  }
};

#define EXPECT_FAULT(fault, kind_, table_, row_)                   \
  do {                                                             \
    const Fault got = fault;                                       \
    EXPECT_EQ(got.kind, Tampering::kind_) << got.table << got.row; \
    EXPECT_EQ(got.table, table_);                                  \
    EXPECT_EQ(got.row, row_);                                      \
  } while (false)

TEST_F(Journal, IsWholeAsWritten) {
  const Verification found = verify();
  EXPECT_TRUE(found.whole());
  EXPECT_GT(found.head.sequence, 1000);
  EXPECT_EQ(found.head.sequence, number("SELECT count(*) FROM journal"));
}

// Rows in every table that the schema has: somebody was erased, decisions were taken.
class JournalOfAllTables : public Journal {
 protected:
  struct InTable {
    std::string name, number;          // the column of a row's number
    std::vector<std::string> columns;  // the others
    std::vector<std::string> texts;    // those of them that tell one row from another
    std::vector<std::string> types;    // of `columns`
  };

  void SetUp() override {
    Journal::SetUp();
    Registry registry = reopen();
    seconds_ = 20;
    (void)take(registry, "parties.csv", "id,kind,name\n410397198001010012,person,丁\n410397198001010039,person,戊\n");
    for (const char* person : {"410397198001010012", "410397198001010039"}) {
      const journal::ErasureOrder order{person, journal::ErasureGround::period_over, "某局", "删1号", Date::parse("2019-10-01").value(), tick()};
      (void)expect_value(registry.erase(order));
    }
    (void)take(registry, "relations.csv", "holder,role,organisation,from,to\nE1234567,director,91410397000000001X,2018-01-01,\n");
    (void)take(registry, "documents.csv", "document,party,by,basis\nE12345679,410397197005020013,某某,护照\n");
    (void)take(registry, "events.csv",
               "case_no,party,kind,on,by,document,detail\n（2019）豫0397执1号,410397197005020013,service,2019-01-02,某法院,某2号,当面送达\n");
    put_rows_of_tables_without_files();
    std::vector<journal::Decision> decisions(2);
    for (journal::Decision& decision : decisions) {
      decision.recorded_at = tick();
      decision.request = decision.answer = decision.options = "{}";
      decision.revision = 3;
    }
    ASSERT_TRUE(registry.record(decisions));
  }

  // All that the journal must bind. Not itself, nor what is no fact: how far a resumed import came, what finds identifiers, and persons of an entry's row, which are a
  // value of that row (both have tests of their own).
  std::vector<InTable> tables() const {
    std::vector<InTable> out;
    for (const std::string& name : lines("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
      if (name == "journal" || name == "resumptions" || name == "entry_responsible" || name.ends_with("_runs") || name.ends_with("_blocks")) continue;
      const std::string from = " FROM pragma_table_info('" + name + "')";
      InTable table{name,
                    lines("SELECT name" + from + " WHERE pk = 1").at(0),
                    lines("SELECT name" + from + " WHERE pk = 0"),
                    {},
                    lines("SELECT type" + from + " WHERE pk = 0")};
      table.texts = lines("SELECT DISTINCT c.name FROM pragma_index_list('" + name + "') i, pragma_index_info(i.name) c, pragma_table_info('" + name +
                          "') t WHERE i.\"unique\" AND t.name = c.name AND t.type = 'TEXT'");
      out.push_back(std::move(table));
    }
    return out;
  }
  int64_t last_of(const InTable& table) const { return number("SELECT max(" + table.number + ") FROM " + table.name); }
  // One column of text.
  std::vector<std::string> lines(const std::string& sql) const {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 1000));
    auto rows = expect_value(database.prepare(sql));
    std::vector<std::string> out;
    while (rows.step() == SQLITE_ROW) out.emplace_back(rows.text(0));
    return out;
  }
};

// Every value of the last row of every table that the journal binds, one column at a time.
TEST_F(JournalOfAllTables, NamesTheFactOfWhichAnyValueWasAltered) {
  ASSERT_TRUE(verify().whole());
  unguard();
  size_t tried = 0;
  for (const InTable& table : tables()) {
    const std::string row = std::to_string(last_of(table));
    ASSERT_NE(row, "0") << table.name << " has no row to be altered";
    for (size_t i = 0; i < table.columns.size(); ++i) {
      const std::string& field = table.columns[i];
      const std::string value = table.types[i] == "INTEGER" ? "ifnull(" + field + ", 0) + 1"
                                : table.types[i] == "BLOB"  ? "randomblob(length(" + field + "))"
                                                            : "ifnull(" + field + ", '') || '1'";
      const std::string set = "PRAGMA ignore_check_constraints = ON; UPDATE " + table.name + " SET " + field + " = ";
      for (const std::string& to : {value, std::string("NULL")}) {
        if (to == "NULL" &&
            number("SELECT count(*) FROM " + table.name + " WHERE " + table.number + " = " + row + " AND (" + field + " IS NULL OR " +
                   std::to_string(number("SELECT \"notnull\" FROM pragma_table_info('" + table.name + "') WHERE name = '" + field + "'")) + ")") != 0)
          continue;
        const Fault fault = first_after(set + to + " WHERE " + table.number + " = " + row);
        EXPECT_EQ(fault.kind, Tampering::altered) << table.name << "." << field << ": " << fault.table;
        ++tried;
        // An erasure that says something else no longer stands for what was erased, in the row of which it was: that is told first.
        if (table.name == "journal_erasures" && (field == "subject" || field == "row" || field == "field" || field == "commitment")) continue;
        EXPECT_EQ(fault.table, table.name) << field;
        EXPECT_EQ(std::to_string(fault.row), row) << table.name << "." << field;
      }
    }
  }
  EXPECT_GT(tried, 200U);
}

TEST_F(JournalOfAllTables, NamesTheRowThatWasRemovedAddedOrExchanged) {
  unguard();
  for (const InTable& table : tables()) {
    const int64_t last = last_of(table);
    const std::string row = std::to_string(last), where = " WHERE " + table.number + " = ";
    ASSERT_GT(number("SELECT count(*) FROM " + table.name), 1) << table.name << " has no two rows to be exchanged";
    const Fault removed = first_after("PRAGMA foreign_keys = OFF; DELETE FROM " + table.name + where + row);
    // What an erased value was is not told by anything, where nothing stands for it: that row is told first.
    if (table.name == "journal_erasures")
      EXPECT_EQ(removed.kind, Tampering::altered);
    else
      EXPECT_FAULT(removed, removed, table.name, last);

    std::string columns, values;
    for (const std::string& column : table.columns) {
      columns += ", " + column;
      const bool tells = std::find(table.texts.begin(), table.texts.end(), column) != table.texts.end();
      values += ", " + column + (tells ? " || 'x'" : "");
    }
    EXPECT_FAULT(first_after("INSERT INTO " + table.name + " (" + table.number + columns + ") SELECT " + table.number + " + 1" + values + " FROM " +
                             table.name + where + row),
                 added, table.name, last + 1);

    const int64_t other = number("SELECT max(" + table.number + ") FROM " + table.name + " WHERE " + table.number + " < " + row);
    const std::string set = "UPDATE " + table.name + " SET " + table.number + " = ", before = std::to_string(other);
    EXPECT_FAULT(first_after("PRAGMA foreign_keys = OFF; " + set + "-7" + where + before + ";" + set + before + where + row + ";" + set + row + where + "-7"),
                 altered, table.name, other);
  }
}

TEST_F(Journal, NamesARowThatCeasedToBeKnownUnseen) {
  unguard();
  const std::string live = std::to_string(number("SELECT min(row) FROM parties WHERE revision_to IS NULL"));
  EXPECT_FAULT(first_after("UPDATE parties SET revision_to = 1, superseded_at = '2019-09-16T00:00:00Z' WHERE row = " + live), altered, "parties",
               std::stoll(live));
  const std::string closed = std::to_string(number("SELECT row FROM parties WHERE revision_to IS NOT NULL"));
  EXPECT_FAULT(first_after("UPDATE parties SET revision_to = NULL, superseded_at = NULL WHERE row = " + closed), altered, "parties", std::stoll(closed));
  EXPECT_FAULT(first_after("UPDATE parties SET superseded_at = '2018-01-01T00:00:00Z' WHERE row = " + closed), altered, "parties", std::stoll(closed));
}

TEST_F(Journal, NamesRowsThatWereRemovedAddedOrPutInAnothersPlace) {
  unguard();
  EXPECT_FAULT(first_after("DELETE FROM entries WHERE row = 7"), removed, "entries", 7);
  const int64_t last = number("SELECT max(row) FROM permits");
  EXPECT_FAULT(first_after("DELETE FROM permits WHERE row = " + std::to_string(last)), removed, "permits", last);
  EXPECT_FAULT(first_after("INSERT INTO permits (party, target, document, recorded_at, revision_from) VALUES (1, '*', 'x', '2019-09-16T00:00:00Z', 1)"), added,
               "permits", last + 1);
  EXPECT_FAULT(first_after("UPDATE entries SET row = -1 WHERE row = 8"), added, "entries", -1);
  EXPECT_FAULT(first_after("UPDATE parties SET row = 0 WHERE row = 3; UPDATE parties SET row = 3 WHERE row = 4; UPDATE parties SET row = 4 WHERE row = 0"),
               altered, "parties", 3);
  EXPECT_FAULT(first_after("INSERT INTO entry_responsible VALUES (5, 1)"), altered, "entries", 5);
}

TEST_F(Journal, NamesItsOwnRowsThatWereAlteredRemovedOrReordered) {
  unguard();
  for (const char* change :
       {"revision = revision + 1", "subject = 'holdings'", "row = row + 1", "operation = 'supersede'", "content = randomblob(32)", "chain = randomblob(32)"}) {
    EXPECT_FAULT(first_after(std::string("UPDATE journal SET ") + change + " WHERE sequence = 100"), altered, "journal", 100);
  }
  EXPECT_FAULT(first_after("DELETE FROM journal WHERE sequence = 100"), removed, "journal", 100);
  EXPECT_FAULT(first_after("UPDATE journal SET sequence = 0 WHERE sequence = 100; UPDATE journal SET sequence = 100 WHERE sequence = 101;"
                           "UPDATE journal SET sequence = 101 WHERE sequence = 0"),
               altered, "journal", 100);
  const int64_t last = number("SELECT max(sequence) FROM journal");
  EXPECT_FAULT(first_after("INSERT INTO journal SELECT sequence + 1, revision, subject, row, operation, content, chain FROM journal WHERE sequence = " +
                           std::to_string(last)),
               altered, "journal", last + 1);
}

// Somebody who cuts the last revision off with everything in it leaves a whole journal behind, unless it was seen before.
TEST_F(Journal, ACutTailIsFoundByACheckpoint) {
  const seal::PrivateKey key = seal::make_key(seal::Purpose::signing);
  const std::string text = journal::write({verify().head, "2019-10-01T00:00:09Z"}, key);
  const journal::Checkpoint checkpoint = expect_value(journal::read(text, seal::public_key_of(key)));
  EXPECT_TRUE(verify(checkpoint).whole());
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", "id,kind,name\n410397197007100703,person,丁\n");
  }
  EXPECT_TRUE(verify(checkpoint).whole());  // what comes later does not trouble it

  unguard();
  const std::string revision = std::to_string(number("SELECT max(revision) - 2 FROM revisions"));
  std::string cut;
  for (const char* table : {"parties", "relations", "entries", "permits", "retentions", "holdings", "events", "documents", "findings"}) {
    cut += std::string("DELETE FROM ") + table + " WHERE revision_from > " + revision + ";UPDATE " + table +
           " SET revision_to = NULL, superseded_at = NULL WHERE revision_to > " + revision + ";";
  }
  for (const char* table : {"sources", "identifiers"}) cut += std::string("DELETE FROM ") + table + " WHERE revision_from > " + revision + ";";
  run(cut + "DELETE FROM journal WHERE revision > " + revision + "; DELETE FROM revisions WHERE revision > " + revision);
  // Indexes follow from the rows, and are made anew by who wants it so.
  EXPECT_FALSE(verify().whole());
  {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 0));
    EXPECT_TRUE(expect_value(safekeeping::mend_index(database)));
  }
  EXPECT_TRUE(verify().whole());
  const Verification found = verify(checkpoint);
  ASSERT_EQ(found.fault_count, 1U);
  EXPECT_EQ(found.faults[0].kind, Tampering::cut);
}

// Bytes of the file itself: a row says something else then, or cannot be read, or was lost, and verify never calls that whole.
class JournalBytes : public Journal {
 protected:
  void SetUp() override {
    Scratch::SetUp();
    Registry registry = make();
    (void)take(registry, "parties.csv", "id,kind,name\n410397197005020013,person,甲\n410397197007100703,person,乙\n");
    (void)take(registry, "relations.csv", "holder,role,organisation,from,to,share\n410397197005020013,director,91410397000000001X,2018-01-01,,\n");
    (void)take(registry, "entries.csv", kEntryHeader + "（2019）豫0397执1号,410397197005020013,法院,2019/1/1,,,,true,410397197007100703\n");
    (void)take(registry, "entries.csv", kEntryHeader + "（2019）豫0397执1号,410397197005020013,法院,2019-01-01,,,2019-09-01,true,\n");
    (void)take(registry, "permits.csv", "party,target,from,to,document\n410397197005020013,*,2019-02-01,,某1号\n");
    (void)take(registry, "holdings.ndjson", R"({"id":"H1","party":"410397197005020013","matter":"honour","from":null,"to":null,"fields":{"a":1}})");
    (void)take(registry, "events.csv", "case_no,party,kind,on\n（2019）豫0397执1号,410397197005020013,risk_notice,2019-01-02\n");
    (void)take(registry, "documents.csv", "document,party\nE12345678,410397197005020013\n");
    (void)take(registry, "retentions.csv", "case_no,party,measure,until,basis\n（2019）豫0397执1号,410397197005020013,luxury_lodging,2030-06-30,刑罚执行\n");
    put_rows_of_tables_without_files();
    std::vector<journal::Decision> decisions(1);
    decisions[0].recorded_at = "2019-10-01T00:00:30Z";
    decisions[0].request = "{}";
    decisions[0].answer = "{}";
    decisions[0].revision = 1;
    ASSERT_TRUE(registry.record(decisions));
  }

  std::string rows_of(const std::string& table) const {
    sqlite3* db = nullptr;
    EXPECT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
    std::string out;
    const auto collect = [](void* to, int count, char** values, char**) {
      for (int i = 0; i < count; ++i) static_cast<std::string*>(to)->append(values[i] == nullptr ? "-" : values[i]).append("|");
      return 0;
    };
    EXPECT_EQ(sqlite3_exec(db, ("SELECT * FROM " + table).c_str(), collect, &out, nullptr), SQLITE_OK) << table;
    sqlite3_close(db);
    return out;
  }
};

TEST_F(JournalBytes, AnyChangedByteOfARowIsFound) {
  run("PRAGMA wal_checkpoint(TRUNCATE)");
  const std::string whole = slurp(path("r.db"));
  ASSERT_TRUE(verify().whole());
  constexpr size_t kPage = 4096;
  size_t tried = 0, unreadable = 0, meaningless = 0;
  for (const char* table : {"journal", "parties", "relations", "entries", "permits", "holdings", "events", "documents", "identifiers", "revisions", "sources",
                            "journal_decisions", "retentions", "findings", "reviews", "accounts", "settings", "spoken", "full_lists"}) {
    const size_t page = static_cast<size_t>(number("SELECT rootpage FROM sqlite_schema WHERE name = '" + std::string(table) + "'") - 1) * kPage;
    const auto at = [&](size_t i) { return static_cast<size_t>(static_cast<unsigned char>(whole[page + i])); };
    std::vector<size_t> leaves;
    if (at(0) == 13) leaves.push_back(page);  // the table is one leaf
    if (at(0) == 5) {
      for (size_t i = 0; i < at(3) * 256 + at(4); ++i) {
        const size_t cell = at(12 + 2 * i) * 256 + at(13 + 2 * i);
        leaves.push_back((at(cell + 2) * 256 + at(cell + 3) - 1) * kPage);
      }
    }
    ASSERT_FALSE(leaves.empty()) << table;
    std::ofstream(path("r.db"), std::ios::binary) << whole;
    const std::string before = rows_of(table);
    const size_t leaf = leaves.front();
    const auto in_leaf = [&](size_t i) { return static_cast<size_t>(static_cast<unsigned char>(whole[leaf + i])); };
    // Cells fill the page from its end without gaps, for no row was ever taken away.
    const size_t first = in_leaf(5) * 256 + in_leaf(6);
    for (size_t i = first; i < kPage; ++i) {
      if (std::string_view(table) == "journal" && i % 5 != 0) continue;  // a page full of like rows
      std::string bytes = whole;
      bytes[leaf + i] = static_cast<char>(bytes[leaf + i] ^ (1 << (i % 8)));
      std::ofstream(path("r.db"), std::ios::binary) << bytes;
      auto registry = Registry::open(path("r.db"), {});
      auto found = registry ? registry->verify() : Result<Verification>(registry.error());
      ++tried;
      if (!found) {
        ++unreadable;
      } else if (found->whole()) {
        // A cell may be said to be longer than its row, and the place of the row's number holds nothing that is read.
        EXPECT_EQ(rows_of(table), before) << table << " byte " << i << " of its page";
        ++meaningless;
      }
    }
  }
  EXPECT_GT(tried, 2000U);
  EXPECT_LT(unreadable, tried / 20);  // almost everywhere the row is named
  EXPECT_LT(meaningless, tried / 50);
}

TEST_F(Journal, ACheckpointIsTheSignersAlone) {
  const seal::PrivateKey key = seal::make_key(seal::Purpose::signing);
  const std::string text = journal::write({verify().head, "2019-10-01T00:00:09Z"}, key);
  EXPECT_EQ(journal::read(text, seal::public_key_of(seal::make_key(seal::Purpose::signing))).error().code, "checkpoint.signature");
  for (size_t i = 0; i < text.size(); ++i) {
    std::string altered = text;
    altered[i] = static_cast<char>(altered[i] ^ 1);
    EXPECT_FALSE(journal::read(altered, seal::public_key_of(key))) << i;
    EXPECT_FALSE(journal::read(text.substr(0, i), seal::public_key_of(key))) << i;
  }
}

// A day's decisions come one by one, each under the same revision, and each needs the digest of its facts.
TEST_F(Journal, TheDigestOfAnyRevisionsFactsIsFoundInAFewStepsHoweverManyDecisionsStandBehindThem) {
  Registry registry = reopen();
  const auto digests = [&] {
    std::vector<std::string> out;
    for (int64_t revision = 0; revision <= 7; ++revision) out.push_back(expect_value(registry.facts_digest(revision)));
    return out;
  };
  const std::vector<std::string> before = digests();
  const auto decide = [&] {
    std::vector<journal::Decision> decisions(2000);
    for (journal::Decision& decision : decisions) {
      decision.recorded_at = "2019-10-01T00:00:30Z";
      decision.request = decision.answer = "{}";
      decision.revision = 3;
    }
    ASSERT_TRUE(registry.record(decisions));
    EXPECT_EQ(decisions.back().facts_digest, before[3]);
  };
  decide();
  EXPECT_EQ(digests(), before);
  seconds_ = 40;
  (void)take(registry, "parties.csv", "id,kind,name\n410397197005020013,person,丁\n");
  decide();
  const std::vector<std::string> after = digests();
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + 6, after.begin()));
  EXPECT_NE(after[6], before[6]);
  int steps = 0;
  sqlite3_progress_handler(
      registry.database().handle(), 1,
      [](void* count) {
        ++*static_cast<int*>(count);
        return 0;
      },
      &steps);
  EXPECT_EQ(expect_value(registry.facts_digest(6)), after[6]);
  EXPECT_EQ(expect_value(registry.facts_digest(5)), after[5]);
  sqlite3_progress_handler(registry.database().handle(), 0, nullptr, nullptr);
  EXPECT_LT(steps, 2000);
  std::vector<int64_t> numbers;
  ASSERT_TRUE(registry
                  .each_decision({},
                                 [&](const journal::Decision& decision) -> Result<void> {
                                   numbers.push_back(decision.number);
                                   return numbers.size() == 2001 ? Result<void>(Error{"enough", ""}) : Result<void>();
                                 })
                  .has_value() == false);
  EXPECT_EQ(numbers.size(), 2001U);
}

}  // namespace
}  // namespace plumb::registry
