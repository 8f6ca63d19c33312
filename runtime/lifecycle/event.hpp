// A step that was taken, as it is recorded: what, when, by whom, on which document. Plain values.
//
// The registry's table `events` → these → stories (story.hpp).
#pragma once

#include <optional>
#include <string>

#include "compiler/base/date.hpp"
#include "runtime/lifecycle/step.hpp"

namespace plumb::lifecycle {

struct Event {
  std::string case_no;
  std::string party;                 // normal form
  std::optional<Date> published_on;  // of the entry it belongs to; nothing: told from its day (story.hpp)
  Step step = Step::risk_notice;
  Date on;
  // Of a term, an extension, a suspension, a permit: the first day on which it holds no more. Of a retention: its last day.
  std::optional<Date> until;
  std::string by;        // the court, the department or the party that took it
  std::string document;  // the number of the document it rests on
  std::string detail;    // of a decision: its outcome; of a push or a notice to a department: to whom; of a ground: which
  // Of a removal: how it was done (shielded, revoked). Where it says so, `detail` is its ground; else `detail` is a text that may name one.
  std::string removal_kind;
};

}  // namespace plumb::lifecycle
