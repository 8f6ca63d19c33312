#include "runtime/registry/safekeeping/check.hpp"

#include <boost/json.hpp>
#include <string_view>
#include <utility>

#include "compiler/base/date.hpp"
#include "compiler/base/vocabulary.hpp"
#include "runtime/lifecycle/step.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/journal/verify.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/safekeeping/backup.hpp"
#include "runtime/registry/schema.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::safekeeping {

namespace fs = std::filesystem;

namespace {

bool is_day(std::string_view text) { return Date::parse(text).has_value(); }
bool is_moment(std::string_view text) {
  const auto canonical = canonical_moment(std::string(text));
  return canonical && *canonical == text;
}

// "from/to", either side may be empty.
bool is_period(std::string_view text) {
  const size_t cut = text.find('/');
  if (cut == std::string_view::npos) return false;
  const std::string_view from = text.substr(0, cut), to = text.substr(cut + 1);
  return (from.empty() || is_day(from)) && (to.empty() || is_day(to));
}

bool is_object(std::string_view text) {
  boost::system::error_code error;
  const boost::json::value value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  return !error && value.is_object();
}

// Whether a reader understands a column's text as stored. Numbers and their references are SQLite's to check.
bool is_readable(ColumnType type, std::string_view text) {
  switch (type) {
    case ColumnType::day:
      return is_day(text);
    case ColumnType::party_kind:
      return find_party_kind(text).has_value();
    case ColumnType::sector:
      return find_sector(text).has_value();
    case ColumnType::role:
      return find_role(text).has_value();
    case ColumnType::step:
      return lifecycle::find_step(text).has_value();
    case ColumnType::period:
      return is_period(text);
    case ColumnType::json:
      return is_object(text);
    case ColumnType::identifier:
    case ColumnType::identifiers:
    case ColumnType::name:
    case ColumnType::case_number:
    case ColumnType::text:
    case ColumnType::boolean:
    case ColumnType::percentage:
      return true;
  }
  return true;
}

// What there is to tell of an error beside the table that it was met in: not that `check` would tell more.
std::string words_of(const Error& error) { return error.code == "registry.corrupt" ? sqlite3_errstr(SQLITE_CORRUPT) : error.message; }

class Check {
 public:
  Check(Database& database, const CheckOptions& options) : database_(database), options_(options) {}

  Examination run() {
    look_at("pages", [this] { return pages(); });
    look_at("references", [this] { return references(); });
    for (const IndexByCode one : kIndexesByCode) look_at(blocks_of(one), [&] { return index(one); });
    look_at("schema", [this] { return schema(); });
    look_at("revisions", [this] { return revisions(); });
    for (size_t i = 0; i < kTableCount; ++i) {
      const TableShape& table = shape(static_cast<Table>(i));
      look_at(table.name, [&] { return values(table); });
    }
    look_at("journal", [this] { return journal(); });
    return std::move(out_);
  }

 private:
  void found(Damage damage) {
    ++out_.damage_count;
    if (listed_++ < Examination::kMostListed) out_.damages.push_back(std::move(damage));
  }

  // What one part cannot read keeps none of the others from being looked at.
  template <typename Part>
  void look_at(std::string_view what, Part part) {
    listed_ = 0;
    if (const Result<void> done = part(); !done) found({"page", std::string(what), 0, words_of(done.error())});
  }

  Result<void> pages() {
    auto lines = database_.prepare("PRAGMA integrity_check(100)");
    if (!lines) return lines.error();
    int status = lines->step();
    for (; status == SQLITE_ROW; status = lines->step()) {
      if (lines->text(0) != "ok") found({"page", "", 0, std::string(lines->text(0))});
    }
    return status == SQLITE_DONE ? Result<void>() : database_.error();
  }

  Result<void> references() {
    auto lines = database_.prepare("SELECT \"table\", ifnull(rowid, 0), parent FROM pragma_foreign_key_check ORDER BY 1, 2");
    if (!lines) return lines.error();
    int status = lines->step();
    for (; status == SQLITE_ROW; status = lines->step()) found({"reference", std::string(lines->text(0)), lines->number(1), std::string(lines->text(2))});
    return status == SQLITE_DONE ? Result<void>() : database_.error();
  }

