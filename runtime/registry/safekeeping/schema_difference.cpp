#include <map>
#include <utility>

#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/schema.hpp"

namespace plumb::registry::safekeeping {

namespace {

// Type and name → the words that made it. What SQLite makes by itself follows from these.
using Schema = std::map<std::pair<std::string, std::string>, std::string>;

Result<Schema> schema_of(Database& database) {
  auto things = database.prepare("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite!_%' ESCAPE '!'");
  if (!things) return things.error();
  Schema schema;
  int status = things->step();
  for (; status == SQLITE_ROW; status = things->step()) schema[{std::string(things->text(0)), std::string(things->text(1))}] = things->text(2);
  if (status != SQLITE_DONE) return database.error();
  return schema;
}

Result<Schema> schema_made(int64_t version) {
  auto made = Database::open(":memory:", Database::Mode::create, 0);
  if (!made) return made.error();
  if (auto done = create_schema(*made, version); !done) return done.error();
  return schema_of(*made);
}

}  // namespace

Result<int64_t> schema_found(Database& database) {
  const auto found = schema_of(database);
  if (!found) return found.error();
  for (int64_t version = schema_version(); version >= 1; --version) {
    const auto expected = schema_made(version);
    if (!expected) return expected.error();
    if (*found == *expected) return version;
  }
  return 0;
}

Result<std::vector<Damage>> schema_difference(Database& database) {
  const auto expected = schema_made(schema_version());
  const auto found = schema_of(database);
  if (!expected) return expected.error();
  if (!found) return found.error();
  std::vector<Damage> damages;
  for (const auto& [thing, sql] : *expected) {
    const auto at = found->find(thing);
    if (at == found->end())
      damages.push_back({"schema", thing.second, 0, "missing"});
    else if (at->second != sql)
      damages.push_back({"schema", thing.second, 0, "changed"});
  }
  for (const auto& [thing, sql] : *found) {
    if (!expected->contains(thing)) damages.push_back({"schema", thing.second, 0, "added"});
  }
  return damages;
}

}  // namespace plumb::registry::safekeeping
