#include "runtime/registry/schema.hpp"

#include <span>
#include <string>
#include <vector>

#include "runtime/registry/failure.hpp"

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

// Numbered from 1; append only, since files in the field stand at any of them.
std::vector<std::string> migrations() { return {first_migration()}; }

Result<void> migrate(Database& database, int64_t from) {
  const std::vector<std::string> steps = migrations();
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  for (size_t step = static_cast<size_t>(from); step < steps.size(); ++step) {
    if (auto done = database.run(steps[step]); !done) return done;
  }
  if (auto done = database.run("PRAGMA user_version = " + std::to_string(steps.size())); !done) return done;
  return transaction->commit();
}

}  // namespace

int64_t schema_version() { return static_cast<int64_t>(migrations().size()); }

Result<void> create_schema(Database& database) {
  // WAL lets departments read while an import writes; it is kept in the file, so readers need not ask for it.
  if (auto done = database.run("PRAGMA journal_mode = WAL; PRAGMA application_id = " + std::to_string(kApplicationId)); !done) return done;
  return migrate(database, 0);
}

Result<void> adopt_schema(Database& database, const std::string& name, bool may_migrate) {
  auto application = database.number("PRAGMA application_id");
  if (!application) return application.error();
  if (*application != kApplicationId) return failure("registry.foreign", name);
  auto version = database.number("PRAGMA user_version");
  if (!version) return version.error();
  if (*version > schema_version()) return failure("registry.newer", name);
  if (*version < 1) return failure("registry.foreign", name);
  if (*version == schema_version()) return {};
  return may_migrate ? migrate(database, *version) : failure("registry.readonly", name);
}

}  // namespace plumb::registry
