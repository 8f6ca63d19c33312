// A contestant → mutants of the code that it decides with, and whether enough of them are noticed.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "tests/differential/agreement/mutation.hpp"

namespace plumb::agreement {

struct MutantReport {
  size_t bytes = 0;                    // of the code
  std::array<uint32_t, 6> fates{};     // by Fate
  std::vector<std::string> survivors;  // "survived run.cpp: NAME + 12 bit 3: BEFORE → AFTER"

  uint32_t of(Fate fate) const { return fates[static_cast<size_t>(fate)]; }
  uint32_t caught() const { return of(Fate::noticed) + of(Fate::crashed) + of(Fate::hung); }
  uint32_t executed() const { return caught() + of(Fate::survived); }
};

// Of all mutants executed, this many must be caught. Those that live on were looked at one by one: names of the same operation
// (or and add on bits that never meet; sign and zero extension of a truth value; one byte of a register of which one byte counts),
// a bit of an encoding that the processor ignores though the disassembler does not, a register that holds the same at that place.
constexpr uint32_t kCaughtPercent = 85;

// How many of a sample must be caught, so that a rate of kCaughtPercent falls short of it less than once in 100,000 samples: which
// bits are drawn hangs on where code lies, and the next sample is another.
uint32_t least_caught(uint32_t executed);

// Everybody but the reference evaluator, which is the definition.
std::vector<Contestant> mutated();

// Breaks `count` bits that are executed; what falls short of them in the report was not found in many tries, and its caller fails.
// REQUIRES: one of mutated(). ERRORS: throws std::logic_error when the contestant's code is not where it is looked for (a file or a
// function has another name now), or when the contestant disagrees before anything was broken.
MutantReport mutants_of(const Contestant& contestant, uint32_t count, uint64_t seed);

}  // namespace plumb::agreement
