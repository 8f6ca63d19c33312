// Decisions and explanations → lines of text, for a scenario that failed.
#pragma once

#include <string>

#include "compiler/base/language.hpp"
#include "compiler/scenarios/judge.hpp"

namespace plumb::scenarios {

// What was decided where `expected` expected something else: 住宿限制 适用（限制）; 不适用; 需补充 lodging.star_rating …
std::string actual_text(const Judge& judge, const World& world, const Question& question, size_t index, const std::vector<Answer>& answers, Language language);

// Why the measures that the expectation names came out as they did: a tree, two spaces a level, ✓ ✗ ? before each line.
// Empty where none is named.
std::string explanation_text(const Judge& judge, const World& world, const Expectation& expected, const std::vector<Answer>& answers, Language language);

}  // namespace plumb::scenarios
