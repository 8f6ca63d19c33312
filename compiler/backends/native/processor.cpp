#include "compiler/backends/native/processor.hpp"

#ifdef __x86_64__
#include <cpuid.h>
#endif
#include <cstdint>
#include <cstdio>

namespace plumb::native {

#ifdef __x86_64__

namespace {

enum Register : unsigned { kEax = 1, kEbx = 2, kEcx = 4, kEdx = 8 };

// Of a leaf, the registers that speak of features; others tell caches, or on which core the question was asked.
struct Leaf {
  uint32_t leaf, subleaf;
  unsigned registers;
};
// Intel SDM volume 2, CPUID; AMD APM volume 3, appendix E.
constexpr Leaf kLeaves[] = {
    {0, 0, kEbx | kEcx | kEdx},
    {1, 0, kEax | kEcx | kEdx},
    {7, 0, kEbx | kEcx | kEdx},
    {7, 1, kEax | kEbx | kEcx | kEdx},
    {0xd, 1, kEax},
    {0x14, 0, kEbx},
    {0x19, 0, kEbx},
    {0x24, 0, kEbx},
    {0x80000001, 0, kEcx | kEdx},
    {0x80000008, 0, kEbx},
};

void add(std::string& out, uint32_t word) {
  char digits[10];
  out.append(digits, static_cast<size_t>(std::snprintf(digits, sizeof digits, "%08x ", word)));
}

__attribute__((target("xsave"))) uint64_t saved_states() { return __builtin_ia32_xgetbv(0); }

std::string ask() {
  std::string out = "x86-64 ";
  constexpr uint32_t kSaves = 1U << 27;  // OSXSAVE, leaf 1, ecx
  bool saves = false;
  for (const Leaf& leaf : kLeaves) {
    uint32_t words[4] = {};
    __get_cpuid_count(leaf.leaf, leaf.subleaf, &words[0], &words[1], &words[2], &words[3]);
    for (unsigned i = 0; i < 4; ++i) {
      if ((leaf.registers >> i & 1) != 0) add(out, words[i]);
    }
    if (leaf.leaf == 1) saves = (words[2] & kSaves) != 0;
  }
  const uint64_t states = saves ? saved_states() : 0;
  add(out, static_cast<uint32_t>(states >> 32));
  add(out, static_cast<uint32_t>(states));
  return out;
}

}  // namespace

// Asked once: under a hypervisor each question is an excursion.
const std::string& processor() {
  static const std::string kProcessor = ask();
  return kProcessor;
}

#else

const std::string& processor() {
  static const std::string kNone;
  return kNone;
}

#endif

}  // namespace plumb::native
