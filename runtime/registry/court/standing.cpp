#include "runtime/registry/court/standing.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>

#include "runtime/feed/case_number.hpp"
#include "runtime/registry/court/names.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/spoken.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/registry/value_sql.hpp"

namespace plumb::registry::court {

namespace {

const TableShape& entries() { return shape(Table::entries); }

std::string listings_sql() {
  std::string sql = "SELECT e.row, " + std::string(kListedAsOf) + ", " + kRemovedAsOf + ", k.row IS NOT NULL, " + kRemovedByTable + ", e.originals";
  for (const Column& column : entries().columns) sql += ", " + value_sql(column, "e");
  return sql + " FROM entries e" + kSpokenOfEntry + " WHERE e.party = (SELECT identifier_number(?)) AND e.revision_to IS NULL ORDER BY e.published_on, e.row";
}

constexpr const char* kPartySql = "SELECT 1 WHERE live_party(identifier_number(?)) NOTNULL";

std::string finding_key(std::string_view kind, std::string_view subject) { return std::string(kind).append("|").append(subject); }

// Whether the statement gives any row.
Result<bool> gives_row(Database& database, Statement& statement) {
  const int status = statement.step();
  statement.reset();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database.error();
  return status == SQLITE_ROW;
}

}  // namespace

size_t entry_column(std::string_view name) { return column_by_name(entries(), name); }

std::string_view Listing::text(std::string_view column) const {
  const Value& value = row.values[entry_column(column)];
  return value.present ? std::string_view(value.text) : std::string_view();
}

bool Listing::removed_by_absence() const { return removed() && listed_in(row, "removal_ground") == kAbsentGround; }

Result<void> Standing::load_listings(std::string_view document, PartyCases& party) {
  static const std::string kSql = listings_sql();
  auto statement = prepared(database_, listings_of_, kSql);
  if (!statement) return statement.error();
  Statement& rows = **statement;
  rows.bind(1, document);
  int status = rows.step();
  for (; status == SQLITE_ROW; status = rows.step()) {
    Listing listing;
    listing.number = rows.number(0);
    listing.listed_as_of = rows.text(1);
    listing.removed_as_of = rows.text(2);
    listing.days_kept = rows.number(3) != 0;
    if (rows.number(4) != 0) listing.removed_by_table = listing.removed_as_of;
    listing.row.originals = rows.text(5);
    for (size_t i = 0; i < entries().columns.size(); ++i) {
      const int column = static_cast<int>(i) + 6;
      listing.row.values.push_back({std::string(rows.text(column)), !rows.is_null(column)});
    }
    party.cases[feed::canonical_case_number(listing.text("case_no"))].listings.push_back(std::move(listing));
  }
  rows.reset();
  if (status != SQLITE_DONE) return database_.error();
  return {};
}

Result<void> Standing::load_unclear_of(std::string_view document, std::string_view case_no, Case& of) {
  auto statement = prepared(database_, unclear_of_, "SELECT subject FROM findings WHERE kind = ?1 AND subject >= ?2 AND subject < ?3 AND revision_to IS NULL");
  if (!statement) return statement.error();
  Statement& rows = **statement;
  const auto [from, to] = subjects_of(case_no, document);
  rows.bind(1, std::string_view(kUnclearRemoval));
  rows.bind(2, from);
  rows.bind(3, to);
  int status = rows.step();
  for (; status == SQLITE_ROW; status = rows.step()) of.unclear.emplace_back(rows.text(0));
  rows.reset();
  if (status != SQLITE_DONE) return database_.error();
  return {};
}

Result<void> Standing::load_waiting(std::span<const std::string> documents, std::string_view case_no, Case& of) {
  if (auto done = read_findings(); !done) return done;
  for (const std::string& document : documents) {
    if (any_waits_) {
      auto waiting = waiting_.of(document, case_no);
      if (!waiting) return waiting.error();
      std::move(waiting->begin(), waiting->end(), std::back_inserter(of.waiting));
    }
    if (documents.size() == 1) continue;  // nothing is unclear where there is one document
    if (auto done = load_unclear_of(document, case_no, of); !done) return done;
  }
  return {};
}

Result<void> Standing::read_bindings() {
  if (bindings_read_) return {};
  const auto parties = bound_parties(database_);
  if (!parties) return parties.error();
  for (const auto& identifiers : *parties) {
    Documents documents;
    for (const auto& [number, id] : identifiers) documents.push_back(id);
    std::sort(documents.begin(), documents.end());
    for (const std::string& id : documents) documents_[id] = documents;
  }
  bindings_read_ = true;
  return {};
}

Result<PartyCases*> Standing::meet(std::span<const std::string> documents) {
  PartyCases& party = parties_.emplace_back();
  party.document = documents.front();
  party.is_bound = documents.size() > 1;
  party.place = static_cast<uint32_t>(met_.size());
  by_document_.emplace(party.document, &party);
  IdentifierIndex::Held held;
  if (auto done = database_.done(database_.identifiers().find(party.document, held)); !done) return done.error();
  MetIdentifier& met = met_.emplace_back();
  party.is_unknown = held.number == 0 && !party.is_bound;
  if (held.number == 0)
    met.state = MetIdentifier::State::absent;
  else if (!held.erased)
    met = {MetIdentifier::State::held, held.number, held.key};
  if (party.is_unknown) return &party;
  for (const std::string& document : documents) {
    if (auto done = load_listings(document, party); !done) return done.error();
  }
  for (auto& [known, one] : party.cases) {
    one.party = &party;
    one.listings.sort([](const Listing& a, const Listing& b) { return a.text("published_on") < b.text("published_on"); });
    if (auto done = load_waiting(documents, known, one); !done) return done.error();
  }
  return &party;
}

Result<Case*> Standing::of(std::string_view party, std::string_view case_no) {
  if (auto done = read_bindings(); !done) return done.error();
  const std::string own(party);
  const auto bound = documents_.find(own);
  const std::span<const std::string> documents = bound == documents_.end() ? std::span(&own, 1) : std::span<const std::string>(bound->second);
  const auto met = by_document_.find(documents.front());
  const auto found = met != by_document_.end() ? Result<PartyCases*>(met->second) : meet(documents);
  if (!found) return found.error();
  std::map<std::string, Case, std::less<>>& cases = (*found)->cases;
  const auto known = cases.find(case_no);
  if (known != cases.end()) return &known->second;
  Case& one = cases.emplace(case_no, Case()).first->second;
  one.party = *found;
  if (auto done = load_waiting(documents, case_no, one); !done) return done.error();
  return &one;
}

// Read once, for most records are asked about several times and most registries have few: a look in a table costs less than a statement.
Result<void> Standing::read_findings() {
  if (findings_read_) return {};
  auto rows = database_.prepare("SELECT kind, subject, detail FROM findings WHERE kind IN (?, ?, ?, ?, ?) AND revision_to IS NULL");
  if (!rows) return rows.error();
  int place = 0;
  for (const char* kind : {kAbsent, kContradicting, kListedAfterRemoval, kRemovalWithoutEntry, kUnclearRemoval}) rows->bind(++place, std::string_view(kind));
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    any_waits_ = any_waits_ || rows->text(0) == kRemovalWithoutEntry;
    findings_.emplace(finding_key(rows->text(0), rows->text(1)), rows->text(2));
  }
  if (status != SQLITE_DONE) return database_.error();
  findings_read_ = true;
  return {};
}

