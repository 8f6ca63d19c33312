#include "runtime/registry/writer.hpp"

#include <algorithm>

#include "runtime/registry/beneath.hpp"
#include "runtime/registry/court/named.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/live_key.hpp"
#include "runtime/registry/value_sql.hpp"

namespace plumb::registry {

namespace {

std::string find_sql(const TableShape& shape) {
  std::string columns = "row";
  for (const Column& column : shape.columns) {
    if (!column.key) columns += std::string(", ") + (column.type == ColumnType::identifiers ? value_sql(column) : std::string(column.sql));
  }
  return "SELECT " + columns + ", originals FROM " + shape.name + " t WHERE " + where_key_lives(shape);
}

std::string insert_sql(const TableShape& shape) {
  std::string columns, places;
  for (const Column& column : shape.columns) {
    if (column.type == ColumnType::identifiers) continue;
    columns += std::string(column.sql) + ", ";
    places += "?, ";
  }
  return "INSERT INTO " + std::string(shape.name) + " (" + columns + "originals, recorded_at, revision_from, source, source_row) VALUES (" + places +
         "?, ?, ?, ?, ?)";
}

}  // namespace

Result<FactWriter> FactWriter::begin(Database& database, Occasion occasion) {
  auto revision = Revision::begin(database, std::move(occasion));
  if (!revision) return revision.error();
  auto identifiers = Identifiers::begin(database, **revision);
  if (!identifiers) return identifiers.error();
  return FactWriter(database, *std::move(revision), *std::move(identifiers));
}

Result<FactWriter> FactWriter::begin_as_before(Database& database, std::string cause) {
  auto newest = database.prepare("SELECT recorded_at FROM revisions ORDER BY revision DESC LIMIT 1");
  if (!newest) return newest.error();
  const int status = newest->step();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database.error();
  return begin(database, {status == SQLITE_ROW ? std::string(newest->text(0)) : std::string(), std::move(cause), {}});
}

Result<FactWriter::Statements*> FactWriter::statements(const TableShape& shape) {
  auto& slot = statements_[static_cast<size_t>(shape.table)];
  if (slot) return slot.get();
  auto made = std::make_unique<Statements>();
  if (auto done = prepared(*database_, made->find, find_sql(shape)); !done) return done.error();
  if (auto done = prepared(*database_, made->insert, insert_sql(shape)); !done) return done.error();
  const std::string close = "UPDATE " + std::string(shape.name) + " SET superseded_at = ?, revision_to = ? WHERE row = ?";
  if (auto done = prepared(*database_, made->close, close); !done) return done.error();
  auto any = database_->number("SELECT EXISTS (SELECT 1 FROM " + std::string(shape.name) + ")");
  if (!any) return any.error();
  if (*any != 0 && is_indexed_by_code(shape)) {
    bool is_lost = false;  // with it each row would be new
    if (auto done = database_->done(index_is_empty(*database_, shape, is_lost)); !done) return done.error();
    if (is_lost) return failure("registry.corrupt", std::string(shape.name));
  }
  // Who imports takes each key once; of the other tables nobody promises that.
  made->was_empty = *any == 0 && static_cast<size_t>(shape.table) < kImportedTables;
  slot = std::move(made);
  return slot.get();
}

Result<void> FactWriter::record_origin() {
  auto source = revision_->source();
  return source ? Result<void>() : source.error();
}

Result<Identifier> FactWriter::identifier_of(const Row& row, size_t& place, std::string_view text) {
  if (row.places.empty()) return identifiers_.number_of(text);
  return identifiers_.number_of(text, (*met_)[row.places[place++]]);
}

Result<void> FactWriter::resolve(const TableShape& shape, const Row& row) {
  resolved_.assign(shape.columns.size(), 0);
  responsible_.clear();
  is_erased_ = false;
  bool subject_met = false;
  size_t place = 0;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Value& value = row.values[i];
    if (!value.present) continue;
    if (shape.columns[i].type == ColumnType::identifier) {
      auto known = identifier_of(row, place, value.text);
      if (!known) return known.error();
      resolved_[i] = known->number;
      if (!subject_met) {
        subject_key_ = known->key;
        is_erased_ = known->erased;
      }
      subject_met = true;
    } else if (shape.columns[i].type == ColumnType::identifiers) {
      Result<void> all;
      for_each_identifier(value.text, [&](std::string_view id) {
        auto known = identifier_of(row, place, id);
        if (known)
          responsible_.push_back(known->number);
        else
          all = known.error();
      });
      if (!all) return all;
    }
  }
  std::sort(responsible_.begin(), responsible_.end());
  return {};
}

// Numbers as numbers: as texts they would have to be written out first.
bool same_value(const Statement& live, int column, ColumnType type, const Value& value, int64_t number) {
  if (type == ColumnType::identifier) return live.number(column) == number;
  if (type == ColumnType::boolean) return live.number(column) == int64_t{value.text == "1"};
  return live.text(column) == value.text;
}

