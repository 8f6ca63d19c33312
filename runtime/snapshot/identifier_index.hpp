// An identifier → the party that bears it; a masked identifier → the parties that it could mean.
//
// Exact look-up is a hash. For masked ones, exact parties are bucketed by their first ten and by their last four places (what
// public lists leave visible), masked records are a list of their own: a look-up reads one bucket, and everything only where
// neither end is visible. Immutable; any thread. Ids must outlive the index.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "compiler/base/ids.hpp"
#include "runtime/snapshot/adjacency.hpp"

namespace plumb::snapshot {

using PartyIndex = Id<struct PartyIndexTag>;

class IdentifierIndex {
 public:
  IdentifierIndex() = default;
  // Normal forms, unique; position i is party i.
  explicit IdentifierIndex(const std::vector<std::string_view>& ids);

  std::optional<PartyIndex> find(std::string_view id) const;
  // Every party, exact or masked, whose id agrees with `masked` in each place that both show; ascending.
  std::vector<PartyIndex> agreeing(std::string_view masked) const;
  // Masked records that agree with an exact id; ascending.
  std::vector<PartyIndex> masked_records_of(std::string_view exact) const;

 private:
  std::vector<std::string_view> ids_;
  boost::unordered_flat_map<std::string_view, uint32_t> exact_;
  std::vector<PartyIndex> masked_;
  std::vector<PartyIndex> unmasked_;  // of the length that masked ids have
  Adjacency<PartyIndex> by_head_;
  Adjacency<PartyIndex> by_tail_;
  Adjacency<PartyIndex> masked_by_head_;     // masked records that show their first six places
  std::vector<PartyIndex> masked_headless_;  // and those that do not
};

}  // namespace plumb::snapshot
