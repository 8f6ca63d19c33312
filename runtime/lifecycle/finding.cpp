#include "runtime/lifecycle/finding.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <map>
#include <tuple>
#include <utility>

#include "compiler/base/check.hpp"
#include "runtime/facts/removal_ground.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/lifecycle/application.hpp"
#include "runtime/lifecycle/effect.hpp"
#include "runtime/lifecycle/phase.hpp"

namespace plumb::lifecycle {

namespace {

using enum FindingKind;

// In the order of FindingKind.
constexpr std::array<FindingWord, kFindingKindCount> kWords = {{
    {late_listing, "late_listing", "迟延纳入", "listed late", Fault::late},
    {omitted_listing, "omitted_listing", "应纳入未纳入", "decided on and not listed", Fault::omitted},
    {late_push, "late_push", "迟延推送", "pushed late", Fault::late},
    {omitted_push, "omitted_push", "未推送", "not pushed", Fault::omitted},
    {late_unit_notice, "late_unit_notice", "迟延通报所在单位", "unit told late", Fault::late},
    {unit_not_told, "unit_not_told", "不宜公开而未通报所在单位", "not publishable, and its unit not told", Fault::omitted},
    {late_objection_decision, "late_objection_decision", "异议迟延审查", "objection decided late", Fault::late},
    {overdue_objection_decision, "overdue_objection_decision", "异议逾期未审查", "objection not decided in time", Fault::omitted},
    {late_reconsideration_decision, "late_reconsideration_decision", "复议迟延决定", "reconsideration decided late", Fault::late},
    {overdue_reconsideration_decision, "overdue_reconsideration_decision", "复议逾期未决定", "reconsideration not decided in time", Fault::omitted},
    {late_removal, "late_removal", "迟延撤销或屏蔽", "removed late", Fault::late},
    {omitted_removal, "omitted_removal", "应撤销或屏蔽而未办理", "to be removed, and not removed", Fault::omitted},
    {late_removal_notice, "late_removal_notice", "撤销公告迟延", "removal announced late", Fault::late},
    {removal_not_announced, "removal_not_announced", "撤销后未公告", "removal not announced", Fault::omitted},
    {late_department_notice, "late_department_notice", "撤销后迟延通报", "department told of the removal late", Fault::late},
    {department_not_told, "department_not_told", "撤销后未通报已推送单位", "department not told of the removal", Fault::omitted},
    {late_confirmation, "late_confirmation", "部门迟延解除", "measures lifted late", Fault::late},
    {overdue_confirmation, "overdue_confirmation", "部门逾期未确认解除", "lifting not confirmed in time", Fault::omitted},
    {wrong_listing, "wrong_listing", "错误纳入", "wrongly listed", Fault::wrong},
    {listed_without_risk_notice, "listed_without_risk_notice", "纳入前无风险提示记录", "listed with no risk notice on record", Fault::wrong},
    {listed_without_service, "listed_without_service", "纳入决定无送达记录", "listed with no service on record", Fault::wrong},
    {listed_before_decision, "listed_before_decision", "决定纳入前公布", "listed before the decision to list", Fault::wrong},
    {listed_under_objection, "listed_under_objection", "异议审查期间纳入", "listed while an objection was being examined", Fault::wrong},
    {listed_minor, "listed_minor", "纳入未成年人", "a minor listed", Fault::wrong},
    {removal_without_ground, "removal_without_ground", "撤销无事由记录", "removed with no ground on record", Fault::wrong},
    {removal_before_ground, "removal_before_ground", "事由发生前撤销", "removed before the ground arose", Fault::wrong},
    {retention_without_basis, "retention_without_basis", "保留无依据或无期限", "retention without basis or end", Fault::wrong},
    {retention_of_wrong_entry, "retention_of_wrong_entry", "错误纳入的条目仍有保留", "retention for an entry wrongly made", Fault::wrong},
    {decision_without_outcome, "decision_without_outcome", "决定结果未载明", "a decision that does not say its outcome", Fault::unclear},
    {suspension_without_end, "suspension_without_end", "暂停无期限", "a suspension without end", Fault::unclear},
    {event_without_entry, "event_without_entry", "记录无对应条目", "a step of an entry that is not in the registry", Fault::unclear},
    {permit_of_unknown_target, "permit_of_unknown_target", "准许的对象不在规则中", "a permit for a measure or matter that no rule has", Fault::unclear},
    {retention_of_unknown_measure, "retention_of_unknown_measure", "保留的措施不在规则中", "a retention of a measure that no rule has", Fault::unclear},
}};

struct LimitFindings {
  FindingKind late, omitted;
};
LimitFindings kinds(Limit limit) {
  switch (limit) {
    case Limit::examine_objection:
      return {late_objection_decision, overdue_objection_decision};
    case Limit::decide_reconsideration:
      return {late_reconsideration_decision, overdue_reconsideration_decision};
    case Limit::publish:
      return {late_listing, omitted_listing};
    case Limit::push:
      return {late_push, omitted_push};
    case Limit::tell_unit:
      return {late_unit_notice, unit_not_told};
    case Limit::remove:
    case Limit::end_of_term:
      return {late_removal, omitted_removal};
    case Limit::announce_removal:
      return {late_removal_notice, removal_not_announced};
    case Limit::tell_departments:
      return {late_department_notice, department_not_told};
    case Limit::confirm_lifting:
      return {late_confirmation, overdue_confirmation};
  }
  return {wrong_listing, wrong_listing};
}

class Reading {
 public:
  Reading(const Story& story, const TimeLimits& limits, const WorkingDays& calendar, Date today, std::vector<Finding>& out)
      : story_(story), entry_(story.entry), limits_(limits), calendar_(calendar), today_(today), out_(out), court_(story.court()) {
    if (entry_ != nullptr && entry_->removed_on && *entry_->removed_on <= today) removed_ = entry_->removed_on;
  }

