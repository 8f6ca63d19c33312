// A rule set → the same with so many of each measure, to see what measures cost.
//
// Copy 1 is the measure itself, with its id; copy N bears its name with _N behind, and is named by no permit and no retention.
#pragma once

#include <cstdint>
#include <memory>

#include "compiler/ir/program.hpp"

namespace plumb::bench {

std::shared_ptr<const ir::Program> with_copies(std::shared_ptr<const ir::Program> program, uint64_t copies);

}  // namespace plumb::bench
