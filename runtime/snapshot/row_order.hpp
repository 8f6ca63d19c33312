// Rows of facts in columns → the order in which a snapshot keeps them: that of their own columns, the identifying ones first.
//
// For build() alone. Rows that compare as the same are the same, so that the order in which a store gave them cannot show.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "runtime/facts/fact_columns.hpp"

namespace plumb::snapshot {

// Where a row stands: its part, and its place there.
struct RowPlace {
  uint32_t part, row;
};

inline constexpr uint32_t kNoParty = ~uint32_t{0};

// Positions of the named identifiers, by their texts.
std::vector<uint32_t> order_of_identifiers(const facts::FactColumns& facts, unsigned threads);
// Those that are kept. `number`: the party that an identifier's position has become.
std::vector<RowPlace> order_of_relations(const facts::FactColumns& facts, const std::vector<uint32_t>& number, unsigned threads);
std::vector<RowPlace> order_of_holdings(const facts::FactColumns& facts, const std::vector<uint32_t>& number, unsigned threads);

}  // namespace plumb::snapshot
