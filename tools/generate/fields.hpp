// A matter's fields filled at random, as one JSON object. A tenth are absent, one in twenty is null: facts come that way.
#pragma once

#include <optional>
#include <string>

#include "compiler/base/date.hpp"
#include "tools/generate/county.hpp"
#include "tools/generate/random.hpp"

namespace plumb::generate {

// The day on which a holding was obtained, as its record has it; nothing: since before records began.
struct Held {
  std::optional<Date> since;
};

// `held`: of a holding; the first date of its matter (取得日期) is then the day since which it is held.
std::string random_fields(const MatterShape& matter, Date as_of, Random& random, const Held* held = nullptr);

// `text` as a JSON string.
std::string quoted(const std::string& text);

}  // namespace plumb::generate
