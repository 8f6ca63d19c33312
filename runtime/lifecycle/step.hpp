// The steps in the life of an entry: the closed list, what each is called, and who takes it.
//
// A word as it stands in the registry's events (alias or Chinese name) → a Step, and back. Read by everything that looks at events:
// the rest of this room, the registry's import and the doors. Append-only, since aliases are stored. Pure; any thread.
// Source: 新政办〔2019〕48号 三（一）, 四（二）.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "compiler/base/language.hpp"

namespace plumb::lifecycle {

enum class Step : uint8_t {
  risk_notice,
  listing_decision,
  service,
  objection,
  review,
  objection_decision,
  reconsideration,
  reconsideration_decision,
  publication,
  push,
  unit_notice,
  permit,
  suspension,
  term,
  extension,
  removal_ground,
  removal,
  removal_notice,
  department_notice,
  confirmation,
  retention,
};
inline constexpr size_t kStepCount = 21;

// Who takes a step: a court, the party itself, or a department.
enum class Actor : uint8_t { court, party, department };

struct StepWord {
  Step step;
  const char* alias;
  const char* zh;
  const char* en;
  Actor actor;
  const char* clause;  // of the notice; empty where it only follows from others
};

// In the order in which they are usually taken.
std::span<const StepWord> step_words();
const StepWord& word(Step step);
const char* title(Step step, Language language);
// By alias, by Chinese title or by one of its other Chinese names (撤销, 屏蔽 for removal); nothing for other words. REQUIRES: valid UTF-8.
std::optional<Step> find_step(std::string_view written);

}  // namespace plumb::lifecycle
