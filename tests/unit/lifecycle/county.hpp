// A calendar of 2019 as the State Council's office set it (国办发明电〔2018〕15号, 〔2019〕3号), and short ways to write entries and events.
#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>

#include "runtime/facts/facts.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/lifecycle/working_days.hpp"

namespace plumb::lifecycle {

inline Date day(std::string_view iso) { return Date::parse(iso).value(); }

class Calendar2019 final : public WorkingDays {
 public:
  std::optional<bool> is_working_day(Date date) const override {
    if (date.ymd().year != 2019) return std::nullopt;
    const std::string iso = date.iso();
    const auto within = [&](std::string_view from, std::string_view to) { return from <= iso && iso <= to; };
    const bool holiday = within("2019-01-01", "2019-01-01") || within("2019-02-04", "2019-02-10") || within("2019-04-05", "2019-04-07") ||
                         within("2019-05-01", "2019-05-04") || within("2019-06-07", "2019-06-09") || within("2019-09-13", "2019-09-15") ||
                         within("2019-10-01", "2019-10-07");
    constexpr std::string_view kMakeUp[] = {"2019-02-02", "2019-02-03", "2019-04-28", "2019-05-05", "2019-09-29", "2019-10-12"};
    if (std::find(std::begin(kMakeUp), std::end(kMakeUp), iso) != std::end(kMakeUp)) return true;
    return !holiday && date.weekday() < 5;
  }
};

inline constexpr const char* kCase = "（2019）豫0399执1号";
inline constexpr const char* kParty = "410399198503121236";
inline constexpr const char* kCourt = "样例县人民法院";

inline facts::Entry entry(std::string_view published) {
  facts::Entry out;
  out.case_no = kCase;
  out.party = kParty;
  out.court = kCourt;
  out.published_on = day(published);
  return out;
}

inline Event event(Step step, std::string_view on, std::string by = kCourt, std::string detail = {}) {
  Event out;
  out.case_no = kCase;
  out.party = kParty;
  out.step = step;
  out.on = day(on);
  out.by = std::move(by);
  out.detail = std::move(detail);
  return out;
}

}  // namespace plumb::lifecycle
