// A raw county → the product's own columns, straight: its snapshot and its rows, without a registry and without strings.
//
// What Snapshot::build makes of county_facts.hpp, but for the order of relations, which tells nothing; so that counties of a
// hundred million parties fit. Raw columns are let go of as they are done with. Used by the bench and its test alone.
#pragma once

#include <memory>

#include "bench/sweep/raw_county.hpp"
#include "runtime/rows/row_table.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::bench {

std::shared_ptr<const Snapshot> take_snapshot(const ir::Program& program, RawCounty& county);
rows::RowTable take_rows(const ir::Program& program, RawCounty& county);

}  // namespace plumb::bench
