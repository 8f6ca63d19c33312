#include "runtime/sweep/hits.hpp"

#include <algorithm>
#include <deque>
#include <optional>

#include "runtime/sweep/asker.hpp"
#include "runtime/sweep/pieces.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::sweep {

namespace {

// What one thread finds.
class Finder {
 public:
  Finder(const decide::Context& context, const Touched& touched, const rows::RowTable& rows, Date d) : asker_(context, touched, rows, d) {}

  void find(const Piece& piece) {
    asker_.turn_to(piece.partition);
    const uint32_t asked = asker_.ask(piece.morsel);
    found_.held += asker_.held();
    for (uint32_t b = 0; b * 64 < asked; ++b) {
      uint64_t hit = asker_.identity()[b] | asker_.retentions()[b];
      for (uint32_t m = 0; m < asker_.measure_count(); ++m) hit |= ~asker_.planes(m).is_false[b];
      for (uint64_t bits = hit & asker_.live(b); bits != 0; bits &= bits - 1) {
        const uint32_t i = b * 64 + static_cast<uint32_t>(__builtin_ctzll(bits));
        found_.holdings.push_back(asker_.partition().holding(piece.morsel, asker_.row(i)).value);
      }
    }
  }

  const Hits& found() const { return found_; }

 private:
  Asker asker_;
  Hits found_;
};

}  // namespace

Hits hits(const decide::Context& context, const Touched& touched, const rows::RowTable& rows, Date d, unsigned threads) {
  const std::vector<Piece> pieces = pieces_of(rows);
  std::deque<std::optional<Finder>> finders(std::max(threads, 1U));
  const std::vector<size_t> shares = shares_of(pieces.size(), rows.partition_count(), threads);
  threads::in_any_order(shares.size() - 1, threads, [&](unsigned worker, uint64_t share) {
    if (!finders[worker]) finders[worker].emplace(context, touched, rows, d);
    for (size_t i = shares[share]; i < shares[share + 1]; ++i) finders[worker]->find(pieces[i]);
  });
  Hits out;
  for (const auto& finder : finders) {
    if (!finder) continue;
    out.holdings.insert(out.holdings.end(), finder->found().holdings.begin(), finder->found().holdings.end());
    out.held += finder->found().held;
  }
  for (const uint32_t holding : rows.refused()) {
    if (!context.snapshot.holding(snapshot::HoldingIndex(holding)).period.holds_on(d)) continue;
    out.holdings.push_back(holding);
    ++out.held;
  }
  std::sort(out.holdings.begin(), out.holdings.end());
  return out;
}

}  // namespace plumb::sweep
