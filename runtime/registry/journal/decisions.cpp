#include "runtime/registry/journal/decisions.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/journal/chain.hpp"

namespace plumb::registry::journal {

namespace {

void text_or_null(Statement& statement, int index, const std::string& text) {
  text.empty() ? statement.bind_null(index) : statement.bind(index, std::string_view(text));
}

void draft(Content& content, const Key& key, const Decision& decision, std::optional<int64_t> party) {
  content.begin("journal_decisions", decision.number);
  content.text(decision.recorded_at);
  decision.by_whom.empty() ? content.null() : content.text(decision.by_whom);
  party ? content.number(*party) : content.null();
  content.personal(key, "request", decision.request);
  content.personal(key, "answer", decision.answer);
  content.text(decision.options);
  content.text(decision.ruleset);
  content.text(decision.ruleset_version);
  content.text(decision.ruleset_digest);
  content.number(decision.revision);
  content.text(decision.facts_digest);
}

Result<std::optional<int64_t>> number_of(Database& database, const std::string& id) {
  if (id.empty()) return std::optional<int64_t>();
  IdentifierIndex::Held held;
  if (auto done = database.done(database.identifiers().find(id, held)); !done) return done.error();
  return held.number == 0 ? std::optional<int64_t>() : std::optional(held.number);
}

}  // namespace

Result<std::string> facts_digest(Database& database, int64_t revision) {
  // Decisions and erasures stand in the journal too, and are no facts. Decisions come behind everything else of their revision, and there
  // may be a day's of them: where they begin is looked for by halves.
  const auto begin = first_after(database, revision - 1);
  if (!begin) return begin.error();
  const auto end = first_after(database, revision);
  if (!end) return end.error();
  auto is_decision = database.prepare("SELECT subject = 'journal_decisions' FROM journal WHERE sequence = ?");
  if (!is_decision) return is_decision.error();
  int64_t low = *begin, high = *end;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    is_decision->bind(1, middle);
    const int found = is_decision->step();
    if (found == SQLITE_DONE) return failure("registry.corrupt", "journal.sequence");  // a row of the chain is missing
    if (found != SQLITE_ROW) return database.error();
    is_decision->number(0) == 0 ? low = middle + 1 : high = middle;
    is_decision->reset();
  }
  auto row = database.prepare("SELECT chain FROM journal WHERE sequence < ? AND subject NOT LIKE 'journal_%' ORDER BY sequence DESC LIMIT 1");
  if (!row) return row.error();
  row->bind(1, low);
  const int status = row->step();
  if (status == SQLITE_ROW) return seal::hex(row->blob(0));
  if (status != SQLITE_DONE) return database.error();
  return std::string();
}

