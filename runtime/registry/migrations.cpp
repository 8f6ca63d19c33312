#include "runtime/registry/migrations.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "runtime/registry/case_spelling.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/journal/adopt.hpp"
#include "runtime/registry/live_index.hpp"
#include "runtime/registry/step_kinds.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

namespace {

struct FactTable {
  const char* name;
  std::vector<const char*> columns;  // "name TYPE constraints"
  const char* key;                   // expressions that identify a live row
};

std::string column_name(std::string_view definition) { return std::string(definition.substr(0, definition.find(' '))); }

// The table, its index of live rows, the index that following reads changes by, and its two guards.
std::string fact_table(const FactTable& table) {
  const std::string name = table.name;
  std::string sql = "CREATE TABLE " + name + " (\n  row INTEGER PRIMARY KEY";
  std::string frozen = "row";
  for (const char* column : table.columns) {
    sql.append(",\n  ").append(column);
    frozen.append(", ").append(column_name(column));
  }
  sql +=
      ",\n  originals TEXT,\n  recorded_at TEXT NOT NULL,\n  superseded_at TEXT,\n"
      "  revision_from INTEGER NOT NULL REFERENCES revisions(revision),\n  revision_to INTEGER REFERENCES revisions(revision),\n"
      "  CHECK ((superseded_at IS NULL) = (revision_to IS NULL))\n) STRICT;\n";
  frozen += ", originals, recorded_at, revision_from";
  sql += "CREATE UNIQUE INDEX " + name + "_live ON " + name + " (" + table.key + ") WHERE revision_to IS NULL;\n";
  sql += "CREATE TRIGGER " + name + "_kept BEFORE DELETE ON " + name + " BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;\n";
  sql += "CREATE TRIGGER " + name + "_frozen BEFORE UPDATE OF " + frozen + " ON " + name + " BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;\n";
  sql += "CREATE TRIGGER " + name + "_closed_once BEFORE UPDATE OF superseded_at, revision_to ON " + name +
         " WHEN OLD.revision_to IS NOT NULL BEGIN SELECT RAISE(ABORT, 'facts are superseded once'); END;\n";
  return sql;
}

std::string append_only(const std::string& name) {
  return "CREATE TRIGGER " + name + "_kept BEFORE DELETE ON " + name + " BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;\n" + "CREATE TRIGGER " +
         name + "_frozen BEFORE UPDATE ON " + name + " BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;\n";
}

// Migration 1. Identifiers are kept apart from what is recorded about parties: every table may name somebody of whom
// nothing else is known. `findings` holds what was kept aside for the court. `resumptions` is working state, no fact.
std::string first_migration() {
  std::string sql = R"(
CREATE TABLE revisions (
  revision INTEGER PRIMARY KEY,
  recorded_at TEXT NOT NULL,
  cause TEXT NOT NULL,
  synchronised TEXT
) STRICT;
CREATE TABLE identifiers (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  check_digit_holds INTEGER NOT NULL CHECK (check_digit_holds IN (0, 1)),
  revision_from INTEGER NOT NULL REFERENCES revisions(revision)
) STRICT;
CREATE TABLE changes (
  sequence INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL REFERENCES revisions(revision),
  fact_table TEXT NOT NULL,
  row INTEGER NOT NULL,
  operation TEXT NOT NULL CHECK (operation IN ('add', 'supersede'))
) STRICT;
CREATE INDEX changes_revision ON changes (revision);
CREATE VIEW change_log AS
  SELECT c.sequence, c.revision, r.recorded_at, c.fact_table, c.row, c.operation FROM changes c JOIN revisions r USING (revision);
CREATE TABLE resumptions (
  source TEXT PRIMARY KEY,
  rows_done INTEGER NOT NULL
) STRICT;
)";
  const char* const kParty = "party INTEGER NOT NULL REFERENCES identifiers(number)";
  const FactTable tables[] = {
      {"parties", {kParty, "kind TEXT", "name TEXT", "sector TEXT"}, "party"},
      {"relations",
       {"holder INTEGER NOT NULL REFERENCES identifiers(number)", "role TEXT NOT NULL", "organisation INTEGER NOT NULL REFERENCES identifiers(number)",
        "valid_from TEXT", "valid_to TEXT", "share TEXT"},
       "organisation, holder, role, ifnull(valid_from, '')"},
      {"entries",
       {"case_no TEXT NOT NULL",
        kParty,
        "court TEXT",
        "published_on TEXT NOT NULL",
        "expires_on TEXT",
        "ground_on TEXT",
        "removed_on TEXT",
        "publishable INTEGER NOT NULL CHECK (publishable IN (0, 1))",
        "filed_on TEXT",
        "basis_no TEXT",
        "basis_unit TEXT",
        "duty TEXT",
        "performance TEXT",
        "conduct TEXT",
        "performed_part TEXT",
        "unperformed_part TEXT",
        "name TEXT",
        "age TEXT",
        "gender TEXT",
        "legal_representative TEXT",
        "decision_no TEXT",
        "served_on TEXT",
        "removal_kind TEXT",
        "removal_ground TEXT",
        "unit TEXT",
        "objection TEXT"},
       "case_no, party, published_on"},
      {"permits",
       {kParty, "target TEXT NOT NULL", "valid_from TEXT", "valid_to TEXT", "document TEXT NOT NULL"},
       "party, target, ifnull(valid_from, ''), document"},
      {"retentions",
       {"case_no TEXT NOT NULL", kParty, "measure TEXT NOT NULL", "until TEXT NOT NULL", "basis TEXT NOT NULL"},
       "case_no, party, measure, until, basis"},
      {"holdings", {"holding_id TEXT NOT NULL", kParty, "matter TEXT NOT NULL", "valid_from TEXT", "valid_to TEXT", "fields TEXT"}, "holding_id"},
      {"findings", {"kind TEXT NOT NULL", "subject TEXT NOT NULL", kParty, "detail TEXT NOT NULL"}, "kind, subject"},
  };
  for (const FactTable& table : tables) sql += fact_table(table);
  sql += R"(
CREATE TABLE entry_responsible (
  entry INTEGER NOT NULL REFERENCES entries(row),
  party INTEGER NOT NULL REFERENCES identifiers(number),
  PRIMARY KEY (entry, party)
) STRICT, WITHOUT ROWID;
)";
  for (const char* name : {"revisions", "identifiers", "changes", "entry_responsible"}) sql += append_only(name);
  return sql;
}

