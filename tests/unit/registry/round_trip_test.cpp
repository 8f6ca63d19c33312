// Property: facts written as import files, imported and read back are the same facts, whatever they are; and a second import
// of them, in either format, changes nothing.
#include <boost/json.hpp>
#include <map>
#include <random>
#include <tuple>

#include "runtime/feed/case_number.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/registry/csv.hpp"
#include "runtime/registry/ndjson.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

using facts::Entry;
using facts::Facts;

class Maker {
 public:
  explicit Maker(uint32_t seed) : engine_(seed) {}

  Facts make() {
    std::map<std::string, facts::Party> parties;
    for (size_t i = below(40); i-- > 0;) {
      facts::Party p{id(), {}, name(), {}};
      if (below(2) == 0) p.kind = below(2) == 0 ? PartyKind::person : PartyKind::organisation;
      if (below(3) == 0) p.sector = static_cast<Sector>(below(3));
      parties.emplace(p.id, p);
    }
    std::map<std::tuple<std::string, std::string, Date>, Entry> entries;
    for (size_t i = below(40); i-- > 0;) {
      const Entry e = entry();
      entries.emplace(std::tuple(e.case_no, e.party, e.published_on), e);
    }
    std::map<std::tuple<std::string, std::string, Role, std::optional<Date>>, facts::Relation> relations;
    for (size_t i = below(60); i-- > 0;) {
      facts::Relation r{id(), static_cast<Role>(below(6)), id(), {maybe_day(), maybe_day()}, below(3) == 0 ? "12.50" : ""};
      // Nobody controls a person, or themselves: such rows are refused.
      if (r.role == Role::actual_controller && (identity::kind_by_form(r.organisation) != PartyKind::organisation || r.holder == r.organisation))
        r.role = Role::director;
      relations.emplace(std::tuple(r.organisation, r.holder, r.role, r.period.from), r);
    }
    std::map<std::string, facts::Holding> holdings;
    for (size_t i = below(30); i-- > 0;) {
      facts::Holding h{text(), id(), "honour", {maybe_day(), maybe_day()}, boost::json::serialize(boost::json::object{{"title", text()}, {"n", below(9)}})};
      holdings.emplace(h.id, h);
    }
    Facts facts;
    const auto values = [](const auto& from, auto& to) {
      for (const auto& [key, value] : from) to.push_back(value);
    };
    values(entries, facts.entries);
    values(relations, facts.relations);
    values(holdings, facts.holdings);
    for (const Entry& e : facts.entries) {
      name_party(parties, e.party);
      for (const std::string& r : e.responsible) name_party(parties, r);
    }
    for (const auto& r : facts.relations) {
      name_party(parties, r.holder);
      name_party(parties, r.organisation);
    }
    for (const auto& h : facts.holdings) name_party(parties, h.party);
    values(parties, facts.parties);
    return facts;
  }

  uint32_t below(uint32_t bound) { return static_cast<uint32_t>(engine_() % bound); }

 private:
  static void name_party(std::map<std::string, facts::Party>& parties, const std::string& id) { parties.emplace(id, facts::Party{id, {}, "", {}}); }
  Date day() { return Date{static_cast<int32_t>(15000 + below(3500))}; }
  std::optional<Date> maybe_day() { return below(3) == 0 ? std::nullopt : std::optional<Date>(day()); }
  // A small world, so that the same identifier is met in several tables.
  std::string id() {
    std::string id = "4103991970010110" + std::to_string(below(10));
    id.push_back(identity::resident_check_digit(id));
    return below(8) == 0 ? "E1234567" + std::to_string(below(10)) : id;
  }
  std::string text() {
    static const std::string kPieces[] = {"a", "，", ",", "\"", "\"\"", "\n", "\r\n", "甲", "\\", "{", ";", "😀", "'", "z"};
    std::string text = "t";  // not blank, and no space at either end
    for (size_t i = below(8); i-- > 0;) text += kPieces[below(std::size(kPieces))];
    return text + "t";
  }
  std::string maybe_text() { return below(2) == 0 ? "" : text(); }
  std::string name() { return below(3) == 0 ? "" : "名" + std::to_string(below(100)) + "·x"; }
  Entry entry() {
    Entry e;
    e.case_no = feed::canonical_case_number(text());
    e.party = id();
    e.court = maybe_text();
    e.published_on = day();
    e.expires_on = maybe_day();
    e.ground_on = maybe_day();
    e.removed_on = maybe_day();
    e.filed_on = maybe_day();
    e.served_on = maybe_day();
    e.publishable = below(2) == 0;
    for (size_t i = below(4); i-- > 0;) e.responsible.push_back(id());
    std::sort(e.responsible.begin(), e.responsible.end());
    e.responsible.erase(std::unique(e.responsible.begin(), e.responsible.end()), e.responsible.end());
    if (below(3) == 0) e.objection = facts::Period{day(), maybe_day()};
    for (std::string* field : {&e.basis_no, &e.basis_unit, &e.duty, &e.performance, &e.conduct, &e.performed_part, &e.unperformed_part, &e.age, &e.gender,
                               &e.decision_no, &e.removal_kind, &e.removal_ground, &e.unit}) {
      *field = maybe_text();
    }
    e.name = name();
    e.legal_representative = name();
    return e;
  }

