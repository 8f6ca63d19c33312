#include "runtime/registry/case_spelling.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "runtime/feed/case_number.hpp"
#include "runtime/registry/court/originals.hpp"
#include "runtime/registry/stored_row.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

namespace {

namespace json = boost::json;

constexpr const char* kCaseNo = "case_no";

struct LiveRow {
  int64_t number = 0;
  Row row;
};

bool has_cases(const TableShape& shape) {
  return std::any_of(shape.columns.begin(), shape.columns.end(), [](const Column& column) { return column.type == ColumnType::case_number; });
}

class Respelling {
 public:
  Respelling(Database& database, FactWriter& writer) : database_(database), writer_(writer) {}

  Result<void> run() {
    for (size_t i = 0; i < kTableCount; ++i) {
      const TableShape& table = shape(static_cast<Table>(i));
      if (!has_cases(table)) continue;
      auto spellings = other_spellings(table);
      if (!spellings) return spellings.error();
      for (const auto& [canonical, written] : *spellings) {
        if (auto done = respell(table, canonical, written); !done) return done;
      }
    }
    return respell_findings();
  }

 private:
  // By canonical number: the other spellings that live rows have.
  Result<std::map<std::string, std::set<std::string>>> other_spellings(const TableShape& table) {
    auto rows = database_.prepare("SELECT DISTINCT case_no FROM " + std::string(table.name) + " WHERE revision_to IS NULL");
    if (!rows) return rows.error();
    std::map<std::string, std::set<std::string>> found;
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      std::string written(rows->text(0));
      std::string canonical = feed::canonical_case_number(written);
      if (canonical != written && !canonical.empty()) found[std::move(canonical)].insert(std::move(written));
    }
    if (status != SQLITE_DONE) return database_.error();
    return found;
  }

  Result<void> add_rows(const TableShape& table, const std::string& case_no, std::vector<LiveRow>& out) {
    const size_t first = out.size();
    const auto read = live_rows(database_, table, {{kCaseNo, case_no}}, [&](const Row& row) -> Result<void> {
      out.push_back({0, row});
      return {};
    });
    if (!read) return read;
    // What was erased stays as it is: there is no key to bind a new row by.
    const std::string of_entry = table.table == Table::entries ? " OR number IN (SELECT party FROM entry_responsible WHERE entry = t.row)" : "";
    auto numbers = database_.prepare("SELECT row, EXISTS (SELECT 1 FROM identifiers WHERE key IS NULL AND (number = t.party" + of_entry + ")) FROM " +
                                     std::string(table.name) + " t WHERE revision_to IS NULL AND case_no = ? ORDER BY row");
    if (!numbers) return numbers.error();
    numbers->bind(1, case_no);
    int status = numbers->step();
    for (size_t i = first; status == SQLITE_ROW && i < out.size(); status = numbers->step()) out[i++].number = numbers->number(1) != 0 ? 0 : numbers->number(0);
    std::erase_if(out, [](const LiveRow& one) { return one.number == 0; });
    return status == SQLITE_DONE ? Result<void>() : database_.error();
  }

  Result<void> respell(const TableShape& table, const std::string& canonical, const std::set<std::string>& written) {
    std::vector<LiveRow> rows;
    if (auto done = add_rows(table, canonical, rows); !done) return done;
    for (const std::string& spelling : written) {
      if (auto done = add_rows(table, spelling, rows); !done) return done;
    }
    std::sort(rows.begin(), rows.end(), [](const LiveRow& a, const LiveRow& b) { return a.number < b.number; });
    std::map<std::string, std::vector<const LiveRow*>> by_key;
    for (const LiveRow& one : rows) {
      Row key = one.row;
      set_value(table, key, kCaseNo, canonical);
      std::string joined;
      append_key(table, key, joined);
      by_key[joined].push_back(&one);
    }
    // In the order in which they were recorded last, which of two steps tells the one that counts.
    std::vector<const std::vector<const LiveRow*>*> in_order;
    for (const auto& [key, same] : by_key) in_order.push_back(&same);
    std::sort(in_order.begin(), in_order.end(), [](const auto* a, const auto* b) { return a->back()->number < b->back()->number; });
    for (const auto* same : in_order) {
      if (auto done = make_one(table, canonical, *same); !done) return done;
    }
    return {};
  }

