// A missing input → what it is, and what would supply it. Pure; any thread.
#pragma once

#include <string>

#include "runtime/explain/wording.hpp"

namespace plumb::explain {

// `missing` as decisions name it: honour.title, party.id, registry …
std::string missing_sentence(const Wording& wording, const std::string& missing, const ir::Matter& matter);

}  // namespace plumb::explain
