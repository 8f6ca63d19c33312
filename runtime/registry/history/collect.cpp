#include "runtime/registry/history/collect.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <tuple>

#include "runtime/feed/case_number.hpp"
#include "runtime/registry/by_hand.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/value_sql.hpp"

namespace plumb::registry::history {

namespace {

// `whom`: SQL, a list of numbers.
std::string sql_of(const TableShape& shape, const std::string& whom) {
  std::string columns, where;
  for (const Column& column : shape.columns) {
    columns += value_sql(column) + ", ";
    if (column.type == ColumnType::identifiers) {
      where += " OR t.row IN (SELECT entry FROM entry_responsible WHERE party IN (" + whom + "))";
    } else if (column.type == ColumnType::identifier) {
      where += std::string(where.empty() ? "" : " OR ") + "t." + column.sql + " IN (" + whom + ")";
    }
  }
  if (where.empty()) return {};  // speaks of nobody
  return "SELECT t.row, " + columns +
         "t.originals, t.recorded_at, t.superseded_at, t.revision_from, t.revision_to, s.name, t.source_row, s.format = 'command', s.format = 'court' FROM " +
         shape.name + " t LEFT JOIN sources s ON s.source = t.source WHERE (" + where + ") AND t.revision_from <= ?1 ORDER BY t.row";
}

// How values came, what lists say beneath steps, and what has no column.
void add_originals(const TableShape& shape, std::string_view json, Version& version) {
  std::vector<Value>& values = version.values;
  boost::system::error_code error;
  const boost::json::value read = boost::json::parse(json, error);
  if (error || !read.is_object()) return;
  const boost::json::value* const member = read.as_object().if_contains("beneath");
  const boost::json::object* const beneath = member != nullptr ? member->if_object() : nullptr;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const boost::json::value* original = read.as_object().if_contains(shape.columns[i].name);
    if (original != nullptr && original->is_string()) values[i].original = original->as_string().c_str();
    const boost::json::value* listed = beneath != nullptr ? beneath->if_contains(shape.columns[i].name) : nullptr;
    if (listed != nullptr) values[i].listed = listed->is_string() ? listed->as_string().c_str() : "";
  }
  const boost::json::value* const area = shape.table == Table::entries ? read.as_object().if_contains("area") : nullptr;
  if (area != nullptr && area->is_string()) version.area = area->as_string().c_str();
}

Version read_version(const Statement& row, const TableShape& shape, int64_t known_at) {
  Version version;
  version.row = row.number(0);
  int column = 1;
  for (size_t i = 0; i < shape.columns.size(); ++i, ++column) {
    version.values.push_back({std::string(row.text(column)), {}, !row.is_null(column), std::nullopt});
  }
  if (!row.is_null(column)) add_originals(shape, row.text(column), version);
  version.recorded_at = row.text(column + 1);
  version.revision_from = row.number(column + 3);
  if (!row.is_null(column + 4) && row.number(column + 4) <= known_at) {
    version.superseded_at = row.text(column + 2);
    version.revision_to = row.number(column + 4);
  }
  version.source = row.text(column + 5);
  version.source_row = row.number(column + 6);
  version.by_command = row.number(column + 7) != 0;
  version.by_entries = shape.table == Table::parties && version.source_row == 0 && row.number(column + 8) != 0;
  return version;
}

// Registries of before case numbers were normalised hold them as they came (case_spelling.hpp).
std::string key_of(const TableShape& shape, const Version& version) {
  std::string key;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (!shape.columns[i].key) continue;
    const std::string& stored = version.values[i].text;
    const std::string text = shape.columns[i].type == ColumnType::case_number ? feed::canonical_case_number(stored) : stored;
    key.append(std::to_string(text.size())).append(":").append(text);
  }
  return key;
}

// The versions of one key, in the order of their rows.
void tell(const TableShape& shape, const std::vector<Version>& versions, std::vector<Occurrence>& out) {
  for (size_t i = 0; i < versions.size(); ++i) {
    const Version& version = versions[i];
    const bool corrects = i > 0 && versions[i - 1].revision_to == version.revision_from;
    Occurrence& begun = out.emplace_back();
    begun.recorded_at = version.recorded_at;
    begun.revision = version.revision_from;
    begun.kind = corrects ? Kind::corrected : Kind::recorded;
    begun.table = shape.table;
    if (corrects) begun.before = versions[i - 1];
    begun.after = version;
    const bool corrected = i + 1 < versions.size() && versions[i + 1].revision_from == version.revision_to;
    if (version.revision_to == 0 || corrected) continue;
    Occurrence& ended = out.emplace_back();
    ended.recorded_at = version.superseded_at;
    ended.revision = version.revision_to;
    ended.kind = Kind::ended;
    ended.table = shape.table;
    ended.before = version;
  }
}