  Result<void> index(IndexByCode one) {
    auto difference = index_difference(database_, one);
    if (!difference) return difference.error();
    out_.damage_count += difference->damage_count - difference->damages.size();
    for (Damage& damage : difference->damages) found(std::move(damage));
    return {};
  }

  Result<void> schema() {
    auto damages = schema_difference(database_);
    if (!damages) return damages.error();
    for (Damage& damage : *damages) found(std::move(damage));
    return {};
  }

  // Moments that never go back, and days.
  Result<void> revisions() {
    auto rows = database_.prepare("SELECT revision, recorded_at, synchronised FROM revisions ORDER BY revision");
    if (!rows) return rows.error();
    std::string last;
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      out_.revision = static_cast<uint64_t>(rows->number(0));
      if (!is_moment(rows->text(1)) || rows->text(1) < last) found({"value", "revisions", rows->number(0), "recorded_at"});
      last = rows->text(1);
      if (!rows->is_null(2) && !is_day(rows->text(2))) found({"value", "revisions", rows->number(0), "synchronised"});
    }
    return status == SQLITE_DONE ? Result<void>() : database_.error();
  }

  Result<void> values(const TableShape& table) {
    std::string columns = "row, recorded_at, superseded_at";
    std::vector<const Column*> read;
    for (const Column& column : table.columns) {
      if (column.type == ColumnType::identifiers) continue;
      columns.append(", ").append(column.sql);
      read.push_back(&column);
    }
    auto rows = database_.prepare("SELECT " + columns + " FROM " + table.name + " ORDER BY row");
    if (!rows) return rows.error();
    constexpr int kFirst = 3;
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      ++out_.rows;
      if (!is_moment(rows->text(1))) found({"value", table.name, rows->number(0), "recorded_at"});
      if (!rows->is_null(2) && !is_moment(rows->text(2))) found({"value", table.name, rows->number(0), "superseded_at"});
      for (size_t i = 0; i < read.size(); ++i) {
        const int at = kFirst + static_cast<int>(i);
        if (!rows->is_null(at) && !is_readable(read[i]->type, rows->text(at))) found({"value", table.name, rows->number(0), read[i]->sql});
      }
    }
    return status == SQLITE_DONE ? Result<void>() : database_.error();
  }

  Result<void> journal() {
    const auto verified = journal::verify(database_, options_.progress);
    if (!verified) return verified.error();
    for (const journal::Fault& fault : verified->faults) found({journal::tampering_code(fault.kind), fault.table, fault.row, fault.label});
    out_.damage_count += verified->fault_count - verified->faults.size();
    if (!options_.checkpoint) return {};
    const auto holds = journal::holds(database_, *options_.checkpoint);
    if (!holds) return holds.error();
    if (!*holds) found({journal::tampering_code(journal::Tampering::cut), "journal", options_.checkpoint->head.sequence, ""});
    return {};
  }

  Database& database_;
  const CheckOptions& options_;
  Examination out_;
  size_t listed_ = 0;
};

Result<Examination> looked_through(const fs::path& registry, const CheckOptions& options) {
  auto database = Database::open(registry, Database::Mode::read_only, options.busy_timeout_ms);
  if (!database) return database.error();
  if (auto done = adopt_schema(*database, registry.string(), false); !done) return done.error();
  auto view = Transaction::begin(*database, Transaction::Kind::read);
  if (!view) return view.error();
  return Check(*database, options).run();
}

}  // namespace

Result<Examination> check(const fs::path& registry, const CheckOptions& options) {
  std::error_code ignored;
  if (!fs::exists(registry, ignored)) return failure("registry.missing", registry.string());
  if (auto is = ordinary(registry); !is) return is.error();
  auto found = looked_through(registry, options);
  if (found || found.error().code != "registry.corrupt") return found;
  // So little is left that it cannot be opened: that is what there is to tell.
  Examination out;
  out.damage_count = 1;
  out.damages.push_back({"page", "", 0, registry.string() + ": " + words_of(found.error())});
  return out;
}

}  // namespace plumb::registry::safekeeping
