#include "compiler/backends/columnar/instruction_set.hpp"

#include "compiler/backends/columnar/kernels.hpp"

namespace plumb::columnar {

const char* name(InstructionSet set) {
  switch (set) {
    case InstructionSet::portable:
      return "portable";
    case InstructionSet::avx2:
      return "avx2";
    case InstructionSet::avx512:
      return "avx512";
  }
  return "";
}

std::vector<InstructionSet> supported_sets() {
  std::vector<InstructionSet> sets{InstructionSet::portable};
#ifdef PLUMB_COLUMNAR_X86
  // Asks the operating system too: it must save the wide registers.
  if (__builtin_cpu_supports("avx2")) sets.push_back(InstructionSet::avx2);
  const bool wide =
      __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl");
  if (wide) sets.push_back(InstructionSet::avx512);
#endif
  return sets;
}

InstructionSet best_set() {
  static const InstructionSet kBest = supported_sets().back();
  return kBest;
}

const Kernels& kernels_of([[maybe_unused]] InstructionSet set) {
#ifdef PLUMB_COLUMNAR_X86
  if (set == InstructionSet::avx512) return kAvx512Kernels;
  if (set == InstructionSet::avx2) return kAvx2Kernels;
#endif
  return kPortableKernels;
}

}  // namespace plumb::columnar
