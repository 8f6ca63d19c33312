// Decisions that somebody asked to be remembered: the request, the answer, and digests of everything that the answer was made
// from, so that it can be taken again later and compared to the byte.
//
// A decision is no change of facts: it opens no revision, and its row in the journal stands under the newest one. Request and
// answer are somebody's own and have a key of their own, which erasing destroys.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/journal/content.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

struct Decision {
  int64_t number = 0;  // counted up by the registry
  std::string recorded_at;
  std::string by_whom;  // empty: not told
  std::string party;    // the identifier asked about in its normal form; empty where the request shows none in full
  std::string request;  // one line each
  std::string answer;
  std::string options;  // what else shaped the answer, as JSON
  std::string ruleset;  // its name, version and the digest of its meaning
  std::string ruleset_version;
  std::string ruleset_digest;
  int64_t revision = 0;      // of the facts that were read
  std::string facts_digest;  // the chain where that revision ends, hexadecimal; filled in here
  bool erased = false;       // request and answer are gone
};

// The identifier that a request line asks about, as it stands there; empty where it tells none. Pure.
std::string party_of_request(std::string_view request);

// Writes all in the caller's write transaction, and gives each its number.
Result<void> write(Database& database, std::vector<Decision>& decisions);

// The numbers of those that are asked for, by revision, then number.
struct DecisionFilter {
  std::optional<int64_t> number;
  std::string party;  // normal form, also of somebody whom the registry does not hold; empty: anybody
};
Result<std::vector<int64_t>> numbers(Database& database, const DecisionFilter& filter);
// REQUIRES: there is one of that number.
Result<Decision> read(Database& database, int64_t number);

// The numbers of decisions whose party the registry did not hold when they were taken, and that were asked about one of these
// identifiers, in their normal form.
Result<std::vector<int64_t>> asked_about(Database& database, const std::vector<std::string>& identifiers);

// The chain where a revision ends, hexadecimal.
Result<std::string> facts_digest(Database& database, int64_t revision);

}  // namespace plumb::registry::journal
