#include "runtime/registry/journal/stored.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>

#include "runtime/identity/erased.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/journal/chain.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::journal {

namespace {

constexpr const char* kResponsible = "(SELECT group_concat(party, ';') FROM (SELECT party FROM entry_responsible WHERE entry = t.row ORDER BY party))";

Subject subject_of(const TableShape& shape) {
  Subject subject{shape.name, "row", "NULL", {}, true};
  for (const Column& column : shape.columns) {
    if (column.type == ColumnType::identifiers) {
      subject.fields.push_back({.name = column.name, .sql = kResponsible, .numbers = true});
      continue;
    }
    if (column.type == ColumnType::identifier && subject.key == "NULL")
      subject.key = "(SELECT key FROM identifiers WHERE number = t." + std::string(column.sql) + ")";
    if (!column.added) subject.fields.push_back({column.sql, std::string("t.") + column.sql, column.personal, column.may_name});
  }
  subject.fields.push_back({"originals", "t.originals", true});
  for (const char* name : {"recorded_at", "revision_from", "source", "source_row"}) subject.fields.push_back({name, std::string("t.") + name});
  for (size_t i = shape.columns.size(); i-- > 0 && shape.columns[i].added;)
    subject.fields.push_back({.name = shape.columns[i].sql, .sql = std::string("t.") + shape.columns[i].sql, .added = true, .named = true});
  return subject;
}

Subject plain(const char* name, const char* number, std::initializer_list<const char*> fields) {
  Subject subject{name, number, "NULL", {}};
  for (const char* field : fields) subject.fields.push_back({field, std::string("t.") + field});
  return subject;
}

std::vector<Subject> make_subjects() {
  std::vector<Subject> all;
  for (size_t i = 0; i < kTableCount; ++i) all.push_back(subject_of(shape(static_cast<Table>(i))));
  Subject identifiers{
      "identifiers", "number", "t.key", {{"id", "t.id", true}, {"check_digit_holds", "t.check_digit_holds"}, {"revision_from", "t.revision_from"}}};
  all.push_back(std::move(identifiers));
  all.push_back(plain("revisions", "revision", {"recorded_at", "cause", "synchronised"}));
  all.back().fields.push_back({.name = "by_whom", .sql = "t.by_whom", .added = true});
  all.push_back(plain("sources", "source", {"name", "format", "digest", "as_of", "push", "revision_from"}));
  Subject decisions{"journal_decisions", "decision", "t.key", {}};
  for (const char* field :
       {"recorded_at", "by_whom", "party", "request", "answer", "options", "ruleset", "ruleset_version", "ruleset_digest", "revision", "facts"}) {
    const bool personal = std::string_view(field) == "request" || std::string_view(field) == "answer";
    decisions.fields.push_back({field, std::string("t.") + field, personal});
  }
  all.push_back(std::move(decisions));
  all.push_back(
      plain("journal_erasures", "erasure", {"subject", "row", "field", "commitment", "ground", "by_whom", "document", "recorded_at", "revision_from"}));
  return all;
}

Result<std::set<std::string>> columns_of(Database& database, const std::string& table) {
  auto names = database.prepare("SELECT name FROM pragma_table_info(?)");
  if (!names) return names.error();
  names->bind(1, table);
  std::set<std::string> out;
  int status = names->step();
  for (; status == SQLITE_ROW; status = names->step()) out.emplace(names->text(0));
  if (status != SQLITE_DONE) return database.error();
  return out;
}

// `there`: the table's columns in this file, which may be of an earlier schema: what was added later is null there, and a table that was
// none of facts has no rows.
std::string sql_of(const Subject& subject, const std::set<std::string>& there, int64_t from) {
  if (!there.contains(subject.number)) return "SELECT NULL WHERE 0";
  std::string sql = "SELECT t." + subject.number + ", " + subject.key;
  for (const Field& field : subject.fields) sql += ", " + (field.added && !there.contains(field.name) ? std::string("NULL") : field.sql);
  if (subject.superseded) sql += ", t.superseded_at, t.revision_to";
  return sql + " FROM " + subject.name + " t NOT INDEXED" + (from == INT64_MIN ? std::string() : " WHERE t." + subject.number + " >= " + std::to_string(from)) +
         " ORDER BY t." + subject.number;
}

}  // namespace

