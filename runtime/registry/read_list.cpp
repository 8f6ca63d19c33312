#include "runtime/registry/read_list.hpp"

#include <set>
#include <string>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/one_list.hpp"
#include "runtime/registry/read_events.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

namespace {

class EntryReading {
 public:
  explicit EntryReading(const Row& row) : row_(row) {}

  // Nothing where a day cannot be read; `fault` is then its column.
  std::optional<facts::Entry> read() {
    facts::Entry out;
    out.case_no = text("case_no");
    out.party = text("party");
    out.court = text("court");
    const std::optional<Date> published = day("published_on");
    out.expires_on = day("expires_on");
    out.ground_on = day("ground_on");
    out.removed_on = day("removed_on");
    out.publishable = text("publishable") == "1";
    out.filed_on = day("filed_on");
    out.served_on = day("served_on");
    objection(out);
    out.basis_no = text("basis_no");
    out.basis_unit = text("basis_unit");
    out.duty = text("duty");
    out.performance = text("performance");
    out.conduct = text("conduct");
    out.performed_part = text("performed_part");
    out.unperformed_part = text("unperformed_part");
    out.name = text("name");
    out.age = text("age");
    out.gender = text("gender");
    out.legal_representative = text("legal_representative");
    out.decision_no = text("decision_no");
    out.removal_kind = text("removal_kind");
    out.removal_ground = text("removal_ground");
    out.unit = text("unit");
    if (!published || fault != nullptr) return std::nullopt;
    out.published_on = *published;
    return out;
  }

  const char* fault = nullptr;

 private:
  std::string text(const char* column) const { return value_of(shape(Table::entries), row_, column).value_or(std::string()); }
  std::optional<Date> day_in(const std::string& written, const char* column) {
    if (written.empty()) return std::nullopt;
    const std::optional<Date> read = Date::parse(written);
    if (!read) fault = column;
    return read;
  }
  std::optional<Date> day(const char* column) { return day_in(text(column), column); }
  // "from/to", either may be empty.
  void objection(facts::Entry& out) {
    const std::string period = text("objection");
    if (period.empty()) return;
    const size_t slash = period.find('/');
    if (slash == std::string::npos) {
      fault = "objection";
      return;
    }
    out.objection = facts::Period{day_in(period.substr(0, slash), "objection"), day_in(period.substr(slash + 1), "objection")};
  }

  const Row& row_;
};

// Subjects of the findings about entries on a minor: those recorded under a document that is bound to one stand among the
// entries, and nobody decides by them.
Result<std::set<std::string>> on_minors(Database& database) {
  auto rows = database.prepare("SELECT subject FROM findings WHERE kind = 'entry_on_minor' AND revision_to IS NULL");
  if (!rows) return rows.error();
  std::set<std::string> out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) out.emplace(rows->text(0));
  if (status != SQLITE_DONE) return database.error();
  return out;
}

Result<void> read_entries(Database& database, List& out) {
  const auto minors = on_minors(database);
  if (!minors) return minors.error();
  return live_rows(database, shape(Table::entries), {}, [&](const Row& row) -> Result<void> {
    EntryReading reading(row);
    auto entry = reading.read();
    if (!entry) return failure("registry.corrupt", std::string("entries.") + (reading.fault == nullptr ? "published_on" : reading.fault));
    if (!minors->contains(entry->case_no + "|" + entry->party + "|" + entry->published_on.iso())) out.entries.push_back(*std::move(entry));
    return {};
  });
}

Result<void> read_parties(Database& database, List& out) {
  auto rows = database.prepare(
      "SELECT i.id, p.kind, p.name FROM parties p JOIN identifiers i ON i.number = p.party WHERE p.row IN (SELECT live_party(party) FROM (SELECT party FROM "
      "entries WHERE revision_to IS NULL UNION SELECT document FROM documents WHERE revision_to IS NULL UNION SELECT party FROM documents WHERE "
      "revision_to IS NULL)) ORDER BY p.row");
  if (!rows) return rows.error();
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    facts::Party party;
    party.id = rows->text(0);
    if (!rows->is_null(1)) party.kind = find_party_kind(rows->text(1));
    party.name = rows->text(2);
    out.parties.push_back(std::move(party));
  }
  if (status != SQLITE_DONE) return database.error();
  return {};
}

// Nothing: what stands there is no day.
std::optional<std::optional<Date>> day_or_none(const Row& row, const TableShape& table, const char* column) {
  const auto written = value_of(table, row, column);
  if (!written) return std::optional<Date>();
  const auto read = Date::parse(*written);
  return read ? std::optional(read) : std::nullopt;
}

Result<void> read_permits(Database& database, List& out) {
  const TableShape& table = shape(Table::permits);
  return live_rows(database, table, {}, [&](const Row& row) -> Result<void> {
    const auto text = [&](const char* column) { return value_of(table, row, column).value_or(std::string()); };
    const auto from = day_or_none(row, table, "valid_from"), to = day_or_none(row, table, "valid_to");
    if (!from || !to) return failure("registry.corrupt", from ? "permits.valid_to" : "permits.valid_from");
    out.permits.push_back({text("party"), text("target"), {*from, *to}, text("document")});
    return {};
  });
}

Result<void> read_retentions(Database& database, List& out) {
  const TableShape& table = shape(Table::retentions);
  return live_rows(database, table, {}, [&](const Row& row) -> Result<void> {
    const auto text = [&](const char* column) { return value_of(table, row, column).value_or(std::string()); };
    const auto until = day_or_none(row, table, "until");
    if (!until || !*until) return failure("registry.corrupt", "retentions.until");
    out.retentions.push_back({text("case_no"), text("party"), text("measure"), **until, text("basis")});
    return {};
  });
}

}  // namespace

Result<List> read_list(Database& database) {
  auto transaction = Transaction::begin(database, Transaction::Kind::read);
  if (!transaction) return transaction.error();
  return read_list_within(database);
}

Result<List> read_list_within(Database& database) {
  List out;
  if (auto done = read_entries(database, out); !done) return done.error();
  if (auto done = read_parties(database, out); !done) return done.error();
  auto events = read_events(database, {});
  if (!events) return events.error();
  out.events = *std::move(events);
  if (auto done = read_permits(database, out); !done) return done.error();
  if (auto done = read_retentions(database, out); !done) return done.error();
  if (auto done = bring_under_principals(database, out); !done) return done.error();
  const auto revision = database.number("SELECT ifnull(max(revision), 0) FROM revisions");
  if (!revision) return revision.error();
  out.revision = static_cast<uint64_t>(*revision);
  return out;
}

}  // namespace plumb::registry
