#include "runtime/registry/review/bindings.hpp"

#include <initializer_list>
#include <optional>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/review/bound_minors.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

namespace {

Error unknown(std::string_view id) { return failure("review.unknown", identity::masked_for_display(id)); }

// A row of a table, values in the order of its columns; empty ones are left out.
Row row_of(std::initializer_list<std::string_view> values) {
  Row row;
  for (const std::string_view value : values) row.values.push_back({std::string(value), !value.empty()});
  return row;
}

// How well an identifier tells its bearer, the better the smaller.
int weakness(std::string_view id) {
  switch (identity::form(id)) {
    case identity::Form::resident_number:
    case identity::Form::credit_code:
      return identity::check_digit_holds(id) ? 0 : 1;
    case identity::Form::organisation_code:
      return 2;
    case identity::Form::other:
      return 3;
    case identity::Form::masked:
      return 4;
  }
  return 4;
}

// One write transaction about pairs, with what is recorded read in it.
class Session {
 public:
  static Result<Session> begin(Registry& registry, const Said& said) {
    Database& database = registry.database();
    auto transaction = Transaction::begin(database, Transaction::Kind::write);
    if (!transaction) return transaction.error();
    auto writer = FactWriter::begin(database, {said.recorded_at, "review", std::nullopt});
    if (!writer) return writer.error();
    return Session(database, std::move(*transaction), std::move(*writer), said);
  }

  FactWriter& writer() { return writer_; }

  Result<void> require_known(std::initializer_list<std::string_view> ids) {
    for (const std::string_view id : ids) {
      auto known = text("SELECT id FROM identifiers WHERE id = ?", {id});
      if (!known) return known.error();
      if (!*known) return unknown(id);
    }
    return {};
  }

  // Where bindings lead from an identifier.
  Result<std::string> principal(std::string id) {
    std::unordered_set<std::string> met;
    while (met.insert(id).second) {
      auto next = text(
          "SELECT p.id FROM documents d JOIN identifiers i ON i.number = d.document JOIN identifiers p ON p.number = d.party WHERE i.id = ? AND d.revision_to "
          "IS "
          "NULL",
          {id});
      if (!next) return next.error();
      if (!*next) break;
      id = **next;
    }
    return id;
  }

  Result<std::optional<PartyKind>> kind(std::string_view id) {
    auto recorded =
        text("SELECT p.kind FROM parties p JOIN identifiers i ON i.number = p.party WHERE i.id = ? AND p.revision_to IS NULL AND p.kind NOTNULL", {id});
    if (!recorded) return recorded.error();
    return *recorded ? find_party_kind(**recorded) : identity::kind_by_form(id);
  }

  // Of a pair about identity the smaller identifier is first.
  Result<std::string> verdict(std::string_view a, std::string_view b) {
    auto found = text(
        "SELECT r.verdict FROM reviews r JOIN identifiers a ON a.number = r.party_a JOIN identifiers b ON b.number = r.party_b WHERE a.id = ? AND b.id = ? AND "
        "r.revision_to IS NULL",
        {std::min(a, b), std::max(a, b)});
    if (!found) return found.error();
    return found->value_or("");
  }
  Result<Outcome> review(std::string_view a, std::string_view b, std::string_view verdict) {
    return writer_.put(shape(Table::reviews), row_of({a, b, verdict, said_.by, said_.on.iso(), said_.reason}));
  }
  Result<Outcome> review_identity(std::string_view a, std::string_view b, std::string_view verdict) { return review(std::min(a, b), std::max(a, b), verdict); }

  // Entries that decisions leave out, or take in again, since somebody's number is known now, or is not.
  Result<uint64_t> settle_minors() { return settle_bound_minors(*database_, writer_); }

  Result<void> commit() {
    if (auto done = writer_.finish(); !done) return done.error();
    return transaction_.commit();
  }

 private:
  Session(Database& database, Transaction transaction, FactWriter writer, const Said& said)
      : database_(&database), transaction_(std::move(transaction)), writer_(std::move(writer)), said_(said) {}

  // The first column of the first row, if there is one.
  Result<std::optional<std::string>> text(std::string_view sql, std::initializer_list<std::string_view> values) {
    auto row = database_->prepare(sql);
    if (!row) return row.error();
    int index = 1;
    for (const std::string_view value : values) row->bind(index++, value);
    const int status = row->step();
    if (status == SQLITE_ROW) return std::optional(std::string(row->text(0)));
    if (status != SQLITE_DONE) return database_->error();
    return std::optional<std::string>();
  }

