#include "runtime/registry/review/bindings.hpp"

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/identity/form.hpp"
#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/court/absence.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/review/bound_minors.hpp"
#include "runtime/registry/review/pairs.hpp"
#include "runtime/registry/review/reviews.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/step_effects.hpp"
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

// What makes identifiers one party, as bindings and as pairs that were said.
struct Ties {
  std::vector<SaidPair> live;   // every binding, as it is recorded
  std::vector<SaidPair> told;   // those of them that a table told
  std::vector<SaidPair> pairs;  // what persons said, in that order

  std::vector<SaidPair> all() const {
    std::vector<SaidPair> out = told;
    out.insert(out.end(), pairs.begin(), pairs.end());
    return out;
  }
};

// A relation actual_controller; days ISO, empty where none.
struct RecordedRelation {
  std::string holder, organisation, from, to;
  bool by_confirmation = false;  // a reviewer's word made it, and no row of a table
};

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
      auto known = database_->text("SELECT id FROM identifiers WHERE id = ?", {id});
      if (!known) return known.error();
      if (!*known) return unknown(id);
    }
    return {};
  }

  Result<OneParty> party(const std::string& id) { return one_party(*database_, id, kNow); }
  // What a document is bound to; empty: nothing.
  Result<std::string> bearer(const std::string& document) {
    auto found = bearer_of(*database_, document);
    if (!found) return found.error();
    return found->value_or("");
  }

  Result<Ties> ties(const OneParty& party) {
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

  // The bindings of a party become these.
  Result<void> rebind(const std::vector<SaidPair>& live, const std::vector<SaidPair>& bindings) {
    for (const SaidPair& one : live) {
      const bool stays = std::any_of(bindings.begin(), bindings.end(), [&](const SaidPair& still) { return still.a == one.a; });
      if (stays) continue;
      if (auto ended = writer_.end(shape(Table::documents), row_of({one.a, "", "", ""})); !ended) return ended.error();
    }
    for (const SaidPair& one : bindings) {
      if (std::find(live.begin(), live.end(), one) != live.end()) continue;
      if (auto put = writer_.put(shape(Table::documents), row_of({one.a, one.b, one.by, one.basis})); !put) return put.error();
    }
    return {};
  }

  // As recorded of the identifier, else on its newest entry; empty: not known.
  Result<std::string> name(const std::string& id) {
    auto found = database_->text(
        "SELECT t.name FROM (SELECT p.name, 0 AS later, p.row FROM parties p JOIN identifiers i ON i.number = p.party WHERE i.id = ?1 AND p.revision_to IS NULL"
        " UNION ALL SELECT e.name, 1, e.row FROM entries e JOIN identifiers i ON i.number = e.party WHERE i.id = ?1 AND e.revision_to IS NULL) t"
        " WHERE t.name NOTNULL ORDER BY t.later, t.row DESC",
        {id});
    if (!found) return found.error();
    return found->value_or("");
  }

  // As recorded under any of its identifiers; else by the form of one.
  Result<std::optional<PartyKind>> kind(const OneParty& party) {
    auto recorded =
        database_->text("SELECT kind FROM parties WHERE party IN (" + party.numbers + ") AND revision_to IS NULL AND kind NOTNULL ORDER BY row", {});
    if (!recorded) return recorded.error();
    if (*recorded) return find_party_kind(**recorded);
    for (const auto& [number, id] : party.identifiers) {
      if (const auto kind = identity::kind_by_form(id)) return kind;
    }
    return std::optional<PartyKind>();
  }

  // That the one controls the other, under whichever of their identifiers.
  Result<std::vector<RecordedRelation>> control_recorded(const OneParty& holder, const OneParty& organisation) {
    auto rows = database_->prepare(
        "SELECT h.id, o.id, r.valid_from, r.valid_to, s.cause = 'review' FROM relations r JOIN identifiers h ON h.number = r.holder JOIN identifiers o ON "
        "o.number = r.organisation JOIN revisions s ON s.revision = r.revision_from WHERE r.revision_to IS NULL AND r.role = ? AND r.holder IN (" +
        holder.numbers + ") AND r.organisation IN (" + organisation.numbers + ") ORDER BY r.row");
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

  // What was said last of whether two parties are one, under whichever of their identifiers; empty: nothing.
  Result<std::string> earlier(const OneParty& one, const OneParty& other) {
    const auto reviews = reviews_at(*database_, kNow);
    if (!reviews) return reviews.error();
    std::string out;
    for (const ToldReview& told : *reviews) {
      if (matter_of(told.review.verdict) != Matter::identity) continue;
      if ((one.has(told.a) && other.has(told.b)) || (one.has(told.b) && other.has(told.a))) out = told.review.verdict;
    }
    return out;
  }

  // Keeps what stands of the other matter. Whether anything new was said.
  Result<bool> review(std::string_view a, std::string_view b, const std::string& verdict) {
    const auto reviews = reviews_at(*database_, kNow);
    if (!reviews) return reviews.error();
    const Review said{verdict, said_.by, said_.on.iso(), said_.reason};
    std::string standing;
    for (const ToldReview& told : *reviews) {
      if (told.a != a || told.b != b) continue;
      if (told.review == said) return false;
      if (matter_of(told.review.verdict) != matter_of(verdict)) standing = " " + told.review.verdict;
    }
    const auto put = writer_.put(shape(Table::reviews), row_of({a, b, verdict + standing, said.by, said.on, said.reason}));
    if (!put) return put.error();
    return *put != Outcome::unchanged;
  }
  Result<bool> review_identity(std::string_view a, std::string_view b, const std::string& verdict) { return review(std::min(a, b), std::max(a, b), verdict); }

  // Entries that decisions leave out, or take in again, since somebody's number is known now, or is not.
  Result<uint64_t> settle_minors() { return settle_bound_minors(*database_, writer_); }

  // Once bindings were made or undone: a case's entries are then other persons', and a retention may rest on one wrongly made.
  void bindings_changed() { bindings_changed_ = true; }

  // Before a binding between them is made or undone: steps under the one are then those of the other's entries, or no more.
  Result<void> touch_steps(const OneParty& party) {
    for (const auto& [number, id] : party.identifiers) {
      if (auto done = steps_.touch_party(id); !done) return done;
    }
    return {};
  }

  Result<void> commit() {
    if (auto done = steps_.settle(writer_); !done) return done;
    if (auto done = court::settle_answered(*database_, writer_); !done) return done;
    if (bindings_changed_) {
      if (auto ended = writer_.end_retentions_of_wrongly_made_entries(); !ended) return ended.error();
    }
    if (auto done = writer_.finish(); !done) return done.error();
    return transaction_.commit();
  }

 private:
  Session(Database& database, Transaction transaction, FactWriter writer, const Said& said)
      : database_(&database),
        transaction_(std::move(transaction)),
        writer_(std::move(writer)),
        steps_(database, day_in_beijing(said.recorded_at)),
        said_(said) {}

  Database* database_;
  Transaction transaction_;
  FactWriter writer_;
  StepEffects steps_;
  Said said_;
  bool bindings_changed_ = false;
};

}  // namespace

