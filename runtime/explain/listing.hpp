// A trigger → sentences: which entry, through whom, since when, how it stands; and what would end it. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/explain/wording.hpp"

namespace plumb::explain {

// Who is on the list since when, how the party asked about is tied to it, and how the entry stands on the date. Of a retention it tells
// which measure is kept, by its name where one is given; else that is "this measure".
std::string listing_sentence(const Wording& wording, const decide::Trigger& trigger, Date d, std::string_view kept = {});

// The court's document, and the days for which it was given: （2019）豫0323执12号之一，自2019年7月1日起，至2019年8月1日前一日止.
std::string permit_words(const Wording& wording, const snapshot::Permit& permit);

// What ends the hold of these triggers, each sentence once.
std::vector<std::string> ending_sentences(const Wording& wording, std::span<const decide::Trigger> triggers);

}  // namespace plumb::explain