  Database* database_;
  Transaction transaction_;
  FactWriter writer_;
  Said said_;
};

}  // namespace

Result<Bound> bind_identifiers(Registry& registry, const std::string& a, const std::string& b, const Said& said) {
  if (a == b) return failure("review.itself");
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  if (auto known = session->require_known({a, b}); !known) return known.error();
  const auto end_a = session->principal(a), end_b = session->principal(b);
  if (!end_a) return end_a.error();
  if (!end_b) return end_b.error();
  Bound out;
  const bool first = weakness(*end_a) <= weakness(*end_b);
  out.party = first ? *end_a : *end_b;
  out.document = first ? *end_b : *end_a;
  if (*end_a == *end_b) return out;
  if (identity::is_masked(out.party)) return failure("review.masked");
  const auto kind_a = session->kind(out.party), kind_b = session->kind(out.document);
  if (!kind_a) return kind_a.error();
  if (!kind_b) return kind_b.error();
  if (*kind_a && *kind_b && *kind_a != *kind_b) return failure("review.kinds");
  auto earlier = session->verdict(a, b);
  if (!earlier) return earlier.error();
  out.earlier = *std::move(earlier);
  if (auto done = session->review_identity(a, b, "same"); !done) return done.error();
  const auto put = session->writer().put(shape(Table::documents), row_of({out.document, out.party, said.by, said.reason}));
  if (!put) return put.error();
  const auto minors = session->settle_minors();
  if (!minors) return minors.error();
  out.minor_entries = *minors;
  out.changed = true;
  if (auto done = session->commit(); !done) return done.error();
  return out;
}

Result<bool> distinguish(Registry& registry, const std::string& a, const std::string& b, const Said& said) {
  if (a == b) return failure("review.itself");
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  if (auto known = session->require_known({a, b}); !known) return known.error();
  const auto end_a = session->principal(a), end_b = session->principal(b);
  if (!end_a) return end_a.error();
  if (!end_b) return end_b.error();
  if (*end_a == *end_b) return failure("review.bound");
  const auto put = session->review_identity(a, b, "different");
  if (!put) return put.error();
  if (auto done = session->commit(); !done) return done.error();
  return *put != Outcome::unchanged;
}

Result<std::string> split(Registry& registry, const std::string& document, const Said& said) {
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  if (auto known = session->require_known({document}); !known) return known.error();
  const auto party = session->principal(document);
  if (!party) return party.error();
  const auto ended = session->writer().end(shape(Table::documents), row_of({document, "", "", ""}));
  if (!ended) return ended.error();
  if (!*ended) return failure("review.unbound", identity::masked_for_display(document));
  if (*party != document) {
    if (auto done = session->review_identity(document, *party, "different"); !done) return done.error();
  }
  if (auto settled = session->settle_minors(); !settled) return settled.error();
  if (auto done = session->commit(); !done) return done.error();
  return *party;
}

Result<bool> confirm_control(Registry& registry, const std::string& holder, const std::string& organisation, Date from, const Said& said) {
  if (holder == organisation) return failure("review.itself");
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  if (auto known = session->require_known({holder, organisation}); !known) return known.error();
  const auto kind = session->kind(organisation);
  if (!kind) return kind.error();
  if (*kind == PartyKind::person) return failure("review.organisation", identity::masked_for_display(organisation));
  if (auto done = session->review(holder, organisation, "controls"); !done) return done.error();
  const auto put = session->writer().put(shape(Table::relations), row_of({holder, word(Role::actual_controller).alias, organisation, from.iso(), "", ""}));
  if (!put) return put.error();
  if (auto done = session->commit(); !done) return done.error();
  return *put != Outcome::unchanged;
}

Result<bool> refuse_control(Registry& registry, const std::string& holder, const std::string& organisation, const Said& said) {
  if (holder == organisation) return failure("review.itself");
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  if (auto known = session->require_known({holder, organisation}); !known) return known.error();
  const auto put = session->review(holder, organisation, "not_controls");
  if (!put) return put.error();
  if (auto done = session->commit(); !done) return done.error();
  return *put != Outcome::unchanged;
}

}  // namespace plumb::registry