bool FactWriter::same(const Statement& live, const TableShape& shape, const Row& row) const {
  int column = 1;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (shape.columns[i].key) continue;
    const Value& value = row.values[i];
    if (live.is_null(column) == value.present) return false;
    if (value.present && !same_value(live, column, shape.columns[i].type, value, resolved_[i])) return false;
    ++column;
  }
  if (shape.table == Table::spoken) return live.text(column) == row.originals;
  // What lists say beneath steps is said as well, and as of when each column was named.
  if (shape.table != Table::entries && shape.table != Table::permits) return true;
  Row before;
  before.originals = live.text(column);
  if (shape.table == Table::entries && court::named_days_of(before) != court::named_days_of(row)) return false;
  return beneath::columns_of(before) == beneath::columns_of(row);
}

uint64_t FactWriter::emptied_by(const Statement& live, const TableShape& shape, const Row& row) {
  uint64_t emptied = 0;
  int column = 1;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (shape.columns[i].key) continue;
    if (!row.values[i].present && !live.is_null(column)) emptied |= uint64_t{1} << i;
    ++column;
  }
  return emptied;
}

// REQUIRES: the column is no part of the key.
int FactWriter::place_of(const TableShape& shape, size_t column) {
  int place = 1;
  for (size_t i = 0; i < column; ++i) place += shape.columns[i].key ? 0 : 1;
  return place;
}

Result<void> FactWriter::supersede(Statements& statements, std::string_view table, int64_t row) {
  auto revision = revision_->open();
  if (!revision) return revision.error();
  statements.close->bind(1, revision_->occasion().recorded_at);
  statements.close->bind(2, *revision);
  statements.close->bind(3, row);
  const int status = statements.close->step();
  statements.close->reset();
  if (status != SQLITE_DONE) return database_->error();
  content_.begin(table, row);
  content_.text(revision_->occasion().recorded_at);
  content_.number(*revision);
  return revision_->bind(table, row, content_, journal::kSupersede);
}

void FactWriter::draft_content(const TableShape& shape, const Row& row, int64_t number, int64_t revision, int64_t source, uint64_t source_row) {
  content_.begin(shape.name, number);
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Column& column = shape.columns[i];
    const Value& value = row.values[i];
    if (column.added) continue;
    if (column.type == ColumnType::identifiers) {
      for (const int64_t party : responsible_) content_.number(party);
    } else if (!value.present) {
      content_.null();
    } else if (column.type == ColumnType::identifier) {
      content_.number(resolved_[i]);
    } else if (column.type == ColumnType::boolean) {
      content_.number(int64_t{value.text == "1"});
    } else if (column.personal) {
      content_.personal(subject_key_, column.sql, value.text);
    } else {
      content_.text(value.text);
    }
  }
  row.originals.empty() ? content_.null() : content_.personal(subject_key_, "originals", row.originals);
  content_.text(revision_->occasion().recorded_at);
  content_.number(revision);
  source == 0 ? content_.null() : content_.number(source);
  source_row == 0 ? content_.null() : content_.number(static_cast<int64_t>(source_row));
  for (size_t i = shape.columns.size(); i-- > 0 && shape.columns[i].added;) {
    if (!row.values[i].present) continue;
    content_.text(shape.columns[i].sql);
    content_.text(row.values[i].text);
  }
}

Result<FactWriter::Told> FactWriter::told_of(const TableShape& shape, int64_t row) {
  auto told = database_->prepare("SELECT ifnull(source, 0), ifnull(source_row, 0) FROM " + std::string(shape.name) + " WHERE row = ?");
  if (!told) return told.error();
  told->bind(1, row);
  if (told->step() != SQLITE_ROW) return database_->error();
  return Told{told->number(0), static_cast<uint64_t>(told->number(1))};
}

Result<bool> FactWriter::was_told_by_push(Table table, int64_t row) {
  if (!any_push_) {
    const auto any = database_->number("SELECT EXISTS (SELECT 1 FROM sources WHERE format = 'court')");
    if (!any) return any.error();
    any_push_ = *any != 0;
  }
  if (!*any_push_) return false;
  const bool is_step = table == Table::events;
  auto told = prepared(*database_, is_step ? step_told_ : party_told_,
                       is_step ? "SELECT 1 FROM events t JOIN sources s USING (source) WHERE t.row = ? AND s.format = 'court'"
                               : "SELECT 1 FROM parties t JOIN sources s USING (source) WHERE t.row = ? AND s.format = 'court'");
  if (!told) return told.error();
  (*told)->bind(1, row);
  const int status = (*told)->step();
  (*told)->reset();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database_->error();
  return status == SQLITE_ROW;
}

