#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/schema.hpp"

namespace plumb::registry::safekeeping {

Result<std::vector<Damage>> schema_difference(Database& database) {
  const auto expected = schema_of_version(schema_version());
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
