#include "runtime/registry/read.hpp"

#include <algorithm>
#include <tuple>
#include <vector>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"

namespace plumb::registry {

namespace {

using facts::Facts;

class Reader {
 public:
  Reader(Database& database, std::optional<int64_t> revision) : database_(database), revision_(revision) {}

  Result<Facts> read() {
    for (const auto step : {&Reader::identifiers, &Reader::relations, &Reader::entries, &Reader::permits, &Reader::retentions, &Reader::holdings,
                            &Reader::parties, &Reader::unrecorded_parties}) {
      if (auto done = (this->*step)(); !done) return done.error();
    }
    sort();
    return std::move(facts_);
  }

 private:
  // The condition under which a row of `table` was known; NOT INDEXED because a scan in row order beats the partial index.
  std::string live(const std::string& table) const {
    const std::string from = " FROM " + table + " NOT INDEXED WHERE ";
    if (!revision_) return from + "revision_to IS NULL";
    const std::string r = std::to_string(*revision_);
    return from + "revision_from <= " + r + " AND (revision_to IS NULL OR revision_to > " + r + ")";
  }

  template <typename Each>
  Result<void> rows(const char* table, const std::string& sql, Each each) {
    auto statement = database_.prepare(sql);
    if (!statement) return statement.error();
    int status = statement->step();
    for (; status == SQLITE_ROW; status = statement->step()) {
      each(*statement);
      if (malformed_) return failure("registry.corrupt", std::string(table) + "." + *malformed_);
    }
    if (status != SQLITE_DONE) return database_.error();
    return {};
  }

  // A value that no import writes: another program has been at the file. A day that cannot be read is none of the days that
  // somebody may be released by, so the whole registry is refused rather than the value passed over.
  void malformed(const Statement& row, int column) {
    if (!malformed_) malformed_ = row.name(column);
  }

  // Numbers count up without gaps where this program alone wrote; others' are looked for.
  std::optional<size_t> find(int64_t number) const {
    const auto at = static_cast<size_t>(number - 1);
    if (number > 0 && at < numbers_.size() && numbers_[at] == number) return at;
    const auto found = std::lower_bound(numbers_.begin(), numbers_.end(), number);
    if (found == numbers_.end() || *found != number) return std::nullopt;
    return static_cast<size_t>(found - numbers_.begin());
  }

  std::string id(const Statement& row, int column) {
    const auto index = find(row.number(column));
    if (!index) {
      malformed(row, column);
      return {};
    }
    named_[*index] = true;
    return ids_[*index];
  }

  std::optional<Date> day(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    const std::optional<Date> read = Date::parse(row.text(column));
    if (!read) malformed(row, column);
    return read;
  }
  Date needed_day(const Statement& row, int column) {
    const std::optional<Date> read = day(row, column);
    if (!read) malformed(row, column);
    return read.value_or(Date{});
  }
  facts::Period period(const Statement& row, int column) { return {day(row, column), day(row, column + 1)}; }

  // "from/to", either may be empty.
  std::optional<facts::Period> objection(const Statement& row, int column) {
    if (row.is_null(column)) return std::nullopt;
    const std::string_view both = row.text(column);
    const size_t slash = both.find('/');
    if (slash == std::string_view::npos) malformed(row, column);
    const auto end = [&](std::string_view written) -> std::optional<Date> {
      const std::optional<Date> read = Date::parse(written);
      if (!read && !written.empty()) malformed(row, column);
      return read;
    };
    return facts::Period{end(both.substr(0, slash)), slash == std::string_view::npos ? std::nullopt : end(both.substr(slash + 1))};
  }

  // One of the registry's words, or nothing where none is recorded.
  template <typename Find>
  auto word(const Statement& row, int column, const Find& find_word) {
    const auto found = find_word(row.text(column));
    if (!found && !row.is_null(column)) malformed(row, column);
    return found;
  }

  static std::string text(const Statement& row, int column) { return std::string(row.text(column)); }

  Result<void> identifiers() {
    auto done = rows("identifiers", "SELECT number, id FROM identifiers ORDER BY number", [&](const Statement& row) {
      numbers_.push_back(row.number(0));
      ids_.emplace_back(row.text(1));
    });
    named_.resize(ids_.size(), false);
    recorded_.resize(ids_.size(), false);
    return done;
  }

  Result<void> relations() {
    return rows("relations", "SELECT holder, role, organisation, valid_from, valid_to, share" + live("relations"), [&](const Statement& row) {
      const std::optional<Role> role = find_role(row.text(1));
      if (!role) return malformed(row, 1);
      facts_.relations.push_back({id(row, 0), *role, id(row, 2), period(row, 3), text(row, 5)});
    });
  }

  Result<void> entries() {
    std::vector<std::pair<int64_t, size_t>> position;  // database row → index, ascending
    auto done = rows(
        "entries",
        "SELECT row, case_no, party, court, published_on, expires_on, ground_on, removed_on, publishable, filed_on, basis_no, basis_unit, duty, performance, "
        "conduct, performed_part, unperformed_part, name, age, gender, legal_representative, decision_no, served_on, removal_kind, removal_ground, unit, "
        "objection" +
            live("entries") + " ORDER BY row",
        [&](const Statement& row) {
          position.emplace_back(row.number(0), facts_.entries.size());
          facts::Entry& entry = facts_.entries.emplace_back();
          entry.case_no = text(row, 1);
          entry.party = id(row, 2);
          entry.court = text(row, 3);
          entry.published_on = needed_day(row, 4);
          entry.expires_on = day(row, 5);
          entry.ground_on = day(row, 6);
          entry.removed_on = day(row, 7);
          entry.publishable = row.number(8) != 0;
          entry.filed_on = day(row, 9);
          int column = 10;
          for (std::string* field : {&entry.basis_no, &entry.basis_unit, &entry.duty, &entry.performance, &entry.conduct, &entry.performed_part,
                                     &entry.unperformed_part, &entry.name, &entry.age, &entry.gender, &entry.legal_representative, &entry.decision_no}) {
            *field = text(row, column++);
          }
          entry.served_on = day(row, 22);
          entry.removal_kind = text(row, 23);
          entry.removal_ground = text(row, 24);
          entry.unit = text(row, 25);
          entry.objection = objection(row, 26);
        });
    if (!done) return done;
    return rows("entry_responsible", "SELECT entry, party FROM entry_responsible ORDER BY entry", [&](const Statement& row) {
      const auto at = std::lower_bound(position.begin(), position.end(), std::pair<int64_t, size_t>(row.number(0), 0));
      if (at == position.end() || at->first != row.number(0)) return;  // of an entry that is not live
      facts_.entries[at->second].responsible.push_back(id(row, 1));
    });
  }