Result<void> write(Database& database, std::vector<Decision>& decisions) {
  auto journal = Writer::begin(database);
  if (!journal) return journal.error();
  const auto newest = database.number("SELECT ifnull(max(revision), 0) FROM revisions");
  if (!newest) return newest.error();
  auto add = database.prepare(
      "INSERT INTO journal_decisions (recorded_at, by_whom, party, key, request, answer, options, ruleset, ruleset_version, ruleset_digest, revision, facts) "
      "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  if (!add) return add.error();
  Keys keys;
  Content content;
  std::optional<int64_t> revision;  // whose digest stands in `facts`
  std::string facts;
  const auto next = database.number("SELECT ifnull(max(decision), 0) + 1 FROM journal_decisions");
  if (!next) return next.error();
  int64_t number = *next;
  for (Decision& decision : decisions) {
    if (revision != decision.revision) {
      auto digest = facts_digest(database, decision.revision);
      if (!digest) return digest.error();
      facts = *std::move(digest);
      revision = decision.revision;
    }
    decision.number = number++;
    decision.facts_digest = facts;
    const auto party = number_of(database, decision.party);
    if (!party) return party.error();
    const Key key = keys.next();
    add->bind(1, std::string_view(decision.recorded_at));
    text_or_null(*add, 2, decision.by_whom);
    *party ? add->bind(3, **party) : add->bind_null(3);
    add->bind_blob(4, {reinterpret_cast<const char*>(key.data()), key.size()});
    int index = 5;
    for (const std::string* text :
         {&decision.request, &decision.answer, &decision.options, &decision.ruleset, &decision.ruleset_version, &decision.ruleset_digest}) {
      add->bind(index++, std::string_view(*text));
    }
    add->bind(11, decision.revision);
    add->bind(12, std::string_view(facts));
    const int status = add->step();
    add->reset();
    if (status != SQLITE_DONE) return database.error();
    draft(content, key, decision, *party);
    if (auto done = journal->append({0, *newest, "journal_decisions", decision.number, kAdd}, content); !done) return done;
  }
  return {};
}

std::string party_of_request(std::string_view request) {
  const auto member = [](const boost::json::object& object, std::string_view name, std::string_view zh) {
    const boost::json::value* found = object.if_contains(name);
    return found != nullptr ? found : object.if_contains(zh);
  };
  boost::system::error_code error;
  const boost::json::value line = boost::json::parse(request, error);
  if (error || !line.is_object()) return {};
  const boost::json::value* party = member(line.as_object(), "party", "主体");
  if (party != nullptr && party->is_object()) party = member(party->as_object(), "id", "编号");
  return party != nullptr && party->is_string() ? std::string(party->as_string()) : std::string();
}

Result<std::vector<int64_t>> asked_about(Database& database, const std::vector<std::string>& identifiers) {
  auto rows = database.prepare("SELECT decision, request FROM journal_decisions WHERE party IS NULL AND key IS NOT NULL ORDER BY decision");
  if (!rows) return rows.error();
  std::vector<int64_t> out;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const std::string asked = identity::normalise(party_of_request(rows->text(1))).id;
    if (std::find(identifiers.begin(), identifiers.end(), asked) != identifiers.end()) out.push_back(rows->number(0));
  }
  if (status != SQLITE_DONE) return database.error();
  return out;
}

Result<std::vector<int64_t>> numbers(Database& database, const DecisionFilter& filter) {
  auto rows = database.prepare(
      "SELECT decision, revision FROM journal_decisions WHERE (?1 IS NULL OR decision = ?1) AND (?2 = '' OR party = (SELECT identifier_number(?2)))"
      " ORDER BY revision, decision");
  if (!rows) return rows.error();
  filter.number ? rows->bind(1, *filter.number) : rows->bind_null(1);
  rows->bind(2, std::string_view(filter.party));
  std::vector<std::pair<int64_t, int64_t>> found;  // revision, number
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) found.emplace_back(rows->number(1), rows->number(0));
  if (status != SQLITE_DONE) return database.error();
  if (!filter.party.empty() && !filter.number) {
    const auto unheld = asked_about(database, {filter.party});
    if (!unheld) return unheld.error();
    for (const int64_t number : *unheld) {
      const auto revision = database.number("SELECT revision FROM journal_decisions WHERE decision = " + std::to_string(number));
      if (!revision) return revision.error();
      found.emplace_back(*revision, number);
    }
    std::sort(found.begin(), found.end());
  }
  std::vector<int64_t> out;
  for (const auto& [revision, number] : found) out.push_back(number);
  return out;
}

Result<Decision> read(Database& database, int64_t number) {
  auto row = database.prepare(
      "SELECT d.decision, d.recorded_at, d.by_whom, i.id, d.request, d.answer, d.options, d.ruleset, d.ruleset_version, d.ruleset_digest, d.revision, d.facts, "
      "d.key IS NULL FROM journal_decisions d LEFT JOIN identifiers i ON i.number = d.party WHERE d.decision = ?");
  if (!row) return row.error();
  row->bind(1, number);
  if (row->step() != SQLITE_ROW) return database.error();
  Decision decision;
  decision.number = row->number(0);
  int column = 1;
  for (std::string* text : {&decision.recorded_at, &decision.by_whom, &decision.party, &decision.request, &decision.answer, &decision.options,
                            &decision.ruleset, &decision.ruleset_version, &decision.ruleset_digest}) {
    *text = row->text(column++);
  }
  decision.revision = row->number(10);
  decision.facts_digest = row->text(11);
  decision.erased = row->number(12) != 0;
  return decision;
}

}  // namespace plumb::registry::journal