// What may be emptied once an erasure of it stands in journal_erasures, and nothing else may. `may_name`: also texts that may name the person, as
// from migration 5 on, of reviews from 6. `added`: also columns of later schemas, which those before do not have.
std::string guards(const TableShape& shape, bool may_name, bool added = false) {
  const std::string name = shape.name;
  std::string frozen = "row", erasable = "originals";
  for (const Column& column : shape.columns) {
    if (column.type == ColumnType::identifiers || (column.added && !added)) continue;
    (column.personal && (may_name || !column.may_name) ? erasable : frozen).append(", ").append(column.sql);
  }
  frozen += ", recorded_at, revision_from, source, source_row";
  return "CREATE TRIGGER " + name + "_kept BEFORE DELETE ON " + name + " BEGIN SELECT RAISE(ABORT, 'facts are never deleted'); END;\n" + "CREATE TRIGGER " +
         name + "_frozen BEFORE UPDATE OF " + frozen + " ON " + name + " BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;\n" + "CREATE TRIGGER " +
         name + "_erased BEFORE UPDATE OF " + erasable + " ON " + name + " WHEN NOT EXISTS (SELECT 1 FROM journal_erasures WHERE subject = '" + name +
         "' AND row = OLD.row) BEGIN SELECT RAISE(ABORT, 'facts are never changed'); END;\n" + "CREATE TRIGGER " + name +
         "_closed_once BEFORE UPDATE OF superseded_at, revision_to ON " + name +
         " WHEN OLD.revision_to IS NOT NULL BEGIN SELECT RAISE(ABORT, 'facts are superseded once'); END;\n";
}