  // Rows of one key, the earlier first → one.
  Result<void> make_one(const TableShape& table, const std::string& canonical, const std::vector<const LiveRow*>& rows) {
    if (rows.size() == 1 && value_of(table, rows.front()->row, kCaseNo) == canonical) return {};
    Row merged;
    std::string listed_as_of, removed_as_of;
    for (const LiveRow* one : rows) {
      put_over(merged, one->row);
      const std::string written = *value_of(table, one->row, kCaseNo);
      const std::string noted = written == canonical ? std::string() : json::serialize(json::object{{kCaseNo, written}});
      merged.originals = court::merged_originals(court::merged_originals(merged.originals, noted), one->row.originals);
      if (table.table != Table::entries) continue;
      const auto days = writer_.spoken_of(one->number);
      if (!days) return days.error();
      listed_as_of = std::max(listed_as_of, days->listed);
      removed_as_of = std::max(removed_as_of, days->removed);
    }
    set_value(table, merged, kCaseNo, canonical);
    // Of entries the one in the right spelling goes too: what is written then is a new row, and its days are those said here.
    const bool is_entry = table.table == Table::entries;
    for (const LiveRow* one : rows) {
      if (!is_entry && value_of(table, one->row, kCaseNo) == canonical) continue;
      if (auto done = writer_.end(table, one->row); !done) return done.error();
    }
    if (auto done = writer_.put(table, merged); !done) return done.error();
    return is_entry && (!listed_as_of.empty() || !removed_as_of.empty()) ? writer_.put_spoken(merged, {listed_as_of, removed_as_of}) : Result<void>();
  }

  static void put_over(Row& merged, const Row& later) {
    merged.values.resize(later.values.size());
    for (size_t i = 0; i < later.values.size(); ++i) {
      if (later.values[i].present) merged.values[i] = later.values[i];
    }
  }

  // Those whose subject begins with the case that their detail names.
  Result<void> respell_findings() {
    const TableShape& table = shape(Table::findings);
    std::vector<Row> rows;
    const auto read = live_rows(database_, table, {}, [&](const Row& row) -> Result<void> {
      if (respelt_finding(row)) rows.push_back(row);
      return {};
    });
    if (!read) return read;
    for (const Row& row : rows) {
      if (auto done = writer_.end(table, row); !done) return done.error();
    }
    for (const Row& row : rows) {
      const Row respelt = *respelt_finding(row);
      const auto there = find_finding(*value_of(table, respelt, "kind"), *value_of(table, respelt, "subject"));
      if (!there) return there.error();
      if (*there) continue;
      if (auto done = writer_.put(table, respelt); !done) return done.error();
    }
    return {};
  }

  static std::optional<Row> respelt_finding(const Row& row) {
    const TableShape& table = shape(Table::findings);
    const std::string subject = value_of(table, row, "subject").value_or("");
    const std::string written = subject.substr(0, subject.find('|'));
    const std::string canonical = feed::canonical_case_number(written);
    json::error_code error;
    json::value detail = json::parse(value_of(table, row, "detail").value_or(""), error);
    if (error || !detail.is_object() || written == canonical || canonical.empty()) return std::nullopt;
    json::value* const named = detail.as_object().if_contains(kCaseNo);
    if (named == nullptr || !named->is_string() || std::string_view(named->as_string()) != written) return std::nullopt;
    *named = canonical;
    Row respelt = row;
    set_value(table, respelt, "subject", canonical + subject.substr(written.size()));
    set_value(table, respelt, "detail", json::serialize(detail));
    return respelt;
  }

  Result<bool> find_finding(const std::string& kind, const std::string& subject) {
    bool found = false;
    const auto read = live_rows(database_, shape(Table::findings), {{"kind", kind}, {"subject", subject}}, [&](const Row&) -> Result<void> {
      found = true;
      return {};
    });
    return read ? Result<bool>(found) : read.error();
  }

  Database& database_;
  FactWriter& writer_;
};

}  // namespace

Result<void> respell_cases(Database& database) {
  auto writer = FactWriter::begin_as_before(database, "respell");
  if (!writer) return writer.error();
  if (auto done = Respelling(database, *writer).run(); !done) return done;
  const auto revision = writer->finish();
  return revision ? Result<void>() : revision.error();
}

}  // namespace plumb::registry
