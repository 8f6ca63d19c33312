#include "runtime/lifecycle/statistics.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "compiler/base/csv_line.hpp"
#include "compiler/base/printable.hpp"
#include "compiler/base/unicode.hpp"
#include "runtime/identity/erased.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/free_text.hpp"
#include "runtime/lifecycle/application.hpp"

namespace plumb::lifecycle {

namespace {

struct CountWord {
  const char* alias;
  const char* zh;
};

// In the order of Count.
constexpr std::array<CountWord, kCountCount> kCourtWords = {{
    {"listed", "纳入"},
    {"live", "在列"},
    {"not_publishable", "不宜公开"},
    {"minors", "涉未成年人"},
    {"unrecorded", "无程序记录"},
    {"removed", "撤销或屏蔽"},
    {"removed_in_time", "按期撤销"},
    {"removed_late", "迟延撤销"},
    {"removal_overdue", "逾期未撤销"},
    {"listed_late", "迟延纳入"},
    {"listing_overdue", "逾期未纳入"},
    {"pushed_late", "迟延推送"},
    {"push_overdue", "逾期未推送"},
    {"objections", "异议"},
    {"objections_upheld", "异议成立"},
    {"objections_dismissed", "异议驳回"},
    {"objections_pending", "异议未决"},
    {"objections_late", "异议逾期审查"},
    {"reconsiderations", "复议"},
    {"units_not_told", "未通报所在单位"},
    {"removals_not_announced", "撤销未公告"},
    {"departments_not_told", "撤销未通报部门"},
    {"retained", "保留"},
    {"suspended", "暂停"},
    {"wrong_listings", "错误或违规纳入"},
    {"wrong_removals", "违规撤销"},
}};

// In the order of DepartmentCount.
constexpr std::array<CountWord, kDepartmentCountCount> kDepartmentWords = {{
    {"received", "收到推送"},
    {"told", "收到撤销通报"},
    {"confirmed", "确认解除"},
    {"in_time", "按期解除"},
    {"late", "迟延解除"},
    {"overdue", "逾期未确认"},
    {"not_told", "应通报未通报"},
    {"retained", "保留"},
}};

// Which count a finding adds to, if any.
std::optional<Count> counted_as(FindingKind kind) {
  switch (kind) {
    case FindingKind::late_listing:
      return Count::listed_late;
    case FindingKind::omitted_listing:
      return Count::listing_overdue;
    case FindingKind::late_push:
      return Count::pushed_late;
    case FindingKind::omitted_push:
      return Count::push_overdue;
    case FindingKind::unit_not_told:
      return Count::units_not_told;
    case FindingKind::late_objection_decision:
    case FindingKind::overdue_objection_decision:
      return Count::objections_late;
    case FindingKind::omitted_removal:
      return Count::removal_overdue;
    case FindingKind::removal_not_announced:
      return Count::removals_not_announced;
    case FindingKind::department_not_told:
      return Count::departments_not_told;
    case FindingKind::wrong_listing:
    case FindingKind::listed_without_risk_notice:
    case FindingKind::listed_without_service:
    case FindingKind::listed_before_decision:
    case FindingKind::listed_under_objection:
    case FindingKind::listed_minor:
      return Count::wrong_listings;
    case FindingKind::removal_without_ground:
    case FindingKind::removal_before_ground:
      return Count::wrong_removals;
    case FindingKind::late_unit_notice:
    case FindingKind::late_reconsideration_decision:
    case FindingKind::overdue_reconsideration_decision:
    case FindingKind::late_removal:
    case FindingKind::late_removal_notice:
    case FindingKind::late_department_notice:
    case FindingKind::late_confirmation:
    case FindingKind::overdue_confirmation:
    case FindingKind::retention_without_basis:
    case FindingKind::retention_of_wrong_entry:
    case FindingKind::decision_without_outcome:
    case FindingKind::suspension_without_end:
    case FindingKind::event_without_entry:
    case FindingKind::permit_of_unknown_target:
    case FindingKind::retention_of_unknown_measure:
      return std::nullopt;
  }
  return std::nullopt;
}

class Counting {
 public:
  Counting(const TimeLimits& limits, const WorkingDays& calendar, Date today, std::optional<Date> since)
      : limits_(limits), calendar_(calendar), today_(today), since_(since) {}

