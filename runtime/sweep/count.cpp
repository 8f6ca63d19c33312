#include "runtime/sweep/count.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/decide/permit.hpp"
#include "runtime/decide/staleness.hpp"
#include "runtime/decide/trigger.hpp"
#include "runtime/sweep/asker.hpp"
#include "runtime/sweep/pieces.hpp"
#include "runtime/sweep/workers.hpp"

namespace plumb::sweep {

namespace {

// What one thread counts.
class Counter {
 public:
  Counter(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, const Touched& touched, Date d)
      : context_(context), options_(options), rows_(rows), touched_(touched), date_(d) {
    counts_.measures.resize(context.rules.program().measures.size());
  }

  void count(const Piece& piece) {
    turn_to(piece.partition);
    const uint32_t asked = asker_->ask(piece.morsel);
    if (asked == 0) return;
    counts_.asked += asked;
    const uint32_t blocks = (asked + 63) / 64;
    find_alone(blocks);
    count_planes(blocks);
    for_each_bit(permits_.data(), blocks, [&](uint32_t i) { count_beside_permits(i); });
    for_each_bit(alone_.data(), blocks, [&](uint32_t i) { decide_alone(piece.morsel, i); });
  }

  const Counts& counts() const { return counts_; }

 private:
  void turn_to(uint32_t partition) {
    if (at_ == partition) return;
    at_ = partition;
    partition_.emplace(rows_.partition(partition));
    asker_.emplace(context_, touched_, *partition_, date_);
    row_.emplace(context_.rules.program(), partition_->matter());
  }

  void count_planes(uint32_t blocks) {
    std::array<uint64_t, kMorselBlocks> looked{};
    bool looks = false;
    for (uint32_t m = 0; m < asker_->measure_count(); ++m) {
      const MeasurePlanes planes = asker_->planes(m);
      uint64_t applies = 0, undetermined = 0;
      for (uint32_t b = 0; b < blocks; ++b) {
        const uint64_t counted = asker_->live(b) & ~(alone_[b] | permits_[b]);
        applies += static_cast<uint64_t>(__builtin_popcountll(planes.is_true[b] & counted));
        undetermined += static_cast<uint64_t>(__builtin_popcountll(~(planes.is_true[b] | planes.is_false[b] | planes.look[b]) & counted));
        looked[b] |= planes.look[b] & counted;
        looks = looks || (planes.look[b] & counted) != 0;
      }
      Counts::Measure& count = counts_.measures[asker_->measures()[m]];
      count.applies += applies;
      count.undetermined += undetermined;
    }
    if (looks) for_each_bit(looked.data(), blocks, [&](uint32_t i) { count_settled(i); });
  }

  template <typename Visit>
  static void for_each_bit(const uint64_t* plane, uint32_t blocks, const Visit& visit) {
    for (uint32_t b = 0; b < blocks; ++b) {
      for (uint64_t bits = plane[b]; bits != 0; bits &= bits - 1) visit(b * 64 + static_cast<uint32_t>(__builtin_ctzll(bits)));
    }
  }

  // Looks at a row's triggers for the measures that ask for it: afterwards planes_ tells what each of those came to.
  void settle(uint32_t i) {
    const PlumbTableEntry& entry = asker_->entry();
    const size_t words = ir::plane_words(entry.measure_count);
    planes_.assign(3 * words, 0);
    uint64_t *is_true = planes_.data(), *is_false = is_true + words, *look = is_false + words;
    uint64_t ways = 0;
    for (uint32_t m = 0; m < entry.measure_count; ++m) {
      if (!ir::plane_bit(asker_->planes(m).look, i)) continue;
      ir::set_plane_bit(look, m);
      ways |= ir::reach_mask(context_.rules.program().measures[ir::MeasureId(entry.measures[m])].reach);
    }
    ways_.clear();
    snapshot::collect_ways(context_.snapshot, snapshot::PartyIndex(asker_->party(i)), date_, ways_, ways);
    const auto triggers = decide::triggers_for_table(context_.snapshot, ways_);
    const PlumbRow row = row_->read(asker_->asked(), i);
    const PlumbParty party = ir::MorselRow::party(asker_->asked(), i);
    entry.settle(entry.context, date_.days, &row, &party, triggers.data(), static_cast<uint32_t>(triggers.size()), {is_true, is_false, look});
  }
  bool settled_true(uint32_t m) const { return ir::plane_bit(planes_.data(), m); }
  bool settled_false(uint32_t m) const { return ir::plane_bit(planes_.data() + ir::plane_words(asker_->measure_count()), m); }

