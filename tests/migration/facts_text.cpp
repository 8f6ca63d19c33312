#include "tests/migration/facts_text.hpp"

#include <set>
#include <stdexcept>

namespace plumb::migration {

namespace {

template <typename T>
T value_of(Result<T> done) {
  if (!done) throw std::runtime_error(done.error().code + ": " + done.error().message);
  return std::move(*done);
}

std::string day(const std::optional<Date>& date) { return date ? date->iso() : "-"; }
std::string period(const facts::Period& period) { return day(period.from) + ".." + day(period.to); }

std::string line(std::initializer_list<std::string> values) {
  std::string out;
  for (const std::string& value : values) out.append(out.empty() ? "" : "|").append(value);
  return out + "\n";
}

std::string entry(const facts::Entry& e) {
  std::string responsible;
  for (const std::string& id : e.responsible) responsible += id + ";";
  return line({"entry",
               e.case_no,
               e.party,
               e.court,
               day(e.published_on),
               day(e.expires_on),
               day(e.ground_on),
               day(e.removed_on),
               day(e.filed_on),
               e.publishable ? "publishable" : "kept",
               responsible,
               e.objection ? period(*e.objection) : "-",
               e.basis_no,
               e.basis_unit,
               e.duty,
               e.performance,
               e.conduct,
               e.performed_part,
               e.unperformed_part,
               e.name,
               e.age,
               e.gender,
               e.legal_representative,
               e.decision_no,
               e.removal_kind,
               e.removal_ground,
               e.unit,
               day(e.served_on)});
}

std::string facts_text(const facts::Facts& facts) {
  std::string out = line({"revision", std::to_string(facts.revision), day(facts.synchronised)});
  for (const facts::Party& p : facts.parties)
    out +=
        line({"party", p.id, p.kind ? std::to_string(static_cast<int>(*p.kind)) : "-", p.name, p.sector ? std::to_string(static_cast<int>(*p.sector)) : "-"});
  for (const facts::Relation& r : facts.relations)
    out += line({"relation", r.holder, std::to_string(static_cast<int>(r.role)), r.organisation, period(r.period), r.share});
  for (const facts::Entry& e : facts.entries) out += entry(e);
  for (const facts::Permit& p : facts.permits) out += line({"permit", p.party, p.target, period(p.period), p.document});
  for (const facts::Retention& r : facts.retentions) out += line({"retention", r.case_no, r.party, r.measure, day(r.until), r.basis});
  for (const facts::Holding& h : facts.holdings) out += line({"holding", h.id, h.party, h.matter, period(h.period), h.fields});
  return out;
}

}  // namespace

std::string text_of(registry::Registry& registry) {
  std::string out;
  std::set<std::string> moments;
  std::multiset<std::string> changes;  // within one revision the order in which they are told is not promised
  for (const registry::Change& change : value_of(registry.changes_since(0))) {
    if (change.table == "spoken") continue;  // what migration 4 moved
    moments.insert(change.recorded_at);
    changes.insert(line({"change", std::to_string(change.revision), change.recorded_at, change.table, std::to_string(change.row), change.operation}));
  }
  for (const std::string& moment : moments) out += "known at " + moment + "\n" + facts_text(value_of(registry.read(moment)));
  out += "known now\n" + facts_text(value_of(registry.read()));
  for (const registry::Finding& finding : value_of(registry.findings()))
    out += line({"finding", finding.kind, finding.party, finding.detail, finding.recorded_at});
  for (const std::string& change : changes) out += change;
  return out;
}

}  // namespace plumb::migration