// The tables of facts that migration 2 adds: where each of table.cpp's columns goes, and by what a live row is found.
std::string fact_table_with_source(const FactTable& table) {
  const std::string name = table.name;
  std::string sql = "CREATE TABLE " + name + " (\n  row INTEGER PRIMARY KEY";
  for (const char* column : table.columns) sql.append(",\n  ").append(column);
  sql +=
      ",\n  originals TEXT,\n  recorded_at TEXT NOT NULL,\n  superseded_at TEXT,\n"
      "  revision_from INTEGER NOT NULL REFERENCES revisions(revision),\n  revision_to INTEGER REFERENCES revisions(revision),\n"
      "  source INTEGER REFERENCES sources(source),\n  source_row INTEGER,\n"
      "  CHECK ((superseded_at IS NULL) = (revision_to IS NULL))\n) STRICT;\n";
  return sql + "CREATE UNIQUE INDEX " + name + "_live ON " + name + " (" + table.key + ") WHERE revision_to IS NULL;\n";
}

// Tables of facts that migration 2 knows; later ones come with their own.
constexpr size_t kTablesOfSecond = 12;

// Migration 2. The journal takes the place of `changes`; rows say from which source they come; identifiers have the keys by
// which personal values are bound (journal/content.hpp); more tables of facts. journal::adopt then writes the journal of
// what is there already.
std::string second_migration() {
  std::string sql = R"(
CREATE TABLE sources (
  source INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  format TEXT NOT NULL,
  digest TEXT NOT NULL,
  as_of TEXT,
  push TEXT,
  revision_from INTEGER NOT NULL REFERENCES revisions(revision)
) STRICT;
CREATE INDEX sources_digest ON sources (digest);
CREATE TABLE journal (
  sequence INTEGER PRIMARY KEY,
  revision INTEGER NOT NULL,
  subject TEXT NOT NULL,
  row INTEGER NOT NULL,
  operation TEXT NOT NULL,
  content BLOB NOT NULL CHECK (length(content) = 32),
  chain BLOB NOT NULL CHECK (length(chain) = 32)
) STRICT;
CREATE TABLE journal_decisions (
  decision INTEGER PRIMARY KEY,
  recorded_at TEXT NOT NULL,
  by_whom TEXT,
  party INTEGER REFERENCES identifiers(number),
  key BLOB CHECK (key IS NULL OR length(key) = 16),
  request TEXT,
  answer TEXT,
  options TEXT NOT NULL,
  ruleset TEXT NOT NULL,
  ruleset_version TEXT NOT NULL,
  ruleset_digest TEXT NOT NULL,
  revision INTEGER NOT NULL,
  facts TEXT NOT NULL
) STRICT;
CREATE INDEX journal_decisions_party ON journal_decisions (party);
CREATE TRIGGER journal_decisions_kept BEFORE DELETE ON journal_decisions BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
CREATE TRIGGER journal_decisions_frozen BEFORE UPDATE OF decision, recorded_at, by_whom, party, options, ruleset, ruleset_version, ruleset_digest, revision, facts
  ON journal_decisions BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
CREATE TABLE journal_erasures (
  erasure INTEGER PRIMARY KEY,
  subject TEXT NOT NULL,
  row INTEGER NOT NULL,
  field TEXT NOT NULL,
  commitment BLOB NOT NULL CHECK (length(commitment) = 32),
  ground TEXT NOT NULL,
  by_whom TEXT NOT NULL,
  document TEXT,
  recorded_at TEXT NOT NULL,
  revision_from INTEGER NOT NULL REFERENCES revisions(revision),
  UNIQUE (subject, row, field)
) STRICT;
CREATE TRIGGER journal_decisions_erased BEFORE UPDATE OF key, request, answer ON journal_decisions
  WHEN NOT EXISTS (SELECT 1 FROM journal_erasures WHERE subject = 'journal_decisions' AND row = OLD.decision)
  BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
ALTER TABLE identifiers ADD COLUMN key BLOB CHECK (key IS NULL OR length(key) = 16);
DROP TRIGGER identifiers_frozen;
CREATE TRIGGER identifiers_frozen BEFORE UPDATE OF number, check_digit_holds, revision_from ON identifiers
  BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
CREATE TRIGGER identifiers_erased BEFORE UPDATE OF id, key ON identifiers
  WHEN NOT (OLD.key IS NULL AND NEW.id = OLD.id) AND NOT EXISTS (SELECT 1 FROM journal_erasures WHERE subject = 'identifiers' AND row = OLD.number)
  BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
)";
  for (const char* name : {"parties", "relations", "entries", "permits", "retentions", "holdings", "findings"}) {
    const std::string table = name;
    sql += "ALTER TABLE " + table + " ADD COLUMN source INTEGER REFERENCES sources(source);\nALTER TABLE " + table +
           " ADD COLUMN source_row INTEGER;\nDROP TRIGGER " + table + "_kept;\nDROP TRIGGER " + table + "_frozen;\nDROP TRIGGER " + table + "_closed_once;\n";
  }
  const char* const kParty = "party INTEGER NOT NULL REFERENCES identifiers(number)";
  const FactTable tables[] = {
      {"events",
       {"case_no TEXT NOT NULL", kParty, "published_on TEXT", "kind TEXT NOT NULL", "on_day TEXT NOT NULL", "until TEXT", "by_whom TEXT", "document TEXT",
        "detail TEXT"},
       "case_no, party, kind, on_day, ifnull(by_whom, ''), ifnull(document, '')"},
      {"documents", {"document INTEGER NOT NULL REFERENCES identifiers(number)", kParty, "by_whom TEXT", "basis TEXT"}, "document"},
      {"reviews",
       {"party_a INTEGER NOT NULL REFERENCES identifiers(number)", "party_b INTEGER NOT NULL REFERENCES identifiers(number)", "verdict TEXT NOT NULL",
        "by_whom TEXT", "on_day TEXT", "reason TEXT"},
       "party_a, party_b"},
      {"accounts", {"name TEXT NOT NULL", "role TEXT NOT NULL", "department TEXT"}, "name"},
      {"settings", {"name TEXT NOT NULL", "value TEXT NOT NULL"}, "name"},
  };
  for (const FactTable& table : tables) sql += fact_table_with_source(table);
  for (size_t i = 0; i < kTablesOfSecond; ++i) sql += guards(shape(static_cast<Table>(i)), false);
  for (const char* name : {"sources", "journal", "journal_erasures"}) sql += append_only(name);
  return sql;
}

