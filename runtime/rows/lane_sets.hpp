// The tables of the files that are compiled for one instruction set each. Private to lanes.cpp.
#pragma once

#include "runtime/rows/lanes.hpp"

namespace plumb::rows {

extern const Lanes kPortableLanes;
#ifdef PLUMB_ROWS_X86
extern const Lanes kAvx2Lanes, kAvx512Lanes;
#endif

}  // namespace plumb::rows
