// What a reviewer says of who controls whom (bindings.hpp) → the relation, or its end, and the review.
#include <algorithm>
#include <optional>
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

// The relation from that day on. What was confirmed as of other days, and has no end, is corrected: one of the days is right, and the person who
// speaks now says which. `relations`: those of the two numbers.
Result<ControlConfirmed> record_control(ReviewTransaction& review, const std::string& holder, const std::string& organisation, const std::string& from,
                                        const std::vector<RecordedRelation>& relations) {
  ControlConfirmed out;
  for (const RecordedRelation& relation : relations) {
    if (!relation.by_confirmation || !relation.to.empty() || relation.from == from) continue;
    const Row row = row_with({holder, word(Role::actual_controller).alias, organisation, relation.from, "", ""});
    if (auto ended = review.writer().end(shape(Table::relations), row); !ended) return ended.error();
    out.corrected.push_back(relation.from);
  }
  const auto put = review.writer().put(shape(Table::relations), row_with({holder, word(Role::actual_controller).alias, organisation, from, "", ""}));
  if (!put) return put.error();
  out.from = from;
  out.relation_changed = *put != Outcome::unchanged || !out.corrected.empty();
  return out;
}

}  // namespace

Result<ControlConfirmed> confirm_control(Registry& registry, const std::string& holder, const std::string& organisation, std::optional<Date> from,
                                         const Said& said) {
  auto review = ReviewTransaction::begin(registry, said);
  if (!review) return review.error();
  const auto two = controlling(*review, holder, organisation);
  if (!two) return two.error();
  const auto kind = review->kind(two->organisation);
  if (!kind) return kind.error();
  if (*kind == PartyKind::person) return failure("review.organisation", identity::masked_for_display(organisation));
  auto relations = review->control_recorded(two->holder, two->organisation);
  if (!relations) return relations.error();
  for (const RecordedRelation& relation : *relations) {
    if (from && from->iso() < relation.to) return failure("review.control_ended", relation.to);
  }
  // Of these two numbers alone: what was said of other documents of theirs is another statement.
  std::erase_if(*relations, [&](const RecordedRelation& one) { return one.holder != holder || one.organisation != organisation; });
  const bool stands = std::any_of(relations->begin(), relations->end(), [&](const RecordedRelation& one) { return !one.is_over(said.on); });
  const auto fresh = review->say(holder, organisation, "controls");
  if (!fresh) return fresh.error();
  ControlConfirmed out;
  if (from || !stands) {
    auto corrected = record_control(*review, holder, organisation, from.value_or(said.on).iso(), *relations);
    if (!corrected) return corrected.error();
    out = *std::move(corrected);
  }
  out.changed = *fresh || out.relation_changed;
  if (auto done = review->commit(); !done) return done.error();
  return out;
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
      if (relation.is_over(said.on)) continue;
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
