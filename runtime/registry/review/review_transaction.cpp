#include "runtime/registry/review/review_transaction.hpp"

#include <algorithm>
#include <utility>

#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/court/absence.hpp"
#include "runtime/registry/court/names.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/hand_checks.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/live_index.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/reviews.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

Row row_with(std::initializer_list<std::string_view> values) {
  Row row;
  for (const std::string_view value : values) row.values.push_back({std::string(value), !value.empty()});
  return row;
}

Result<ReviewTransaction> ReviewTransaction::begin(Registry& registry, const Said& said) {
  if (auto done = check_by(said.by); !done) return done.error();
  const auto moment = canonical_moment(said.recorded_at);  // one that cannot be read is told by whoever records
  if (moment && day_in_beijing(*moment) < said.on) return failure("usage.statement_to_come", said.on.iso());
  Database& database = registry.database();
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  auto writer = FactWriter::begin(database, {said.recorded_at, "review", std::nullopt});
  if (!writer) return writer.error();
  return ReviewTransaction(database, std::move(*transaction), std::move(*writer), said);
}

Result<void> ReviewTransaction::require_known(std::initializer_list<std::string_view> ids) {
  for (const std::string_view id : ids) {
    IdentifierIndex::Held held;
    if (auto done = database_->done(database_->identifiers().find(id, held)); !done) return done;
    if (held.number == 0) return failure("review.unknown", identity::masked_for_display(id));
  }
  return {};
}

Result<std::string> ReviewTransaction::bearer(const std::string& document) {
  auto found = bearer_of(*database_, document);
  if (!found) return found.error();
  return found->value_or("");
}

Result<Ties> ReviewTransaction::ties(const OneParty& party) {
  auto rows = database_->prepare(
      "SELECT i.id, p.id, d.by_whom, d.basis, s.cause = 'review' FROM documents d JOIN identifiers i ON i.number = d.document JOIN identifiers p ON p.number "
      "= d.party JOIN revisions s ON s.revision = d.revision_from WHERE d.revision_to IS NULL AND d.document IN (" +
      party.numbers + ") ORDER BY d.row");
  if (!rows) return rows.error();
  Ties out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const auto text = [&](int column) { return std::string(rows->text(column)); };
    out.live.push_back({text(0), text(1), text(2), text(3)});
    if (rows->number(4) == 0) out.told.push_back(out.live.back());
  }
  if (status != SQLITE_DONE) return database_->error();
  const auto reviews = reviews_at(*database_, kNow);
  if (!reviews) return reviews.error();
  for (const ToldReview& told : *reviews) {
    if (told.review.verdict == "same" && party.has(told.a) && party.has(told.b)) out.pairs.push_back({told.a, told.b, told.review.by, told.review.reason});
  }
  return out;
}

Result<void> ReviewTransaction::rebind(const std::vector<SaidPair>& live, const std::vector<SaidPair>& bindings) {
  for (const SaidPair& one : live) {
    const bool stays = std::any_of(bindings.begin(), bindings.end(), [&](const SaidPair& still) { return still.a == one.a; });
    if (stays) continue;
    if (auto ended = writer_.end(shape(Table::documents), row_with({one.a, "", "", ""})); !ended) return ended.error();
  }
  for (const SaidPair& one : bindings) {
    if (std::find(live.begin(), live.end(), one) != live.end()) continue;
    if (auto put = writer_.put(shape(Table::documents), row_with({one.a, one.b, one.by, one.basis})); !put) return put.error();
  }
  return {};
}

Result<std::string> ReviewTransaction::name(const std::string& id) {
  auto found = database_->text(
      "SELECT t.name FROM (SELECT name, 0 AS later, row FROM parties WHERE row = (SELECT live_party(identifier_number(?1)))"
      " UNION ALL SELECT name, 1, row FROM entries WHERE party = (SELECT identifier_number(?1)) AND revision_to IS NULL) t"
      " WHERE t.name NOTNULL ORDER BY t.later, t.row DESC",
      {id});
  if (!found) return found.error();
  return found->value_or("");
}

