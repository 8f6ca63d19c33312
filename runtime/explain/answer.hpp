// A party and a date → a clerk's answer: what applies to it now, what would apply to which matter, why, until when, and what
// the person can do. As sentences, and as data.
//
// Every question is a decision like any other: statuses and holdings as they are, each matter's applications with all fields
// unknown, so that what surely applies is told from what depends. Pure; any thread.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "runtime/decide/decide.hpp"

namespace plumb::explain {

// What was asked and decided for an answer, in order of the rule set's matters and of holdings' ids.
struct Inquiry {
  decide::Subject subject;
  Date date;
  bool stale = false;                     // the list was not looked at
  std::vector<decide::Trigger> listings;  // entries that touch the party in a way some measure looks at
  // Entries that were removed, and the measures that are kept all the same, as the decisions below found them; each pair once.
  std::vector<std::pair<ir::MeasureId, decide::Trigger>> retained;
  std::vector<decide::Decision> statuses;
  std::vector<std::pair<snapshot::HoldingIndex, decide::Decision>> holdings;
  std::vector<snapshot::HoldingIndex> unfit_holdings;  // the rule set cannot be asked about them
  std::vector<decide::Decision> matters;               // applications with nothing known of them; only those where something may apply
};
Inquiry inquire(const decide::Context& context, const decide::Options& options, decide::Subject subject, Date date);

struct Answer {
  std::string text;
  std::string json;  // {"party","date","registry","warnings","listings","statuses","holdings","matters","endings","remedies"}
};
Answer answer(const decide::Context& context, const decide::Options& options, Language language, decide::Subject subject, Date date);

}  // namespace plumb::explain
