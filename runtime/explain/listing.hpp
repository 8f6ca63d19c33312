// A trigger → sentences: which entry, through whom, since when, how it stands; and what would end it. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/explain/wording.hpp"

namespace plumb::explain {

// Who is on the list since when, how the party asked about is tied to it, and how the entry stands on the date.
std::string listing_sentence(const Wording& wording, const decide::Trigger& trigger, Date d);

// What ends the hold of these triggers, each sentence once.
std::vector<std::string> ending_sentences(const Wording& wording, std::span<const decide::Trigger> triggers);

}  // namespace plumb::explain
