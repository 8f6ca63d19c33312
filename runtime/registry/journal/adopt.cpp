#include "runtime/registry/journal/adopt.hpp"

#include <map>
#include <set>
#include <vector>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/journal/chain.hpp"
#include "runtime/registry/journal/stored.hpp"

namespace plumb::registry::journal {

namespace {

Result<void> give_keys(Database& database) {
  auto next = database.prepare("SELECT min(number) FROM identifiers WHERE number > ?");
  if (!next) return next.error();
  auto set = database.prepare("UPDATE identifiers SET key = ? WHERE number = ?");
  if (!set) return set.error();
  Keys keys;
  // From one to the next: they need not count up without gaps.
  for (int64_t number = INT64_MIN;;) {
    next->bind(1, number);
    const int found = next->step();
    const bool is_last = found == SQLITE_ROW && next->is_null(0);
    if (found == SQLITE_ROW) number = next->number(0);
    next->reset();
    if (found != SQLITE_ROW) return database.error();
    if (is_last) break;
    const Key key = keys.next();
    set->bind_blob(1, {reinterpret_cast<const char*>(key.data()), key.size()});
    set->bind(2, number);
    const int status = set->step();
    set->reset();
    if (status != SQLITE_DONE) return database.error();
  }
  return {};
}

// Goes through every table once beside the log of changes, in which rows of a table ascend.
class Adoption {
 public:
  Adoption(Database& database, Writer writer) : database_(database), writer_(std::move(writer)) {}

  Result<void> run() {
    auto changes = database_.prepare("SELECT revision, fact_table, row, operation FROM changes ORDER BY sequence");
    if (!changes) return changes.error();
    int status = changes->step();
    for (; status == SQLITE_ROW; status = changes->step()) {
      if (auto done = begin_revisions(changes->number(0)); !done) return done;
      const Subject* subject = find_subject(changes->text(1));
      if (subject == nullptr) return failure("registry.corrupt", "changes.fact_table");
      if (auto done = adopt_change(*subject, changes->number(0), changes->number(2), changes->text(3) == "add"); !done) return done;
    }
    if (status != SQLITE_DONE) return database_.error();
    return begin_revisions(INT64_MAX);
  }

 private:
  struct Table {
    StoredRows rows;
    std::map<int64_t, Digest> superseded = {};  // of rows gone by
    std::set<int64_t> early = {};               // superseded in the log before they were added
  };

  Result<Table*> table(const Subject& subject) {
    if (const auto found = tables_.find(subject.name); found != tables_.end()) return &found->second;
    auto rows = StoredRows::open(database_, subject, erasures_);
    if (!rows) return rows.error();
    return &tables_.emplace(subject.name, Table{*std::move(rows)}).first->second;
  }

  // The revisions up to this one, each with the identifiers that it brought.
  Result<void> begin_revisions(int64_t upto) {
    const Subject& revisions = *find_subject("revisions");
    const Subject& identifiers = *find_subject("identifiers");
    auto opened = table(revisions);
    auto named = table(identifiers);
    if (!opened) return opened.error();
    if (!named) return named.error();
    while ((*opened)->rows.here() && (*opened)->rows.here()->number <= upto) {
      const int64_t revision = (*opened)->rows.here()->number;
      if (auto done = append(**opened, revisions, revision); !done) return done;
      const auto last = database_.number("SELECT ifnull(max(number), 0) FROM identifiers WHERE revision_from <= " + std::to_string(revision));
      if (!last) return last.error();
      while ((*named)->rows.here() && (*named)->rows.here()->number <= *last) {
        if (auto done = append(**named, identifiers, revision); !done) return done;
      }
    }
    return {};
  }

  // The row at which the table stands is added to the journal.
  Result<void> append(Table& table, const Subject& subject, int64_t revision) {
    const StoredRow row = *table.rows.here();
    if (row.superseded) table.superseded[row.number] = *row.superseded;
    if (auto done = writer_.append({0, revision, subject.name, row.number, kAdd, row.content}); !done) return done;
    if (auto done = table.rows.advance(); !done) return done;
    return table.early.erase(row.number) == 0 ? Result<void>() : adopt_change(subject, revision, row.number, false);
  }

  Result<void> adopt_change(const Subject& subject, int64_t revision, int64_t row, bool added) {
    auto found = table(subject);
    if (!found) return found.error();
    if (added) {
      if (!(*found)->rows.here() || (*found)->rows.here()->number != row) return failure("registry.corrupt", "changes.row");
      return append(**found, subject, revision);
    }
    // That log told what a revision added at its end, so what the same revision superseded may stand before.
    const auto& next = (*found)->rows.here();
    if (next && next->number <= row) {
      (*found)->early.insert(row);
      return {};
    }
    const auto superseded = (*found)->superseded.find(row);
    if (superseded == (*found)->superseded.end()) return failure("registry.corrupt", "changes.row");
    return writer_.append({0, revision, subject.name, row, kSupersede, superseded->second});
  }

  Database& database_;
  Writer writer_;
  const Erasures erasures_;
  std::map<std::string, Table> tables_;
};

}  // namespace

Result<void> adopt(Database& database) {
  if (auto done = give_keys(database); !done) return done;
  auto writer = Writer::begin(database);
  if (!writer) return writer.error();
  return Adoption(database, *std::move(writer)).run();
}

}  // namespace plumb::registry::journal
