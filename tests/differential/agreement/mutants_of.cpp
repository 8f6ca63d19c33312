#include "tests/differential/agreement/mutants_of.hpp"

namespace plumb::agreement {

namespace {

// What runs while a contestant decides, and nothing else does.
std::vector<Code> code_of(const std::string& contestant) {
  constexpr const char* kColumnar = "5plumb8columnar";
  if (contestant == "columnar portable") {
    return functions_of(kColumnar, {"kernels_portable.cpp", "run.cpp", "point.cpp", "scalar.cpp"}, {"9run_group", "10decide_row", "7compute", "7compare"});
  }
  if (contestant == "columnar avx2") return functions_of(kColumnar, {"kernels_avx2.cpp"}, {});
  if (contestant == "columnar avx512") return functions_of(kColumnar, {"kernels_avx512.cpp"}, {});
  return {};
}

}  // namespace

MutantReport mutants_of(const Contestant& contestant, uint32_t count, uint64_t seed) {
  constexpr uint32_t kRandomPrograms = 12;
  MutantReport out;
  const bool emits = contestant.name.starts_with("native");
  if (!emits && code_of(contestant.name).empty()) return out;
  Proof proof(contestant, seed, kRandomPrograms);
  const std::vector<Code> code = emits ? emitted_code() : code_of(contestant.name);
  for (const Code& each : code) out.bytes += each.size;
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
