#include "tests/differential/agreement/mutants_of.hpp"

namespace plumb::agreement {

namespace {

// Most of what lives on though it is executed was looked at instruction by instruction, in the columnar code: bits that x86 ignores
// (an index extension without an index, a scale likewise, high bits of a comparison's immediate, bytes of an alignment's
// no-operation), other names of the same instruction (sal, or on bits that never meet, a store past the cache), and factors that
// cancel out. Not traced: one register and one stack slot there, and survivors in emitted code. Samples were seen to notice 83 %
// and more; the bound leaves room for small ones, and is to rise when survivors are told from equivalents.
constexpr uint32_t kNoticedPercent = 75;

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

bool MutantReport::enough_noticed() const {
  const uint32_t noticed = of(Fate::noticed) + of(Fate::crashed) + of(Fate::hung);
  return held && noticed * 100 >= (noticed + of(Fate::equivalent)) * kNoticedPercent;
}

MutantReport mutants_of(const Contestant& contestant, uint32_t count, uint64_t seed) {
  constexpr uint32_t kRandomPrograms = 12;
  MutantReport out;
  const bool emits = contestant.name.starts_with("native");
  if (!emits && code_of(contestant.name).empty()) return out;
  const Proof proof(contestant, seed, kRandomPrograms);
  const std::vector<Code> code = emits ? emitted_code() : code_of(contestant.name);
  for (const Code& each : code) out.bytes += each.size;
  out.held = proof.holds();
  for (const Mutant& mutant : mutate(proof, code, count, seed)) {
    ++out.fates[static_cast<size_t>(mutant.fate)];
    if (mutant.fate == Fate::equivalent) {
      out.survivors.push_back(std::string(name(mutant.fate)) + " " + mutant.code + " + " + std::to_string(mutant.offset) + " bit " +
                              std::to_string(mutant.bit));
    }
  }
  return out;
}

}  // namespace plumb::agreement
