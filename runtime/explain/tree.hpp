// The reasons of one measure → JSON (explain.hpp says which members). Pure; any thread.
#pragma once

#include <string>

#include "runtime/explain/explain.hpp"

namespace plumb::explain {

std::string explanation_json(const Wording& wording, const decide::MeasureDecision& measure, const Reasons& reasons);

}  // namespace plumb::explain
