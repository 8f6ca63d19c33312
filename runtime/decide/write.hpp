// A decision, or a refusal → the bytes of one output line, members in the order that docs/interfaces.md shows.
#pragma once

#include <string>

#include "runtime/decide/decide.hpp"
#include "runtime/decide/refusal.hpp"

namespace plumb::decide {

// `id` is JSON text (ParsedRequest::id).
std::string decision_line(const Context& context, const std::string& id, const Decision& decision);
std::string refusal_line(const std::string& id, const Refusal& refusal, Language language);

// One measure's members, without braces, so that the sweep can add its own; `explanation` last where there is one.
void append_measure(std::string& out, const Context& context, const MeasureDecision& measure);

// "error":{"code":…,"message":…,"path":…}
void append_refusal(std::string& out, const Refusal& refusal, Language language);

}  // namespace plumb::decide
