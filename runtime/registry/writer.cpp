#include "runtime/registry/writer.hpp"

#include <boost/json.hpp>

#include "runtime/identity/check_digit.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

constexpr size_t kMaxNumbersHeld = 2'000'000;  // about 200 MB; beyond, the database is asked again

// Findings go through the same door as imported tables, with columns of their own.
constexpr Column kFindingColumns[] = {
    {"kind", "kind", ColumnType::text, Column::value, true},
    {"subject", "subject", ColumnType::text, Column::value, true},
    {"party", "party", ColumnType::identifier, Column::value},
    {"detail", "detail", ColumnType::json, Column::value},
};
constexpr Table kFindingsTable = static_cast<Table>(kTableCount);
constexpr TableShape kFindings{kFindingsTable, "findings", "待查", kFindingColumns};

bool is_nullable_key(const Column& column) { return column.key && column.need != Column::value; }

const char* const kResponsibleOfRow =
    "(SELECT group_concat(id, ';') FROM (SELECT i.id FROM entry_responsible r JOIN identifiers i ON i.number = r.party WHERE r.entry = t.row ORDER BY i.id))";

std::string find_sql(const TableShape& shape) {
  std::string columns = "row", where = "revision_to IS NULL";
  for (const Column& column : shape.columns) {
    if (column.key) {
      where += is_nullable_key(column) ? " AND ifnull(" + std::string(column.sql) + ", '') = ?" : " AND " + std::string(column.sql) + " = ?";
    } else {
      columns += std::string(", ") + (column.type == ColumnType::identifiers ? kResponsibleOfRow : column.sql);
    }
  }
  return "SELECT " + columns + " FROM " + shape.name + " t WHERE " + where;
}

std::string insert_sql(const TableShape& shape) {
  std::string columns, places;
  for (const Column& column : shape.columns) {
    if (column.type == ColumnType::identifiers) continue;
    columns += std::string(column.sql) + ", ";
    places += "?, ";
  }
  return "INSERT INTO " + std::string(shape.name) + " (" + columns + "originals, recorded_at, revision_from) VALUES (" + places + "?, ?, ?)";
}

void bind_value(Statement& statement, int index, const Column& column, const Value& value, int64_t number) {
  if (!value.present) {
    statement.bind_null(index);
  } else if (column.type == ColumnType::identifier) {
    statement.bind(index, number);
  } else if (column.type == ColumnType::boolean) {
    statement.bind(index, int64_t{value.text == "1"});
  } else {
    statement.bind(index, value.text);
  }
}

}  // namespace

Result<FactWriter> FactWriter::begin(Database& database, Occasion occasion) {
  FactWriter writer(database, std::move(occasion));
  auto last = database.prepare("SELECT revision, recorded_at, synchronised FROM revisions ORDER BY revision DESC LIMIT 1");
  if (!last) return last.error();
  const int status = last->step();
  if (status == SQLITE_ROW) {
    if (writer.occasion_.recorded_at < last->text(1)) return failure("registry.time_backwards", std::string(last->text(1)));
    writer.previous_revision_ = last->number(0);
    if (!last->is_null(2)) writer.previous_synchronised_ = std::string(last->text(2));
  } else if (status != SQLITE_DONE) {
    return database.error();
  }
  auto any = database.number("SELECT EXISTS (SELECT 1 FROM identifiers)");
  if (!any) return any.error();
  writer.all_identifiers_met_ = *any == 0;
  return writer;
}