const std::vector<Subject>& subjects() {
  static const std::vector<Subject> kAll = make_subjects();
  return kAll;
}

const Subject* find_subject(std::string_view name) {
  const auto& all = subjects();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Subject& subject) { return subject.name == name; });
  return found == all.end() ? nullptr : &*found;
}

namespace {

using RowsOf = std::map<int64_t, Digest>;

// By revision, the erasures that bind a row anew, with their digests.
Result<std::map<int64_t, RowsOf>> binding_anew(Database& database) {
  static const Erasures kNone;
  std::map<int64_t, RowsOf> by_revision;
  auto rows = database.prepare("SELECT erasure, revision_from FROM journal_erasures WHERE field = '" + std::string(kWholeRow) + "' ORDER BY erasure");
  auto stored = StoredRows::open(database, *find_subject("journal_erasures"), kNone);
  if (!rows) return rows.error();
  if (!stored) return stored.error();
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    while (stored->here() && stored->here()->number < rows->number(0)) {
      if (auto done = stored->advance(); !done) return done.error();
    }
    if (stored->here()) by_revision[rows->number(1)][rows->number(0)] = stored->here()->content;
  }
  if (status != SQLITE_DONE) return database.error();
  return by_revision;
}

// Those of them that the journal does not bind as they stand. Where the journal itself was altered there, it is the journal that is told.
Result<std::set<int64_t>> unbound(Database& database) {
  auto by_revision = binding_anew(database);
  if (!by_revision) return by_revision.error();
  std::set<int64_t> out;
  for (auto& [revision, waiting] : *by_revision) {
    const auto whole = each_added(database, revision, [&](const Link& link) {
      if (link.subject != "journal_erasures") return;
      const auto found = waiting.find(link.row);
      if (found != waiting.end() && found->second == link.content) waiting.erase(found);
    });
    if (!whole) return whole.error();
    if (!*whole) continue;
    for (const auto& [erasure, content] : waiting) out.insert(erasure);
  }
  return out;
}

}  // namespace

Result<Erasures> read_erasures(Database& database) {
  const auto not_bound = unbound(database);
  if (!not_bound) return not_bound.error();
  auto rows = database.prepare("SELECT subject, row, field, commitment, erasure FROM journal_erasures");
  if (!rows) return rows.error();
  Erasures all;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    if (rows->text(2) == kWholeRow && not_bound->contains(rows->number(4))) continue;
    all[{std::string(rows->text(0)), rows->number(1), std::string(rows->text(2))}] = digest_in(rows->blob(3));
  }
  if (status != SQLITE_DONE) return database.error();
  return all;
}

std::string erased_text(int64_t row) { return identity::erased_mark(row); }

namespace {

bool is_erased(std::string_view value, int64_t row) { return value == "{}" || value == erased_text(row); }

}  // namespace

StoredRows::StoredRows(Database& database, const Subject& subject, const Erasures& erasures, Statement rows)
    : database_(&database),
      subject_(&subject),
      erasures_(&erasures),
      any_erased_(std::any_of(erasures.begin(), erasures.end(), [&](const auto& erasure) { return std::get<0>(erasure.first) == subject.name; })),
      own_key_(subject.key == "t.key"),
      rows_(std::move(rows)) {}

Result<StoredRows> StoredRows::open(Database& database, const Subject& subject, const Erasures& erasures) {
  return open_at(database, subject, erasures, INT64_MIN);
}

Result<StoredRows> StoredRows::open_at(Database& database, const Subject& subject, const Erasures& erasures, int64_t row) {
  const auto there = columns_of(database, subject.name);
  if (!there) return there.error();
  auto rows = database.prepare(sql_of(subject, *there, row));
  if (!rows) return rows.error();
  StoredRows stored(database, subject, erasures, *std::move(rows));
  if (auto done = stored.advance(); !done) return done.error();
  return stored;
}