// Migration 3. `spoken` is working state, no fact: as of which day pushes last listed an entry and removed it, where that is another day than
// that of the row's source, so that a push of an earlier day that comes later overrides nothing. Entries are looked for by party, whatever the spelling of the case number.
const char* third_migration() {
  return R"(
CREATE TABLE spoken (
  entry INTEGER PRIMARY KEY REFERENCES entries(row),
  listed_as_of TEXT,
  removed_as_of TEXT
) STRICT;
CREATE INDEX entries_party ON entries (party) WHERE revision_to IS NULL;
)";
}

// Migration 4. `spoken` becomes a table of facts, found by an entry's key and not by its row, so that a correction of the entry keeps it and
// the journal binds it. Revisions say who acted, where the registry knows its people. Steps are looked for by party, as entries are,
// and two steps on one day about two listings are two.
std::string fourth_migration() {
  const FactTable spoken = {"spoken",
                            {"case_no TEXT NOT NULL", "party INTEGER NOT NULL REFERENCES identifiers(number)", "published_on TEXT NOT NULL",
                             "listed_as_of TEXT", "removed_as_of TEXT"},
                            "case_no, party, published_on"};
  return "ALTER TABLE revisions ADD COLUMN by_whom TEXT;\nALTER TABLE spoken RENAME TO spoken_of_rows;\n" + fact_table_with_source(spoken) +
         guards(shape(Table::spoken), false) + R"(CREATE INDEX events_party ON events (party) WHERE revision_to IS NULL;
CREATE INDEX documents_party ON documents (party) WHERE revision_to IS NULL;
DROP INDEX events_live;
CREATE UNIQUE INDEX events_live
  ON events (case_no, party, ifnull(published_on, ''), kind, on_day, ifnull(by_whom, ''), ifnull(document, '')) WHERE revision_to IS NULL;
)";
}

