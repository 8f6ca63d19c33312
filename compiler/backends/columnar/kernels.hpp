// Leaf and plane kernels over blocks of 64 rows, one table of functions for each instruction set. Private to this folder.
//
// Every kernel writes word b of its planes for b < blocks, whether or not all 64 rows exist (convention 5: it may read them).
// A row whose `valid` bit is clear comes out unknown: neither true nor false. Elementwise: outputs may be inputs.
#pragma once

#include <cstddef>
#include <cstdint>

#include "compiler/backends/columnar/instruction_set.hpp"

namespace plumb::columnar {

// A column against two numbers that the test gives a meaning to.
using TestKernel = void (*)(const void* values, const uint64_t* valid, size_t blocks, uint64_t low, uint64_t span, uint64_t* is_true, uint64_t* is_false);
// One column against another of the same format.
using PairKernel = void (*)(const void* a, const uint64_t* a_valid, const void* b, const uint64_t* b_valid, size_t blocks, uint64_t* is_true,
                            uint64_t* is_false);
using ReachKernel = void (*)(const uint64_t* certain, const uint64_t* uncertain, size_t blocks, uint64_t mask, uint64_t* is_true, uint64_t* is_false);

struct PlanePair {
  uint64_t *is_true, *is_false;
};
using ConnectiveKernel = void (*)(PlanePair a, PlanePair b, size_t blocks, PlanePair out);

inline constexpr size_t kWidths = 4;  // cells of 1, 2, 4 and 8 bytes

struct Kernels {
  TestKernel within[kWidths];   // low <= v <= low + span, computed modulo the width: signed intervals too
  TestKernel has_any[kWidths];  // v & low != 0
  TestKernel has_all[kWidths];  // v & low == low
  TestKernel among;             // bit v of low, v a byte below 64
  PairKernel equal[kWidths];
  PairKernel below32, below64;  // signed a < b
  ReachKernel reach;
  ConnectiveKernel both, either, same;  // and, or, both known and equal
};

// REQUIRES: the set is one of supported_sets().
const Kernels& kernels_of(InstructionSet set);

extern const Kernels kPortableKernels;
#ifdef PLUMB_COLUMNAR_X86
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

}  // namespace plumb::columnar
