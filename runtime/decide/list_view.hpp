// What the list says about a subject on a date: looked at, stale, through an exact id, or only through candidates.
//
// One view serves every measure of a decision. Words go to the predicate table; for the measures that it leaves open, reach()
// settles triggers, retentions and identity one by one. A view is used by one thread and must not outlive what it was made of.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "runtime/decide/decision.hpp"
#include "runtime/decide/rule_index.hpp"
#include "runtime/snapshot/reach.hpp"

namespace plumb::decide {

class ListView {
 public:
  ListView(const RuleIndex& rules, const Snapshot& snapshot, const Subject& subject, Date d, bool stale);

  // A bit is set where a measure that looks there may be reached; certain where it surely is, triggers unasked.
  const snapshot::ReachWord& word() const { return word_; }
  // Whether a retention may hold the measure although no word says so.
  bool retained(ir::MeasureId measure) const;

  // Evaluates the measure with what the list says. Fills triggers (those of the party itself, those to be told of first) and reach_unknown.
  // REQUIRES: the measure is of the row's matter and in force on the date.
  reference::Outcome evaluate(const reference::Row& row, ir::MeasureId measure, MeasureDecision& decision) const;

 private:
  struct Person {
    snapshot::PartyIndex party;
    std::vector<snapshot::Way> ways;
  };
  reference::Truth reach_through(const Person& person, const reference::Inputs& inputs, ir::MeasureId measure) const;
  bool reached_through_candidate(const reference::Inputs& inputs, ir::MeasureId measure) const;
  void add_person(snapshot::PartyIndex party);

  const RuleIndex& rules_;
  const Snapshot& snapshot_;
  const Subject& subject_;
  Date date_;
  bool stale_;
  std::optional<Person> own_;       // the party itself, where it is exact and the registry holds it
  std::vector<Person> candidates_;  // those that any entry touches
  snapshot::ReachWord word_;
  std::vector<ir::MeasureId> retained_;
};

}  // namespace plumb::decide
