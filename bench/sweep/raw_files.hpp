// A raw county → a folder of plain arrays (little-endian, no header) and county.json that names them: for other processes.
//
// county.json: sizes, names of measures and matters (permits and retentions refer to them by position), partitions with their
// fields. An array called `relations.holder` lies in relations.holder.u32. Used by the bench's program alone.
#pragma once

#include <string>

#include "bench/sweep/raw_county.hpp"

namespace plumb::bench {

// Errors: file.unwritable.
Result<void> write_county(const ir::Program& program, const RawCounty& county, const std::string& folder);

}  // namespace plumb::bench
