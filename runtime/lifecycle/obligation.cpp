#include "runtime/lifecycle/obligation.hpp"

#include <algorithm>
#include <functional>

#include "runtime/identity/name.hpp"
#include "runtime/lifecycle/application.hpp"
#include "runtime/lifecycle/effect.hpp"

namespace plumb::lifecycle {

namespace {

// Who decides on reconsideration (四（二）3); the county's records do not say which court that is.
constexpr const char* kCourtAbove = "上一级人民法院";

class Reading {
 public:
  Reading(const Story& story, const TimeLimits& limits, const WorkingDays& calendar, Date today)
      : story_(story), entry_(story.entry), limits_(limits), calendar_(calendar), today_(today), court_(story.court()) {
    if (entry_ != nullptr && entry_->removed_on && *entry_->removed_on <= today) removed_ = entry_->removed_on;
  }

  std::vector<Obligation> read() {
    const std::vector<Application> objections = applications(story_, Remedy::objection, today_);
    const std::vector<Application> reconsiderations = applications(story_, Remedy::reconsideration, today_);
    for (const Application& one : objections) owe(Limit::examine_objection, court_, one.on, one.decided, one.document);
    for (const Application& one : reconsiderations) owe(Limit::decide_reconsideration, kCourtAbove, one.on, one.decided, one.document);
    listing(objections);
    if (entry_ == nullptr) return std::move(owed_);
    publishing();
    removal();
    if (removed_) after_removal();
    return std::move(owed_);
  }

 private:
  Obligation& owe(Limit limit, std::string whom, Date from, std::optional<Date> done, std::string document) {
    return owed_.emplace_back(Obligation{limit, limits_[limit].from, std::move(whom), {}, from, done, std::move(document)});
  }

  void listing(const std::vector<Application>& objections) {
    const Event* decision = story_.first(Step::listing_decision);
    // A publication is none of a decision that came after it (finding listed_before_decision).
    if (decision == nullptr || (entry_ != nullptr && entry_->published_on < decision->on)) return;
    Date from = decision->on;
    std::optional<Date> done;
    if (entry_ != nullptr) done = entry_->published_on;
    for (const Application& one : objections) {
      if (done && *done < one.on) continue;
      // While an objection is examined the listing waits, and one that was upheld is not published.
      if (!one.decided || one.outcome == Outcome::upheld) {
        if (!done) return;
        continue;
      }
      if (!done || *one.decided <= *done) from = std::max(from, *one.decided);
    }
    owe(Limit::publish, court_, from, done, decision->document);
  }

  void publishing() {
    const std::string& document = entry_->decision_no;
    const Date published = entry_->published_on;
    if (story_.procedure_recorded()) owe(Limit::push, court_, published, day_of(story_.first(Step::push, published)), document);
    const std::optional<Date> told = day_of(story_.first(Step::unit_notice, published));
    // Of an entry that is gone, there is nothing left to tell the unit.
    if (!entry_->publishable && (told || !removed_)) owe(Limit::tell_unit, court_, published, told, document);
  }

  void removal() {
    std::vector<Obligation> grounds;
    const auto ground = [&](Limit limit, Date from, std::string document) {
      grounds.push_back({limit, limits_[limit].from, court_, {}, from, removed_, std::move(document)});
    };
    // One reading with the entry's own ground: a step counts over the entry's column, and a decision where nothing else is known.
    const Effect effect = effect_of(story_.events);
    const bool by_step = effect.ground != nullptr && !effect.ground_by_decision;
    if (by_step) {
      ground(Limit::remove, effect.ground->on, effect.ground->document);
    } else if (entry_->ground_on) {
      const bool by_decision = effect.ground != nullptr && effect.ground_on == entry_->ground_on;
      if (*entry_->ground_on <= today_) ground(Limit::remove, *entry_->ground_on, by_decision ? effect.ground->document : std::string());
    } else if (effect.ground != nullptr && entry_->published_on <= effect.ground->on) {
      ground(Limit::remove, effect.ground->on, effect.ground->document);
    }
    if (entry_->expires_on && (!removed_ || *entry_->expires_on < *removed_)) ground(Limit::end_of_term, *entry_->expires_on, entry_->decision_no);
    const auto first = std::min_element(grounds.begin(), grounds.end(), [&](const Obligation& a, const Obligation& b) { return last_day(a) < last_day(b); });
    if (first != grounds.end()) owed_.push_back(std::move(*first));
  }