Result<const std::string*> Standing::finding(std::string_view kind, std::string_view subject) {
  if (auto done = read_findings(); !done) return done.error();
  if (findings_.empty()) return nullptr;
  const auto found = findings_.find(finding_key(kind, subject));
  return found == findings_.end() ? nullptr : &found->second;
}

Result<bool> Standing::has_finding(std::string_view kind, std::string_view subject) {
  const auto found = finding(kind, subject);
  return found ? Result<bool>(*found != nullptr) : found.error();
}

Result<std::string> Standing::detail_of(std::string_view kind, std::string_view subject) {
  const auto found = finding(kind, subject);
  if (!found) return found.error();
  return *found == nullptr ? std::string() : **found;
}

Result<std::string> Standing::left_out_on(std::string_view subject) {
  const auto detail = detail_of(kAbsent, subject);
  if (!detail || detail->empty()) return detail;
  boost::json::error_code error;
  const auto said = boost::json::parse(*detail, error);
  const auto* day = !error && said.is_object() ? said.get_object().if_contains("as_of") : nullptr;
  return day != nullptr && day->is_string() ? std::string(day->get_string()) : std::string();
}

Result<bool> Standing::knows_party(const PartyCases& party, std::string_view document) {
  if (party.is_unknown) return false;
  auto statement = prepared(database_, party_, kPartySql);
  if (!statement) return statement.error();
  (*statement)->bind(1, document);
  return gives_row(database_, **statement);
}

Result<std::set<std::string>> Standing::numbers_of_several_names() {
  const size_t name = entry_column("name");
  std::set<std::string> numbers;
  for (const PartyCases& one : parties_) {
    // Nearly all of a large push: one entry of somebody who was not known, and one name.
    if (one.is_unknown && one.cases.size() == 1 && one.cases.begin()->second.listings.size() == 1) continue;
    const bool changed = std::any_of(one.cases.begin(), one.cases.end(), [](const auto& of) {
      return std::any_of(of.second.listings.begin(), of.second.listings.end(), [](const Listing& listing) { return listing.changed; });
    });
    if (!changed) continue;
    // A row of a document may say what entries under another say.
    if (one.is_bound) {
      const Documents& documents = documents_.find(one.document)->second;
      numbers.insert(documents.begin(), documents.end());
      continue;
    }
    std::optional<std::string_view> called;  // by the first entry
    bool several = false;
    for (const auto& [number, of] : one.cases) {
      for (const Listing& listing : of.listings) {
        const std::string& says = listing.row.values[name].text;
        if (bare_name(says).empty()) continue;
        several = several || (called && *called != says);
        called = says;
      }
    }
    if (!called) continue;
    if (!several && !one.is_unknown) {
      const auto row = row_name(database_, name_, one.document);
      if (!row) return row.error();
      several = *row && ((*row)->of_push ? (*row)->name != *called : (*row)->is_registered() && bare_name((*row)->name) != bare_name(*called));
    }
    if (several) numbers.insert(one.document);
  }
  return numbers;
}

}  // namespace plumb::registry::court
