// A rule set, a snapshot and a date → which measures each permit allows and each retention keeps on it: names are looked up once
// a sweep, not once a row.
//
// Immutable; any thread. What it was made of outlives it.
#pragma once

#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/decide/decide.hpp"

namespace plumb::sweep {

class Papers {
 public:
  Papers() = default;
  Papers(const decide::Context& context, Date d, unsigned threads);

  // As decide::permit_for() finds one. REQUIRES: the measure looks at the list.
  bool permitted(snapshot::PartyIndex party, ir::MeasureId measure) const { return any(snapshot_->permits_of(party), permits_, measure); }
  // Whether some retention of the party keeps the measure, of whatever entry.
  bool kept(snapshot::PartyIndex party, ir::MeasureId measure) const { return any(snapshot_->retentions_of(party), retentions_, measure); }
  // Its permits will be asked about.
  void expect(snapshot::PartyIndex party) const {
    const auto permits = snapshot_->permits_of(party);
    if (!permits.empty()) __builtin_prefetch(permits_.data() + permits.front().value);
  }

 private:
  // A set of measures: as many words as they need, one set after another; the first is empty.
  using Set = uint32_t;
  class Names;
  template <typename Index>
  bool any(std::span<const Index> papers, const std::vector<Set>& sets, ir::MeasureId measure) const {
    for (const Index paper : papers) {
      if ((members_[size_t{sets[paper.value]} * words_ + measure.value / 64] >> (measure.value % 64) & 1) != 0) return true;
    }
    return false;
  }

  const Snapshot* snapshot_ = nullptr;
  size_t words_ = 0;
  std::vector<uint64_t> members_;
  std::vector<Set> permits_, retentions_;  // of each on the date
};

}  // namespace plumb::sweep
