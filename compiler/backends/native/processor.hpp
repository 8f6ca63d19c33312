// This processor, as far as the code made for it can tell: everything by which a code generator chooses instructions.
//
// Pure but for the question to the processor; any thread.
#pragma once

#include <string>

namespace plumb::native {

// Vendor, family and model, every feature word of CPUID, and the register states that the system saves. Equal texts: code made
// on the one runs on the other. Empty where this is not known (no x86-64): then nothing is kept between runs.
const std::string& processor();

}  // namespace plumb::native
