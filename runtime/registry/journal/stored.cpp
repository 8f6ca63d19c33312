#include "runtime/registry/journal/stored.hpp"

#include <algorithm>
#include <charconv>
#include <set>
#include <string>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::journal {

namespace {

constexpr const char* kResponsible = "(SELECT group_concat(party, ';') FROM (SELECT party FROM entry_responsible WHERE entry = t.row ORDER BY party))";

Subject subject_of(const TableShape& shape) {
  Subject subject{shape.name, "row", "NULL", {}, true};
  for (const Column& column : shape.columns) {
    if (column.type == ColumnType::identifiers) {
      subject.fields.push_back({column.name, kResponsible, false, true});
      continue;
    }
    if (column.type == ColumnType::identifier && subject.key == "NULL")
      subject.key = "(SELECT key FROM identifiers WHERE number = t." + std::string(column.sql) + ")";
    subject.fields.push_back({column.sql, std::string("t.") + column.sql, column.personal});
  }
  subject.fields.push_back({"originals", "t.originals", true});
  for (const char* name : {"recorded_at", "revision_from", "source", "source_row"}) subject.fields.push_back({name, std::string("t.") + name});
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
  all.back().fields.push_back({"by_whom", "t.by_whom", false, false, true});
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
std::string sql_of(const Subject& subject, const std::set<std::string>& there) {
  if (!there.contains(subject.number)) return "SELECT NULL WHERE 0";
  std::string sql = "SELECT t." + subject.number + ", " + subject.key;
  for (const Field& field : subject.fields) sql += ", " + (field.added && !there.contains(field.name) ? std::string("NULL") : field.sql);
  if (subject.superseded) sql += ", t.superseded_at, t.revision_to";
  return sql + " FROM " + subject.name + " t NOT INDEXED ORDER BY t." + subject.number;
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

Result<Erasures> read_erasures(Database& database) {
  auto rows = database.prepare("SELECT subject, row, field, commitment FROM journal_erasures");
  if (!rows) return rows.error();
  Erasures all;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    Digest commitment{};
    const std::string_view bytes = rows->blob(3);
    if (bytes.size() == commitment.size()) std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(commitment.data()));
    all[{std::string(rows->text(0)), rows->number(1), std::string(rows->text(2))}] = commitment;
  }
  if (status != SQLITE_DONE) return database.error();
  return all;
}

std::string erased_text(int64_t row) { return "erased-" + std::to_string(row); }

namespace {

bool is_erased(std::string_view value, int64_t row) { return value == "{}" || value == erased_text(row); }

}  // namespace

StoredRows::StoredRows(Database& database, const Subject& subject, const Erasures& erasures, Statement rows)
    : database_(&database),
      subject_(&subject),
      erasures_(&erasures),
      any_erased_(std::any_of(erasures.begin(), erasures.end(), [&](const auto& erasure) { return std::get<0>(erasure.first) == subject.name; })),
      rows_(std::move(rows)) {}

Result<StoredRows> StoredRows::open(Database& database, const Subject& subject, const Erasures& erasures) {
  const auto there = columns_of(database, subject.name);
  if (!there) return there.error();
  auto rows = database.prepare(sql_of(subject, *there));
  if (!rows) return rows.error();
  StoredRows stored(database, subject, erasures, *std::move(rows));
  if (auto done = stored.advance(); !done) return done.error();
  return stored;
}

void StoredRows::add(const Field& field, int column) {
  if (any_erased_ && field.personal) {
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
  } else if (field.personal) {
    Key key{};  // destroyed or altered: zeros, by which nothing was bound
    const std::string_view stored = rows_.blob(1);
    if (stored.size() == key.size()) std::copy(stored.begin(), stored.end(), key.begin());
    content_.personal(key, field.name, rows_.text(column));
  } else {
    content_.text(rows_.blob(column));
  }
}

Result<void> StoredRows::advance() {
  here_.reset();
  const int status = rows_.step();
  if (status == SQLITE_DONE) return {};
  if (status != SQLITE_ROW) return database_->error();
  here_.emplace().number = rows_.number(0);
  content_.begin(subject_->name, here_->number);
  int column = 2;
  for (const Field& field : subject_->fields) add(field, column++);
  here_->content = content_.digest();
  // Either alone is none that was written, and takes the row out of sight all the same.
  if (subject_->superseded && !(rows_.is_null(column) && rows_.is_null(column + 1))) {
    content_.begin(subject_->name, here_->number);
    rows_.is_null(column) ? content_.null() : content_.text(rows_.text(column));
    rows_.is_null(column + 1) ? content_.null() : content_.number(rows_.number(column + 1));
    here_->superseded = content_.digest();
  }
  return {};
}

}  // namespace plumb::registry::journal