  void read() {
    for (const Obligation& owed : obligations(story_, limits_, calendar_, today_)) deadline(owed);
    decisions();
    if (entry_ == nullptr) {
      without_entry();
      return;
    }
    listing();
    removal();
    retentions();
  }

 private:
  Finding& find(FindingKind kind, Date on, std::string document, const char* clause) {
    Finding& made = out_.emplace_back();
    made.kind = kind;
    made.whom = court_;
    made.case_no = story_.case_no;
    made.party = story_.party;
    if (entry_ != nullptr) made.published_on = entry_->published_on;
    made.on = on;
    made.document = std::move(document);
    made.clause = clause;
    return made;
  }

  void deadline(const Obligation& owed) {
    const LimitRule& rule = limits_[owed.limit];
    const Clock ends = clock(rule, owed.from, calendar_);
    const Date until = owed.done.value_or(today_);
    if (until <= ends.by) return;
    const LimitFindings kind = kinds(owed.limit);
    Finding& made = find(owed.done ? kind.late : kind.omitted, ends.by, owed.document, rule.clause);
    made.whom = owed.whom;
    made.addressee = owed.addressee;
    made.days_late = until.days - ends.by.days;
    if (ends.by_working) made.working_days_late = working_days_between(calendar_, *ends.by_working, until);
  }

  void decisions() {
    for (const Event* event : story_.events) {
      const bool decides = event->step == Step::objection_decision || event->step == Step::reconsideration_decision;
      if (decides && outcome_of(event->detail) == Outcome::unknown) find(decision_without_outcome, event->on, event->document, "四（二）3");
      if (event->step == Step::suspension && !event->until) find(suspension_without_end, event->on, event->document, "");
    }
  }

