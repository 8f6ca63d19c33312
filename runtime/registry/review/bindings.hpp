// What a reviewer says of two identifiers → bindings and reviews, each with who said it, on which day and why; in two times, so
// that what was known before is still told. One transaction a call; nothing is written where an Error is returned.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/result.hpp"
#include "runtime/registry/registry.hpp"

namespace plumb::registry {

// Who says so.
struct Said {
  std::string by;      // a person's name or account
  std::string reason;  // or basis: a document, what was looked at
  Date on;
  std::string recorded_at;  // canonical moment
};

struct Bound {
  std::string document, party;  // which identifier was bound to which
  bool changed = false;         // false: they were bound already
  std::string earlier;          // the verdict that stood for the pair before; empty: none
  uint64_t minor_entries = 0;   // entries of the document on somebody who, by the party's number, was a minor: set aside as findings
};

// The two are one: the one with the weaker identifier (masked, of no known form, failing its check digit) is bound to the other;
// of equals `b` to `a`. All documents of the one lead to the other from then on. Errors: review.unknown for an identifier that
// the registry does not hold, review.itself, review.masked where neither is exact, review.kinds for a person and an organisation.
Result<Bound> bind_identifiers(Registry& registry, const std::string& a, const std::string& b, const Said& said);

// The two are different. Whether that is new. Errors: as above, and review.bound where they are one party now.
Result<bool> distinguish(Registry& registry, const std::string& a, const std::string& b, const Said& said);

// A document that was bound is its bearer's no longer, and is held to be somebody else's. Errors: review.unknown, review.unbound.
Result<std::string> split(Registry& registry, const std::string& document, const Said& said);

// `holder` is the actual controller of `organisation` from a day on: records the relation, which acts from then on, and the review.
// Errors: review.unknown, review.itself, review.organisation where that is a person.
Result<bool> confirm_control(Registry& registry, const std::string& holder, const std::string& organisation, Date from, const Said& said);
// It is not. What a confirmation recorded of it was never true, and is taken back whole: decisions go by it no more, and what was known
// before is told as it was known. What a table or a person's row told stands in the way as long as it is in force on the day of the
// statement (review.control_recorded), unless it is to be taken back as well, with what had ended before.
enum class RecordedControl : uint8_t { stands, taken_back };
struct ControlRefused {
  bool changed = false;
  std::vector<std::string> taken_back;  // since when each relation was recorded, ISO; empty: since ever
};
Result<ControlRefused> refuse_control(Registry& registry, const std::string& holder, const std::string& organisation, RecordedControl recorded,
                                      const Said& said);

}  // namespace plumb::registry
