// What a reviewer says of who controls whom (bindings.hpp) → the relation, or its end, and the review.
#include <utility>

#include "runtime/identity/mask.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/review/bindings.hpp"
#include "runtime/registry/review/review_transaction.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

namespace {

// The two parties of a statement about control, who must be two.
struct Controlling {
  OneParty holder, organisation;
};
Result<Controlling> controlling(ReviewTransaction& review, const std::string& holder, const std::string& organisation) {
  if (auto known = review.require_known({holder, organisation}); !known) return known.error();
  auto one = review.party(holder), other = review.party(organisation);
  if (!one) return one.error();
  if (!other) return other.error();
  if (one->end == other->end) return failure("review.itself");
  return Controlling{*std::move(one), *std::move(other)};
}

}  // namespace

Result<bool> confirm_control(Registry& registry, const std::string& holder, const std::string& organisation, Date from, const Said& said) {
  auto review = ReviewTransaction::begin(registry, said);
  if (!review) return review.error();
  const auto two = controlling(*review, holder, organisation);
  if (!two) return two.error();
  const auto kind = review->kind(two->organisation);
  if (!kind) return kind.error();
  if (*kind == PartyKind::person) return failure("review.organisation", identity::masked_for_display(organisation));
  const auto fresh = review->say(holder, organisation, "controls");
  if (!fresh) return fresh.error();
  const auto relations = review->control_recorded(two->holder, two->organisation);
  if (!relations) return relations.error();
  // Confirmed as of another day, and without an end: one of the two days is right, and the person who speaks now says which.
  for (const RecordedRelation& relation : *relations) {
    if (!relation.by_confirmation || !relation.to.empty() || relation.from == from.iso()) continue;
    const Row row = row_with({relation.holder, word(Role::actual_controller).alias, relation.organisation, relation.from, "", ""});
    if (auto ended = review->writer().end(shape(Table::relations), row); !ended) return ended.error();
  }
  const auto put = review->writer().put(shape(Table::relations), row_with({holder, word(Role::actual_controller).alias, organisation, from.iso(), "", ""}));
  if (!put) return put.error();
  if (auto done = review->commit(); !done) return done.error();
  return *fresh || *put != Outcome::unchanged;
}

Result<ControlRefused> refuse_control(Registry& registry, const std::string& holder, const std::string& organisation, RecordedControl recorded,
                                      const Said& said) {
  auto review = ReviewTransaction::begin(registry, said);
  if (!review) return review.error();
  const auto two = controlling(*review, holder, organisation);
  if (!two) return two.error();
  const auto relations = review->control_recorded(two->holder, two->organisation);
  if (!relations) return relations.error();
  ControlRefused out;
  for (const RecordedRelation& relation : *relations) {
    if (recorded == RecordedControl::stands && !relation.by_confirmation) {
      const bool over = !relation.to.empty() && relation.to <= said.on.iso();
      if (over) continue;
      return failure("review.control_recorded", relation.from);
    }
    const Row row = row_with({relation.holder, word(Role::actual_controller).alias, relation.organisation, relation.from, "", ""});
    if (auto ended = review->writer().end(shape(Table::relations), row); !ended) return ended.error();
    out.taken_back.push_back(relation.from);
  }
  const auto fresh = review->say(holder, organisation, "not_controls");
  if (!fresh) return fresh.error();
  out.changed = *fresh || !out.taken_back.empty();
  if (auto done = review->commit(); !done) return done.error();
  return out;
}

}  // namespace plumb::registry
