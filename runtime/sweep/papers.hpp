// A rule set, a snapshot and a date → which measures each permit allows and each retention keeps on it: names are looked up once
// for each that is asked about, not once a row.
//
// To be asked by any thread: what a paper came to is kept when it is first asked about, and is the same whoever finds it. What it
// was made of outlives it.
#pragma once

#include <atomic>
#include <span>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/decide/decide.hpp"

namespace plumb::sweep {

class Papers {
 public:
  Papers() = default;
  Papers(const decide::Context& context, Date d);

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
  using Sets = std::unordered_map<std::string_view, Set>;
  static constexpr Set kUnasked = ~Set{0};
  void add_names(const ir::Program& program);
  Set add();
  Set of(snapshot::PermitIndex permit) const;
  Set of(snapshot::RetentionIndex retention) const;
  template <typename Index>
  bool any(std::span<const Index> papers, std::vector<Set>& sets, ir::MeasureId measure) const {
    for (const Index paper : papers) {
      const std::atomic_ref<Set> kept(sets[paper.value]);
      Set set = kept.load(std::memory_order_relaxed);
      if (set == kUnasked) kept.store(set = of(paper), std::memory_order_relaxed);
      if ((members_[size_t{set} * words_ + measure.value / 64] >> (measure.value % 64) & 1) != 0) return true;
    }
    return false;
  }

  const Snapshot* snapshot_ = nullptr;
  Date date_;
  size_t words_ = 0;
  std::vector<uint64_t> members_;
  Sets permit_names_, retention_names_;
  mutable std::vector<Set> permits_, retentions_;  // of each on the date
};

}  // namespace plumb::sweep
