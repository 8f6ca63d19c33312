#include "runtime/facts/fact_columns.hpp"

#include <algorithm>
#include <tuple>
#include <unordered_map>

namespace plumb::facts {

namespace {

std::optional<Date> day_of(int32_t day) { return day == kNoDay ? std::optional<Date>() : Date{day}; }
int32_t number_of(std::optional<Date> day) { return day ? day->days : kNoDay; }

template <typename Enum>
std::optional<Enum> word_of(uint8_t value) {
  return value == kNoWord ? std::optional<Enum>() : static_cast<Enum>(value);
}
template <typename Enum>
uint8_t byte_of(std::optional<Enum> value) {
  return value ? static_cast<uint8_t>(*value) : kNoWord;
}

template <typename Row, typename Key>
void sort_by(std::vector<Row>& rows, Key key) {
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) { return key(a) < key(b); });
}

void sort(Facts& facts) {
  sort_by(facts.parties, [](const Party& p) { return std::tie(p.id); });
  sort_by(facts.relations, [](const Relation& r) { return std::tie(r.organisation, r.holder, r.role, r.period.from); });
  sort_by(facts.entries, [](const Entry& e) { return std::tie(e.case_no, e.party, e.published_on); });
  sort_by(facts.permits, [](const Permit& p) { return std::tie(p.party, p.target, p.period.from, p.document); });
  sort_by(facts.retentions, [](const Retention& r) { return std::tie(r.case_no, r.party, r.measure, r.until, r.basis); });
  sort_by(facts.holdings, [](const Holding& h) { return std::tie(h.id); });
  for (Entry& entry : facts.entries) std::sort(entry.responsible.begin(), entry.responsible.end());
}

// Identifiers as they are met → their positions.
class Numbers {
 public:
  explicit Numbers(FactColumns& out) : out_(out) {}
  uint32_t operator()(const std::string& id) {
    const auto [found, fresh] = numbers_.emplace(id, static_cast<uint32_t>(numbers_.size()));
    if (fresh) {
      out_.identifiers.add(id);
      out_.named.push_back(1);
    }
    return found->second;
  }

 private:
  FactColumns& out_;
  std::unordered_map<std::string, uint32_t> numbers_;
};

}  // namespace

Facts facts_of(FactColumns columns) {
  Facts out;
  out.revision = columns.revision;
  out.synchronised = columns.synchronised;
  out.entries = std::move(columns.entries);
  out.permits = std::move(columns.permits);
  out.retentions = std::move(columns.retentions);
  const auto id = [&](uint32_t party) { return std::string(columns.identifiers[party]); };
  std::vector<bool> recorded(columns.named.size(), false);
  for (const PartyColumns& part : columns.parties) {
    for (size_t i = 0; i < part.party.size(); ++i) {
      recorded[part.party[i]] = true;
      out.parties.push_back({id(part.party[i]), word_of<PartyKind>(part.kind[i]), std::string(part.names[i]), word_of<Sector>(part.sector[i])});
    }
  }
  // A sweep asks about everybody whom any table names, also where nothing else is known of them.
  for (uint32_t i = 0; i < columns.named.size(); ++i) {
    if (columns.named[i] != 0 && !recorded[i]) out.parties.push_back({id(i), std::nullopt, "", std::nullopt});
  }
  for (const RelationColumns& part : columns.relations) {
    for (size_t i = 0; i < part.holder.size(); ++i) {
      const Period period{day_of(part.from[i]), day_of(part.to[i])};
      out.relations.push_back({id(part.holder[i]), static_cast<Role>(part.role[i]), id(part.organisation[i]), period, std::string(part.shares[i])});
    }
  }
  for (const HoldingColumns& part : columns.holdings) {
    for (size_t i = 0; i < part.party.size(); ++i) {
      const Period period{day_of(part.from[i]), day_of(part.to[i])};
      out.holdings.push_back({std::string(part.ids[i]), id(part.party[i]), std::string(part.matters[part.matter[i]]), period, std::string(part.fields[i])});
    }
  }
  sort(out);
  return out;
}

FactColumns columns_of(Facts facts) {
  FactColumns out;
  Numbers number(out);
  sort_by(facts.parties, [](const Party& p) { return std::tie(p.id, p.name, p.kind, p.sector); });
  PartyColumns& parties = out.parties.emplace_back();
  for (size_t i = 0; i < facts.parties.size(); ++i) {
    const Party& p = facts.parties[i];
    if (i != 0 && p.id == facts.parties[i - 1].id) continue;
    parties.party.push_back(number(p.id));
    parties.kind.push_back(byte_of(p.kind));
    parties.sector.push_back(byte_of(p.sector));
    parties.names.add(p.name);
  }
  RelationColumns& relations = out.relations.emplace_back();
  for (const Relation& r : facts.relations) {
    relations.holder.push_back(number(r.holder));
    relations.organisation.push_back(number(r.organisation));
    relations.role.push_back(static_cast<uint8_t>(r.role));
    relations.from.push_back(number_of(r.period.from));
    relations.to.push_back(number_of(r.period.to));
    relations.shares.add(r.share);
  }
  HoldingColumns& holdings = out.holdings.emplace_back();
  std::unordered_map<std::string, uint32_t> matters;
  for (const Holding& h : facts.holdings) {
    holdings.ids.add(h.id);
    holdings.party.push_back(number(h.party));
    const auto [found, fresh] = matters.emplace(h.matter, static_cast<uint32_t>(matters.size()));
    if (fresh) holdings.matters.add(h.matter);
    holdings.matter.push_back(found->second);
    holdings.from.push_back(number_of(h.period.from));
    holdings.to.push_back(number_of(h.period.to));
    holdings.fields.add(h.fields);
  }
  for (const Entry& e : facts.entries) {
    number(e.party);
    for (const std::string& id : e.responsible) number(id);
  }
  for (const Permit& p : facts.permits) number(p.party);
  for (const Retention& r : facts.retentions) number(r.party);
  out.entries = std::move(facts.entries);
  out.permits = std::move(facts.permits);
  out.retentions = std::move(facts.retentions);
  out.revision = facts.revision;
  out.synchronised = facts.synchronised;
  return out;
}

}  // namespace plumb::facts
