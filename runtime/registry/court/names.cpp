#include "runtime/registry/court/names.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>
#include <utility>

#include "runtime/feed/court_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/registry/court/full_lists.hpp"
#include "runtime/registry/court/push.hpp"
#include "runtime/registry/court/standing.hpp"
#include "runtime/registry/one_party.hpp"
#include "runtime/registry/stored_row.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::court {

namespace {

namespace json = boost::json;

// By subject: what the open finding says.
using Asked = std::map<std::string, std::string>;

Row finding_row(std::string_view subject, std::string_view party, std::string_view detail) {
  Row row;
  for (const std::string_view text : {std::string_view(kNamedOtherwise), subject, party, detail}) row.values.push_back({std::string(text), true});
  return row;
}

Result<std::map<std::string, Asked>> open_questions(Database& database) {
  auto rows = database.prepare(
      "SELECT i.id, f.subject, f.detail FROM findings f JOIN identifiers i ON i.number = f.party WHERE f.kind = ? AND f.revision_to IS NULL AND i.key NOTNULL");
  if (!rows) return rows.error();
  rows->bind(1, std::string_view(kNamedOtherwise));
  std::map<std::string, Asked> open;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) open[std::string(rows->text(0))][std::string(rows->text(1))] = rows->text(2);
  if (status != SQLITE_DONE) return database.error();
  return open;
}

class Questions {
 public:
  Questions(Database& database, FactWriter& writer, Date today) : database_(database), writer_(writer), today_(today.iso()) {}

  Result<void> look_at(const std::string& party, Asked open) {
    const auto entries = entries_of(party, false);
    if (!entries) return entries.error();
    const auto row = row_name(database_, row_name_, party);
    if (!row) return row.error();
    if (*row && (*row)->of_push) {
      if (auto done = follow(party, (*row)->name, *entries); !done) return done;
    }
    if (identity::is_masked(party)) return {};
    const NamedEntry* const most = most_said(*entries);
    const std::string known = bare_name(*row && (*row)->is_registered() ? (*row)->name : most == nullptr ? "" : most->name);
    for (const NamedEntry& entry : *entries) {
      if (!entry.stands || known.empty() || bare_name(entry.name) == known) continue;
      const std::string subject = subject_of(entry.case_no, party, entry.published_on);
      const auto asked = open.extract(subject);
      if (auto done = ask(party, subject, entry, known, asked ? asked.mapped() : std::string()); !done) return done;
    }
    for (const auto& [subject, detail] : open) {
      if (auto ended = writer_.end(shape(Table::findings), finding_row(subject, party, "{}")); !ended) return ended.error();
    }
    return {};
  }

  std::vector<AskedName>& asked() { return asked_; }

 private:
  // Those that say a name, under the number or `of_party`, under all documents of whom it is one of, by day of publication.
  Result<std::vector<NamedEntry>> entries_of(std::string_view party, bool of_party) {
    static const std::string kColumns =
        "SELECT case_no, published_on, name, ifnull(removed_on, '') FROM entries WHERE revision_to IS NULL AND name NOTNULL AND party ";
    static const std::string kOrder = " ORDER BY published_on, case_no";
    static const std::string kOfNumber = kColumns + "= (SELECT identifier_number(?1))" + kOrder;
    static const std::string kOfParty = kOnePartyNow + kColumns + "IN (SELECT number FROM one)" + kOrder;
    auto prepared_rows = prepared(database_, of_party ? entries_of_party_ : entries_, of_party ? kOfParty : kOfNumber);
    if (!prepared_rows) return prepared_rows.error();
    Statement& rows = **prepared_rows;
    rows.bind(1, party);
    std::vector<NamedEntry> found;
    int status = rows.step();
    for (; status == SQLITE_ROW; status = rows.step()) {
      const std::string_view removed = rows.text(3);
      if (bare_name(rows.text(2)).empty()) continue;
      found.push_back({std::string(rows.text(0)), std::string(rows.text(1)), std::string(rows.text(2)), removed.empty() || today_ < removed});
    }
    rows.reset();
    if (status != SQLITE_DONE) return database_.error();
    return found;
  }

