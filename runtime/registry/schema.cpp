#include "runtime/registry/schema.hpp"

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

Result<void> adopt_schema(Database& database, const std::string& name, bool may_migrate) {
  auto application = database.number("PRAGMA application_id");
  if (!application) return application.error();
  if (*application != kApplicationId) return failure("registry.foreign", name);
  auto version = database.number("PRAGMA user_version");
  if (!version) return version.error();
  if (*version > schema_version()) return failure("registry.newer", name);
  if (*version < 1) return failure("registry.foreign", name);
  if (*version == schema_version()) return {};
  return may_migrate ? migrate(database, *version, schema_version()) : failure("registry.older", name);
}

}  // namespace plumb::registry
