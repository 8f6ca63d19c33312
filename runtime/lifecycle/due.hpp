// Stories → what is still to be done, for whom and by when: the overdue first.
//
// `plumb registry due` shows these. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "compiler/base/language.hpp"
#include "runtime/lifecycle/obligation.hpp"

namespace plumb::lifecycle {

struct Deadline {
  Limit limit = Limit::remove;
  Step what = Step::removal;
  Actor actor = Actor::court;
  std::string whom;       // a court or a department; empty: not known
  std::string addressee;  // of a notice to a department: which; of one to the unit: which, where the entry names it
  std::string case_no, party;
  std::optional<Date> published_on;
  std::string document;  // on which it rests; empty: none is recorded
  const char* clause = "";
  Date from;
  Date by;                          // the last day by the rule
  std::optional<Date> by_working;   // by the clock of working days
  int days_left = 0;                // negative: so many days overdue
  std::optional<int> working_left;  // working days until by_working, negative when it is past; nothing: not covered
  bool overdue() const { return days_left < 0; }
  bool overdue_in_working_days() const { return working_left && *working_left < 0; }
};

// What is not recorded as done on `today` and must be done within `ahead` days. Overdue ones first, then by day, case, party, step.
std::vector<Deadline> deadlines(std::span<const Story> stories, const TimeLimits& limits, const WorkingDays& calendar, Date today, int ahead);

enum class Format : uint8_t { text, json, csv };

// Identifiers of persons, and numbers in texts, with places hidden unless `reveal`. Text: a line each, in sentences. CSV: UTF-8 with a header of aliases,
// in Chinese with its Chinese words. JSON: an array of objects, one a line. Empty days and numbers are absent (JSON: null).
std::string written(std::span<const Deadline> deadlines, Format format, Language language, bool reveal);

}  // namespace plumb::lifecycle
