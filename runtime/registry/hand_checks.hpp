// What a person typed for a step or a removal → why it cannot be meant.
//
// Imports take such rows, with a finding or a warning where there is something to say: they tell what others recorded. Who types is
// asked again at once. What the registry must be asked for, by_hand.hpp asks. Pure; any thread. Errors: usage.filled, .number_for_name, .step_to_come, .until_before, .ground_day.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/result.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/registry/by_hand.hpp"

namespace plumb::registry {

// Somebody who is told by name took it (a full number of a person or an organisation is none; an official's own may be), on a day that has come in Beijing at the moment of recording (RFC 3339), and what it begins ends later; a retention, whose end is its last day, no earlier.
Result<void> check_step(const lifecycle::Event& step, std::string_view recorded_at);
// As check_step; on a document, for a ground that had arisen.
Result<void> check_removal(const Removal& removal, std::string_view recorded_at);

// Who says so, or did it, is told by name.
Result<void> check_by(std::string_view by);

// Whether it is a case number as they usually are, which somebody may have typed in a party's place.
bool names_a_case(std::string_view text);

// A day as a person types it (feed/written_day.hpp) → YYYY-MM-DD; nothing for what is none, or no UTF-8.
std::optional<std::string> typed_day(std::string_view text);

}  // namespace plumb::registry