Result<FactWriter::Statements*> FactWriter::statements(const TableShape& shape) {
  auto& slot = statements_[static_cast<size_t>(shape.table)];
  if (slot) return slot.get();
  auto made = std::make_unique<Statements>();
  const auto prepare = [&](std::optional<Statement>& statement, const std::string& sql) -> Result<void> {
    auto prepared = database_->prepare(sql);
    if (!prepared) return prepared.error();
    statement.emplace(std::move(*prepared));
    return {};
  };
  if (auto done = prepare(made->find, find_sql(shape)); !done) return done.error();
  if (auto done = prepare(made->insert, insert_sql(shape)); !done) return done.error();
  const std::string close = "UPDATE " + std::string(shape.name) + " SET superseded_at = ?, revision_to = ? WHERE row = ?";
  if (auto done = prepare(made->close, close); !done) return done.error();
  auto last_row = database_->number("SELECT ifnull(max(row), 0) FROM " + std::string(shape.name));
  if (!last_row) return last_row.error();
  made->last_row = *last_row;
  made->was_empty = *last_row == 0;
  slot = std::move(made);
  return slot.get();
}

Result<int64_t> FactWriter::open_revision() {
  if (revision_) return *revision_;
  auto add = database_->prepare("INSERT INTO revisions (recorded_at, cause, synchronised) VALUES (?, ?, ?)");
  if (!add) return add.error();
  add->bind(1, occasion_.recorded_at);
  add->bind(2, occasion_.cause);
  const auto& synchronised = occasion_.synchronised ? occasion_.synchronised : previous_synchronised_;
  if (synchronised) add->bind(3, *synchronised);
  if (add->step() != SQLITE_DONE) return database_->error();
  revision_ = database_->last_row();
  return *revision_;
}

Result<int64_t> FactWriter::identifier(std::string_view id) {
  if (const auto known = numbers_.find(id); known != numbers_.end()) return known->second;
  std::string key(id);
  if (!find_identifier_) {
    auto find = database_->prepare("SELECT number FROM identifiers WHERE id = ?");
    if (!find) return find.error();
    auto add = database_->prepare("INSERT INTO identifiers (id, check_digit_holds, revision_from) VALUES (?, ?, ?)");
    if (!add) return add.error();
    find_identifier_.emplace(std::move(*find));
    add_identifier_.emplace(std::move(*add));
  }
  std::optional<int64_t> number;
  if (!all_identifiers_met_) {
    find_identifier_->bind(1, key);
    const int status = find_identifier_->step();
    if (status == SQLITE_ROW) number = find_identifier_->number(0);
    find_identifier_->reset();
    if (status != SQLITE_ROW && status != SQLITE_DONE) return database_->error();
  }
  if (!number) {
    auto revision = open_revision();
    if (!revision) return revision.error();
    add_identifier_->bind(1, key);
    add_identifier_->bind(2, int64_t{identity::check_digit_holds(key)});
    add_identifier_->bind(3, *revision);
    const int status = add_identifier_->step();
    add_identifier_->reset();
    if (status != SQLITE_DONE) return database_->error();
    number = database_->last_row();
  }
  if (numbers_.size() >= kMaxNumbersHeld) {
    numbers_.clear();
    all_identifiers_met_ = false;
  }
  numbers_.emplace(std::move(key), *number);
  return *number;
}

Result<void> FactWriter::resolve(const TableShape& shape, const Row& row) {
  resolved_.assign(shape.columns.size(), 0);
  responsible_.clear();
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Value& value = row.values[i];
    if (!value.present) continue;
    if (shape.columns[i].type == ColumnType::identifier) {
      auto number = identifier(value.text);
      if (!number) return number.error();
      resolved_[i] = *number;
    } else if (shape.columns[i].type == ColumnType::identifiers) {
      for (std::string_view rest = value.text; !rest.empty();) {
        const size_t end = std::min(rest.find(';'), rest.size());
        auto number = identifier(rest.substr(0, end));
        if (!number) return number.error();
        responsible_.push_back(*number);
        rest.remove_prefix(std::min(end + 1, rest.size()));
      }
    }
  }
  return {};
}

