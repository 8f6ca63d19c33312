#include "runtime/decide/list_view.hpp"

#include <algorithm>
#include <utility>

namespace plumb::decide {

namespace {

using reference::Truth;

constexpr const char* kPartyId = "party.id";
constexpr const char* kRegistry = "registry";

std::vector<reference::Trigger> asked(const std::vector<Trigger>& triggers) {
  std::vector<reference::Trigger> out;
  out.reserve(triggers.size());
  for (const Trigger& trigger : triggers) out.push_back(trigger.asked);
  return out;
}

// Those to be told of come first: those that are true, or if none is, those that are unknown. Indices ascend, so that a place
// is never below the one it takes from.
void keep(std::vector<Trigger> triggers, const reference::Outcome& outcome, MeasureDecision& decision) {
  const auto& told = outcome.true_triggers.empty() ? outcome.unknown_triggers : outcome.true_triggers;
  for (uint32_t i = 0; i < told.size(); ++i) {
    if (told[i] != i) std::swap(triggers[i], triggers[told[i]]);
  }
  decision.triggers = std::move(triggers);
  decision.told_count = static_cast<uint32_t>(told.size());
}

// What an unknown reach misses.
std::vector<std::string> missing_of_reach(const reference::Inputs& inputs, ir::MeasureId measure) {
  for (reference::Explanation& child : reference::explain(inputs, measure).children) {
    if (child.kind == reference::Explanation::Kind::reach) return std::move(child.missing);
  }
  return {};
}

}  // namespace

ListView::ListView(const RuleIndex& rules, const Snapshot& snapshot, const Subject& subject, Date d, bool stale)
    : rules_(rules), snapshot_(snapshot), subject_(subject), date_(d), stale_(stale) {
  if (stale_) {
    word_.uncertain = ~uint64_t{0};
    return;
  }
  if (subject.record) {
    own_ = Person{*subject.record, {}};
    snapshot::collect_ways(snapshot, own_->party, d, own_->ways);
    word_ = snapshot::reach_word(own_->ways);
    if (subject.name_contradicts) word_ = {0, word_.certain | word_.uncertain};
    if (!own_->ways.empty()) add_person(own_->party);
  }
  for (const snapshot::PartyIndex party : subject.candidates) {
    Person person{party, {}};
    snapshot::collect_ways(snapshot, party, d, person.ways);
    if (person.ways.empty()) continue;
    const snapshot::ReachWord word = snapshot::reach_word(person.ways);
    word_.uncertain |= (word.certain | word.uncertain) & ~word_.certain;
    candidates_.push_back(std::move(person));
    add_person(party);
  }
}

void ListView::add_person(snapshot::PartyIndex party) {
  for (const snapshot::RetentionIndex i : snapshot_.retentions_of(party)) {
    const snapshot::Retention retention = snapshot_.retention(i);
    if (retention.until < date_) continue;
    const auto measures = rules_.measures_named(retention.measure);
    retained_.insert(retained_.end(), measures.begin(), measures.end());
  }
}

bool ListView::retained(ir::MeasureId measure) const { return std::find(retained_.begin(), retained_.end(), measure) != retained_.end(); }

Truth ListView::reach_through(const Person& person, const reference::Inputs& inputs, ir::MeasureId measure) const {
  const auto triggers = asked(triggers_of(snapshot_, person.party, person.ways, rules_.program().measures[measure], date_));
  if (triggers.empty()) return Truth::is_false;
  reference::Inputs through = inputs;
  through.triggers = triggers;
  return reference::evaluate(through, measure).reach;
}

bool ListView::reached_through_candidate(const reference::Inputs& inputs, ir::MeasureId measure) const {
  return std::any_of(candidates_.begin(), candidates_.end(), [&](const Person& person) { return reach_through(person, inputs, measure) != Truth::is_false; });
}

reference::Outcome ListView::evaluate(const reference::Row& row, ir::MeasureId id, MeasureDecision& decision) const {
  const ir::Measure& measure = rules_.program().measures[id];
  reference::Inputs inputs;
  inputs.program = &rules_.program();
  inputs.date = date_;
  inputs.row = &row;
  inputs.party = {subject_.kind, subject_.sector, subject_.name, subject_.id};
  const auto unknown_reach = [&](std::vector<std::string> because) {
    decision.reach_unknown = std::move(because);
    inputs.triggers = {};
    inputs.reach_unknown = decision.reach_unknown;
    return reference::evaluate(inputs, id);
  };

  if (measure.reach.anyone) return reference::evaluate(inputs, id);
  if (stale_) return unknown_reach({kRegistry});

  std::vector<Trigger> triggers;
  if (own_) triggers = triggers_of(snapshot_, own_->party, own_->ways, measure, date_);
  const auto own_asked = asked(triggers);
  inputs.triggers = own_asked;
  reference::Outcome outcome = reference::evaluate(inputs, id);
  if (subject_.name_contradicts && outcome.reach != Truth::is_false) return unknown_reach({kPartyId});
  if (outcome.reach == Truth::is_true || !reached_through_candidate(inputs, id)) {
    keep(std::move(triggers), outcome, decision);
    return outcome;
  }
  std::vector<std::string> because{kPartyId};
  if (outcome.reach == Truth::unknown) {
    keep(std::move(triggers), outcome, decision);
    const auto missing = missing_of_reach(inputs, id);
    because.insert(because.end(), missing.begin(), missing.end());
  }
  return unknown_reach(std::move(because));
}

}  // namespace plumb::decide
