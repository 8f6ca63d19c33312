// Identifiers for the parties of a scenario that give none: of valid form, under region codes that were never assigned, so
// that none can be a real person's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "compiler/base/vocabulary.hpp"

namespace plumb::scenarios {

// The `serial`-th identifier (0 … 999): a resident number of region 410399 born on 1980-01-01, a credit code of region
// 410399, or for an unknown kind an old organisation code, which tells no kind. In normal form, its check digit right.
std::string generated_id(std::optional<PartyKind> kind, uint32_t serial);

}  // namespace plumb::scenarios