Result<int64_t> FactWriter::insert(Statements& statements, const TableShape& shape, const Row& row, Told told) {
  auto revision = revision_->open();
  if (!revision) return revision.error();
  const auto [source, source_row] = told;
  Statement& add = *statements.insert;
  int index = 1;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (shape.columns[i].type == ColumnType::identifiers) continue;
    bind_value(add, index++, shape.columns[i], row.values[i], resolved_[i]);
  }
  row.originals.empty() ? add.bind_null(index++) : add.bind(index++, row.originals);
  add.bind(index++, revision_->occasion().recorded_at);
  add.bind(index++, *revision);
  source == 0 ? add.bind_null(index++) : add.bind(index++, source);
  source_row == 0 ? add.bind_null(index) : add.bind(index, static_cast<int64_t>(source_row));
  const int status = add.step();
  add.reset();
  if (status != SQLITE_DONE) return database_->error();
  const int64_t number = database_->last_row();
  if (auto done = database_->done(index_by_code(*database_, shape, row, resolved_, number)); !done) return done.error();
  if (auto done = insert_responsible(number); !done) return done.error();
  draft_content(shape, row, number, *revision, source, source_row);
  const auto bound = revision_->bind(shape.name, number, content_);
  return bound ? Result<int64_t>(number) : bound.error();
}

Result<void> FactWriter::insert_responsible(int64_t entry) {
  for (const int64_t party : responsible_) {
    if (auto done = prepared(*database_, add_responsible_, "INSERT INTO entry_responsible (entry, party) VALUES (?, ?)"); !done) return done.error();
    add_responsible_->bind(1, entry);
    add_responsible_->bind(2, party);
    const int added = add_responsible_->step();
    add_responsible_->reset();
    if (added != SQLITE_DONE) return database_->error();
  }
  return {};
}

Result<int64_t> FactWriter::find_live(Statements& statements, const TableShape& shape, const Row& row) {
  if (statements.was_empty || row.is_new) return 0;
  Statement& find = *statements.find;
  find.reset();
  bind_key(find, shape, row, resolved_);
  const int status = find.step();
  if (status == SQLITE_ROW) return find.number(0);
  find.reset();
  if (status != SQLITE_DONE) return database_->error();
  return 0;
}

Result<Outcome> FactWriter::put(const TableShape& shape, const Row& row, uint64_t source_row) { return put_by(shape, row, Teller::origin, source_row); }

Result<Outcome> FactWriter::put_again(const TableShape& shape, const Row& row) { return put_by(shape, row, Teller::live_row, 0); }

Result<Outcome> FactWriter::put_following(const TableShape& shape, const Row& row) { return put_by(shape, row, Teller::live_source, 0); }

Result<Outcome> FactWriter::put_by(const TableShape& shape, const Row& row, Teller teller, uint64_t source_row) {
  auto found = statements(shape);
  if (!found) return found.error();
  Statements& table = **found;
  if (auto done = resolve(shape, row); !done) return done.error();
  const auto live = find_live(table, shape, row);
  if (!live) return live.error();
  const bool corrects_entry = *live != 0 && shape.table == Table::entries && !revision_->told_by_court();
  SpokenDays spoken;
  Told told{0, source_row};
  bool was_removed = false, was_named_otherwise = false;
  if (*live != 0) {
    bool unchanged = same(*table.find, shape, row);
    const bool is_theirs = shape.table == Table::events || (shape.table == Table::parties && teller == Teller::origin);
    if (unchanged && is_theirs && !revision_->told_by_court()) {
      // Said by a table or a person too, it is theirs from then on: no later push takes a step back, and a name is the register's (court/names.hpp).
      const auto by_push = was_told_by_push(shape.table, *live);
      if (!by_push) return by_push.error();
      unchanged = !*by_push;
    }
    emptied_ = unchanged ? 0 : emptied_by(*table.find, shape, row);
    if (corrects_entry) {
      const size_t removed_on = column_by_name(shape, "removed_on"), name = column_by_name(shape, "name");
      was_removed = !table.find->is_null(place_of(shape, removed_on));
      was_named_otherwise = table.find->text(place_of(shape, name)) != row.values[name].text;
    }
    table.find->reset();
    if (unchanged) return Outcome::unchanged;
  }
  if (is_erased_) return failure("registry.erased", std::string(shape.name));
  if (*live != 0) {
    if (corrects_entry) {
      auto days = spoken_of(*live);
      if (!days) return days.error();
      spoken = *std::move(days);
    }
    if (teller != Teller::origin) {
      auto of_live = told_of(shape, *live);
      if (!of_live) return of_live.error();
      told = {of_live->source, teller == Teller::live_row ? of_live->source_row : 0};
    }
    if (auto done = supersede(table, shape.name, *live); !done) return done.error();
  }
  if (*live == 0 && shape.table == Table::findings) {
    const auto closed = was_closed(row);
    if (!closed) return closed.error();
    if (*closed) return Outcome::unchanged;
  }
  if (teller == Teller::origin || *live == 0) {
    auto source = revision_->source();
    if (!source) return source.error();
    told.source = *source;
  }
  const auto number = insert(table, shape, row, told);
  if (!number) return number.error();
  if (corrects_entry) {
    const uint64_t emptied = emptied_;
    if (auto done = keep_spoken(spoken, row, *number); !done) return done.error();
    emptied_ = emptied;  // of the entry, and not of what is kept beside it
    if (((emptied_ >> column_by_name(shape, "removed_on")) & 1) != 0) reinstated_.push_back(row);
    if (was_removed) otherwise_removed_.push_back(row);
    if (was_named_otherwise) otherwise_named_.push_back(row);
  }
  return *live != 0 ? Outcome::changed : Outcome::added;
}

