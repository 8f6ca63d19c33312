// A contestant → mutants of the code that it decides with, and whether enough of them are noticed.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/differential/agreement/mutation.hpp"

namespace plumb::agreement {

struct MutantReport {
  size_t bytes = 0;                    // of the code; 0: the contestant has no code of its own
  std::array<uint32_t, 5> fates{};     // by Fate
  std::vector<std::string> survivors;  // "equivalent run.cpp: NAME + 12 bit 3"
  bool held = false;                   // the proof, before anything was broken

  uint32_t of(Fate fate) const { return fates[static_cast<size_t>(fate)]; }
  // Of the mutants that were executed, nearly all: what is left flips bits that x86 ignores, or asks for a faster way to the
  // same result.
  bool enough_noticed() const;
};

MutantReport mutants_of(const Contestant& contestant, uint32_t count, uint64_t seed);

}  // namespace plumb::agreement
