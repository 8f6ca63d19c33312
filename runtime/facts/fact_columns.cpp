#include "runtime/facts/fact_columns.hpp"

#include <algorithm>
#include <numeric>
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
  sort_by(facts.documents, [](const Document& d) { return std::tie(d.document, d.party); });
  sort_by(facts.distinctions, [](const Distinction& d) { return std::tie(d.party, d.other); });
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
  for (const DocumentColumn& d : columns.documents) out.documents.push_back({id(d.document), id(d.party)});
  for (const DistinctionColumn& d : columns.distinctions) out.distinctions.push_back({id(d.party), id(d.other)});
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
  for (const Document& d : facts.documents) out.documents.push_back({number(d.document), number(d.party)});
  for (const Distinction& d : facts.distinctions) out.distinctions.push_back({number(d.party), number(d.other)});
  out.entries = std::move(facts.entries);
  out.permits = std::move(facts.permits);
  out.retentions = std::move(facts.retentions);
  out.revision = facts.revision;
  out.synchronised = facts.synchronised;
  return out;
}

namespace {

// Follows bindings to their ends, each identifier once.
class Bindings {
 public:
  explicit Bindings(const FactColumns& facts) : facts_(facts), next_(facts.identifiers.size()), end_(next_.size()), state_(next_.size(), State::unseen) {
    std::iota(next_.begin(), next_.end(), 0);
    std::iota(end_.begin(), end_.end(), 0);
    for (const DocumentColumn& d : facts.documents) next_[d.document] = d.party;
    for (const DocumentColumn& d : facts.documents) follow(d.document);
    replace_masked_ends();
  }
  std::vector<uint32_t> take() { return std::move(end_); }

 private:
  enum class State : uint8_t { unseen, on_the_way, settled };

  bool before(uint32_t a, uint32_t b) const { return facts_.identifiers[a] < facts_.identifiers[b]; }
  bool is_masked(uint32_t at) const { return facts_.identifiers[at].find('*') != std::string_view::npos; }

  void follow(uint32_t from) {
    way_.clear();
    uint32_t at = from;
    for (; state_[at] == State::unseen && next_[at] != at; at = next_[at]) {
      state_[at] = State::on_the_way;
      way_.push_back(at);
    }
    uint32_t end = end_[at];
    if (state_[at] == State::on_the_way) {
      end = *std::min_element(std::find(way_.begin(), way_.end(), at), way_.end(), [&](uint32_t a, uint32_t b) { return before(a, b); });
    }
    for (const uint32_t document : way_) {
      state_[document] = State::settled;
      end_[document] = end;
    }
  }

  void replace_masked_ends() {
    std::unordered_map<uint32_t, uint32_t> exact;  // masked end → the first exact document of it
    for (const DocumentColumn& d : facts_.documents) {
      if (!is_masked(end_[d.document]) || is_masked(d.document)) continue;
      const auto [found, fresh] = exact.emplace(end_[d.document], d.document);
      if (!fresh && before(d.document, found->second)) found->second = d.document;
    }
    if (exact.empty()) return;
    for (uint32_t& end : end_) {
      if (const auto found = exact.find(end); found != exact.end()) end = found->second;
    }
  }

  const FactColumns& facts_;
  std::vector<uint32_t> next_, end_;
  std::vector<State> state_;
  std::vector<uint32_t> way_;
};

}  // namespace

std::vector<uint32_t> principals(const FactColumns& facts) {
  if (facts.documents.empty()) return {};
  return Bindings(facts).take();
}

}  // namespace plumb::facts
