#include "runtime/snapshot/row_order.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <tuple>

#include "compiler/base/check.hpp"
#include "compiler/base/decimal.hpp"
#include "runtime/snapshot/build.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

namespace {

// Up to eight characters from `at` on as a number that compares as they do; zeros where there are none.
uint64_t leading(std::string_view text, size_t at) {
  uint64_t word = 0;
  if (at < text.size()) std::memcpy(&word, text.data() + at, std::min(sizeof(word), text.size() - at));
  return std::endian::native == std::endian::little ? __builtin_bswap64(word) : word;
}

// The beginning of a text, beside the row that it is of, so that nearly all comparisons read nothing else.
struct TextKey {
  TextKey() {}  // NOLINT(modernize-use-equals-default): leaves its members alone, for they are filled in by another thread
  TextKey(std::string_view text, RowPlace at)
      : first(leading(text, 0)), second(leading(text, 8)), third(static_cast<uint32_t>(leading(text, 16) >> 32)), place(at) {}
  auto beginning() const { return std::tie(first, second, third); }
  uint64_t first, second;
  uint32_t third;
  RowPlace place;
};

// Where each part's rows begin among all; one more than parts.
template <typename Part, typename Rows>
std::vector<size_t> beginnings(const std::vector<Part>& parts, const Rows& rows) {
  std::vector<size_t> out{0};
  for (const Part& part : parts) out.push_back(out.back() + rows(part));
  return out;
}

}  // namespace

std::vector<uint32_t> order_of_identifiers(const facts::FactColumns& facts, unsigned threads) {
  std::vector<uint32_t> out;
  out.reserve(facts.named.size());
  for (uint32_t i = 0; i < facts.named.size(); ++i) {
    if (facts.named[i] != 0) out.push_back(i);
  }
  Unfilled<TextKey> keys(out.size());
  each_range(out.size(), threads, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) keys[i] = TextKey(facts.identifiers[out[i]], {0, out[i]});
  });
  sort_on(threads, keys, [&](const TextKey& a, const TextKey& b) {
    if (a.beginning() != b.beginning()) return a.beginning() < b.beginning();
    return facts.identifiers[a.place.row] < facts.identifiers[b.place.row];
  });
  each_range(out.size(), threads, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) out[i] = keys[i].place.row;
  });
  return out;
}

std::vector<RowPlace> order_of_relations(const facts::FactColumns& facts, const std::vector<uint32_t>& number, unsigned threads) {
  // Holder, role and organisation in what is above the place, which does not count.
  constexpr int kPlaceBits = 48, kRowBits = 32;
  constexpr uint128 kPlace = (uint128{1} << kPlaceBits) - 1;
  const auto place_of = [](uint128 key) { return RowPlace{static_cast<uint32_t>((key & kPlace) >> kRowBits), static_cast<uint32_t>(key)}; };
  const auto begins = beginnings(facts.relations, [](const facts::RelationColumns& part) {
    return static_cast<size_t>(std::count_if(part.role.begin(), part.role.end(), [](uint8_t role) { return is_kept(static_cast<Role>(role)); }));
  });
  check(facts.relations.size() <= size_t{1} << (kPlaceBits - kRowBits), "a place has 16 bits for the part");
  Unfilled<uint128> keys(begins.back());
  each_piece(facts.relations.size(), threads, [&](size_t p) {
    const facts::RelationColumns& part = facts.relations[p];
    size_t at = begins[p];
    for (uint32_t row = 0; row < part.holder.size(); ++row) {
      if (!is_kept(static_cast<Role>(part.role[row]))) continue;
      const uint128 identifying = (uint128{number[part.holder[row]]} << 40) | (uint128{part.role[row]} << 32) | number[part.organisation[row]];
      keys[at++] = (identifying << kPlaceBits) | (uint128{p} << kRowBits) | row;
    }
  });
  sort_on(threads, keys, [&](uint128 a, uint128 b) {
    if (a >> kPlaceBits != b >> kPlaceBits) return a < b;
    const RowPlace x = place_of(a), y = place_of(b);
    const facts::RelationColumns &first = facts.relations[x.part], &second = facts.relations[y.part];
    return std::tuple(first.from[x.row], first.to[x.row], first.shares[x.row]) < std::tuple(second.from[y.row], second.to[y.row], second.shares[y.row]);
  });
  std::vector<RowPlace> out(keys.size());
  each_range(out.size(), threads, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) out[i] = place_of(keys[i]);
  });
  return out;
}

std::vector<RowPlace> order_of_holdings(const facts::FactColumns& facts, const std::vector<uint32_t>& number, unsigned threads) {
  const auto begins = beginnings(facts.holdings, [](const facts::HoldingColumns& part) { return part.party.size(); });
  Unfilled<TextKey> keys(begins.back());
  each_piece(facts.holdings.size(), threads, [&](size_t p) {
    const facts::Texts& ids = facts.holdings[p].ids;
    for (uint32_t row = 0; row < ids.size(); ++row) keys[begins[p] + row] = TextKey(ids[row], {static_cast<uint32_t>(p), row});
  });
  const auto rest = [&](RowPlace at) {
    const facts::HoldingColumns& part = facts.holdings[at.part];
    return std::tuple(part.ids[at.row], number[part.party[at.row]], part.matters[part.matter[at.row]], part.from[at.row], part.to[at.row], part.fields[at.row]);
  };
  sort_on(threads, keys,
          [&](const TextKey& a, const TextKey& b) { return a.beginning() != b.beginning() ? a.beginning() < b.beginning() : rest(a.place) < rest(b.place); });
  std::vector<RowPlace> out(keys.size());
  each_range(out.size(), threads, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) out[i] = keys[i].place;
  });
  return out;
}

}  // namespace plumb::snapshot
