#include "runtime/sweep/count.hpp"

#include <algorithm>
#include <array>
#include <deque>
#include <optional>
#include <span>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/decide/staleness.hpp"
#include "runtime/sweep/asker.hpp"
#include "runtime/sweep/pieces.hpp"
#include "runtime/sweep/settler.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::sweep {

namespace {

// What one thread counts.
class Counter {
 public:
  Counter(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, const Touched& touched, const Papers& papers, Date d)
      : context_(context), options_(options), date_(d), asker_(context, touched, rows, d) {
    counts_.measures.resize(context.rules.program().measures.size());
    settlers_.resize(rows.partition_count());
    for (uint32_t p = 0; p < rows.partition_count() && !touched.stale(); ++p) {
      asker_.turn_to(p);
      if (asker_.measure_count() != 0) settlers_[p].emplace(context, touched, papers, asker_, asker_.partition().matter(), d);
    }
  }

  void count(const Piece& piece) {
    asker_.turn_to(piece.partition);
    settler_ = settlers_[piece.partition] ? &*settlers_[piece.partition] : nullptr;
    const uint32_t asked = asker_.ask(piece.morsel);
    if (asked == 0) return;
    counts_.asked += asked;
    const uint32_t blocks = (asked + 63) / 64;
    count_planes(blocks);
    const uint32_t singly = rows::lanes().rows_of_plane(singly_.data(), blocks, rows_singly_.data());
    // A part of them at a time, so that what was fetched is still there.
    for (uint32_t begin = 0; begin < singly; begin += kExpected) {
      const std::span rows(rows_singly_.data() + begin, std::min(kExpected, singly - begin));
      settler_->expect(rows);
      for (const uint16_t i : rows) count_singly(i);
    }
    for_each_bit(alone_.data(), blocks, [&](uint32_t i) { decide_alone(piece.morsel, i); });
  }

  const Counts& counts() const { return counts_; }

 private:
  // Counts what the planes settle; leaves the other rows in singly_ and alone_.
  void count_planes(uint32_t blocks) {
    const rows::Lanes& lanes = rows::lanes();
    std::array<uint64_t, kMorselBlocks> looked{}, open{}, counted;
    for (uint32_t m = 0; m < asker_.measure_count(); ++m) {
      const MeasurePlanes planes = asker_.planes(m);
      for (uint32_t b = 0; b < blocks; ++b) looked[b] |= planes.look[b];
      for (uint32_t b = 0; b < blocks; ++b) open[b] |= ~planes.is_false[b];
    }
    const bool settles = settler_ && asker_.entry().settle;
    for (uint32_t b = 0; b < blocks; ++b) {
      // A permit matters only where something is not false.
      const uint64_t papers = asker_.retentions()[b] | (asker_.permits()[b] & open[b]);
      alone_[b] = (asker_.identity()[b] | (settles ? 0 : looked[b]) | (settler_ ? 0 : papers)) & asker_.live(b);
      singly_[b] = (looked[b] | papers) & ~alone_[b] & asker_.live(b);
      counted[b] = asker_.live(b) & ~(alone_[b] | singly_[b]);
    }
    for (uint32_t m = 0; m < asker_.measure_count(); ++m) {
      const MeasurePlanes planes = asker_.planes(m);
      Counts::Measure& count = counts_.measures[asker_.measures()[m]];
      count.applies += lanes.count_both(planes.is_true, counted.data(), blocks);
      count.undetermined += lanes.count_none(planes.is_true, planes.is_false, planes.look, counted.data(), blocks);
    }
  }

  template <typename Visit>
  static void for_each_bit(const uint64_t* plane, uint32_t blocks, const Visit& visit) {
    for (uint32_t b = 0; b < blocks; ++b) {
      for (uint64_t bits = plane[b]; bits != 0; bits &= bits - 1) visit(b * 64 + static_cast<uint32_t>(__builtin_ctzll(bits)));
    }
  }

  void count_singly(uint32_t i) {
    const bool retentions = ir::plane_bit(asker_.retentions(), i);
    // What a retention holds may be permitted although no word says that anything reaches the party.
    const auto came = settler_->settle(i, retentions || ir::plane_bit(asker_.permits(), i), retentions);
    for (uint32_t m = 0; m < came.size(); ++m) {
      Counts::Measure& count = counts_.measures[asker_.measures()[m]];
      count.applies += came[m] == Came::applies ? 1 : 0;
      count.undetermined += came[m] == Came::undetermined ? 1 : 0;
      count.permitted += came[m] == Came::permitted ? 1 : 0;
    }
  }

  // Rows that are decided in whole: who the party is hangs on masked records; and of a stale list, which settles no triggers,
  // what looks at them, and what has permits.
  void decide_alone(uint32_t morsel, uint32_t i) {
    ++counts_.alone;
    const ir::Program& program = context_.rules.program();
    const decide::Decision decision =
        decide::decide(context_, options_, decide::subject_of(context_.snapshot, snapshot::PartyIndex(asker_.party(i))), asker_.partition().matter(),
                       asker_.partition().stage(), date_, asker_.partition().row(program, morsel, asker_.row(i)));
    for (const decide::MeasureDecision& measure : decision.measures) {
      Counts::Measure& count = counts_.measures[measure.measure.value];
      count.applies += measure.status == decide::Status::applies ? 1 : 0;
      count.undetermined += measure.status == decide::Status::undetermined ? 1 : 0;
      count.permitted += measure.status == decide::Status::permitted ? 1 : 0;
    }
  }

  const decide::Context& context_;
  const decide::Options& options_;
  Date date_;
  Counts counts_;
  Asker asker_;
  std::vector<std::optional<Settler>> settlers_;  // by partition; none of a stale list
  Settler* settler_ = nullptr;                    // of the partition at hand
  std::array<uint64_t, kMorselBlocks> alone_{}, singly_{};
  static constexpr uint32_t kExpected = 64;
  std::array<uint16_t, PLUMB_MORSEL_ROWS + rows::kSlackRows> rows_singly_;
};

}  // namespace

Counts count(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, Date d, unsigned threads) {
  const bool stale = decide::is_stale(context.rules.program(), context.snapshot.synchronised(), d, options.max_staleness_days);
  const Touched touched(context.snapshot, d, stale, threads);
  const Papers papers = stale ? Papers() : Papers(context, d);
  const std::vector<Piece> pieces = pieces_of(rows);
  // Made by the thread that counts with it, so that its memory is touched there.
  std::deque<std::optional<Counter>> counters(std::max(threads, 1U));
  const std::vector<size_t> shares = shares_of(pieces.size(), rows.partition_count(), threads);
  threads::in_any_order(shares.size() - 1, threads, [&](unsigned worker, uint64_t share) {
    if (!counters[worker]) counters[worker].emplace(context, options, rows, touched, papers, d);
    for (size_t i = shares[share]; i < shares[share + 1]; ++i) counters[worker]->count(pieces[i]);
  });

  Counts sum;
  sum.measures.resize(context.rules.program().measures.size());
  for (const auto& counter : counters) {
    if (!counter) continue;
    const Counts& part = counter->counts();
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