bool FactWriter::same(const Statement& live, const TableShape& shape, const Row& row) const {
  int column = 1;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (shape.columns[i].key) continue;
    const Value& value = row.values[i];
    const bool is_number = shape.columns[i].type == ColumnType::identifier;
    if (live.is_null(column) == value.present) return false;
    if (value.present && (is_number ? live.number(column) != resolved_[i] : live.text(column) != value.text)) return false;
    ++column;
  }
  return true;
}

Result<void> FactWriter::supersede(Statements& statements, std::string_view table, int64_t row) {
  auto revision = open_revision();
  if (!revision) return revision.error();
  statements.close->bind(1, occasion_.recorded_at);
  statements.close->bind(2, *revision);
  statements.close->bind(3, row);
  const int status = statements.close->step();
  statements.close->reset();
  if (status != SQLITE_DONE) return database_->error();
  if (!add_change_) {
    auto add = database_->prepare("INSERT INTO changes (revision, fact_table, row, operation) VALUES (?, ?, ?, 'supersede')");
    if (!add) return add.error();
    add_change_.emplace(std::move(*add));
  }
  add_change_->bind(1, *revision);
  add_change_->bind(2, table);
  add_change_->bind(3, row);
  const int logged = add_change_->step();
  add_change_->reset();
  if (logged != SQLITE_DONE) return database_->error();
  return {};
}

Result<void> FactWriter::insert(Statements& statements, const TableShape& shape, const Row& row) {
  auto revision = open_revision();
  if (!revision) return revision.error();
  Statement& add = *statements.insert;
  int index = 1;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (shape.columns[i].type == ColumnType::identifiers) continue;
    bind_value(add, index++, shape.columns[i], row.values[i], resolved_[i]);
  }
  if (row.originals.empty())
    add.bind_null(index++);
  else
    add.bind(index++, row.originals);
  add.bind(index++, occasion_.recorded_at);
  add.bind(index, *revision);
  const int status = add.step();
  add.reset();
  if (status != SQLITE_DONE) return database_->error();
  const int64_t entry = database_->last_row();
  for (const int64_t party : responsible_) {
    if (!add_responsible_) {
      auto prepared = database_->prepare("INSERT INTO entry_responsible (entry, party) VALUES (?, ?)");
      if (!prepared) return prepared.error();
      add_responsible_.emplace(std::move(*prepared));
    }
    add_responsible_->bind(1, entry);
    add_responsible_->bind(2, party);
    const int added = add_responsible_->step();
    add_responsible_->reset();
    if (added != SQLITE_DONE) return database_->error();
  }
  return {};
}

Result<Outcome> FactWriter::put(const TableShape& shape, const Row& row) {
  auto found = statements(shape);
  if (!found) return found.error();
  Statements& table = **found;
  if (auto done = resolve(shape, row); !done) return done.error();
  Outcome outcome = Outcome::added;
  if (!table.was_empty) {
    Statement& find = *table.find;
    int index = 1;
    for (size_t i = 0; i < shape.columns.size(); ++i) {
      const Column& column = shape.columns[i];
      if (!column.key) continue;
      if (is_nullable_key(column))
        find.bind(index++, row.values[i].text);
      else
        bind_value(find, index++, column, row.values[i], resolved_[i]);
    }
    const int status = find.step();
    const bool exists = status == SQLITE_ROW;
    const bool unchanged = exists && same(find, shape, row);
    const int64_t live_row = exists ? find.number(0) : 0;
    find.reset();
    if (!exists && status != SQLITE_DONE) return database_->error();
    if (unchanged) return Outcome::unchanged;
    if (exists) {
      if (auto done = supersede(table, shape.name, live_row); !done) return done.error();
      outcome = Outcome::changed;
    }
  }
  if (auto done = insert(table, shape, row); !done) return done.error();
  return outcome;
}

Result<Outcome> FactWriter::put_finding(std::string_view kind, std::string_view subject, std::string_view party, std::string_view detail) {
  Row row;
  for (const std::string_view text : {kind, subject, party, detail}) row.values.push_back(Value{std::string(text), true});
  return put(kFindings, row);
}