  // A listing that is being prepared has no entry yet, and none is missed. Steps that only an entry can have miss theirs.
  void without_entry() {
    const auto of_an_entry = [&](const Event* event) {
      switch (phase(event->step)) {
        case Phase::before:
          return false;
        case Phase::either:
          return !story_.procedure_recorded();
        case Phase::published:
        case Phase::ending:
        case Phase::ended:
          return true;
      }
      return true;
    };
    const auto lost = std::find_if(story_.events.begin(), story_.events.end(), of_an_entry);
    if (lost != story_.events.end()) find(event_without_entry, (*lost)->on, (*lost)->document, "").addressee = word((*lost)->step).alias;
  }

  void listing() {
    const Date published = entry_->published_on;
    if (identity::was_minor_on(entry_->party, published)) find(listed_minor, published, entry_->decision_no, "四（二）1");
    const bool removed_as_wrong = removed_ && (facts::is_wrongly_made(entry_->removal_ground) || wrongly_by_event());
    if (removed_as_wrong) find(wrong_listing, published, entry_->decision_no, "四（二）6");
    if (story_.procedure_recorded()) {
      const Event* notice = story_.first(Step::risk_notice);
      if (notice == nullptr || published < notice->on) find(listed_without_risk_notice, published, entry_->decision_no, "四（二）3");
      if (!entry_->served_on && !story_.has(Step::service)) find(listed_without_service, published, entry_->decision_no, "四（二）3");
    }
    const Event* decision = story_.first(Step::listing_decision);
    if (decision != nullptr && published < decision->on) find(listed_before_decision, published, decision->document, "四（二）1");
    under_objection(removed_as_wrong);
  }

  bool wrongly_by_event() const {
    return std::any_of(story_.events.begin(), story_.events.end(), [](const Event* event) {
      return (event->step == Step::removal || event->step == Step::removal_ground) && facts::is_wrongly_made(event->detail);
    });
  }

  // Published between an objection and its decision; or upheld by a decision although it was published.
  void under_objection(bool already_wrong) {
    const Date published = entry_->published_on;
    const std::vector<Application> objections = applications(story_, Remedy::objection, today_);
    const bool pending = std::any_of(objections.begin(), objections.end(),
                                     [&](const Application& one) { return one.on < published && (!one.decided || published < *one.decided); });
    if (pending) find(listed_under_objection, published, entry_->decision_no, "四（二）3");
    if (upheld() && !already_wrong) find(wrong_listing, published, entry_->decision_no, "四（二）6");
  }

  bool upheld() const {
    return std::any_of(story_.events.begin(), story_.events.end(), [](const Event* event) {
      return (event->step == Step::objection_decision || event->step == Step::reconsideration_decision) && outcome_of(event->detail) == Outcome::upheld;
    });
  }

  void removal() {
    if (!removed_) return;
    const Effect effect = effect_of(story_.events);
    const Event* removing = effect.removal;
    const std::string document = removing == nullptr ? std::string() : removing->document;
    std::optional<Date> ground = entry_->ground_on;
    if (effect.ground != nullptr && !effect.ground_by_decision) ground = effect.ground->on;
    const bool term_over = entry_->expires_on && *entry_->expires_on <= *removed_;
    const bool stated = !entry_->removal_ground.empty() || (removing != nullptr && !removing->detail.empty());
    const bool decided = upheld();
    if (!ground && !term_over && !stated && !decided) find(removal_without_ground, *removed_, document, "四（二）4");
    if (ground && *removed_ < *ground && !term_over && !decided) find(removal_before_ground, *removed_, document, "四（二）4");
  }

  void retentions() {
    const bool wrong = removed_ && (facts::is_wrongly_made(entry_->removal_ground) || wrongly_by_event());
    for (const Event* event : story_.events) {
      if (event->step != Step::retention) continue;
      for (const FindingKind kind : {retention_without_basis, retention_of_wrong_entry}) {
        if (kind == retention_of_wrong_entry ? !wrong : event->until && !event->document.empty()) continue;
        Finding& made = find(kind, event->on, event->document, "四（二）5");
        made.addressee = event->by;
        made.measure = event->detail;
      }
    }
  }

