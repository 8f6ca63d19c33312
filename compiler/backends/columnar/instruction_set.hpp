// Which vector instructions the batch kernels use. Every set gives the same planes to the bit; they differ in speed.
//
// Chosen once, when a table is made; tests name one. Pure but for asking the CPU what it has.
#pragma once

#include <cstdint>
#include <vector>

namespace plumb::columnar {

enum class InstructionSet : uint8_t { portable, avx2, avx512 };

const char* name(InstructionSet set);
// Those that this build has and this CPU runs, slowest first; never empty.
std::vector<InstructionSet> supported_sets();
// The last of them.
InstructionSet best_set();

}  // namespace plumb::columnar
