// Seed → a county of made-up parties straight into a snapshot: one in fifty has an entry on the list, each organisation has
// on average two officers. For looking parties up among many; nothing is read or written.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::bench {

std::shared_ptr<const Snapshot> make_county(uint64_t parties, Date date, uint64_t seed);

}  // namespace plumb::bench
