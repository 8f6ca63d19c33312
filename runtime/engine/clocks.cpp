// The public Registry's calls that read clocks: what is due, what went wrong, counts. Working days come from the rule set.
#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <iterator>
#include <map>
#include <set>
#include <unordered_map>

#include "compiler/base/csv_line.hpp"
#include "compiler/base/printable.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/ir/calendar.hpp"
#include "compiler/ir/program.hpp"
#include "runtime/engine/finding_text.hpp"
#include "runtime/engine/registry_state.hpp"
#include "runtime/identity/erased.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/lifecycle/due.hpp"
#include "runtime/lifecycle/finding.hpp"
#include "runtime/lifecycle/statistics.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/finding_shown.hpp"
#include "runtime/registry/moment.hpp"

namespace plumb {

namespace {

// The rule set's default calendar; without one no working day is known.
class RuleCalendar final : public lifecycle::WorkingDays {
 public:
  explicit RuleCalendar(const ir::Program& program) {
    if (program.default_calendar.valid()) calendar_ = &program.calendars[program.default_calendar];
  }
  std::optional<bool> is_working_day(Date day) const override {
    if (calendar_ == nullptr || day < calendar_->first || calendar_->last < day) return std::nullopt;
    return ir::is_working_day(*calendar_, day);
  }

 private:
  const ir::Calendar* calendar_ = nullptr;
};

// push=1, announce_removal=2w. Errors: usage.limit, .limit_twice.
Result<lifecycle::TimeLimits> limits_of(const std::vector<std::string>& written) {
  lifecycle::TimeLimits out;
  std::map<std::string_view, std::string_view> said;
  for (const std::string& one : written) {
    const size_t equals = std::min(one.find('='), one.size());
    const auto [before, is_first] = said.emplace(std::string_view(one).substr(0, equals), one);
    if (!is_first && before->second != one) return registry::failure("usage.limit_twice", std::string(before->second) + ", " + one);
    std::string_view days = std::string_view(one).substr(std::min(equals + 1, one.size()));
    const bool working = days.ends_with('w');
    if (working) days.remove_suffix(1);
    int count = -1;
    const auto [end, fault] = std::from_chars(days.data(), days.data() + days.size(), count);
    const bool whole = fault == std::errc() && end == days.data() + days.size();
    if (!whole || !out.set(std::string_view(one).substr(0, equals), count, working)) {
      std::string free;
      for (const lifecycle::LimitRule& rule : lifecycle::usual_limits()) {
        if (rule.origin == lifecycle::Origin::court) free.append(free.empty() ? "" : ", ").append(rule.alias);
      }
      return registry::failure("usage.limit", one + " (" + free + ")");
    }
  }
  return out;
}

// A department may be recorded by alias, title or short name; here it has its title.
class DepartmentNames {
 public:
  explicit DepartmentNames(const ir::Program& program) {
    for (const ir::Department& department : program.departments) {
      titles_.emplace(department.name.zh, department.name.zh);
      titles_.emplace(department.name.alias, department.name.zh);
      for (const std::string& name : department.short_names) titles_.emplace(name, department.name.zh);
    }
  }
  std::string title(const std::string& name) const {
    const auto found = titles_.find(name);
    return found == titles_.end() ? name : found->second;
  }
  std::set<std::string> titles() const {
    std::set<std::string> out;
    for (const auto& [name, title] : titles_) out.insert(title);
    return out;
  }
  void put_in(lifecycle::Event& event) const {
    event.by = title(event.by);
    if (event.step != lifecycle::Step::push && event.step != lifecycle::Step::department_notice) return;
    std::string names;
    for (const std::string& name : lifecycle::names_in(event.detail)) names += (names.empty() ? "" : "、") + title(name);
    event.detail = std::move(names);
  }

 private:
  std::unordered_map<std::string, std::string> titles_;
};

lifecycle::RuleNames names_in(const ir::Program& program) {
  lifecycle::RuleNames out;
  for (const ir::Measure& measure : program.measures) out.measures.insert({measure.name.zh, measure.name.alias});
  for (const ir::Matter& matter : program.matters) out.matters.insert({matter.name.zh, matter.name.alias});
  return out;
}

// What every call here reads: the list, its stories, the clocks.
struct Reading {
  registry::List list;
  std::vector<lifecycle::Story> stories;  // into `list`
  lifecycle::TimeLimits limits;
  RuleCalendar calendar;
  DepartmentNames departments;
  lifecycle::RuleNames names;
  Date today;