  const Story& story_;
  const facts::Entry* entry_;
  const TimeLimits& limits_;
  const WorkingDays& calendar_;
  Date today_;
  std::vector<Finding>& out_;
  std::string court_;
  std::optional<Date> removed_;
};

void number_repeats(std::vector<Finding>& findings) {
  std::map<std::pair<FindingKind, std::string>, int> met;
  for (Finding& finding : findings) finding.nth = ++met[{finding.kind, subject(finding)}];
}

}  // namespace

const FindingWord& word(FindingKind kind) {
  const FindingWord& found = kWords[static_cast<size_t>(kind)];
  check(found.kind == kind, "the words of findings stand in the order of the kinds");
  return found;
}

std::span<const FindingWord> finding_words() { return kWords; }

std::vector<Finding> findings(std::span<const Story> stories, const TimeLimits& limits, const WorkingDays& calendar, Date today) {
  std::vector<Finding> out;
  for (const Story& story : stories) Reading(story, limits, calendar, today, out).read();
  std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) {
    return std::tie(a.case_no, a.party, a.published_on, a.kind, a.on) < std::tie(b.case_no, b.party, b.published_on, b.kind, b.on);
  });
  number_repeats(out);
  return out;
}

std::vector<Finding> findings_of_unknown_measures(std::span<const facts::Permit> permits, std::span<const facts::Retention> retentions, const RuleNames& names,
                                                  Date today) {
  std::vector<Finding> out;
  for (const facts::Permit& permit : permits) {
    const bool over = permit.period.to && *permit.period.to <= today;
    if (over || permit.target == "*" || names.measures.contains(permit.target) || names.matters.contains(permit.target)) continue;
    Finding& made = out.emplace_back();
    made.kind = permit_of_unknown_target;
    made.party = permit.party;
    made.measure = permit.target;
    made.on = permit.period.from;
    made.document = permit.document;
  }
  for (const facts::Retention& retention : retentions) {
    if (retention.until < today || names.measures.contains(retention.measure)) continue;
    Finding& made = out.emplace_back();
    made.kind = retention_of_unknown_measure;
    made.case_no = retention.case_no;
    made.party = retention.party;
    made.measure = retention.measure;
    made.on = retention.until;
    made.document = retention.basis;
    made.clause = "四（二）5";
  }
  std::stable_sort(out.begin(), out.end(), [](const Finding& a, const Finding& b) { return a.party < b.party; });
  number_repeats(out);
  return out;
}

std::string subject(const Finding& finding) {
  std::string out = finding.case_no;
  const std::string published = finding.published_on ? finding.published_on->iso() : std::string();
  const std::string on = finding.on ? finding.on->iso() : std::string();
  for (const std::string* piece : {&finding.party, &published, &on, &finding.addressee, &finding.whom, &finding.measure, &finding.document})
    out += "|" + *piece;
  if (finding.nth > 1) out += "|" + std::to_string(finding.nth);
  return out;
}

std::string detail_json(const Finding& finding) {
  boost::json::object out;
  if (!finding.case_no.empty()) out["case_no"] = finding.case_no;
  if (finding.published_on) out["published_on"] = finding.published_on->iso();
  if (!finding.whom.empty()) out["whom"] = finding.whom;
  if (!finding.addressee.empty()) out["addressee"] = finding.addressee;
  if (!finding.measure.empty()) out["measure"] = finding.measure;
  if (finding.on) out[finding.kind == retention_of_unknown_measure ? "until" : "on"] = finding.on->iso();
  if (finding.days_late != 0) out["days_late"] = finding.days_late;
  if (finding.working_days_late) out["working_days_late"] = *finding.working_days_late;
  if (!finding.document.empty()) out["document"] = finding.document;
  if (*finding.clause != '\0') out["clause"] = finding.clause;
  return boost::json::serialize(out);
}

}  // namespace plumb::lifecycle
