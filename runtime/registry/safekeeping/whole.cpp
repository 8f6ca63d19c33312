#include "runtime/registry/safekeeping/whole.hpp"

#include "runtime/registry/journal/verify.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/schema.hpp"

namespace plumb::registry::safekeeping {

Result<bool> is_whole(Database& database, const State& state, const std::function<void(uint64_t, uint64_t)>& progress) {
  {
    auto pages = database.prepare("PRAGMA integrity_check(1)");
    if (!pages) return pages.error();
    if (pages->step() != SQLITE_ROW) return database.error();
    if (pages->text(0) != "ok") return false;
  }
  const auto references = database.number("SELECT EXISTS (SELECT 1 FROM pragma_foreign_key_check)");
  if (!references) return references.error();
  if (*references != 0) return false;
  // Guards that are gone, or things that were put there, would be the restored registry's too. Which they must be is seen in the
  // tables: a backup that calls itself older than it is would not be asked for its journal.
  const auto version = schema_found(database);
  if (!version) return version.error();
  if (*version != state.schema) return false;
  if (*version < kFirstSchemaWithJournal) return true;
  const auto verified = journal::verify(database, progress);
  if (!verified) return verified.error();
  if (!verified->whole()) return false;
  for (const IndexByCode index : kIndexesByCode) {
    if (*version < first_schema_with(index)) continue;
    const auto difference = index_difference(database, index);
    if (!difference) return difference.error();
    if (difference->damage_count != 0) return false;
  }
  return true;
}

}  // namespace plumb::registry::safekeeping