Result<void> collect_table(Database& database, const TableShape& shape, const std::string& whom, int64_t known_at, std::vector<Occurrence>& out) {
  const std::string sql = sql_of(shape, whom);
  if (sql.empty()) return {};
  auto rows = database.prepare(sql);
  if (!rows) return rows.error();
  rows->bind(1, known_at);
  std::map<std::string, std::vector<Version>> by_key;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    Version version = read_version(*rows, shape, known_at);
    by_key[key_of(shape, version)].push_back(std::move(version));
  }
  if (status != SQLITE_DONE) return database.error();
  for (const auto& [key, versions] : by_key) tell(shape, versions, out);
  return {};
}

// A row that a command corrects stays as told by its file (entry_layers.hpp); the correction is the command's.
void name_command(const std::string& cause, Occurrence& occurrence) {
  if (!is_by_hand(cause) || !occurrence.after || occurrence.after->source.empty() || occurrence.after->by_entries) return;
  occurrence.after->source = cause;
  occurrence.after->source_row = 0;
  occurrence.after->by_command = true;
}

// Who wrote each revision, and which command did.
Result<void> name_writers(Database& database, std::vector<Occurrence>& out) {
  auto revision = database.prepare("SELECT ifnull(by_whom, ''), cause FROM revisions WHERE revision = ?");
  if (!revision) return revision.error();
  struct Writer {
    std::string account, cause;
  };
  std::map<int64_t, Writer> met;
  for (Occurrence& occurrence : out) {
    const auto [known, is_new] = met.try_emplace(occurrence.revision);
    if (is_new) {
      revision->bind(1, occurrence.revision);
      if (revision->step() != SQLITE_ROW) return database.error();
      known->second = {std::string(revision->text(0)), std::string(revision->text(1))};
      revision->reset();
    }
    occurrence.by_whom = known->second.account;
    name_command(known->second.cause, occurrence);
  }
  return {};
}

Result<void> collect_decisions(Database& database, const std::string& whom, const std::string& moment, std::vector<Occurrence>& out) {
  auto rows = database.prepare("SELECT decision, recorded_at, revision, answer, by_whom FROM journal_decisions WHERE party IN (" + whom +
                               ") AND recorded_at <= ? ORDER BY decision");
  if (!rows) return rows.error();
  rows->bind(1, std::string_view(moment));
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    Occurrence& decided = out.emplace_back();
    decided.kind = Kind::decided;
    decided.decision = rows->number(0);
    decided.recorded_at = rows->text(1);
    decided.revision = rows->number(2);
    decided.answer = rows->text(3);
    decided.by_whom = rows->text(4);
  }
  if (status != SQLITE_DONE) return database.error();
  return {};
}

}  // namespace

Result<std::vector<Occurrence>> collect(Database& database, std::string_view party, const std::optional<Known>& known) {
  const int64_t last = known ? known->revision : INT64_MAX;
  std::vector<Occurrence> out;
  auto whom = numbers_of_one_party(database, party, last);
  if (!whom) return whom.error();
  if (whom->empty()) return out;
  for (size_t i = 0; i < kTableCount; ++i) {
    if (static_cast<Table>(i) == Table::spoken) continue;  // days of pushes, which tell nothing new of the party
    if (auto done = collect_table(database, shape(static_cast<Table>(i)), *whom, last, out); !done) return done.error();
  }
  if (auto done = name_writers(database, out); !done) return done.error();
  if (auto done = collect_decisions(database, *whom, known ? known->moment : std::string("9999"), out); !done) return done.error();
  const auto place = [](const Occurrence& o) {
    const int64_t row = o.after ? o.after->row : o.before ? o.before->row : o.decision;
    return std::tuple(std::string_view(o.recorded_at), o.kind == Kind::decided, o.revision, o.table, row);
  };
  std::stable_sort(out.begin(), out.end(), [&](const Occurrence& a, const Occurrence& b) { return place(a) < place(b); });
  return out;
}

}  // namespace plumb::registry::history
