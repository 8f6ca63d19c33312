// Which identifiers bindings make one party, as known at a revision: the one way in which this folder follows bindings.
//
// The same parties as facts are read by (facts::principals): bindings are followed up and down, through chains and round circles. In the
// caller's transaction; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// The beginning of a statement: `one(number)`, the numbers of the party that the identifier ?1 is one of, as known now.
inline constexpr const char* kOnePartyNow =
    "WITH RECURSIVE one(number) AS (SELECT number FROM identifiers WHERE number = (SELECT identifier_number(?1))"
    " UNION SELECT d.party FROM documents d JOIN one ON d.document = one.number WHERE d.revision_to IS NULL"
    " UNION SELECT d.document FROM documents d JOIN one ON d.party = one.number WHERE d.revision_to IS NULL) ";

inline constexpr int64_t kNow = INT64_MAX;  // as a revision: what is known now

// The numbers of all identifiers of the party that `id` is one of, joined by commas, as SQL takes them; empty where the registry does
// not hold it.
Result<std::string> numbers_of_one_party(Database& database, std::string_view id, int64_t revision);

// SQL that selects the live rows of `parties` of these numbers, given as above.
std::string live_parties_sql(const std::string& numbers);

struct OneParty {
  std::string numbers;  // as above
  std::vector<std::pair<int64_t, std::string>> identifiers;
  std::string end;        // where bindings lead: the one identifier that is bound to none; of a circle its first by text
  std::string principal;  // under which the bearer is known: the end, or where that is masked the first exact one, if there is one

  bool has(std::string_view id) const;
};
// REQUIRES: the registry holds `id`.
Result<OneParty> one_party(Database& database, std::string_view id, int64_t revision);

// What a document is bound to, as known now; nothing: to nobody.
Result<std::optional<std::string>> bearer_of(Database& database, std::string_view document);

// The parties known now that have more than one identifier: the number and text of each.
Result<std::vector<std::vector<std::pair<int64_t, std::string>>>> bound_parties(Database& database);

}  // namespace plumb::registry
