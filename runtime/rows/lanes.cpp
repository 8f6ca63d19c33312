#include "runtime/rows/lanes.hpp"

#include "runtime/rows/lane_sets.hpp"

namespace plumb::rows {

std::vector<LaneSet> supported_lanes() {
  std::vector<LaneSet> sets{LaneSet::portable};
#ifdef PLUMB_ROWS_X86
  // Asks the operating system too: it must save the wide registers.
  if (!__builtin_cpu_supports("avx2") || !__builtin_cpu_supports("bmi2") || !__builtin_cpu_supports("popcnt")) return sets;
  sets.push_back(LaneSet::avx2);
  const bool wide = __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq") &&
                    __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2") && __builtin_cpu_supports("avx512vpopcntdq");
  if (wide) sets.push_back(LaneSet::avx512);
#endif
  return sets;
}

const Lanes& lanes_of([[maybe_unused]] LaneSet set) {
#ifdef PLUMB_ROWS_X86
  if (set == LaneSet::avx512) return kAvx512Lanes;
  if (set == LaneSet::avx2) return kAvx2Lanes;
#endif
  return kPortableLanes;
}

const Lanes& lanes() {
  static const Lanes& kBest = lanes_of(supported_lanes().back());
  return kBest;
}

}  // namespace plumb::rows