  explicit Reading(const RuleSet& rules) : calendar(rules.program()), departments(rules.program()), names(names_in(rules.program())) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;
};

// Everything but the list. Errors: usage.day, usage.limit, usage.limit_twice.
Result<std::unique_ptr<Reading>> prepare(const RuleSet& rules, const ClockOptions& options) {
  auto out = std::make_unique<Reading>(rules);
  const auto today = registry::given_day(options.as_of);
  if (!today) return today.error();
  auto limits = limits_of(options.limits);
  if (!limits) return limits.error();
  out->today = *today;
  out->limits = *limits;
  return out;
}

void take(Reading& reading, registry::List list) {
  reading.list = std::move(list);
  for (lifecycle::Event& event : reading.list.events) reading.departments.put_in(event);
  reading.stories = lifecycle::stories(reading.list.entries, reading.list.events, reading.today);
}

Result<std::unique_ptr<Reading>> read(registry::Registry& store, const RuleSet& rules, const ClockOptions& options) {
  auto out = prepare(rules, options);
  if (!out) return out;
  auto list = store.list();
  if (!list) return list.error();
  take(**out, *std::move(list));
  return out;
}

lifecycle::Format format_of(const std::string& name) {
  if (name == "json") return lifecycle::Format::json;
  return name == "csv" ? lifecycle::Format::csv : lifecycle::Format::text;
}

// A finding of any kind, as it is told. Identifiers in `detail` are hidden where they are not asked for.
struct Told {
  std::string kind, party, detail;
  int64_t number = 0;  // of one that is kept; 0: as the clocks show it
};

std::string written(const std::vector<Told>& findings, lifecycle::Format format, Language language, bool reveal) {
  const bool zh = language == Language::zh;
  std::string out;
  if (format == lifecycle::Format::csv) {
    append_csv_line(
        out, zh ? std::vector<std::string>{"种类", "名称", "主体", "详情", "编号"} : std::vector<std::string>{"kind", "title", "party", "detail", "number"},
        CsvGuard::formulas);
  }
  if (format == lifecycle::Format::json) out = "[";
  bool first = true;
  for (const Told& finding : findings) {
    const std::string party = reveal ? finding.party : identity::masked_for_display(finding.party);
    const std::string detail = reveal ? finding.detail : registry::detail_hidden(finding.detail, {finding.party, {}});
    const std::string title = registry::finding_title(finding.kind, language);
    switch (format) {
      case lifecycle::Format::text:
        out += title + (zh ? "：" : ": ") + printable(party) + (zh ? "，" : ", ") + printable(finding_told(finding.kind, detail, language));
        out += (finding.number == 0 ? "" : "  #" + std::to_string(finding.number)) + "\n";
        break;
      case lifecycle::Format::csv:
        append_csv_line(out,
                        {finding.kind, title, party, finding_told(finding.kind, detail, language), finding.number == 0 ? "" : std::to_string(finding.number)},
                        CsvGuard::formulas);
        break;
      case lifecycle::Format::json: {
        boost::system::error_code fault;
        const boost::json::value object = boost::json::parse(detail, fault);
        out += first ? "\n" : ",\n";
        out += boost::json::serialize(boost::json::object{{"kind", finding.kind},
                                                          {"title", title},
                                                          {"party", party},
                                                          {"detail", fault ? boost::json::value(detail) : object},
                                                          {"number", finding.number == 0 ? boost::json::value() : boost::json::value(finding.number)}});
        break;
      }
    }
    first = false;
  }
  if (format == lifecycle::Format::json) out += first ? "]\n" : "\n]\n";
  return out;
}

// Entries on minors that were kept aside as findings.
std::vector<lifecycle::SetAside> minors_among(const std::vector<registry::Finding>& findings) {
  std::vector<lifecycle::SetAside> out;
  for (const registry::Finding& finding : findings) {
    if (finding.kind != "entry_on_minor") continue;
    boost::system::error_code fault;
    const boost::json::value detail = boost::json::parse(finding.detail, fault);
    if (fault || !detail.is_object()) continue;
    const auto text = [&](const char* key) {
      const boost::json::value* found = detail.get_object().if_contains(key);
      return found != nullptr && found->is_string() ? std::string(found->get_string()) : std::string();
    };
    if (const auto published = Date::parse(text("published_on"))) out.push_back({text("court"), *published});
  }
  return out;
}

// What the clocks show: as it is told, and as it is kept.
struct Found {
  std::vector<Told> told;
  std::vector<registry::NewFinding> lasting;
};

Found found_in(const Reading& reading) {
  Found out;
  std::vector<lifecycle::Finding> findings = lifecycle::findings(reading.stories, reading.limits, reading.calendar, reading.today);
  std::vector<lifecycle::Finding> unknown =
      lifecycle::findings_of_unknown_measures(reading.list.permits, reading.list.retentions, reading.names, reading.today);
  std::move(unknown.begin(), unknown.end(), std::back_inserter(findings));
  for (const lifecycle::Finding& finding : findings) {
    if (identity::is_erased_mark(finding.party)) continue;  // there is nobody to look after
    const std::string kind = lifecycle::word(finding.kind).alias;
    out.told.push_back({kind, finding.party, lifecycle::detail_json(finding), 0});
    // What is still open grows later by itself; what is kept says since when.
    lifecycle::Finding lasting = finding;
    if (lifecycle::word(finding.kind).fault == lifecycle::Fault::omitted) {
      lasting.days_late = 0;
      lasting.working_days_late.reset();
    }
    out.lasting.push_back({kind, lifecycle::subject(finding), finding.party, lifecycle::detail_json(lasting)});
  }
  return out;
}

// How much of two names is the same from both ends: enough to tell which was meant.
size_t alike(std::string_view a, std::string_view b) {
  const size_t shorter = std::min(a.size(), b.size());
  size_t head = 0, tail = 0;
  while (head < shorter && a[head] == b[head]) ++head;
  while (tail < shorter - head && a[a.size() - 1 - tail] == b[b.size() - 1 - tail]) ++tail;
  return head + tail;
}

// Whether the characters of `typed` stand in `name` in their order, as those of a short form do (公安 in 县公安局).
bool is_short_form(std::string_view typed, std::string_view name) {
  size_t at = 0;
  for (size_t from = 0; from < typed.size();) {
    const size_t length = std::max<size_t>(unicode::decode(typed, from).length, 1);
    const size_t found = name.find(typed.substr(from, length), at);
    if (found == std::string_view::npos) return false;
    at = found + length;
    from += length;
  }
  return true;
}

// Error: `code`, with the names that are most like this one.
Result<void> must_be_among(std::set<std::string>& names, const std::string& name, std::string_view code) {
  names.erase("");
  if (names.contains(name)) return {};
  constexpr size_t kShown = 3;
  std::vector<std::string> near(names.begin(), names.end());
  std::stable_sort(near.begin(), near.end(), [&](const std::string& a, const std::string& b) {
    return std::pair(is_short_form(name, a), alike(a, name)) > std::pair(is_short_form(name, b), alike(b, name));
  });
  near.resize(std::min(near.size(), kShown));
  std::string known;
  for (const std::string& one : near) known += (known.empty() ? " → " : "、") + one;
  return registry::failure(code, name + known);
}

// Of a court that no entry and no step knows nothing is overdue, which would be taken for good news. Error: usage.court.
Result<void> check_court(const Reading& reading, const std::string& court) {
  if (court.empty()) return {};
  std::set<std::string> courts;
  for (const facts::Entry& entry : reading.list.entries) courts.insert(entry.court);
  for (const lifecycle::Event& event : reading.list.events) {
    if (lifecycle::word(event.step).actor == lifecycle::Actor::court) courts.insert(event.by);
  }
  for (const lifecycle::Story& story : reading.stories) {
    for (const lifecycle::Obligation& owed : lifecycle::obligations(story, reading.limits, reading.calendar, reading.today)) courts.insert(owed.whom);
  }
  return must_be_among(courts, court, "usage.court");
}

// A department that the rule set and no step know owes nothing, for the same reason. Error: usage.department.
Result<void> check_department(const Reading& reading, const std::string& department) {
  if (department.empty()) return {};
  std::set<std::string> departments = reading.departments.titles();
  for (const lifecycle::Event& event : reading.list.events) {
    if (lifecycle::word(event.step).actor == lifecycle::Actor::department) departments.insert(event.by);
    if (event.step != lifecycle::Step::push && event.step != lifecycle::Step::department_notice) continue;
    for (const std::string& name : lifecycle::names_in(event.detail)) departments.insert(name);
  }
  return must_be_among(departments, department, "usage.department");
}

// Clocks and findings are seen by their own right, identifiers in full by another.
template <typename State>
Result<void> may_see(State& state, bool reveal) {
  auto may = state.require({Right::findings});
  return may ? state.require_reveal(reveal) : may;
}

}  // namespace

Result<DueList> Registry::due(const RuleSet& rules, const DueOptions& options) {
  if (auto may = may_see(*state_, options.clock.reveal); !may) return may.error();
  auto reading = read(state_->store, rules, options.clock);
  if (!reading) return reading.error();
  std::vector<lifecycle::Deadline> deadlines =
      lifecycle::deadlines((*reading)->stories, (*reading)->limits, (*reading)->calendar, (*reading)->today, options.ahead);
  if (auto known = check_court(**reading, options.court); !known) return known.error();
  const std::string department = (*reading)->departments.title(options.department);
  if (auto known = check_department(**reading, department); !known) return known.error();
  std::erase_if(deadlines, [](const lifecycle::Deadline& d) { return identity::is_erased_mark(d.party); });
  std::erase_if(deadlines, [&](const lifecycle::Deadline& d) {
    const bool court = d.actor == lifecycle::Actor::court;
    if (options.court.empty() && options.department.empty()) return false;
    // What no known court owes may be this one's; nobody else's.
    if (court) return options.court.empty() || (d.whom != options.court && !d.whom.empty());
    return department.empty() || d.whom != department;
  });
  DueList out;
  for (const lifecycle::Deadline& d : deadlines) ++(d.overdue() ? out.overdue : out.open);
  out.text = lifecycle::written(deadlines, format_of(options.format), options.clock.language, options.clock.reveal);
  return out;
}

Result<FindingList> Registry::check_clocks(const RuleSet& rules, const FindingOptions& options) {
  if (auto may = may_see(*state_, options.clock.reveal); !may) return may.error();
  auto reading = prepare(rules, options.clock);
  if (!reading) return reading.error();
  if (options.recorded_at) {
    const auto moment = registry::canonical_moment(*options.recorded_at);  // one that cannot be read is told by whoever records
    if (moment && registry::day_in_beijing(*moment) < (*reading)->today) return registry::failure("usage.keep_to_come", options.clock.as_of);
  }
  FindingList out;
  const auto look = [&](registry::List list) -> Result<std::vector<registry::NewFinding>> {
    take(**reading, std::move(list));
    const Found found = found_in(**reading);
    out.count = found.told.size();
    out.text = written(found.told, format_of(options.format), options.clock.language, options.clock.reveal);
    return found.lasting;
  };
  if (!options.recorded_at) {
    auto list = state_->store.list();
    if (!list) return list.error();
    if (auto done = look(*std::move(list)); !done) return done.error();
    return out;
  }
  std::vector<std::string_view> kinds;
  for (const lifecycle::FindingWord& word : lifecycle::finding_words()) kinds.emplace_back(word.alias);
  const auto changes = state_->store.look_for_findings(look, kinds, *options.recorded_at);
  if (!changes) return changes.error();
  out.kept = *changes;
  return out;
}

Result<FindingList> Registry::findings(const std::string& format, Language language, bool reveal) {
  if (auto may = may_see(*state_, reveal); !may) return may.error();
  const auto found = state_->store.findings();
  if (!found) return found.error();
  std::vector<Told> told;
  for (const registry::Finding& finding : *found) told.push_back({finding.kind, finding.party, finding.detail, finding.number});
  return FindingList{written(told, format_of(format), language, reveal), told.size(), 0};
}

Result<std::string> Registry::statistics(const RuleSet& rules, const StatisticsOptions& options) {
  if (auto may = may_see(*state_, false); !may) return may.error();
  std::optional<Date> since;
  if (options.since) {
    const auto day = registry::given_day(*options.since);
    if (!day) return day.error();
    since = *day;
  }
  auto reading = read(state_->store, rules, options.clock);
  if (!reading) return reading.error();
  const auto found = state_->store.findings();
  if (!found) return found.error();
  const lifecycle::Statistics counts =
      lifecycle::statistics((*reading)->stories, minors_among(*found), (*reading)->limits, (*reading)->calendar, (*reading)->today, since);
  const auto by = options.by_department ? lifecycle::By::department : lifecycle::By::court;
  if (options.format == "text") return lifecycle::statistics_text(counts, by, options.clock.language);
  return options.format == "json" ? lifecycle::statistics_json(counts, by) : lifecycle::statistics_csv(counts, by, options.clock.language);
}

}  // namespace plumb
