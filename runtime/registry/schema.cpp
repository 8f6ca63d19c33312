#include "runtime/registry/schema.hpp"

#include <mutex>
#include <string>
#include <vector>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/migrations.hpp"

namespace plumb::registry {

namespace {

// A table may be dropped and another take its name, with everything that refers to it left as it is. Not to be begun in a transaction; what
// refers to nothing is looked for before it commits.
constexpr const char* kTablesReplaced = "PRAGMA foreign_keys = OFF; PRAGMA legacy_alter_table = ON";
constexpr const char* kTablesKept = "PRAGMA foreign_keys = ON; PRAGMA legacy_alter_table = OFF";

// REQUIRES: upto is a version that there is, the newest unless from is 0: nothing is recorded yet.
Result<void> migrate_replacing(Database& database, int64_t from, int64_t upto) {
  std::vector<Migration> steps = migrations();
  steps.resize(static_cast<size_t>(upto));
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  if (from != 0) {
    // Somebody else may have brought it up to date while this waited.
    const auto by_now = database.number("PRAGMA user_version");
    if (!by_now) return by_now.error();
    if (*by_now >= upto) return {};
    from = *by_now;
  }
  // All SQL first: what takes code reads and writes by the shapes of today.
  for (size_t step = static_cast<size_t>(from); step < steps.size(); ++step) {
    if (auto done = database.run(steps[step].sql); !done) return done;
  }
  for (size_t step = static_cast<size_t>(from); step < steps.size(); ++step) {
    if (steps[step].before == nullptr || from == 0) continue;
    if (auto done = steps[step].before(database); !done) return done;
  }
  for (size_t step = static_cast<size_t>(from); step < steps.size(); ++step) {
    if (steps[step].then != nullptr && from != 0) {
      if (auto done = steps[step].then(database); !done) return done;
    }
    if (steps[step].after == nullptr) continue;
    if (auto done = database.run(steps[step].after); !done) return done;
  }
  if (from != 0) {
    const auto dangling = database.number("SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)");
    if (!dangling) return dangling.error();
    if (*dangling != 0) return failure("registry.corrupt", "foreign_key_check");
  }
  if (auto done = database.run("PRAGMA user_version = " + std::to_string(steps.size())); !done) return done;
  return transaction->commit();
}

// As migrate_replacing.
Result<void> migrate(Database& database, int64_t from, int64_t upto) {
  if (auto done = database.run(kTablesReplaced); !done) return done;
  auto migrated = migrate_replacing(database, from, upto);
  // A connection that does not look after references again writes nothing more.
  if (auto done = database.run(kTablesKept); !done) return migrated ? done : migrated;
  return migrated;
}

}  // namespace

int64_t schema_version() { return static_cast<int64_t>(migrations().size()); }

Result<void> create_schema(Database& database) { return create_schema(database, schema_version()); }

Result<void> create_schema(Database& database, int64_t version) {
  // WAL lets departments read while an import writes; it is kept in the file, so readers need not ask for it.
  if (auto done = database.run("PRAGMA journal_mode = WAL; PRAGMA application_id = " + std::to_string(kApplicationId)); !done) return done;
  return migrate(database, 0, version);
}

Result<SchemaWords> schema_of(Database& database) {
  auto things = database.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'");
  if (!things) return things.error();
  SchemaWords words;
  int status = things->step();
  for (; status == SQLITE_ROW; status = things->step()) words[{std::string(things->text(0)), std::string(things->text(1))}] = things->text(2);
  if (status != SQLITE_DONE) return database.error();
  return words;
}

// A version's words never change, and to make them costs as much as to make a registry: once in the life of the program.
Result<SchemaWords> schema_of_version(int64_t version) {
  static std::mutex at_once;
  static std::map<int64_t, SchemaWords> known;
  const std::scoped_lock alone(at_once);
  if (const auto found = known.find(version); found != known.end()) return found->second;
  auto made = Database::open(":memory:", Database::Mode::create, 0);
  if (!made) return made.error();
  if (auto done = create_schema(*made, version); !done) return done.error();
  auto words = schema_of(*made);
  if (words) known.emplace(version, *words);
  return words;
}

Result<int64_t> schema_found(Database& database) {
  const auto found = schema_of(database);
  if (!found) return found.error();
  for (int64_t version = schema_version(); version >= 1; --version) {
    const auto expected = schema_of_version(version);
    if (!expected) return expected.error();
    if (*found == *expected) return version;
  }
  return 0;
}

namespace {

// The version that the file says. Tables of another would be migrated by steps that are not theirs. Both are read at one moment, since others may
// migrate it.
Result<int64_t> version_said(Database& database, const std::string& name) {
  const auto moment = Transaction::begin(database, Transaction::Kind::read);
  if (!moment) return moment.error();
  const auto version = database.number("PRAGMA user_version");
  if (!version) return version.error();
  if (*version > schema_version()) return failure("registry.newer", name);
  if (*version < 1) return failure("registry.foreign", name);
  const auto words = schema_of(database), said = schema_of_version(*version);
  if (!words) return words.error();
  if (!said) return said.error();
  if (*words == *said) return *version;
  const auto found = schema_found(database);
  if (!found) return found.error();
  if (*found == 0) return *version;
  return failure("registry.version_altered", name + ": " + std::to_string(*version) + ", " + std::to_string(*found));
}

}  // namespace

Result<int64_t> adopt_schema(Database& database, const std::string& name, bool may_migrate) {
  const auto application = database.number("PRAGMA application_id");
  if (!application) return application.error();
  if (*application != kApplicationId) return failure("registry.foreign", name);
  auto version = database.number("PRAGMA user_version");
  if (!version || *version == schema_version()) return version;
  version = version_said(database, name);
  if (!version || *version == schema_version()) return version;
  if (!may_migrate) return failure("registry.older", name);
  const auto done = migrate(database, *version, schema_version());
  return done ? version : done.error();
}

}  // namespace plumb::registry
