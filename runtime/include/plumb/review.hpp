// What a person says of two identifiers: pairs that may be one party, or of which one may control the other, with the reasons; and
// the answers, remembered with who, when and why. No candidate acts by itself.
//
// On top of a Registry (plumb/plumb.hpp), under its rules of threads. Nothing here reads a clock: days and moments are arguments.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/result.hpp"

namespace plumb {

class Registry;

// A reason's stable code (masked_number, old_code, …) in a sentence; the code itself where it is none. Pure.
std::string reason_title(std::string_view code, Language language);
// As output may show an identifier that nobody asked for by it: a person's with places 11 to 14 hidden. Pure.
std::string masked(std::string_view id);
// A text that somebody typed, with places hidden in all that may be a person's number. Pure.
std::string numbers_masked(std::string_view text);

// Parties by identifier and name; the name is empty where it is not known.
struct PartyName {
  std::string id, name;
};

// What was said of a pair: `verdict` is same, different, controls or not_controls.
struct ReviewRecord {
  std::string verdict, by, on, reason;
};

struct IdentityPair {
  PartyName party, other;
  std::vector<std::string> reasons;    // codes, the strongest first
  std::optional<ReviewRecord> review;  // where they were held to be different
};

struct ControlPair {
  struct Step {
    PartyName organisation;
    std::string share;
  };
  PartyName holder, organisation;
  std::string votes, interest;  // percent: all that the holder commands; the product of the shares along `path`
  std::vector<Step> path;
  bool recorded = false;  // as actual controller on the day
  std::optional<ReviewRecord> review;
};

struct ControlPairs {
  std::vector<ControlPair> pairs;
  std::vector<std::pair<PartyName, std::string>> oversubscribed;  // organisations of which more than the whole is held, and how much
  std::vector<std::pair<PartyName, PartyName>> unstated;          // shareholders without a percentage, and the organisation
};

struct PairQuery {
  std::string party = {};                    // pairs with one of its documents; empty: all
  bool settled = false;                      // also those that were refused, or are recorded already
  std::optional<std::string> known_at = {};  // RFC 3339; nothing: now
};

struct ControlPairQuery {
  PairQuery pairs = {};
  std::string on;                // YYYY-MM-DD: the shares of this day
  std::string threshold = "50";  // percent of the votes that must be exceeded
  bool organisations = false;    // as holders too
};

// Who says so, why or on what basis, on which day (YYYY-MM-DD), and when it is recorded (RFC 3339).
struct ReviewStatement {
  std::string by, reason, on, recorded_at;
};

// Errors: review.unknown, .itself, .masked, .kinds, .both_valid, .bound, .unbound, .apart, .organisation, .control_recorded, .control_ended,
// .threshold; usage.day, .statement_to_come; registry.time and the registry's others. REQUIRES for all but reading: the registry is open read_write.
class Reviewing {
 public:
  // REQUIRES: `registry` lives as long.
  explicit Reviewing(Registry& registry) : registry_(registry) {}

  Result<std::vector<IdentityPair>> identity_candidates(const PairQuery& query);
  Result<ControlPairs> control_candidates(const ControlPairQuery& query);

  struct Bound {
    std::string document, party;            // which identifier was bound to which
    std::string document_name, party_name;  // as recorded; empty: not known
    bool changed = false;                   // false: one party already
    bool noted = false;                     // one party already, and that these two are one was said for the first time: it is remembered
    std::string earlier;                    // what had been said of the pair before; empty: nothing
    uint64_t minor_entries = 0;             // entries on somebody who by the party's number was a minor: set aside as findings
  };
  // The two are one party: everything under either is under both from now on.
  // Two who bear valid resident numbers are asked about again (review.both_valid), unless `although_both_valid` says that it was seen.
  Result<Bound> same(const std::string& a, const std::string& b, const ReviewStatement& statement, bool although_both_valid = false);
  // They are not. False: said already.
  Result<bool> different(const std::string& a, const std::string& b, const ReviewStatement& statement);
  // A document is no longer one with `from` (empty: with what its bindings lead to): the pairs of it by which it was are held to be
  // different, and every other pair that somebody said to be one stays so.
  struct Split {
    std::string from;
    std::vector<std::string> still;  // those that the document is one with still
  };
  Result<Split> split(const std::string& document, const std::string& from, const ReviewStatement& statement);
  // The holder is the organisation's actual controller from a day on; this acts, in place of another day that was confirmed. `from` empty: it stands
  // as it is recorded, or where nothing is it begins on the day of the statement.
  struct ControlConfirmed {
    bool changed = false;                // false: said already
    bool relation_changed = false;       // false: the statement alone is new
    std::string from;                    // from which day on it stands, ISO; empty where it was left as it stands
    std::vector<std::string> corrected;  // the days, ISO, that were confirmed before and hold no more
  };
  Result<ControlConfirmed> controls(const std::string& holder, const std::string& organisation, const std::string& from, const ReviewStatement& statement);
  // It is not. A relation that such a confirmation recorded is taken back, as never true; one that a table told is so only where
  // `withdraw` says so, else review.control_recorded while it is in force.
  struct ControlRefused {
    bool changed = false;                 // false: said already
    std::vector<std::string> taken_back;  // since when each relation was recorded, ISO; empty: since ever
  };
  Result<ControlRefused> controls_not(const std::string& holder, const std::string& organisation, bool withdraw, const ReviewStatement& statement);

 private:
  Registry& registry_;
};

}  // namespace plumb
