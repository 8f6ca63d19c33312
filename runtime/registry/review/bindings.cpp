#include "runtime/registry/review/bindings.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/review/pairs.hpp"
#include "runtime/registry/review/review_transaction.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

Result<Bound> bind_identifiers(Registry& registry, const std::string& a, const std::string& b, const Said& said, BothValid both_valid) {
  if (a == b) return failure("review.itself");
  auto review = ReviewTransaction::begin(registry, said);
  if (!review) return review.error();
  if (auto known = review->require_known({a, b}); !known) return known.error();
  const auto one = review->party(a), other = review->party(b);
  if (!one) return one.error();
  if (!other) return other.error();
  const bool first = bears(one->principal, other->principal);
  const OneParty& bearer = first ? *one : *other;
  const OneParty& bound = first ? *other : *one;
  Bound out;
  out.party = bearer.principal;
  out.document = bound.end;
  if (bearer.end == bound.end) {
    const auto ties = review->ties(*one);
    if (!ties) return ties.error();
    const auto is_pair = [&](const SaidPair& pair) { return pair.a == std::min(a, b) && pair.b == std::max(a, b); };
    if (std::any_of(ties->pairs.begin(), ties->pairs.end(), is_pair)) return out;
    if (auto done = review->say_of_identity(a, b, "same"); !done) return done.error();
    out.noted = true;
    if (auto done = review->commit(); !done) return done.error();
    return out;
  }
  if (identity::is_masked(out.party)) return failure("review.masked");
  const auto kind_a = review->kind(*one), kind_b = review->kind(*other);
  if (!kind_a) return kind_a.error();
  if (!kind_b) return kind_b.error();
  if (*kind_a && *kind_b && *kind_a != *kind_b) return failure("review.kinds");
  if (told_apart_by_places(bound, bearer)) return failure("review.mask_differs", identity::masked_for_display(a) + " — " + identity::masked_for_display(b));
  for (const auto& [id, name] : {std::pair(&out.document, &out.document_name), std::pair(&out.party, &out.party_name)}) {
    auto known = review->name(*id);
    if (!known) return known.error();
    *name = *std::move(known);
  }
  if (both_valid == BothValid::ask && has_valid_number(bearer) && has_valid_number(bound)) {
    const auto told = [](const std::string& name, const std::string& id) {
      return (name.empty() ? "" : identity::numbers_hidden(name) + " ") + identity::masked_for_display(id);
    };
    return failure("review.both_valid", told(out.document_name, out.document) + " — " + told(out.party_name, out.party));
  }
  auto earlier = review->earlier(*one, *other);
  if (!earlier) return earlier.error();
  out.earlier = *std::move(earlier);
  if (auto done = review->say_of_identity(a, b, "same"); !done) return done.error();
  for (const OneParty* party : {&bearer, &bound}) {
    if (auto done = review->touch_steps(*party); !done) return done.error();
  }
  const auto put = review->writer().put(shape(Table::documents), row_with({out.document, out.party, said.by, said.reason}));
  if (!put) return put.error();
  review->bindings_changed();
  const auto minors = review->settle_minors();
  if (!minors) return minors.error();
  out.minor_entries = *minors;
  out.changed = true;
  if (auto done = review->commit(); !done) return done.error();
  return out;
}

Result<bool> distinguish(Registry& registry, const std::string& a, const std::string& b, const Said& said) {
  if (a == b) return failure("review.itself");
  auto review = ReviewTransaction::begin(registry, said);
  if (!review) return review.error();
  if (auto known = review->require_known({a, b}); !known) return known.error();
  const auto one = review->party(a), other = review->party(b);
  if (!one) return one.error();
  if (!other) return other.error();
  if (one->end == other->end) return failure("review.bound");
  const auto fresh = review->say_of_identity(a, b, "different");
  if (!fresh) return fresh.error();
  if (auto done = review->commit(); !done) return done.error();
  return *fresh;
}

Result<Split> split(Registry& registry, const std::string& document, const std::string& from, const Said& said) {
  auto review = ReviewTransaction::begin(registry, said);
  if (!review) return review.error();
  if (auto known = review->require_known({document}); !known) return known.error();
  const auto whole = review->party(document);
  if (!whole) return whole.error();
  Split out;
  out.from = from;
  if (from.empty()) {
    const auto next = review->bearer(document);
    if (!next) return next.error();
    if (next->empty()) return failure("review.unbound", identity::masked_for_display(document));
    // The last of a circle leads to itself; then it is parted from the one it was bound to.
    out.from = whole->end != document ? whole->end : *next;
  }
  if (out.from == document || !whole->has(out.from)) return failure("review.apart", identity::masked_for_display(out.from));
  auto ties = review->ties(*whole);
  if (!ties) return ties.error();
  if (auto done = review->touch_steps(*whole); !done) return done.error();

  const std::set<std::string> others = one_with(out.from, ties->all(), document);
  std::set<std::string> refused{out.from};
  const auto is_refused = [&](const SaidPair& pair) {
    const std::string* other = pair.a == document ? &pair.b : pair.b == document ? &pair.a : nullptr;
    if (other == nullptr || !others.contains(*other)) return false;
    refused.insert(*other);
    return true;
  };
  std::erase_if(ties->told, is_refused);
  std::erase_if(ties->pairs, is_refused);
  if (auto done = review->rebind(ties->live, bindings_of(ties->told, ties->pairs)); !done) return done.error();
  for (const std::string& other : refused) {
    if (auto done = review->say_of_identity(document, other, "different"); !done) return done.error();
  }
  for (const std::string& id : one_with(document, ties->all(), {})) {
    if (id != document) out.still.push_back(id);
  }
  review->bindings_changed();
  if (auto settled = review->settle_minors(); !settled) return settled.error();
  if (auto done = review->commit(); !done) return done.error();
  return out;
}

}  // namespace plumb::registry