Result<std::optional<PartyKind>> ReviewTransaction::kind(const OneParty& party) {
  auto recorded = database_->text("SELECT kind FROM parties WHERE row IN (" + live_parties_sql(party.numbers) + ") AND kind NOTNULL ORDER BY row", {});
  if (!recorded) return recorded.error();
  if (*recorded) return find_party_kind(**recorded);
  for (const auto& [number, id] : party.identifiers) {
    if (const auto kind = identity::kind_by_form(id)) return kind;
  }
  return std::optional<PartyKind>();
}

Result<std::vector<RecordedRelation>> ReviewTransaction::control_recorded(const OneParty& holder, const OneParty& organisation) {
  std::vector<int64_t> candidates;
  for (const auto& [of_holder, holder_id] : holder.identifiers) {
    for (const auto& [of_organisation, organisation_id] : organisation.identifiers) {
      const int found = find_whatever_day(database_->live_relations(), of_holder, word(Role::actual_controller).alias, of_organisation, candidates);
      if (auto done = database_->done(found); !done) return done.error();
    }
  }
  std::string among = "0";
  for (const int64_t row : candidates) among += ", " + std::to_string(row);
  auto rows = database_->prepare(
      "SELECT h.id, o.id, r.valid_from, r.valid_to, s.cause = 'review' FROM relations r JOIN identifiers h ON h.number = r.holder JOIN identifiers o ON "
      "o.number = r.organisation JOIN revisions s ON s.revision = r.revision_from WHERE r.row IN (" +
      among + ") AND r.revision_to IS NULL AND r.role = ? AND r.holder IN (" + holder.numbers + ") AND r.organisation IN (" + organisation.numbers +
      ") ORDER BY r.row");
  if (!rows) return rows.error();
  rows->bind(1, std::string_view(word(Role::actual_controller).alias));
  std::vector<RecordedRelation> out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const auto text = [&](int column) { return std::string(rows->text(column)); };
    out.push_back({text(0), text(1), text(2), text(3), rows->number(4) != 0});
  }
  if (status != SQLITE_DONE) return database_->error();
  return out;
}

Result<std::string> ReviewTransaction::earlier(const OneParty& one, const OneParty& other) {
  const auto reviews = reviews_at(*database_, kNow);
  if (!reviews) return reviews.error();
  std::string out;
  for (const ToldReview& told : *reviews) {
    if (matter_of(told.review.verdict) != Matter::identity) continue;
    if ((one.has(told.a) && other.has(told.b)) || (one.has(told.b) && other.has(told.a))) out = told.review.verdict;
  }
  return out;
}

Result<bool> ReviewTransaction::say(std::string_view a, std::string_view b, const std::string& verdict) {
  const auto reviews = reviews_at(*database_, kNow);
  if (!reviews) return reviews.error();
  const Review said{verdict, said_.by, said_.on.iso(), said_.reason};
  std::string standing;
  for (const ToldReview& told : *reviews) {
    if (told.a != a || told.b != b) continue;
    if (told.review == said) return false;
    if (matter_of(told.review.verdict) != matter_of(verdict)) standing = " " + told.review.verdict;
  }
  const auto put = writer_.put(shape(Table::reviews), row_with({a, b, verdict + standing, said.by, said.on, said.reason}));
  if (!put) return put.error();
  return *put != Outcome::unchanged;
}

Result<void> ReviewTransaction::touch_steps(const OneParty& party) {
  for (const auto& [number, id] : party.identifiers) {
    if (auto done = steps_.touch_party(id); !done) return done;
  }
  return {};
}

Result<void> ReviewTransaction::commit() {
  if (auto done = steps_.settle(writer_); !done) return done;
  if (auto done = court::settle_answered(*database_, writer_); !done) return done;
  if (auto done = court::propose_reinstated(*database_, writer_); !done) return done;
  if (auto done = court::ask_of_names(*database_, writer_, {}, day_in_beijing(said_.recorded_at)); !done) return done.error();
  if (bindings_changed_) {
    if (auto ended = writer_.end_retentions_of_wrongly_made_entries(); !ended) return ended.error();
  }
  if (auto done = writer_.finish(); !done) return done.error();
  return transaction_.commit();
}

}  // namespace plumb::registry