  void add(const Story& story) {
    court_ = &courts_[story.court()];
    if (story.entry != nullptr) entry(story);
    remedies(story);
    for (const Obligation& owed : obligations(story, limits_, calendar_, today_)) obligation(owed);
    for (const Finding& found : findings({&story, 1}, limits_, calendar_, today_)) {
      // Days and what offices decided outlive an erasure; by an earlier version, the grounds of removals did not.
      const bool of_removal = found.kind == FindingKind::removal_without_ground || found.kind == FindingKind::removal_before_ground;
      if (of_removal && identity::is_erased_mark(story.party)) continue;
      if (const auto as = counted_as(found.kind); as && found.on && in_period(*found.on)) ++at(*as);
    }
    for (const Event* event : story.events) {
      if (in_period(event->on)) step(*event);
    }
  }

  void add(const SetAside& minor) {
    court_ = &courts_[minor.court];
    if (in_period(minor.published_on)) ++at(Count::minors);
  }

  Statistics finish() {
    Statistics out;
    for (auto& [name, counts] : courts_) out.courts.push_back({name, counts});
    for (auto& [name, counts] : departments_) out.departments.push_back({name, counts});
    return out;
  }

 private:
  bool in_period(Date day) const { return day <= today_ && (!since_ || *since_ <= day); }
  uint64_t& at(Count count) { return (*court_)[static_cast<size_t>(count)]; }
  uint64_t& at(const std::string& department, DepartmentCount count) { return departments_[department][static_cast<size_t>(count)]; }

  void entry(const Story& story) {
    const facts::Entry& entry = *story.entry;
    const bool removed = entry.removed_on && *entry.removed_on <= today_;
    if (!removed) ++at(Count::live);
    if (removed && in_period(*entry.removed_on)) ++at(Count::removed);
    if (!in_period(entry.published_on)) return;
    ++at(Count::listed);
    if (!entry.publishable) ++at(Count::not_publishable);
    if (identity::was_minor_on(entry.party, entry.published_on)) ++at(Count::minors);
    if (!story.procedure_recorded()) ++at(Count::unrecorded);
  }

  void remedies(const Story& story) {
    for (const Application& one : applications(story, Remedy::objection, today_)) {
      if (!in_period(one.on)) continue;
      ++at(Count::objections);
      if (!one.decided)
        ++at(Count::objections_pending);
      else if (one.outcome != Outcome::unknown)
        ++at(one.outcome == Outcome::upheld ? Count::objections_upheld : Count::objections_dismissed);
    }
    for (const Application& one : applications(story, Remedy::reconsideration, today_)) {
      if (in_period(one.on)) ++at(Count::reconsiderations);
    }
  }

  void obligation(const Obligation& owed) {
    const Date by = clock(limits_[owed.limit], owed.from, calendar_).by;
    if (owed.limit == Limit::remove || owed.limit == Limit::end_of_term) {
      if (owed.done && in_period(*owed.done)) ++at(*owed.done <= by ? Count::removed_in_time : Count::removed_late);
    } else if (owed.limit == Limit::tell_departments) {
      const bool missed = !owed.done && by < today_;
      if (missed && !owed.addressee.empty() && in_period(by)) ++at(owed.addressee, DepartmentCount::not_told);
    } else if (owed.limit == Limit::confirm_lifting && in_period(owed.from)) {
      if (owed.after == Step::department_notice) ++at(owed.whom, DepartmentCount::told);
      if (owed.done) {
        ++at(owed.whom, DepartmentCount::confirmed);
        ++at(owed.whom, *owed.done <= by ? DepartmentCount::in_time : DepartmentCount::late);
      } else if (by < today_) {
        ++at(owed.whom, DepartmentCount::overdue);
      }
    }
  }

  void step(const Event& event) {
    if (event.step == Step::suspension) ++at(Count::suspended);
    if (event.step == Step::retention) {
      ++at(Count::retained);
      if (!event.by.empty()) ++at(event.by, DepartmentCount::retained);
    }
    if (event.step != Step::push) return;
    for (const std::string& name : names_in(event.detail)) ++at(name, DepartmentCount::received);
  }

