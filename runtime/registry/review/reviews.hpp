// What persons said of pairs: the rows of `reviews` ↔ one answer about identity and one about control, each with who gave it.
//
// A row is about an ordered pair: of identity the smaller identifier is first, of control the holder. Where the two matters meet on one
// ordered pair its verdict has two words: what this row says, and behind it what an earlier row said of the other matter and still
// holds (“not_controls different”). So neither takes the other's place, and who said which is in the row that begins with it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

enum class Matter : uint8_t { identity, control };

// What a person said of a pair.
struct Review {
  std::string verdict;  // same, different, controls, not_controls
  std::string by, on, reason;
  friend bool operator==(const Review&, const Review&) = default;
};

// A verdict as it is stored. Views into that text.
struct StoredVerdict {
  std::string_view said;
  std::string_view standing;  // of the other matter; empty: nothing
  // The answer about a matter; empty: none.
  std::string_view about(Matter matter) const;
  // Whether it says that the two are different parties: also by saying that the one does or does not control the other.
  bool tells_apart() const;
};
// Nothing where it is none. Pure; any thread.
std::optional<StoredVerdict> stored_verdict(std::string_view text);
Matter matter_of(std::string_view word);

struct ToldReview {
  std::string a, b;  // as they were given: of control the holder first
  int64_t row = 0;   // in which it was said; later ones are greater
  Review review;
};

// The answers that stand at a revision (one_party.hpp's kNow: now), in the order in which they were given. In the caller's transaction;
// one thread. Errors: registry.corrupt.
Result<std::vector<ToldReview>> reviews_at(Database& database, int64_t revision);

}  // namespace plumb::registry