  std::mt19937 engine_;
};

using Cells = std::vector<std::pair<std::string, std::string>>;  // column, value; empty: absent

std::string iso(const std::optional<Date>& d) { return d ? d->iso() : ""; }

std::vector<Cells> cells_of(const Facts& facts, Table table) {
  std::vector<Cells> rows;
  if (table == Table::parties) {
    for (const auto& p : facts.parties)
      rows.push_back({{"id", p.id}, {"kind", p.kind ? word(*p.kind).alias : ""}, {"name", p.name}, {"sector", p.sector ? word(*p.sector).alias : ""}});
  } else if (table == Table::relations) {
    for (const auto& r : facts.relations) {
      rows.push_back({{"holder", r.holder},
                      {"role", word(r.role).alias},
                      {"organisation", r.organisation},
                      {"from", iso(r.period.from)},
                      {"to", iso(r.period.to)},
                      {"share", r.share}});
    }
  } else if (table == Table::holdings) {
    for (const auto& h : facts.holdings) {
      rows.push_back({{"id", h.id}, {"party", h.party}, {"matter", h.matter}, {"from", iso(h.period.from)}, {"to", iso(h.period.to)}, {"fields", h.fields}});
    }
  } else if (table == Table::entries) {
    for (const auto& e : facts.entries) {
      std::string responsible;
      for (const std::string& r : e.responsible) responsible += (responsible.empty() ? "" : ";") + r;
      const std::string objection = e.objection ? iso(e.objection->from) + "–" + iso(e.objection->to) : "";
      rows.push_back({{"case_no", e.case_no},
                      {"party", e.party},
                      {"court", e.court},
                      {"published_on", e.published_on.iso()},
                      {"expires_on", iso(e.expires_on)},
                      {"ground_on", iso(e.ground_on)},
                      {"removed_on", iso(e.removed_on)},
                      {"publishable", e.publishable ? "true" : "false"},
                      {"responsible", responsible},
                      {"filed_on", iso(e.filed_on)},
                      {"basis_no", e.basis_no},
                      {"basis_unit", e.basis_unit},
                      {"duty", e.duty},
                      {"performance", e.performance},
                      {"conduct", e.conduct},
                      {"performed_part", e.performed_part},
                      {"unperformed_part", e.unperformed_part},
                      {"name", e.name},
                      {"age", e.age},
                      {"gender", e.gender},
                      {"legal_representative", e.legal_representative},
                      {"decision_no", e.decision_no},
                      {"served_on", iso(e.served_on)},
                      {"removal_kind", e.removal_kind},
                      {"removal_ground", e.removal_ground},
                      {"unit", e.unit},
                      {"objection", objection}});
    }
  }
  return rows;
}

std::string csv_of(const std::vector<Cells>& rows, Table table) {
  std::string csv;
  for (const Column& column : shape(table).columns) csv += std::string(csv.empty() ? "" : ",") + column.name;
  for (const Cells& row : rows) {
    std::string line;
    for (const auto& [column, value] : row) {
      std::string cell;
      for (const char c : value) cell += c == '"' ? "\"\"" : std::string(1, c);
      line += std::string(line.empty() ? "" : ",") + "\"" + cell + "\"";
    }
    csv += "\r\n" + line;
  }
  return csv + "\n";
}

