// Stories → counts per court and per department, as the notice's appraisal asks for them (四（一）, 四（二）6).
//
// Counted as of a day, over all that is known or since a first day. The names of columns are stable. Pure; any thread.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "compiler/base/language.hpp"
#include "runtime/lifecycle/finding.hpp"

namespace plumb::lifecycle {

enum class Count : uint8_t {
  listed,           // published in the period
  live,             // still there at its end
  not_publishable,  // of the listed
  minors,           // entries on minors
  unrecorded,       // of the listed: no step of how they came to be is recorded
  removed,          // removed in the period
  removed_in_time,  // of those whose ground or end of term is recorded
  removed_late,
  removal_overdue,  // to be removed, and not removed at the period's end
  listed_late,
  listing_overdue,  // decided on, and not published in time
  pushed_late,
  push_overdue,
  objections,  // made in the period
  objections_upheld,
  objections_dismissed,
  objections_pending,
  objections_late,  // decided late, or overdue
  reconsiderations,
  units_not_told,
  removals_not_announced,
  departments_not_told,
  retained,  // retentions made
  suspended,
  wrong_listings,  // all findings about a listing that should not have been, or not so
  wrong_removals,
};
inline constexpr size_t kCountCount = 26;

enum class DepartmentCount : uint8_t {
  received,   // entries pushed to it
  told,       // removals that it was told of
  confirmed,  // of these, confirmed
  in_time,
  late,
  overdue,   // not confirmed, and the last day is past
  not_told,  // removals that it should have been told of, and was not, in time
  retained,  // retentions it made
};
inline constexpr size_t kDepartmentCountCount = 8;

template <size_t n>
struct CountRow {
  std::string name;  // of the court or department; empty: not recorded
  std::array<uint64_t, n> counts{};
};
using CourtRow = CountRow<kCountCount>;
using DepartmentRow = CountRow<kDepartmentCountCount>;

struct Statistics {
  std::vector<CourtRow> courts;            // by name
  std::vector<DepartmentRow> departments;  // by name
};

// An entry on a minor that was kept aside, and is none of the stories.
struct SetAside {
  std::string court;
  Date published_on;
};

// `since`: only what happened on or after that day counts; nothing: everything.
Statistics statistics(std::span<const Story> stories, std::span<const SetAside> minors, const TimeLimits& limits, const WorkingDays& calendar, Date today,
                      std::optional<Date> since);

enum class By : uint8_t { court, department };
// Numbers in names hide places. CSV: UTF-8, a header of aliases, or of Chinese titles where the language is Chinese. JSON: an array of objects with aliases as keys.
// Text: columns that stand below each other on a terminal, the numbers to the right; courts side by side, since a county has few and there is much to
// count of each, departments below each other.
std::string statistics_text(const Statistics& statistics, By by, Language language);
std::string statistics_csv(const Statistics& statistics, By by, Language language);
std::string statistics_json(const Statistics& statistics, By by);

}  // namespace plumb::lifecycle
