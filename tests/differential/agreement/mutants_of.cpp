#include "tests/differential/agreement/mutants_of.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <stdexcept>

namespace plumb::agreement {

namespace {

// What runs while a contestant decides, and nothing else does. Emitted code is there when tables are.
std::vector<Code> code_of(const std::string& contestant) {
  constexpr const char* kColumnar = "5plumb8columnar";
  if (contestant.starts_with("native")) return emitted_code();
  if (contestant == "columnar portable") {
    return functions_of(kColumnar, {"kernels_portable.cpp", "run.cpp", "point.cpp", "scalar.cpp"}, {"9run_group", "10decide_row", "7compute", "7compare"});
  }
  if (contestant == "columnar avx2") return functions_of(kColumnar, {"kernels_avx2.cpp"}, {});
  if (contestant == "columnar avx512") return functions_of(kColumnar, {"kernels_avx512.cpp"}, {});
  return {};
}

}  // namespace

std::vector<Contestant> mutated() {
  std::vector<Contestant> out;
  std::copy_if(contestants().begin(), contestants().end(), std::back_inserter(out), [](const Contestant& each) { return each.name != "reference"; });
  return out;
}

uint32_t least_caught(uint32_t executed) {
  constexpr double kRate = kCaughtPercent / 100.0, kOnce = 1e-5;
  double chance = executed * std::log(1 - kRate), below = 0;  // of `least` by a binomial distribution, its logarithm; of fewer
  uint32_t least = 0;
  while (least < executed && below + std::exp(chance) <= kOnce) {
    below += std::exp(chance);
    chance += std::log((executed - least) * kRate / ((least + 1) * (1 - kRate)));
    ++least;
  }
  return least;
}

MutantReport mutants_of(const Contestant& contestant, uint32_t count, uint64_t seed) {
  constexpr uint32_t kRandomPrograms = 12;
  MutantReport out;
  Proof proof(contestant, seed, kRandomPrograms);
  const std::vector<Code> code = code_of(contestant.name);
  for (const Code& each : code) out.bytes += each.size;
  if (out.bytes == 0) throw std::logic_error("no code of " + contestant.name + " is known: nothing of it can be broken");
  for (const Mutant& mutant : mutate(proof, code, count, seed)) {
    ++out.fates[static_cast<size_t>(mutant.fate)];
    if (mutant.fate == Fate::survived) {
      out.survivors.push_back(std::string(name(mutant.fate)) + " " + mutant.code + " + " + std::to_string(mutant.offset) + " bit " +
                              std::to_string(mutant.bit) + ":" + mutant.before + " →" + mutant.after);
    }
  }
  return out;
}

}  // namespace plumb::agreement