  void count_settled(uint32_t i) {
    settle(i);
    for (uint32_t m = 0; m < asker_->measure_count(); ++m) {
      if (!ir::plane_bit(asker_->planes(m).look, i)) continue;
      Counts::Measure& count = counts_.measures[asker_->measures()[m]];
      count.applies += settled_true(m) ? 1 : 0;
      count.undetermined += settled_true(m) || settled_false(m) ? 0 : 1;
    }
  }

  // A row whose party has permits: what is not false is permitted where one of them says so.
  void count_beside_permits(uint32_t i) {
    bool settled = false;
    for (uint32_t m = 0; m < asker_->measure_count(); ++m) {
      const MeasurePlanes planes = asker_->planes(m);
      bool applies = ir::plane_bit(planes.is_true, i);
      if (ir::plane_bit(planes.is_false, i)) continue;
      if (ir::plane_bit(planes.look, i)) {
        if (!settled) settle(i);
        settled = true;
        if (settled_false(m)) continue;
        applies = settled_true(m);
      }
      const ir::MeasureId id(asker_->measures()[m]);
      const bool permitted =
          decide::permit_for(context_.rules, context_.snapshot, snapshot::PartyIndex(asker_->party(i)), context_.rules.program().measures[id], date_).valid();
      Counts::Measure& count = counts_.measures[id.value];
      ++(permitted ? count.permitted : applies ? count.applies : count.undetermined);
    }
  }

  // Rows that are decided in whole. A stale list settles no triggers, so what looks at them is among these.
  void find_alone(uint32_t blocks) {
    const bool settles = !touched_.stale() && asker_->entry().settle;
    for (uint32_t b = 0; b < blocks; ++b) {
      alone_[b] = asker_->alone()[b] & asker_->live(b);
      for (uint32_t m = 0; !settles && m < asker_->measure_count(); ++m) alone_[b] |= asker_->planes(m).look[b];
      permits_[b] = asker_->permits()[b] & asker_->live(b) & ~alone_[b];
    }
  }

  void decide_alone(uint32_t morsel, uint32_t i) {
    ++counts_.alone;
    const ir::Program& program = context_.rules.program();
    const decide::Decision decision = decide::decide(context_, options_, decide::subject_of(context_.snapshot, snapshot::PartyIndex(asker_->party(i))),
                                                     partition_->matter(), partition_->stage(), date_, partition_->row(program, morsel, asker_->row(i)));
    for (const decide::MeasureDecision& measure : decision.measures) {
      Counts::Measure& count = counts_.measures[measure.measure.value];
      count.applies += measure.status == decide::Status::applies ? 1 : 0;
      count.undetermined += measure.status == decide::Status::undetermined ? 1 : 0;
      count.permitted += measure.status == decide::Status::permitted ? 1 : 0;
    }
  }

  const decide::Context& context_;
  const decide::Options& options_;
  const rows::RowTable& rows_;
  const Touched& touched_;
  Date date_;
  Counts counts_;
  uint32_t at_ = UINT32_MAX;
  std::optional<rows::Partition> partition_;
  std::optional<Asker> asker_;
  std::optional<ir::MorselRow> row_;
  std::array<uint64_t, kMorselBlocks> alone_{}, permits_{};
  std::vector<uint64_t> planes_;
  std::vector<snapshot::Way> ways_;
};

}  // namespace

Counts count(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, Date d, unsigned threads) {
  const bool stale = decide::is_stale(context.rules.program(), context.snapshot.synchronised(), d, options.max_staleness_days);
  const Touched touched(context.snapshot, d, stale, threads);
  const std::vector<Piece> pieces = pieces_of(rows);
  std::deque<Counter> counters;
  for (unsigned t = 0; t < std::max(threads, 1U); ++t) counters.emplace_back(context, options, rows, touched, d);
  in_any_order(pieces.size(), threads, [&](unsigned worker, uint64_t i) { counters[worker].count(pieces[i]); });

  Counts sum;
  sum.measures.resize(context.rules.program().measures.size());
  for (const Counter& counter : counters) {
    const Counts& part = counter.counts();
    sum.asked += part.asked;
    sum.alone += part.alone;
    for (size_t m = 0; m < sum.measures.size(); ++m) {
      sum.measures[m].applies += part.measures[m].applies;
      sum.measures[m].undetermined += part.measures[m].undetermined;
      sum.measures[m].permitted += part.measures[m].permitted;
    }
  }
  return sum;
}

}  // namespace plumb::sweep