void StoredRows::add(const Field& field, int column, Form form) {
  if (any_erased_ && field.personal && form != Form::plain) {
    if (const auto erased = erasures_->find({subject_->name, here_->number, field.name}); erased != erasures_->end()) {
      here_->erased_value_stands = here_->erased_value_stands || !(rows_.is_null(column) || is_erased(rows_.text(column), here_->number));
      content_.commitment(erased->second);
      return;
    }
  }
  if (field.numbers) {
    const std::string_view list = rows_.text(column);
    for (const char *at = list.data(), *end = at + list.size(); at < end; ++at) {
      int64_t number = 0;
      at = std::from_chars(at, end, number).ptr;
      content_.number(number);
    }
  } else if (rows_.is_null(column)) {
    if (!field.added) content_.null();
  } else if (rows_.is_number(column)) {
    content_.number(rows_.number(column));
  } else {
    if (field.named) content_.text(field.name);
    add_text(field, column, form);
  }
}

void StoredRows::add_text(const Field& field, int column, Form form) {
  if (!field.personal || form == Form::plain || (form == Form::as_before && field.may_name)) {
    content_.text(rows_.blob(column));
    return;
  }
  Key key{};  // destroyed or altered: zeros, by which nothing was bound
  const std::string_view stored = rows_.blob(1);
  if (stored.size() == key.size()) std::copy(stored.begin(), stored.end(), key.begin());
  content_.personal(key, field.name, rows_.text(column));
}

Digest StoredRows::content(Form form) {
  content_.begin(subject_->name, here_->number);
  int column = 2;
  for (const Field& field : subject_->fields) add(field, column++, form);
  return content_.digest();
}

Digest StoredRows::content_as_before() { return content(Form::as_before); }

Digest StoredRows::content_left(const std::map<std::string, std::optional<std::string>>& left) {
  content_.begin(subject_->name, here_->number);
  int column = 2;
  for (const Field& field : subject_->fields) {
    if (const auto found = left.find(field.name); found == left.end())
      add(field, column, Form::plain);
    else
      found->second ? content_.text(*found->second) : content_.null();
    ++column;
  }
  return content_.digest();
}

// A key that was destroyed and lies there again tells what it once hid to whoever kept a copy.
bool StoredRows::key_stands_after_erasure() const {
  if (!any_erased_ || !own_key_ || rows_.is_null(1)) return false;
  const auto erased = erasures_->lower_bound({subject_->name, here_->number, std::string()});
  return erased != erasures_->end() && std::get<0>(erased->first) == subject_->name && std::get<1>(erased->first) == here_->number;
}

// Either alone is none that was written, and takes the row out of sight all the same.
std::optional<Digest> StoredRows::superseded_in(const Statement& row, int column) {
  if (row.is_null(column) && row.is_null(column + 1)) return std::nullopt;
  row.is_null(column) ? content_.null() : content_.text(row.text(column));
  row.is_null(column + 1) ? content_.null() : content_.number(row.number(column + 1));
  return content_.digest();
}

Result<std::optional<Digest>> StoredRows::superseded_at(int64_t number) {
  auto ended = prepared(*database_, ended_, "SELECT superseded_at, revision_to FROM " + subject_->name + " WHERE " + subject_->number + " = ?");
  if (!ended) return ended.error();
  Statement& row = **ended;
  row.bind(1, number);
  const int status = row.step();
  std::optional<Digest> said;
  content_.begin(subject_->name, number);
  if (status == SQLITE_ROW) said = superseded_in(row, 0);
  const Error error = status == SQLITE_ROW || status == SQLITE_DONE ? Error{} : database_->error();
  row.reset();
  return error.code.empty() ? Result<std::optional<Digest>>(said) : error;
}

Result<void> StoredRows::advance() {
  here_.reset();
  const int status = rows_.step();
  if (status == SQLITE_DONE) return {};
  if (status != SQLITE_ROW) return database_->error();
  here_.emplace().number = rows_.number(0);
  if (any_erased_) {
    if (const auto anew = erasures_->find({subject_->name, here_->number, kWholeRow}); anew != erasures_->end()) here_->bound_anew = anew->second;
  }
  here_->content = content(here_->bound_anew ? Form::plain : Form::committed);
  here_->erased_value_stands = here_->erased_value_stands || key_stands_after_erasure();
  content_.begin(subject_->name, here_->number);
  if (subject_->superseded) here_->superseded = superseded_in(rows_, 2 + static_cast<int>(subject_->fields.size()));
  return {};
}

}  // namespace plumb::registry::journal