std::string ndjson_of(const std::vector<Cells>& rows) {
  std::string lines;
  for (const Cells& row : rows) {
    boost::json::object object;
    for (const auto& [column, value] : row) {
      if (value.empty())
        object[column] = nullptr;
      else if (column == "fields")
        object[column] = boost::json::parse(value);
      else
        object[column] = value;
    }
    lines += boost::json::serialize(object) + "\n";
  }
  return lines;
}

// Facts as one text, field by field, to be compared.
std::string told(const Facts& facts) {
  std::string all;
  for (const Table table : {Table::parties, Table::relations, Table::entries, Table::holdings}) {
    for (const Cells& row : cells_of(facts, table)) {
      for (const auto& [column, value] : row) all += column + "=" + value + "|";
      all += "\n";
    }
  }
  return all;
}

class RoundTrip : public Scratch {};

TEST_F(RoundTrip, GivesTheSameFacts) {
  constexpr Table kTables[] = {Table::parties, Table::relations, Table::entries, Table::holdings};
  for (uint32_t seed = 1; seed <= 60; ++seed) {
    Maker maker(seed);
    const Facts wanted = maker.make();
    Registry registry = expect_value(Registry::create(path("r" + std::to_string(seed) + ".db")));
    std::vector<ImportFile> csv, ndjson;
    for (const Table table : kTables) {
      const std::vector<Cells> rows = cells_of(wanted, table);
      csv.push_back({write(std::string(shape(table).name) + ".csv", csv_of(rows, table)), {}});
      ndjson.push_back({write(std::string(shape(table).name) + ".ndjson", ndjson_of(rows)), {}});
    }
    const bool csv_first = seed % 2 == 0;
    const ImportSummary summary = expect_value(registry.import(csv_first ? csv : ndjson, {.recorded_at = "2020-01-01T00:00:00Z"}));
    ASSERT_EQ(summary.rejected(), 0u) << "seed " << seed << ": " << summary.rejects[0].column << " " << summary.rejects[0].value;
    Facts read = expect_value(registry.read());
    EXPECT_EQ(told(read), told(wanted)) << "seed " << seed;
    EXPECT_FALSE(expect_value(registry.import(csv_first ? ndjson : csv, {.recorded_at = "2020-01-02T00:00:00Z"})).changed) << "seed " << seed;

    // A second county over the first: what is read is the later word, and the earlier moment still gives the earlier.
    const Facts later = maker.make();
    for (size_t i = 0; i < csv.size(); ++i) write(std::string(shape(kTables[i]).name) + ".csv", csv_of(cells_of(later, kTables[i]), kTables[i]));
    (void)expect_value(registry.import(csv, {.recorded_at = "2020-01-03T00:00:00Z"}));
    EXPECT_EQ(told(expect_value(registry.read("2020-01-02T12:00:00Z"))), told(wanted)) << "seed " << seed;
    const Facts now = expect_value(registry.read());
    for (const Entry& e : later.entries) {
      const auto same = std::find_if(now.entries.begin(), now.entries.end(),
                                     [&](const Entry& x) { return x.case_no == e.case_no && x.party == e.party && x.published_on == e.published_on; });
      ASSERT_NE(same, now.entries.end());
      Facts a, b;
      a.entries = {e};
      b.entries = {*same};
      EXPECT_EQ(told(a), told(b));
    }
  }
}

// Readers meet any bytes: they must end, and never crash.
TEST_F(RoundTrip, ReadersSurviveNoise) {
  std::mt19937 engine(5);
  const std::string alphabet = "\"\",,\r\n{}[]:\\\t a1é";
  for (int round = 0; round < 3000; ++round) {
    std::string noise = round % 2 == 0 ? "id,kind,name,sector\n" : "";
    for (uint32_t i = 0; i < engine() % 60; ++i) noise.push_back(alphabet[engine() % alphabet.size()]);
    Record record;
    Row row;
    if (auto csv = CsvReader::open(noise, shape(Table::parties), "x")) {
      while (csv->next(record)) {
        if (record.fault == RejectReason::none) (void)map_row(shape(Table::parties), record, row);
      }
      EXPECT_EQ(csv->position(), noise.size());
    }
    NdjsonReader json(noise, shape(Table::parties));
    while (json.next(record)) {
      if (record.fault == RejectReason::none) (void)map_row(shape(Table::parties), record, row);
    }
    EXPECT_EQ(json.position(), noise.size());
  }
}

}  // namespace
}  // namespace plumb::registry
