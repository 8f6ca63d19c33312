#include "runtime/registry/review/refusals.hpp"

#include <algorithm>

#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/review/pairs.hpp"

namespace plumb::registry {

namespace {

const Value& value(const TableShape& shape, const Row& row, std::string_view column) { return row.values[column_by_name(shape, column)]; }

std::optional<BindingRefusal> refused(RejectReason reason, const char* column) { return BindingRefusal{reason, column}; }

}  // namespace

Result<std::optional<BindingRefusal>> BindingRefusals::of(const TableShape& shape, const Row& row) {
  if (shape.table == Table::documents) return of_document(value(shape, row, "document").text, value(shape, row, "party").text);
  if (shape.table != Table::relations || value(shape, row, "role").text != word(Role::actual_controller).alias) return std::optional<BindingRefusal>();
  return of_controller(value(shape, row, "holder").text, value(shape, row, "organisation").text, value(shape, row, "from"));
}

Result<bool> BindingRefusals::joins_valid_numbers(const TableShape& shape, const Row& row) {
  if (shape.table != Table::documents) return false;
  const auto one = party(value(shape, row, "document").text), other = party(value(shape, row, "party").text);
  if (!one) return one.error();
  if (!other) return other.error();
  return one->end != other->end && has_valid_number(*one) && has_valid_number(*other);
}

Result<std::optional<BindingRefusal>> BindingRefusals::of_document(const std::string& document, const std::string& bearer) {
  if (document == bearer) return refused(RejectReason::bound_to_itself, "document");
  const auto standing = bearer_of(*database_, document);
  if (!standing) return standing.error();
  if (*standing) return **standing == bearer ? std::optional<BindingRefusal>() : refused(RejectReason::bound_elsewhere, "document");
  const auto one = party(document), other = party(bearer);
  if (!one) return one.error();
  if (!other) return other.error();
  // The document is bound to nothing, so where the two are one party already, what it would be bound to leads to it.
  if (other->has(document)) return refused(RejectReason::bound_to_itself, "party");
  if (identity::is_masked(one->principal) && identity::is_masked(other->principal)) return refused(RejectReason::bound_to_masked, "party");
  if (told_apart_by_places(*one, *other)) return refused(RejectReason::bound_by_other_places, "party");
  const auto kind_one = kind(*one), kind_other = kind(*other);
  if (!kind_one) return kind_one.error();
  if (!kind_other) return kind_other.error();
  if (*kind_one && *kind_other && *kind_one != *kind_other) return refused(RejectReason::bound_kinds, "party");
  const auto different = said("different", *one, *other);
  if (!different) return different.error();
  return *different ? refused(RejectReason::held_different, "party") : std::optional<BindingRefusal>();
}

Result<std::optional<BindingRefusal>> BindingRefusals::of_controller(const std::string& holder, const std::string& organisation, const Value& from) {
  // Nearly all rows: by their numbers the one is a person and the other an organisation, which cannot have been bound to one party, and no
  // reviewer refused anything.
  if (identity::kind_by_form(organisation) == PartyKind::organisation && identity::kind_by_form(holder) == PartyKind::person) {
    if (auto done = read_reviews(); !done) return done.error();
    const bool any = std::any_of(reviews_->begin(), reviews_->end(), [](const ToldReview& told) { return told.review.verdict == "not_controls"; });
    if (!any) return std::optional<BindingRefusal>();
  }
  const auto standing =
      database_->text("SELECT 1 WHERE live_relation(identifier_number(?), ?, identifier_number(?), ?) NOTNULL",
                      {holder, word(Role::actual_controller).alias, organisation, from.present ? std::string_view(from.text) : std::string_view()});
  if (!standing) return standing.error();
  if (*standing) return std::optional<BindingRefusal>();
  const auto one = party(holder), other = party(organisation);
  if (!one) return one.error();
  if (!other) return other.error();
  if (one->has(organisation)) return refused(RejectReason::controls_itself, "organisation");
  const auto controlled = kind(*other);
  if (!controlled) return controlled.error();
  if (*controlled == PartyKind::person) return refused(RejectReason::person_controlled, "organisation");
  const auto not_so = said("not_controls", *one, *other);
  if (!not_so) return not_so.error();
  return *not_so ? refused(RejectReason::control_refused, "holder") : std::optional<BindingRefusal>();
}

Result<OneParty> BindingRefusals::party(const std::string& id) {
  const auto numbers = numbers_of_one_party(*database_, id, kNow);
  if (!numbers) return numbers.error();
  if (!numbers->empty()) return one_party(*database_, id, kNow);
  OneParty alone;
  alone.identifiers.emplace_back(0, id);
  alone.end = alone.principal = id;
  return alone;
}

Result<std::optional<PartyKind>> BindingRefusals::kind(const OneParty& party) {
  for (const auto& [number, id] : party.identifiers) {
    if (const auto kind = identity::kind_by_form(id)) return kind;
  }
  if (!party.numbers.empty()) {
    const auto recorded = database_->text("SELECT kind FROM parties WHERE row IN (" + live_parties_sql(party.numbers) + ") AND kind NOTNULL ORDER BY row", {});
    if (!recorded) return recorded.error();
    if (*recorded) return find_party_kind(**recorded);
  }
  return std::optional<PartyKind>();
}

Result<void> BindingRefusals::read_reviews() {
  if (reviews_) return {};
  auto read = reviews_at(*database_, kNow);
  if (!read) return read.error();
  reviews_ = *std::move(read);
  return {};
}

Result<bool> BindingRefusals::said(std::string_view verdict, const OneParty& one, const OneParty& other) {
  if (auto done = read_reviews(); !done) return done.error();
  // What was said last of the same matter holds.
  const Matter matter = matter_of(verdict);
  std::string_view last;
  for (const ToldReview& told : *reviews_) {
    if (matter_of(told.review.verdict) != matter) continue;
    const bool about = (one.has(told.a) && other.has(told.b)) || (matter == Matter::identity && one.has(told.b) && other.has(told.a));
    if (about) last = told.review.verdict;
  }
  return last == verdict;
}

}  // namespace plumb::registry
