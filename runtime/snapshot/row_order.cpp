#include "runtime/snapshot/row_order.hpp"

#include <algorithm>
#include <tuple>

#include "compiler/base/check.hpp"
#include "runtime/snapshot/build.hpp"
#include "runtime/snapshot/key_sort.hpp"
#include "runtime/snapshot/text_numbers.hpp"

namespace plumb::snapshot {

namespace {

// Where each part's rows begin among all; one more than parts.
template <typename Part, typename Rows>
std::vector<size_t> beginnings(const std::vector<Part>& parts, const Rows& rows) {
  std::vector<size_t> out{0};
  for (const Part& part : parts) out.push_back(out.back() + rows(part));
  return out;
}

std::vector<RowPlace> places_of(const Unfilled<uint128>& keys, unsigned threads) {
  std::vector<RowPlace> out(keys.size());
  each_range(out.size(), threads, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) out[i] = place_of(keys.span()[i]);
  });
  return out;
}

// The bits in which texts differ: look(piece, bits) adds those of a piece.
template <typename Look>
TextNumbers numbers_of_texts(size_t pieces, unsigned threads, const Look& look) {
  std::vector<DifferingBits> bits(pieces);
  each_piece(pieces, threads, [&](size_t piece) {
    DifferingBits own;  // away from those of other threads
    look(piece, own);
    bits[piece] = own;
  });
  DifferingBits all;
  for (const DifferingBits& one : bits) all.add(one);
  return TextNumbers(all.first(kNumberBits));
}

void check_parts(size_t parts) { check(parts <= size_t{1} << 16, "a place has 16 bits for the part"); }

}  // namespace

std::vector<uint32_t> order_of_identifiers(const facts::FactColumns& facts, unsigned threads) {
  std::vector<uint32_t> out;
  out.reserve(facts.named.size());
  for (uint32_t i = 0; i < facts.named.size(); ++i) {
    if (facts.named[i] != 0) out.push_back(i);
  }
  constexpr size_t kRange = size_t{1} << 16;
  const TextNumbers number = numbers_of_texts((out.size() + kRange - 1) / kRange, threads, [&](size_t range, DifferingBits& bits) {
    for (size_t i = range * kRange; i < std::min((range + 1) * kRange, out.size()); ++i) bits.add(facts.identifiers[out[i]]);
  });
  Unfilled<uint128> keys(out.size());
  each_range(out.size(), threads, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) keys[i] = key_of(number(facts.identifiers[out[i]]), {0, out[i]});
  });
  sort_keys(threads, keys, [&](RowPlace a, RowPlace b) { return facts.identifiers[a.row] < facts.identifiers[b.row]; });
  each_range(out.size(), threads, [&](size_t first, size_t last) {
    for (size_t i = first; i < last; ++i) out[i] = place_of(keys[i]).row;
  });
  return out;
}

std::vector<RowPlace> order_of_relations(const facts::FactColumns& facts, const std::vector<uint32_t>& number, unsigned threads) {
  check_parts(facts.relations.size());
  const auto begins = beginnings(facts.relations, [](const facts::RelationColumns& part) {
    return static_cast<size_t>(std::count_if(part.role.begin(), part.role.end(), [](uint8_t role) { return is_kept(static_cast<Role>(role)); }));
  });
  Unfilled<uint128> keys(begins.back());
  each_piece(facts.relations.size(), threads, [&](size_t p) {
    const facts::RelationColumns& part = facts.relations[p];
    size_t at = begins[p];
    for (uint32_t row = 0; row < part.holder.size(); ++row) {
      if (!is_kept(static_cast<Role>(part.role[row]))) continue;
      // Holder, role and organisation identify it.
      const uint128 identifying = (uint128{number[part.holder[row]]} << 40) | (uint128{part.role[row]} << 32) | number[part.organisation[row]];
      keys[at++] = key_of(identifying, {static_cast<uint32_t>(p), row});
    }
  });
  sort_keys(threads, keys, [&](RowPlace a, RowPlace b) {
    const facts::RelationColumns &first = facts.relations[a.part], &second = facts.relations[b.part];
    return std::tuple(first.from[a.row], first.to[a.row], first.shares[a.row]) < std::tuple(second.from[b.row], second.to[b.row], second.shares[b.row]);
  });
  return places_of(keys, threads);
}

std::vector<RowPlace> order_of_holdings(const facts::FactColumns& facts, const std::vector<uint32_t>& number, unsigned threads) {
  check_parts(facts.holdings.size());
  const auto begins = beginnings(facts.holdings, [](const facts::HoldingColumns& part) { return part.party.size(); });
  const TextNumbers id_number = numbers_of_texts(facts.holdings.size(), threads, [&](size_t p, DifferingBits& bits) {
    const facts::Texts& ids = facts.holdings[p].ids;
    for (size_t row = 0; row < ids.size(); ++row) bits.add(ids[row]);
  });
  Unfilled<uint128> keys(begins.back());
  each_piece(facts.holdings.size(), threads, [&](size_t p) {
    const facts::Texts& ids = facts.holdings[p].ids;
    for (uint32_t row = 0; row < ids.size(); ++row) keys[begins[p] + row] = key_of(id_number(ids[row]), {static_cast<uint32_t>(p), row});
  });
  const auto rest = [&](RowPlace at) {
    const facts::HoldingColumns& part = facts.holdings[at.part];
    return std::tuple(part.ids[at.row], number[part.party[at.row]], part.matters[part.matter[at.row]], part.from[at.row], part.to[at.row], part.fields[at.row]);
  };
  sort_keys(threads, keys, [&](RowPlace a, RowPlace b) { return rest(a) < rest(b); });
  return places_of(keys, threads);
}

}  // namespace plumb::snapshot
