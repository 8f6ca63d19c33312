// Identifiers with what is known of their bearers → pairs that may be one person or organisation, each with its reasons, for a
// person to confirm or refuse. No reason is a match, and none acts by itself: only exact identifiers decide. What converts
// without doubt (15-digit numbers, width, case) is no candidate; normalise() has done it. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/vocabulary.hpp"

namespace plumb::identity {

// What is known under one identifier. `id`: normal form; `name`: normalise_name's, empty where not known; `kind`: as recorded,
// else the identifier's form tells.
struct Known {
  std::string_view id;
  std::string_view name;
  std::optional<PartyKind> kind;
};

// From the strongest to the weakest.
enum class Reason : uint8_t {
  old_code,        // the organisation code stands in places 9 to 17 of the unified code
  swapped_digits,  // the same name; the numbers differ by two neighbours that changed places, and one is not valid
  one_digit,       // the same name; the numbers differ in one place, and one is not valid
  masked_number,   // one hides places; they agree in all that both show, eight or more
  name_and_birth,  // the same name, and the same day of birth by the number
  other_document,  // the same name with a document of another kind, or of no known one
};
inline constexpr int kReasonCount = 6;

const char* reason_code(Reason reason);  // "old_code"; stable
const char* reason_text(Reason reason, Language language);

class Reasons {
 public:
  void add(Reason reason) { bits_ = static_cast<uint8_t>(bits_ | 1U << static_cast<unsigned>(reason)); }
  bool has(Reason reason) const { return (bits_ >> static_cast<unsigned>(reason) & 1) != 0; }
  bool any() const { return bits_ != 0; }
  // In order, the strongest first.
  std::vector<Reason> list() const;
  // Orders by the strongest reason. REQUIRES: any().
  int rank() const;
  friend bool operator==(Reasons, Reasons) = default;

 private:
  uint8_t bits_ = 0;
};

// Why the two may be one; none where they are the same identifier, or names (both known) or kinds say otherwise. An old code is
// found under any name, since organisations change theirs. Symmetric.
Reasons reasons_between(const Known& a, const Known& b);

struct Candidate {
  uint32_t party = 0, other = 0;  // positions
  Reasons reasons;
};

// Those of one party, by reasons' rank, then identifier. One look at each identifier.
std::vector<Candidate> candidates_of(std::span<const Known> known, uint32_t party);

// Every pair once, `party` the smaller identifier: by it, then as above. Time: that of sorting, and for each name that several
// bear the pairs that a reason could join; never all pairs. REQUIRES: each identifier once.
std::vector<Candidate> all_candidates(std::span<const Known> known);

}  // namespace plumb::identity