  Result<void> permits() {
    return rows("permits", "SELECT party, target, valid_from, valid_to, document" + live("permits"),
                [&](const Statement& row) { facts_.permits.push_back({id(row, 0), text(row, 1), period(row, 2), text(row, 4)}); });
  }

  Result<void> retentions() {
    return rows("retentions", "SELECT case_no, party, measure, until, basis" + live("retentions"),
                [&](const Statement& row) { facts_.retentions.push_back({text(row, 0), id(row, 1), text(row, 2), needed_day(row, 3), text(row, 4)}); });
  }

  Result<void> holdings() {
    return rows("holdings", "SELECT holding_id, party, matter, valid_from, valid_to, ifnull(fields, '{}')" + live("holdings"),
                [&](const Statement& row) { facts_.holdings.push_back({text(row, 0), id(row, 1), text(row, 2), period(row, 3), text(row, 5)}); });
  }

  Result<void> parties() {
    return rows("parties", "SELECT party, kind, name, sector" + live("parties"), [&](const Statement& row) {
      if (const auto index = find(row.number(0))) recorded_[*index] = true;
      facts_.parties.push_back({id(row, 0), word(row, 1, find_party_kind), text(row, 2), word(row, 3, find_sector)});
    });
  }

  // A sweep asks about everybody whom any table names, also where nothing else is known of them.
  Result<void> unrecorded_parties() {
    for (size_t i = 0; i < ids_.size(); ++i) {
      if (named_[i] && !recorded_[i]) facts_.parties.push_back({ids_[i], std::nullopt, "", std::nullopt});
    }
    return {};
  }

  void sort() {
    const auto by = [](auto& rows, auto key) { std::sort(rows.begin(), rows.end(), [&](const auto& a, const auto& b) { return key(a) < key(b); }); };
    by(facts_.parties, [](const facts::Party& p) { return std::tie(p.id); });
    by(facts_.relations, [](const facts::Relation& r) { return std::tie(r.organisation, r.holder, r.role, r.period.from); });
    by(facts_.entries, [](const facts::Entry& e) { return std::tie(e.case_no, e.party, e.published_on); });
    by(facts_.permits, [](const facts::Permit& p) { return std::tie(p.party, p.target, p.period.from, p.document); });
    by(facts_.retentions, [](const facts::Retention& r) { return std::tie(r.case_no, r.party, r.measure, r.until, r.basis); });
    by(facts_.holdings, [](const facts::Holding& h) { return std::tie(h.id); });
    for (facts::Entry& entry : facts_.entries) std::sort(entry.responsible.begin(), entry.responsible.end());
  }

  Database& database_;
  std::optional<int64_t> revision_;
  Facts facts_;
  std::optional<std::string> malformed_;  // the column of the first value that cannot be read
  std::vector<int64_t> numbers_;          // of identifiers, ascending
  std::vector<std::string> ids_;          // beside them, as are the next two
  std::vector<bool> named_;               // by a live row
  std::vector<bool> recorded_;            // has a live row of parties
};

}  // namespace

Result<std::optional<Date>> synchronised_at(Database& database, std::optional<int64_t> revision) {
  auto row = database.prepare("SELECT synchronised FROM revisions" + (revision ? " WHERE revision <= " + std::to_string(*revision) : std::string()) +
                              " ORDER BY revision DESC LIMIT 1");
  if (!row) return row.error();
  const int status = row->step();
  if (status == SQLITE_DONE) return std::optional<Date>();
  if (status != SQLITE_ROW) return database.error();
  if (row->is_null(0)) return std::optional<Date>();
  const std::optional<Date> day = Date::parse(row->text(0));
  if (!day) return failure("registry.corrupt", "revisions.synchronised");
  return day;
}

Result<Facts> read_facts(Database& database, const std::optional<std::string>& known_at) {
  auto transaction = Transaction::begin(database, Transaction::Kind::read);
  if (!transaction) return transaction.error();
  std::string last = "SELECT ifnull(max(revision), 0) FROM revisions";
  if (known_at) {
    const std::optional<std::string> moment = canonical_moment(*known_at);
    if (!moment) return failure("registry.time", *known_at);
    last += " WHERE recorded_at <= '" + *moment + "'";  // canonical: digits, '-', ':', T, Z
  }
  auto revision = database.number(last);
  if (!revision) return revision.error();
  auto facts = Reader(database, known_at ? std::optional<int64_t>(*revision) : std::nullopt).read();
  if (!facts) return facts;
  facts->revision = static_cast<uint64_t>(*revision);
  auto synchronised = synchronised_at(database, *revision);
  if (!synchronised) return synchronised.error();
  facts->synchronised = *synchronised;
  return facts;
}

}  // namespace plumb::registry