Result<SpokenDays> FactWriter::spoken_of(int64_t entry) {
  static const std::string kSql = std::string("SELECT ") + kListedAsOf + ", " + kRemovedAsOf + ", " + kRemovedByTable +
                                  ", k.removed_as_of IS NOT NULL FROM entries e" + kSpokenOfEntry + " WHERE e.row = ?";
  const auto statement = prepared(*database_, spoken_of_, kSql);
  if (!statement) return statement.error();
  Statement& row = **statement;
  row.bind(1, entry);
  const int status = row.step();
  SpokenDays days;
  if (status == SQLITE_ROW) days = {std::string(row.text(0)), std::string(row.text(1)), row.number(2) != 0, row.number(3) != 0};
  row.reset();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database_->error();
  return days;
}

Result<void> FactWriter::keep_spoken(const SpokenDays& before, const Row& entry, int64_t now) {
  auto after = spoken_of(now);
  if (!after) return after.error();
  const bool removed = find_value(shape(Table::entries), entry, "removed_on") != nullptr;
  const bool forgets = after->listed < before.listed || (removed ? after->removed < before.removed : after->kept);
  if (!forgets) return {};
  const bool by_table = before.removed.empty() ? after->by_table : before.by_table;
  return put_spoken(entry, {std::max(after->listed, before.listed), removed ? std::max(after->removed, before.removed) : std::string(), removed && by_table});
}

Result<void> FactWriter::expect_own_keys(const TableShape& shape) {
  auto table = statements(shape);
  if (!table) return table.error();
  (*table)->was_empty = false;
  return {};
}

Result<void> FactWriter::put_spoken(const Row& entry, const SpokenDays& days) {
  Row row;
  for (const char* key : {"case_no", "party", "published_on"}) row.values.push_back(*find_value(shape(Table::entries), entry, key));
  for (const std::string& day : {days.listed, days.removed}) row.values.push_back(Value{day, !day.empty()});
  if (days.by_table) row.originals = kByTable;
  const auto outcome = put(shape(Table::spoken), row);
  return outcome ? Result<void>() : outcome.error();
}

Result<SpokenDays> FactWriter::spoken_of_key(const Row& entry) {
  const TableShape& entries = shape(Table::entries);
  auto table = statements(entries);
  if (!table) return table.error();
  if (auto done = resolve(entries, entry); !done) return done.error();
  const auto live = find_live(**table, entries, entry);
  if (!live) return live.error();
  if (*live == 0) return SpokenDays();
  (*table)->find->reset();
  return spoken_of(*live);
}

Result<void> FactWriter::note_removed_by_hand(const Row& entry) {
  const auto days = spoken_of_key(entry);
  if (!days) return days.error();
  return days->removed < days->listed ? put_spoken(entry, {days->listed, days->listed}) : Result<void>();
}

Result<void> FactWriter::note_spoken(const Row& entry, const SpokenDays& as_of) {
  const auto days = spoken_of_key(entry);
  if (!days) return days.error();
  const bool is_news = days->listed < as_of.listed || days->removed < as_of.removed;
  if (!is_news) return {};
  const bool by_table = days->by_table && as_of.removed.empty() && !days->removed.empty();
  return put_spoken(entry, {std::max(days->listed, as_of.listed), std::max(days->removed, as_of.removed), by_table});
}

Result<bool> FactWriter::end(const TableShape& shape, const Row& row) {
  auto found = statements(shape);
  if (!found) return found.error();
  if (auto done = resolve(shape, row); !done) return done.error();
  const auto live = find_live(**found, shape, row);
  if (!live) return live.error();
  if (*live == 0) return false;
  (*found)->find->reset();
  if (auto done = supersede(**found, shape.name, *live); !done) return done.error();
  return true;
}

Result<uint64_t> FactWriter::finish() { return revision_->finish(); }

}  // namespace plumb::registry