  void after_removal() {
    const Event* removal = effect_of(story_.events).removal;
    // A list that only says that an entry is gone tells no steps; what followed is asked for where one of them is recorded.
    const bool recorded = removal != nullptr || story_.has(Step::removal_notice) || story_.has(Step::department_notice);
    if (!recorded) return;
    const std::string document = removal == nullptr ? std::string() : removal->document;
    // A public notice of an entry that must not be published would publish it.
    if (entry_->publishable) owe(Limit::announce_removal, court_, *removed_, day_of(story_.first(Step::removal_notice, removed_)), document);
    const std::vector<std::string> received = names_in_steps([](const Event& event) { return event.step == Step::push; });
    for (const std::string& name : received) owe(Limit::tell_departments, court_, *removed_, day_of(telling(name)), document).addressee = name;
    // Somebody must be told, and nobody recorded whom.
    if (received.empty()) owe(Limit::tell_departments, court_, *removed_, day_of(telling({})), document);
    confirmations();
  }

  // The departments that these steps name, each once, in the order of their names.
  std::vector<std::string> names_in_steps(const std::function<bool(const Event&)>& meant) const {
    std::vector<std::string> out;
    for (const Event* event : story_.events) {
      if (!meant(*event)) continue;
      for (std::string& name : names_in(event->detail)) out.push_back(std::move(name));
    }
    std::sort(out.begin(), out.end());
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
  }

  // A notice dated before the removal is none of it.
  bool tells_of_removal(const Event& event) const { return event.step == Step::department_notice && removed_ <= event.on; }

  // The first notice of the removal to `department`, where empty to anybody; a notice that names nobody is one to everybody.
  const Event* telling(const std::string& department) const {
    for (const Event* event : story_.events) {
      if (!tells_of_removal(*event)) continue;
      const std::vector<std::string> names = names_in(event->detail);
      if (department.empty() || names.empty() || std::find(names.begin(), names.end(), department) != names.end()) return event;
    }
    return nullptr;
  }

  // Once for each department that was told, from the first time on, also where the notice was one to everybody.
  void confirmations() {
    for (const std::string& name : names_in_steps([&](const Event& event) { return event.step == Step::push || tells_of_removal(event); })) {
      const Event* told = telling(name);
      if (told != nullptr) owe(Limit::confirm_lifting, name, told->on, confirmed(name, told->on), told->document);
    }
    for (const Event* event : story_.events) {
      if (event->step != Step::retention || !event->until || event->by.empty() || today_ < *event->until) continue;
      owe(Limit::confirm_lifting, event->by, *event->until, confirmed(event->by, *event->until), event->document).after = Step::retention;
    }
  }

  std::optional<Date> confirmed(const std::string& department, Date from) const {
    for (const Event* event : story_.events) {
      if (event->step == Step::confirmation && event->by == department && from <= event->on) return event->on;
    }
    return std::nullopt;
  }

  static std::optional<Date> day_of(const Event* event) { return event == nullptr ? std::nullopt : std::optional(event->on); }
  Date last_day(const Obligation& obligation) const { return clock(limits_[obligation.limit], obligation.from, calendar_).by; }

  const Story& story_;
  const facts::Entry* entry_;
  const TimeLimits& limits_;
  const WorkingDays& calendar_;
  Date today_;
  std::string court_;
  std::optional<Date> removed_;
  std::vector<Obligation> owed_;
};

}  // namespace

std::vector<Obligation> obligations(const Story& story, const TimeLimits& limits, const WorkingDays& calendar, Date today) {
  return Reading(story, limits, calendar, today).read();
}

Clock clock(const LimitRule& rule, Date from, const WorkingDays& calendar) {
  const Date by_calendar{from.days + rule.days};
  Clock out{by_calendar, plus_working_days(calendar, from, rule.working_days)};
  if (rule.working && out.by_working) out.by = *out.by_working;
  return out;
}

std::vector<std::string> names_in(std::string_view text) {
  constexpr std::string_view kMarks[] = {"、", "；", "，", ";", ","};
  std::vector<std::string> out;
  while (!text.empty()) {
    size_t end = text.size(), next = text.size();
    for (const std::string_view mark : kMarks) {
      const size_t at = text.find(mark);
      if (at >= end) continue;
      end = at;
      next = at + mark.size();
    }
    if (const std::string_view name = identity::trim(text.substr(0, end)); !name.empty()) out.emplace_back(name);
    text.remove_prefix(next);
  }
  return out;
}

}  // namespace plumb::lifecycle
