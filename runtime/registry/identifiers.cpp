#include "runtime/registry/identifiers.hpp"

#include "runtime/identity/check_digit.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/identifier_index.hpp"

namespace plumb::registry {

namespace {

constexpr size_t kMostHeld = 2'000'000;  // about 200 MB; beyond, the database is asked again

}  // namespace

Result<Identifiers> Identifiers::begin(Database& database, Revision& revision) {
  auto any = database.number("SELECT EXISTS (SELECT 1 FROM identifiers)");
  if (!any) return any.error();
  bool is_lost = false;  // the index, with which everybody would be new
  if (*any != 0) {
    if (auto done = database.done(database.identifiers().codes().is_empty(is_lost)); !done) return done.error();
  }
  if (is_lost) return failure("registry.corrupt", "identifiers");
  auto add = database.prepare("INSERT INTO identifiers (id, check_digit_holds, revision_from, key) VALUES (?, ?, ?, ?)");
  if (!add) return add.error();
  return Identifiers(database, revision, *std::move(add), *any == 0);
}

Result<std::optional<Identifier>> Identifiers::find(std::string_view id) {
  std::optional<Identifier> found;
  if (all_met_) return found;
  IdentifierIndex::Held held;
  if (auto done = database_->done(database_->identifiers().find(id, held)); !done) return done.error();
  if (held.number != 0) found = Identifier{held.number, held.key, held.erased};
  return found;
}

Result<Identifier> Identifiers::add(std::string_view id) {
  auto revision = revision_->open();
  if (!revision) return revision.error();
  const bool holds = identity::check_digit_holds(id);
  Identifier added;
  added.key = keys_.next();
  add_.bind(1, id);
  add_.bind(2, int64_t{holds});
  add_.bind(3, *revision);
  add_.bind_blob(4, {reinterpret_cast<const char*>(added.key.data()), added.key.size()});
  const int status = add_.step();
  add_.reset();
  if (status != SQLITE_DONE) return database_->error();
  added.number = database_->last_row();
  if (auto done = database_->done(database_->identifiers().add(id, added.number)); !done) return done.error();
  content_.begin("identifiers", added.number);
  content_.personal(added.key, "id", id);
  content_.number(int64_t{holds});
  content_.number(*revision);
  if (auto done = revision_->bind("identifiers", added.number, content_); !done) return done.error();
  return added;
}

Result<Identifier> Identifiers::number_of(std::string_view id) {
  if (const auto known = known_.find(id); known != known_.end()) return known->second;
  auto found = find(id);
  if (!found) return found.error();
  auto identifier = *found ? Result<Identifier>(**found) : add(id);
  if (!identifier) return identifier;
  if (known_.size() >= kMostHeld) {
    known_.clear();
    all_met_ = false;
    forgot_ = true;
  }
  known_.emplace(id, *identifier);
  return identifier;
}

Result<Identifier> Identifiers::number_of(std::string_view id, MetIdentifier& met) {
  if (met.number != 0) return Identifier{met.number, met.key};
  all_met_ = false;  // known_ has none of those that are added here
  // Of what was added by its text alone, whoever looked before knows nothing.
  const bool is_new = met.state == MetIdentifier::State::absent && !forgot_ && !known_.contains(id);
  std::optional<Identifier> found;
  if (!is_new) {
    auto looked = find(id);
    if (!looked) return looked.error();
    found = *looked;
  }
  auto identifier = found ? Result<Identifier>(*found) : add(id);
  if (!identifier) return identifier;
  // Of somebody erased that has to be known each time.
  if (!identifier->erased) met = {MetIdentifier::State::held, identifier->number, identifier->key};
  return identifier;
}

}  // namespace plumb::registry