Result<void> move_spoken(Database& database) {
  {
    auto writer = FactWriter::begin_as_before(database, "migration");
    if (!writer) return writer.error();
    auto rows = database.prepare(
        "SELECT e.case_no, i.id, e.published_on, ifnull(k.listed_as_of, ''), ifnull(k.removed_as_of, '') FROM spoken_of_rows k JOIN entries e ON e.row = "
        "k.entry"
        " JOIN identifiers i ON i.number = e.party WHERE e.revision_to IS NULL AND i.key IS NOT NULL ORDER BY k.entry");
    if (!rows) return rows.error();
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      Row row;
      for (int column = 0; column < 5; ++column) row.values.push_back({std::string(rows->text(column)), !rows->text(column).empty()});
      if (auto done = writer->put(shape(Table::spoken), row); !done) return done.error();
    }
    if (status != SQLITE_DONE) return database.error();
    if (auto done = writer->finish(); !done) return done.error();
  }
  return {};
}

Result<void> move_to_facts(Database& database) {
  if (auto done = move_spoken(database); !done) return done;
  return respell_cases(database);
}

// Texts of this table that may name the person are bound by commitments from now on (table.hpp, may_name), and an erasure may empty them; rows of
// before stay bound as they were.
std::string guards_anew(const TableShape& table, bool added = false) {
  std::string sql;
  for (const char* guard : {"_kept", "_frozen", "_erased", "_closed_once"}) sql.append("DROP TRIGGER ").append(table.name).append(guard).append(";\n");
  return sql + guards(table, true, added);
}

// Migration 5: of every table that had such texts then.
std::string fifth_migration() {
  std::string sql;
  for (size_t i = 0; i < kTableCount; ++i) {
    const TableShape& table = shape(static_cast<Table>(i));
    const bool may_name = std::any_of(table.columns.begin(), table.columns.end(), [](const Column& column) { return column.may_name; });
    if (may_name && table.table != Table::reviews) sql += guards_anew(table);
  }
  return sql;
}

// Of migration 6: who said what two identifiers are to each other.
std::string may_name_reviews() { return guards_anew(shape(Table::reviews)); }

// Migration 6. Full pushes are remembered. Of those of before nothing is known but their days. Who reviewed may be named and erased.
std::string sixth_migration() {
  const FactTable full_lists = {
      "full_lists",
      {"as_of TEXT NOT NULL", "courts TEXT NOT NULL", "live TEXT NOT NULL", "absent TEXT NOT NULL", "share TEXT NOT NULL", "refused TEXT NOT NULL"},
      "as_of, courts"};
  return fact_table_with_source(full_lists) + guards(shape(Table::full_lists), true) + may_name_reviews();
}

// Migration 7. How a listing ended is the step's to say, who says so on what document.
std::string seventh_migration() { return "ALTER TABLE events ADD COLUMN removal_kind TEXT;\n" + guards_anew(shape(Table::events), true); }

