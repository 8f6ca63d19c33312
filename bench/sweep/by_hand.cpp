#include "bench/sweep/by_hand.hpp"

#include <algorithm>
#include <atomic>
#include <mutex>
#include <thread>

#include "bench/sweep/by_hand_rows.hpp"

namespace plumb::bench {

ByHand::ByHand(const ir::Program& program, const RawCounty& county) : county_(std::make_unique<HandCounty>(program, county)) {}
ByHand::~ByHand() = default;

void ByHand::make_reach(int32_t date, unsigned threads) { county_->make_reach(date, threads); }

SweepCounts ByHand::sweep(unsigned threads) const {
  struct Piece {
    const RawPartition* part;
    void (*run)(const Rows&);
    size_t begin, end;
  };
  constexpr size_t kPieceRows = 1 << 16;
  std::vector<Piece> pieces;
  for (const RawPartition& part : county_->raw.partitions) {
    const std::string& matter = county_->program.matters[part.matter].name.alias;
    const MatterLoop& loop = loop_of(matter, part.stage);
    for (size_t begin = 0; begin < part.party.size(); begin += kPieceRows) {
      pieces.push_back({&part, loop.run, begin, std::min(begin + kPieceRows, part.party.size())});
    }
  }
  std::atomic<size_t> next = 0;
  std::mutex adding;
  Count total{};
  const auto work = [&] {
    Count count{};
    for (size_t i = next++; i < pieces.size(); i = next++) pieces[i].run({*county_, *pieces[i].part, count, pieces[i].begin, pieces[i].end});
    const std::lock_guard lock(adding);
    for (size_t m = 0; m < kMeasures; ++m) {
      for (size_t v = 0; v < 3; ++v) total[m][v] += count[m][v];
    }
  };
  {
    std::vector<std::jthread> others;
    for (unsigned t = 1; t < threads; ++t) others.emplace_back(work);
    work();
  }
  SweepCounts out;
  for (uint32_t m = 0; m < county_->program.measures.size(); ++m) out.push_back(total[county_->measure(ir::MeasureId(m))]);
  return out;
}

}  // namespace plumb::bench
