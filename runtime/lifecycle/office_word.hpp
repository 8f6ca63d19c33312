// The detail of a step → what this room reads in it, as a word of a closed list: the office's, and nobody's own.
//
// For whoever must let a text go that may be a person's, and keep what was decided in it (the registry's erasure). Pure; any thread.
#pragma once

#include <string_view>

#include "runtime/lifecycle/step.hpp"

namespace plumb::lifecycle {

// Of a decision on an objection or a reconsideration its outcome (outcome.hpp): of a text that is a word for one (upheld, 驳回, 理由成立), that word, of another
// upheld or dismissed. Of a removal and of the ground for one what facts::ground_named_in says. Nothing of an outcome in doubt, of other texts and steps.
// Of the word and of the text the rest of this room says the same. Points into `detail` or to a constant. REQUIRES: valid UTF-8.
std::string_view office_word(Step step, std::string_view detail);

// Whether the detail of these steps names departments (obligation.hpp's names_in).
bool names_departments(Step step);

}  // namespace plumb::lifecycle