// Migration 8. Identifiers are found by codes in sorted runs (identifier_index.hpp), and no more by an index of their texts: each call met all of
// it. SQLite drops the index of a UNIQUE column with its table alone. Guards as of migration 2: keys may still have to be given.
const char* eighth_migration() {
  return R"(
CREATE TABLE identifiers_of_before (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL,
  check_digit_holds INTEGER NOT NULL CHECK (check_digit_holds IN (0, 1)),
  revision_from INTEGER NOT NULL REFERENCES revisions(revision),
  key BLOB CHECK (key IS NULL OR length(key) = 16)
) STRICT;
INSERT INTO identifiers_of_before (number, id, check_digit_holds, revision_from, key)
  SELECT number, id, check_digit_holds, revision_from, key FROM identifiers ORDER BY number;
DROP TABLE identifiers;
ALTER TABLE identifiers_of_before RENAME TO identifiers;
CREATE TRIGGER identifiers_kept BEFORE DELETE ON identifiers BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
CREATE TRIGGER identifiers_frozen BEFORE UPDATE OF number, check_digit_holds, revision_from ON identifiers
  BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
CREATE TRIGGER identifiers_erased BEFORE UPDATE OF id, key ON identifiers
  WHEN NOT (OLD.key IS NULL AND NEW.id = OLD.id) AND NOT EXISTS (SELECT 1 FROM journal_erasures WHERE subject = 'identifiers' AND row = OLD.number)
  BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
CREATE TABLE identifier_runs (
  run INTEGER PRIMARY KEY CHECK (run BETWEEN 0 AND 255),
  codes INTEGER NOT NULL
) STRICT;
CREATE TABLE identifier_blocks (
  place INTEGER PRIMARY KEY,
  codes BLOB NOT NULL
) STRICT;
)";
}

Result<void> index_identifiers(Database& database) { return database.done(database.identifiers().rebuild()); }

// Migration 9. Live parties and relations are found by codes in sorted runs, too (live_index.hpp): of rows about those who were named before,
// each met a leaf of its own.
std::string ninth_migration() {
  std::string sql;
  const auto index = [&](const std::string& table, const std::string& one) {
    sql += "DROP INDEX IF EXISTS " + table + "_live;\n";  // without which it is brought up to date as well
    sql += "CREATE TABLE " + one + "_runs (\n  run INTEGER PRIMARY KEY CHECK (run BETWEEN 0 AND 255),\n  codes INTEGER NOT NULL\n) STRICT;\n";
    sql += "CREATE TABLE " + one + "_blocks (\n  place INTEGER PRIMARY KEY,\n  codes BLOB NOT NULL\n) STRICT;\n";
  };
  index("parties", "party");
  index("relations", "relation");
  return sql;
}

Result<void> index_live_rows(Database& database) {
  if (auto done = database.done(database.live_parties().rebuild()); !done) return done;
  return database.done(database.live_relations().rebuild());
}

// Once every identifier has its key, one may be destroyed, and none given.
const char* const kKeysGiven = R"(
DROP TRIGGER identifiers_erased;
CREATE TRIGGER identifiers_erased BEFORE UPDATE OF id, key ON identifiers
  WHEN NEW.key IS NOT NULL OR NOT EXISTS (SELECT 1 FROM journal_erasures WHERE subject = 'identifiers' AND row = OLD.number)
  BEGIN SELECT RAISE(ABORT, 'this table only grows'); END;
)";

// The log of changes, which the journal takes over from migration 2 on.
const char* const kJournalAdopted = R"(
DROP VIEW change_log;
DROP TABLE changes;
CREATE VIEW change_log AS
  SELECT j.sequence, j.revision, r.recorded_at, j.subject AS fact_table, j.row, j.operation FROM journal j JOIN revisions r USING (revision)
  WHERE j.subject NOT IN ('revisions', 'identifiers', 'sources') AND j.subject NOT LIKE 'journal%';
)";

}  // namespace

std::vector<Migration> migrations() {
  return {{first_migration()},
          {second_migration(), journal::adopt, kJournalAdopted},
          {third_migration()},
          {fourth_migration(), move_to_facts, "DROP TABLE spoken_of_rows"},
          {fifth_migration(), nullptr, kKeysGiven},
          {sixth_migration()},
          {seventh_migration(), move_kinds_to_steps},
          {eighth_migration(), nullptr, kKeysGiven, index_identifiers},
          {ninth_migration(), nullptr, nullptr, index_live_rows}};
}

}  // namespace plumb::registry
