// What a full push says by leaving entries out: proposals to remove them, carried out at once where they are few, else by a person.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/court/plan.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

struct AbsenceOptions {
  std::string day;               // of the push, ISO
  std::set<std::string> courts;  // for which it speaks
  int64_t share = kDefaultShare;
  Place place = {};           // of the file that says so
  bool only_propose = false;  // a record was refused: what it was about may be on the list
};

struct Absence {
  uint64_t live = 0, absent = 0;
  bool removed = false;
};

// The setting, or kDefaultShare.
Result<int64_t> share_of(Database& database);

// After all records of the push went through the plan. Counted are entries of these courts that are not removed, were published by that day,
// and of which no push of a later day spoke.
Result<Absence> propose_absent(Database& database, Plan& plan, const AbsenceOptions& options);

Result<bool> any_proposals(Database& database);

// Closes proposals whose entry is removed by now, or was listed as of a later day, and findings of entries listed after their removal that are not
// removed any more: there is nothing left to ask. For whoever writes entries or
// what changes them, before the writer's end.
Result<void> settle_answered(Database& database, FactWriter& writer);

// Those that wait for a person, oldest push first.
Result<std::vector<Proposal>> proposals(Database& database);

// Carries them out, or dismisses them, under somebody's name: the finding keeps who and which before it is closed; and closes other
// findings named by number, with a reason. In one write transaction of its own. Errors: settle.nobody, settle.nothing, settle.unknown,
// settle.reason, settle.bound_minor.
Result<SettleTold> settle_proposals(Database& database, const SettleOptions& options);

}  // namespace plumb::registry::court
