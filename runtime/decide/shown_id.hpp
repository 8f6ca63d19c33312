// Which of another party's identifier a decision may show (docs/meaning.md, Triggers shown). Pure.
#pragma once

#include <string>

#include "runtime/decide/subject.hpp"

namespace plumb::decide {

// In full for the party asked about and for organisations, and where the caller may see it; otherwise places 11 to 14 hidden.
std::string shown_id(const Snapshot& snapshot, const Subject& subject, snapshot::PartyIndex other, bool reveal);

}  // namespace plumb::decide
