// Facts → the columns of a snapshot, all but its reach index. Linear in the facts but for sorting. For Snapshot alone.
#pragma once

#include "runtime/facts/facts.hpp"
#include "runtime/snapshot/columns.hpp"

namespace plumb::snapshot {

Columns build(facts::Facts facts);

}  // namespace plumb::snapshot
