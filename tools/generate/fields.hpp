// A matter's fields filled at random, as one JSON object. A tenth are absent, one in twenty is null: facts come that way.
#pragma once

#include <string>

#include "compiler/base/date.hpp"
#include "tools/generate/county.hpp"
#include "tools/generate/random.hpp"

namespace plumb::generate {

std::string random_fields(const MatterShape& matter, Date as_of, Random& random);

// `text` as a JSON string.
std::string quoted(const std::string& text);

}  // namespace plumb::generate