Result<Bound> bind_identifiers(Registry& registry, const std::string& a, const std::string& b, const Said& said, BothValid both_valid) {
  if (a == b) return failure("review.itself");
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  if (auto known = session->require_known({a, b}); !known) return known.error();
  const auto one = session->party(a), other = session->party(b);
  if (!one) return one.error();
  if (!other) return other.error();
  const bool first = bears(one->principal, other->principal);
  const OneParty& bearer = first ? *one : *other;
  const OneParty& bound = first ? *other : *one;
  Bound out;
  out.party = bearer.principal;
  out.document = bound.end;
  if (bearer.end == bound.end) {
    const auto ties = session->ties(*one);
    if (!ties) return ties.error();
    const auto is_pair = [&](const SaidPair& pair) { return pair.a == std::min(a, b) && pair.b == std::max(a, b); };
    if (std::any_of(ties->pairs.begin(), ties->pairs.end(), is_pair)) return out;
    if (auto done = session->review_identity(a, b, "same"); !done) return done.error();
    out.noted = true;
    if (auto done = session->commit(); !done) return done.error();
    return out;
  }
  if (identity::is_masked(out.party)) return failure("review.masked");
  const auto kind_a = session->kind(*one), kind_b = session->kind(*other);
  if (!kind_a) return kind_a.error();
  if (!kind_b) return kind_b.error();
  if (*kind_a && *kind_b && *kind_a != *kind_b) return failure("review.kinds");
  for (const auto& [id, name] : {std::pair(&out.document, &out.document_name), std::pair(&out.party, &out.party_name)}) {
    auto known = session->name(*id);
    if (!known) return known.error();
    *name = *std::move(known);
  }
  if (both_valid == BothValid::ask && has_valid_number(bearer) && has_valid_number(bound)) {
    const auto told = [](const std::string& name, const std::string& id) {
      return (name.empty() ? "" : identity::numbers_hidden(name) + " ") + identity::masked_for_display(id);
    };
    return failure("review.both_valid", told(out.document_name, out.document) + " — " + told(out.party_name, out.party));
  }
  auto earlier = session->earlier(*one, *other);
  if (!earlier) return earlier.error();
  out.earlier = *std::move(earlier);
  if (auto done = session->review_identity(a, b, "same"); !done) return done.error();
  for (const OneParty* party : {&bearer, &bound}) {
    if (auto done = session->touch_steps(*party); !done) return done.error();
  }
  const auto put = session->writer().put(shape(Table::documents), row_of({out.document, out.party, said.by, said.reason}));
  if (!put) return put.error();
  session->bindings_changed();
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
  const auto one = session->party(a), other = session->party(b);
  if (!one) return one.error();
  if (!other) return other.error();
  if (one->end == other->end) return failure("review.bound");
  const auto fresh = session->review_identity(a, b, "different");
  if (!fresh) return fresh.error();
  if (auto done = session->commit(); !done) return done.error();
  return *fresh;
}

