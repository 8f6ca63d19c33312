// A table → a digest of its answers to a fixed set of rows, parties and triggers of every entry. An object from the cache is
// used only when its code still answers as it did when it was stored: what a hash cannot tell is whether this machine runs it
// as that one did.
//
// Pure. Same program, same questions, on every machine.
#pragma once

#include <string>

#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"

namespace plumb::native {

// SHA-256, hexadecimal. REQUIRES: the table is of the program, and its code is in place.
std::string golden_digest(const ir::Program& program, const PlumbPredicateTable& table);

}  // namespace plumb::native
