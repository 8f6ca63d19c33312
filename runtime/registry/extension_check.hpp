// A step that extends a term → whether it ends before the term that it extends, which then stays.
//
// A person who types one is asked again (by_hand.hpp), and of a table's it is told (importer.hpp): what others recorded is taken. One thread,
// in the transaction of `effects`.
#pragma once

#include <optional>

#include "compiler/base/date.hpp"
#include "compiler/base/result.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/registry/step_effects.hpp"

namespace plumb::registry {

// The term that is longer, by what lists say and the steps up to the day of this one, whether it is recorded already or not; nothing: there is
// none. Of a step that names no listing, the one that stands on its day; where several do, any of them.
Result<std::optional<Date>> longer_term(StepEffects& effects, const lifecycle::Event& extension);

}  // namespace plumb::registry