Result<bool> FactWriter::rests_on_wrongly_made_entry(std::string_view case_no, std::string_view party) {
  if (!entries_of_case_) {
    auto prepared = database_->prepare(
        "SELECT i.id, e.removed_on, e.removal_ground FROM entries e JOIN identifiers i ON i.number = e.party WHERE e.case_no = ? AND e.revision_to IS NULL");
    if (!prepared) return prepared.error();
    entries_of_case_.emplace(std::move(*prepared));
  }
  // The party's own entries of the case decide; where it has none (it is reached through a role), all of the case's do.
  uint64_t own = 0, own_wrong = 0, all = 0, all_wrong = 0;
  Statement& entries = *entries_of_case_;
  entries.bind(1, case_no);
  int status = entries.step();
  for (; status == SQLITE_ROW; status = entries.step()) {
    const bool wrong = !entries.is_null(1) && is_wrongly_made(entries.text(2));
    const bool is_own = entries.text(0) == party;
    all += 1;
    all_wrong += wrong ? 1 : 0;
    own += is_own ? 1 : 0;
    own_wrong += is_own && wrong ? 1 : 0;
  }
  entries.reset();
  if (status != SQLITE_DONE) return database_->error();
  return own > 0 ? own == own_wrong : all > 0 && all == all_wrong;
}

Result<uint64_t> FactWriter::end_retentions_of_wrongly_made_entries() {
  struct Live {
    int64_t row;
    std::string case_no, party, measure;
  };
  std::vector<Live> ended;
  {
    auto live = database_->prepare(
        "SELECT t.row, t.case_no, i.id, t.measure FROM retentions t JOIN identifiers i ON i.number = t.party WHERE t.revision_to IS NULL ORDER BY t.row");
    if (!live) return live.error();
    int status = live->step();
    for (; status == SQLITE_ROW; status = live->step()) {
      Live one{live->number(0), std::string(live->text(1)), std::string(live->text(2)), std::string(live->text(3))};
      auto wrong = rests_on_wrongly_made_entry(one.case_no, one.party);
      if (!wrong) return wrong.error();
      if (*wrong) ended.push_back(std::move(one));
    }
    if (status != SQLITE_DONE) return database_->error();
  }
  auto table = statements(shape(Table::retentions));
  if (!table) return table.error();
  for (const Live& one : ended) {
    if (auto done = supersede(**table, "retentions", one.row); !done) return done.error();
    const std::string detail = boost::json::serialize(boost::json::object{{"case_no", one.case_no}, {"measure", one.measure}});
    auto kept = put_finding("retention_of_wrongly_made_entry", one.case_no + "|" + one.party + "|" + one.measure, one.party, detail);
    if (!kept) return kept.error();
  }
  return ended.size();
}

Result<void> FactWriter::log_additions(const TableShape& shape, int64_t last_row) {
  auto add = database_->prepare("INSERT INTO changes (revision, fact_table, row, operation) SELECT revision_from, ?, row, 'add' FROM " +
                                std::string(shape.name) + " WHERE row > ? ORDER BY row");
  if (!add) return add.error();
  add->bind(1, std::string_view(shape.name));
  add->bind(2, last_row);
  if (add->step() != SQLITE_DONE) return database_->error();
  return {};
}

Result<uint64_t> FactWriter::finish() {
  if (occasion_.synchronised && occasion_.synchronised != previous_synchronised_) {
    if (auto revision = open_revision(); !revision) return revision.error();
  }
  for (size_t i = 0; i < statements_.size(); ++i) {
    if (!statements_[i]) continue;
    const TableShape& table = i < kTableCount ? shape(static_cast<Table>(i)) : kFindings;
    if (auto done = log_additions(table, statements_[i]->last_row); !done) return done.error();
  }
  return static_cast<uint64_t>(revision_.value_or(previous_revision_));
}

}  // namespace plumb::registry
