// Stories → what went wrong in them: too late, left out, or wrong, for the court to look at (四（二）6).
//
// A finding says what is recorded and what is not; it decides nothing, and lifts nothing. Pure; any thread.
#pragma once

#include <functional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/language.hpp"
#include "runtime/facts/facts.hpp"
#include "runtime/lifecycle/obligation.hpp"

namespace plumb::lifecycle {

enum class FindingKind : uint8_t {
  late_listing,
  omitted_listing,
  late_push,
  omitted_push,
  late_unit_notice,
  unit_not_told,
  late_objection_decision,
  overdue_objection_decision,
  late_reconsideration_decision,
  overdue_reconsideration_decision,
  late_removal,
  omitted_removal,
  late_removal_notice,
  removal_not_announced,
  late_department_notice,
  department_not_told,
  late_confirmation,
  overdue_confirmation,
  wrong_listing,
  listed_without_risk_notice,
  listed_without_service,
  listed_before_decision,
  listed_under_objection,
  listed_minor,
  removal_without_ground,
  removal_before_ground,
  retention_without_basis,
  retention_of_wrong_entry,
  decision_without_outcome,
  suspension_without_end,
  event_without_entry,
  permit_of_unknown_target,
  retention_of_unknown_measure,
};
inline constexpr size_t kFindingKindCount = 33;

// late: done after its last day. omitted: its last day is past, and it is not recorded as done. wrong: done and should not have
// been, or not so. unclear: the records do not say enough.
enum class Fault : uint8_t { late, omitted, wrong, unclear };

struct FindingWord {
  FindingKind kind;
  const char* alias;
  const char* zh;
  const char* en;
  Fault fault;
};
const FindingWord& word(FindingKind kind);
std::span<const FindingWord> finding_words();

struct Finding {
  FindingKind kind = FindingKind::wrong_listing;
  std::string whom;  // who is to look at it: the court, or the department that is late; empty: not known
  std::string case_no, party;
  std::optional<Date> published_on;
  std::string addressee;  // of a notice to a department: which; of a retention: whose; of a step without entry: which step
  std::string measure;    // of a retention: which; of a permit: its target
  // The day it is about: the last day that was missed, that of the wrong step, the last of a retention, the first of a permit.
  std::optional<Date> on;
  int days_late = 0;                     // calendar days past the last day; 0 where it is about no deadline
  std::optional<int> working_days_late;  // the same on the clock of working days; 0 or less: in time by that one
  std::string document;
  const char* clause = "";
  int nth = 1;  // of those of its kind that differ in nothing by which one is known
  friend bool operator==(const Finding&, const Finding&) = default;
};

// As known on `today`. By case, party, day of publication, then kind. Entries of minors are found where they are among the entries.
std::vector<Finding> findings(std::span<const Story> stories, const TimeLimits& limits, const WorkingDays& calendar, Date today);

// What rules call their measures, and the matters that these are about: in each language.
struct RuleNames {
  std::set<std::string, std::less<>> measures, matters;
};
// Permits and retentions that may still hold on `today`, of a measure or matter that no rule has, most often by a slip of the pen: nobody is
// permitted by the one or kept restricted by the other. By party, in the order in which they come. Kinds and subjects are as above.
std::vector<Finding> findings_of_unknown_measures(std::span<const facts::Permit> permits, std::span<const facts::Retention> retentions, const RuleNames& names,
                                                  Date today);

// What identifies a finding within its kind: case, party, day of publication, day, addressee, whom, measure, document, joined by '|'; and
// of several that agree in all of these, which. So no two of one call of findings() have kind and subject in common.
std::string subject(const Finding& finding);
// The rest as a JSON object, without identifiers: days, documents, who is to look at it.
std::string detail_json(const Finding& finding);

}  // namespace plumb::lifecycle
