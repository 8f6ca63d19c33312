// A raw county → facts and rows as the product takes them, for comparing counts exactly. Small counties only.
//
// Used by the bench's programs and their test. Pure.
#pragma once

#include "bench/sweep/counts.hpp"
#include "bench/sweep/raw_county.hpp"
#include "compiler/backends/reference/evaluate.hpp"
#include "runtime/facts/facts.hpp"

namespace plumb::bench {

// Parties are called PARTY.000000000000 …, in normal form, so that a request may name them: the order of their ids is their order,
// they are as long as real ones, and none tells what its bearer is.
inline constexpr size_t kPartyIdLength = 18;
std::string party_id(uint32_t party);
// The same into a slot. REQUIRES: room for kPartyIdLength characters.
void write_party_id(uint32_t party, char* slot);
std::string case_number(uint32_t entry);
// "*", or the alias of a matter or measure.
std::string permit_target(const ir::Program& program, const RawCounty& county, size_t permit);

// Everything but the rows.
facts::Facts facts_of(const ir::Program& program, const RawCounty& county);

reference::Row row_of(const ir::Program& program, const RawPartition& partition, uint64_t row);

// Decides row after row with the reference evaluator: slow and right.
SweepCounts count_exactly(std::shared_ptr<const ir::Program> program, const RawCounty& county);

}  // namespace plumb::bench