Result<Split> split(Registry& registry, const std::string& document, const std::string& from, const Said& said) {
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  if (auto known = session->require_known({document}); !known) return known.error();
  const auto whole = session->party(document);
  if (!whole) return whole.error();
  Split out;
  out.from = from;
  if (from.empty()) {
    const auto next = session->bearer(document);
    if (!next) return next.error();
    if (next->empty()) return failure("review.unbound", identity::masked_for_display(document));
    // The last of a circle leads to itself; then it is parted from the one it was bound to.
    out.from = whole->end != document ? whole->end : *next;
  }
  if (out.from == document || !whole->has(out.from)) return failure("review.apart", identity::masked_for_display(out.from));
  auto ties = session->ties(*whole);
  if (!ties) return ties.error();
  if (auto done = session->touch_steps(*whole); !done) return done.error();

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
  if (auto done = session->rebind(ties->live, bindings_of(ties->told, ties->pairs)); !done) return done.error();
  for (const std::string& other : refused) {
    if (auto done = session->review_identity(document, other, "different"); !done) return done.error();
  }
  for (const std::string& id : one_with(document, ties->all(), {})) {
    if (id != document) out.still.push_back(id);
  }
  session->bindings_changed();
  if (auto settled = session->settle_minors(); !settled) return settled.error();
  if (auto done = session->commit(); !done) return done.error();
  return out;
}

namespace {

// The two parties of a statement about control, who must be two.
struct Controlling {
  OneParty holder, organisation;
};
Result<Controlling> controlling(Session& session, const std::string& holder, const std::string& organisation) {
  if (auto known = session.require_known({holder, organisation}); !known) return known.error();
  auto one = session.party(holder), other = session.party(organisation);
  if (!one) return one.error();
  if (!other) return other.error();
  if (one->end == other->end) return failure("review.itself");
  return Controlling{*std::move(one), *std::move(other)};
}

}  // namespace

Result<bool> confirm_control(Registry& registry, const std::string& holder, const std::string& organisation, Date from, const Said& said) {
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  const auto two = controlling(*session, holder, organisation);
  if (!two) return two.error();
  const auto kind = session->kind(two->organisation);
  if (!kind) return kind.error();
  if (*kind == PartyKind::person) return failure("review.organisation", identity::masked_for_display(organisation));
  if (auto done = session->review(holder, organisation, "controls"); !done) return done.error();
  const auto put = session->writer().put(shape(Table::relations), row_of({holder, word(Role::actual_controller).alias, organisation, from.iso(), "", ""}));
  if (!put) return put.error();
  if (auto done = session->commit(); !done) return done.error();
  return *put != Outcome::unchanged;
}

Result<ControlRefused> refuse_control(Registry& registry, const std::string& holder, const std::string& organisation, RecordedControl recorded,
                                      const Said& said) {
  auto session = Session::begin(registry, said);
  if (!session) return session.error();
  const auto two = controlling(*session, holder, organisation);
  if (!two) return two.error();
  const auto relations = session->control_recorded(two->holder, two->organisation);
  if (!relations) return relations.error();
  ControlRefused out;
  for (const RecordedRelation& relation : *relations) {
    if (recorded == RecordedControl::stands && !relation.by_confirmation) {
      const bool over = !relation.to.empty() && relation.to <= said.on.iso();
      if (over) continue;
      return failure("review.control_recorded", relation.from);
    }
    const Row row = row_of({relation.holder, word(Role::actual_controller).alias, relation.organisation, relation.from, "", ""});
    if (auto ended = session->writer().end(shape(Table::relations), row); !ended) return ended.error();
    out.taken_back.push_back(relation.from);
  }
  const auto fresh = session->review(holder, organisation, "not_controls");
  if (!fresh) return fresh.error();
  out.changed = *fresh || !out.taken_back.empty();
  if (auto done = session->commit(); !done) return done.error();
  return out;
}

}  // namespace plumb::registry