  const TimeLimits& limits_;
  const WorkingDays& calendar_;
  Date today_;
  std::optional<Date> since_;
  std::map<std::string, std::array<uint64_t, kCountCount>> courts_;
  std::map<std::string, std::array<uint64_t, kDepartmentCountCount>> departments_;
  std::array<uint64_t, kCountCount>* court_ = nullptr;
};

template <size_t n>
std::string csv(const std::vector<CountRow<n>>& rows, const std::array<CountWord, n>& words, CountWord first, Language language) {
  const auto say = [&](const CountWord& word) { return std::string(language == Language::zh ? word.zh : word.alias); };
  std::vector<std::string> line{say(first)};
  for (const CountWord& word : words) line.push_back(say(word));
  std::string out;
  append_csv_line(out, line, CsvGuard::formulas);
  for (const auto& row : rows) {
    line.assign(1, identity::numbers_hidden(row.name));
    for (const uint64_t count : row.counts) line.push_back(std::to_string(count));
    append_csv_line(out, line, CsvGuard::formulas);
  }
  return out;
}

using Lines = std::vector<std::vector<std::string>>;

// The first column to the left, the others to the right, each as wide as its widest word. REQUIRES: lines of one length.
std::string aligned(const Lines& lines, Language language) {
  if (lines.front().size() == 1 || lines.size() == 1) return language == Language::zh ? "没有可统计的\n" : "there is nothing to count\n";
  std::vector<size_t> widths(lines.front().size());
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) widths[i] = std::max(widths[i], unicode::width(line[i]));
  }
  std::string out;
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) {
      const std::string gap(widths[i] - unicode::width(line[i]), ' ');
      out += i == 0 ? line[i] + gap : "  " + gap + line[i];
    }
    out += '\n';
  }
  return out;
}

Lines turned(const Lines& lines) {
  Lines out(lines.front().size());
  for (const auto& line : lines) {
    for (size_t i = 0; i < line.size(); ++i) out[i].push_back(line[i]);
  }
  return out;
}

template <size_t n>
Lines lines_of(const std::vector<CountRow<n>>& rows, const std::array<CountWord, n>& words, CountWord first, Language language) {
  const bool zh = language == Language::zh;
  const auto say = [&](const CountWord& word) {
    std::string out = zh ? word.zh : word.alias;
    std::replace(out.begin(), out.end(), '_', ' ');
    return out;
  };
  Lines out{{say(first)}};
  for (const CountWord& word : words) out.front().push_back(say(word));
  for (const auto& row : rows) {
    std::vector<std::string>& line = out.emplace_back();
    // One line is one row, whatever somebody typed for a name.
    line.push_back(row.name.empty() ? (zh ? "未注明" : "not recorded") : printable(identity::numbers_hidden(row.name)));
    for (const uint64_t count : row.counts) line.push_back(std::to_string(count));
  }
  return out;
}

template <size_t n>
std::string json(const std::vector<CountRow<n>>& rows, const std::array<CountWord, n>& words, const char* first) {
  std::string out = "[";
  for (size_t i = 0; i < rows.size(); ++i) {
    boost::json::object object;
    object[first] = rows[i].name.empty() ? boost::json::value(nullptr) : boost::json::value(identity::numbers_hidden(rows[i].name));
    for (size_t k = 0; k < n; ++k) object[words[k].alias] = rows[i].counts[k];
    out += (i == 0 ? "\n" : ",\n") + boost::json::serialize(object);
  }
  return out + (rows.empty() ? "]\n" : "\n]\n");
}

}  // namespace

Statistics statistics(std::span<const Story> stories, std::span<const SetAside> minors, const TimeLimits& limits, const WorkingDays& calendar, Date today,
                      std::optional<Date> since) {
  Counting counting(limits, calendar, today, since);
  for (const SetAside& minor : minors) counting.add(minor);
  for (const Story& story : stories) counting.add(story);
  return counting.finish();
}

std::string statistics_text(const Statistics& statistics, By by, Language language) {
  if (by == By::court) return aligned(turned(lines_of(statistics.courts, kCourtWords, {"court", "法院"}, language)), language);
  return aligned(lines_of(statistics.departments, kDepartmentWords, {"department", "部门"}, language), language);
}

std::string statistics_csv(const Statistics& statistics, By by, Language language) {
  if (by == By::court) return csv(statistics.courts, kCourtWords, {"court", "法院"}, language);
  return csv(statistics.departments, kDepartmentWords, {"department", "部门"}, language);
}

std::string statistics_json(const Statistics& statistics, By by) {
  return by == By::court ? json(statistics.courts, kCourtWords, "court") : json(statistics.departments, kDepartmentWords, "department");
}

}  // namespace plumb::lifecycle
