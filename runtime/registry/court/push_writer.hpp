// What a plan says → rows, each told by the file it came in. Inside the push's transaction; one thread.
#pragma once

#include <cstdint>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/court/plan.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

struct Written {
  uint64_t ended_retentions = 0;
};

// `told`: the sources, by number, that were read; each is recorded, also where it says nothing new.
Result<Written> write_plan(FactWriter& writer, Plan& plan, const std::vector<Origin>& origins, const std::vector<size_t>& told);

}  // namespace plumb::registry::court
