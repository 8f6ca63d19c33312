// What is kept aside for somebody to look at, and the retentions that end with an entry wrongly made (writer.hpp).
#include <boost/json.hpp>

#include "runtime/registry/one_party.hpp"
#include "runtime/registry/review/closing.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

Result<Outcome> FactWriter::put_finding(std::string_view kind, std::string_view subject, std::string_view party, std::string_view detail) {
  const auto known = identifiers_.number_of(party);
  if (!known) return known.error();
  if (known->erased) return Outcome::unchanged;
  Row row;
  for (const std::string_view text : {kind, subject, party, detail}) row.values.push_back(Value{std::string(text), true});
  return put(shape(Table::findings), row);
}

Result<bool> FactWriter::was_closed(const Row& finding) {
  const auto said = [](std::string_view kind, std::string_view subject, std::string_view detail) {
    return std::string(kind) + "|" + std::string(subject) + "|" + said_of_finding(detail);
  };
  if (!closed_findings_) {
    closed_findings_.emplace();
    auto rows = database_->prepare("SELECT kind, subject, detail FROM findings WHERE revision_to NOTNULL AND instr(detail, ?) > 0");
    if (!rows) return rows.error();
    rows->bind(1, std::string_view(kClosedBy));
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) closed_findings_->insert(said(rows->text(0), rows->text(1), rows->text(2)));
    if (status != SQLITE_DONE) return database_->error();
  }
  return !closed_findings_->empty() && closed_findings_->contains(said(finding.values[0].text, finding.values[1].text, finding.values[3].text));
}

Result<Outcome> FactWriter::put_minor(const TableShape& shape, const Row& row) {
  boost::json::object detail;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (row.values[i].present) detail[shape.columns[i].name] = row.values[i].text;
  }
  const auto key = [&](const char* column) -> const std::string& { return find_value(shape, row, column)->text; };
  const std::string& party = key("party");
  return put_finding("entry_on_minor", key("case_no") + "|" + party + "|" + key("published_on"), party, boost::json::serialize(detail));
}

Result<bool> FactWriter::rests_on_wrongly_made_entry(std::string_view case_no, std::string_view party) {
  static const std::string kSql =
      std::string(kOnePartyNow) +
      "SELECT e.party IN (SELECT number FROM one), e.removed_on, e.removal_ground FROM entries e WHERE e.case_no = ?2 AND e.revision_to IS NULL";
  const auto of_case = prepared(*database_, entries_of_case_, kSql);
  if (!of_case) return of_case.error();
  // The party's own entries of the case decide; where it has none (it is reached through a role), all of the case's do.
  uint64_t own = 0, own_wrong = 0, all = 0, all_wrong = 0;
  Statement& entries = **of_case;
  entries.bind(1, party);
  entries.bind(2, case_no);
  int status = entries.step();
  for (; status == SQLITE_ROW; status = entries.step()) {
    const bool wrong = !entries.is_null(1) && is_wrongly_made(entries.text(2));
    const bool is_own = entries.number(0) != 0;
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
    std::string case_no, party, measure, until, basis;
  };
  std::vector<Live> ended;
  {
    auto live = database_->prepare(
        "SELECT t.row, t.case_no, i.id, t.measure, t.until, t.basis FROM retentions t JOIN identifiers i ON i.number = t.party WHERE t.revision_to IS NULL "
        "ORDER BY t.row");
    if (!live) return live.error();
    int status = live->step();
    for (; status == SQLITE_ROW; status = live->step()) {
      Live one{live->number(0),           std::string(live->text(1)), std::string(live->text(2)), std::string(live->text(3)), std::string(live->text(4)),
               std::string(live->text(5))};
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
    // A retention is what it says, all of it: there may be several of one measure.
    const std::string subject = one.case_no + "|" + one.party + "|" + one.measure + "|" + one.until + "|" + one.basis;
    const std::string detail =
        boost::json::serialize(boost::json::object{{"case_no", one.case_no}, {"measure", one.measure}, {"until", one.until}, {"basis", one.basis}});
    auto kept = put_finding("retention_of_wrongly_made_entry", subject, one.party, detail);
    if (!kept) return kept.error();
  }
  return ended.size();
}

}  // namespace plumb::registry
