#include "tools/cli/one_report.hpp"

#include <fmt/core.h>

#include <array>
#include <boost/json.hpp>
#include <charconv>
#include <string_view>

namespace plumb::cli {

namespace {

// Numbers of the same name are added, arrays joined; what else stands in the first report holds for all.
std::string joined_json(const std::vector<std::string>& reports) {
  boost::json::object out = boost::json::parse(reports.front()).as_object();
  for (size_t i = 1; i < reports.size(); ++i) {
    const boost::json::value next = boost::json::parse(reports[i]);
    for (const auto& [key, value] : next.as_object()) {
      boost::json::value& there = out[key];
      if (value.is_array()) {
        for (const boost::json::value& element : value.as_array()) there.as_array().push_back(element);
      } else if (value.is_int64()) {
        there = there.as_int64() + value.as_int64();
      }
    }
  }
  return boost::json::serialize(out) + "\n";
}

uint64_t attribute(std::string_view element, std::string_view name) {
  const size_t at = element.find(fmt::format(" {}=\"", name));
  uint64_t number = 0;
  if (at != std::string_view::npos) std::from_chars(element.data() + at + name.size() + 3, element.data() + element.size(), number);
  return number;
}

// <testsuites tests="2" …> … </testsuites>: the suites of all, under counts that are added.
std::string joined_junit(const std::vector<std::string>& reports) {
  constexpr std::string_view kOpen = "<testsuites", kClose = "</testsuites>";
  constexpr std::array<const char*, 3> kCounts = {"tests", "failures", "errors"};
  std::array<uint64_t, 3> sums{};
  std::string suites;
  for (const std::string& report : reports) {
    const std::string_view text = report;
    const size_t open = text.find(kOpen), inside = text.find('>', open) + 1, close = text.rfind(kClose);
    for (size_t i = 0; i < kCounts.size(); ++i) sums[i] += attribute(text.substr(open, inside - open), kCounts[i]);
    suites += text.substr(inside, close - inside);
  }
  return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites tests=\"{}\" failures=\"{}\" errors=\"{}\">{}</testsuites>\n", sums[0], sums[1],
                     sums[2], suites);
}

}  // namespace

std::string one_report(ReportFormat format, const std::vector<std::string>& reports) {
  if (reports.size() == 1) return reports.front();
  return format == ReportFormat::junit ? joined_junit(reports) : joined_json(reports);
}

}  // namespace plumb::cli