  // The row of the number, which a push made, says what the entries say.
  Result<void> follow(const std::string& party, const std::string& name, const std::vector<NamedEntry>& entries) {
    std::vector<NamedEntry> of_party;
    if (entries.empty()) {
      auto found = entries_of(party, true);
      if (!found) return found.error();
      of_party = *std::move(found);
    }
    const NamedEntry* const most = most_said(entries.empty() ? of_party : entries);
    if (most == nullptr || most->name == name) return {};
    const TableShape& parties = shape(Table::parties);
    std::optional<Row> renamed;
    auto found = live_rows(database_, parties, {{"party", party}}, [&](const Row& row) {
      renamed = row;
      set_value(parties, *renamed, "name", most->name);
      return Result<void>();
    });
    if (!found || !renamed) return found;
    if (auto done = writer_.expect_own_keys(parties); !done) return done;
    const auto put = writer_.put_following(parties, *renamed);
    return put ? Result<void>() : put.error();
  }

  // `asked`: what the open finding says; empty: there is none.
  Result<void> ask(const std::string& party, const std::string& subject, const NamedEntry& entry, const std::string& known, const std::string& asked) {
    // The two names and no more: once a person has looked into them, nobody is asked about the same two again (FactWriter::was_closed).
    const std::string detail =
        json::serialize(json::object{{"case_no", entry.case_no}, {"published_on", entry.published_on}, {"name", bare_name(entry.name)}, {"known_as", known}});
    if (asked == detail) return {};
    if (!asked.empty()) {
      if (auto ended = writer_.end(shape(Table::findings), finding_row(subject, party, "{}")); !ended) return ended.error();
    }
    const auto put = writer_.put_finding(kNamedOtherwise, subject, party, detail);
    if (!put) return put.error();
    if (*put != Outcome::unchanged) asked_.push_back({party, entry.case_no, entry.published_on});
    return {};
  }

  Database& database_;
  FactWriter& writer_;
  std::string today_;
  std::optional<Statement> entries_, entries_of_party_, row_name_;
  std::vector<AskedName> asked_;
};

}  // namespace

std::string bare_name(std::string_view name) {
  const std::string text = feed::resolve_entities(name);
  if (feed::says_nothing(text)) return {};
  std::string out = identity::normalise_name(text);
  std::erase(out, ' ');
  return out;
}

Result<std::optional<RowName>> row_name(Database& database, std::optional<Statement>& statement, std::string_view party) {
  const auto kept = prepared(database, statement,
                             "SELECT p.name, s.format IS 'court' FROM parties p LEFT JOIN sources s ON s.source = p.source"
                             " WHERE p.row = (SELECT live_party(identifier_number(?)))");
  if (!kept) return kept.error();
  Statement& row = **kept;
  row.bind(1, party);
  const int status = row.step();
  std::optional<RowName> found;
  if (status == SQLITE_ROW) found = RowName{std::string(row.text(0)), row.number(1) != 0};
  row.reset();
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database.error();
  return found;
}

const NamedEntry* most_said(std::span<const NamedEntry> entries) {
  std::map<std::string, size_t> said;
  for (const NamedEntry& entry : entries) ++said[bare_name(entry.name)];
  said.erase("");
  const NamedEntry* most = nullptr;
  size_t times = 0;
  for (const NamedEntry& entry : entries) {
    const auto of_name = said.find(bare_name(entry.name));
    if (of_name == said.end() || of_name->second <= times) continue;
    most = &entry;
    times = of_name->second;
  }
  return most;
}

Result<std::vector<AskedName>> ask_of_names(Database& database, FactWriter& writer, std::set<std::string> numbers, Date today) {
  auto open = open_questions(database);
  if (!open) return open.error();
  for (const auto& [party, asked] : *open) numbers.insert(party);
  for (const std::vector<Row>* entries : {&writer.otherwise_removed(), &writer.otherwise_named()}) {
    for (const Row& entry : *entries) numbers.insert(entry.values[entry_column("party")].text);
  }
  Questions questions(database, writer, today);
  for (const std::string& party : numbers) {
    if (auto done = questions.look_at(party, std::move((*open)[party])); !done) return done.error();
  }
  return std::move(questions.asked());
}

}  // namespace plumb::registry::court
