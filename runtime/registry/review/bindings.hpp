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
  std::string document, party;            // which identifier was bound to which
  std::string document_name, party_name;  // as recorded under these; empty: not known
  bool changed = false;                   // false: they were bound already
  bool noted = false;                     // of two that were bound already: that these two are one had not been said so before, and is remembered
  std::string earlier;                    // the verdict that stood for the pair before; empty: none
  uint64_t minor_entries = 0;             // entries of the document on somebody who, by the party's number, was a minor: set aside as findings
};

// The two are one: the one with the weaker identifier (masked, of no known form, failing its check digit) is bound to the other;
// of equals `b` to `a`. All documents of the one lead to the other from then on. The pair is remembered, so that a split of others
// undoes nothing of it. Errors: review.unknown for an identifier that the registry does not hold, review.itself, review.masked where
// neither is exact, review.kinds for a person and an organisation, review.both_valid for two who bear valid resident numbers, unless that
// was seen.
enum class BothValid : uint8_t { ask, seen };
Result<Bound> bind_identifiers(Registry& registry, const std::string& a, const std::string& b, const Said& said, BothValid both_valid = BothValid::ask);

// The two are different. Whether that is new. Errors: as above, and review.bound where they are one party now.
Result<bool> distinguish(Registry& registry, const std::string& a, const std::string& b, const Said& said);

struct Split {
  std::string from;                // the identifier that it is no longer one with
  std::vector<std::string> still;  // those that it is one with still, since somebody said so of it or of them
};
// A document that was bound is its bearer's no longer, or no longer one with `from` (empty: where its bindings lead). Every pair of the
// document by which it was one with that is held to be different from now on; the pairs that remain make the parties, so that everybody
// is bound as somebody said, and by nothing else. Errors: review.unknown, review.unbound where the document is bound to nothing,
// review.apart where the two are not one party.
Result<Split> split(Registry& registry, const std::string& document, const std::string& from, const Said& said);

struct ControlConfirmed {
  bool changed = false;                // anything was recorded, be it the statement alone
  bool relation_changed = false;       // decisions go by something else now
  std::string from;                    // from which day on it stands, ISO; empty where it was left as it stands
  std::vector<std::string> corrected;  // the days, ISO, as of which the same was confirmed before, and which hold no more
};
// `holder` is the actual controller of `organisation` from a day on: records the relation, which acts from then on, and the review. One that
// was confirmed as of another day, and has no end, it corrects. No day: it stands as it is recorded, or where none does it begins on the day of
// the statement. Errors: review.unknown, review.itself, review.organisation where that is a person, review.control_ended where
// it would go on from before an end that is recorded, of whichever documents of the two.
Result<ControlConfirmed> confirm_control(Registry& registry, const std::string& holder, const std::string& organisation, std::optional<Date> from,
                                         const Said& said);
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
