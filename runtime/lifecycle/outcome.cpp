#include "runtime/lifecycle/outcome.hpp"

#include <algorithm>
#include <initializer_list>

#include "runtime/facts/denial.hpp"

namespace plumb::lifecycle {

namespace {

using facts::Place;
using facts::Standing;

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }
bool holds_any(std::string_view text, std::initializer_list<std::string_view> parts) {
  return std::any_of(parts.begin(), parts.end(), [&](std::string_view part) { return holds(text, part); });
}

// 申请撤销, but not 申请人.
bool asks_for(std::string_view text) {
  for (size_t at = text.find("申请"); at != std::string_view::npos; at = text.find("申请", at + 1)) {
    if (!text.substr(at).starts_with("申请人")) return true;
  }
  return holds_any(text, {"请求", "要求", "主张"});
}

class Reading {
 public:
  explicit Reading(std::string_view detail) : detail_(detail) {}

  Outcome read() {
    doubt_ = holds_any(detail_, {"撤回", "撤诉", "发回", "重新审查", "另行", "withdrawn"});
    for (const Place& place : facts::places_of(detail_, "成立")) {
      if (!place.after.starts_with("于")) upholding(place, is_about_listing(place.before, {"纳入", "失信"}, {"异议", "复议", "错误", "不当", "主张", "请求"}));
    }
    for (const Place& place : facts::places_of(detail_, "撤销")) {
      // What somebody asked for is no answer to it, and who revokes an application decides on no objection.
      const bool asked = asks_for(place.before) || holds_any(place.after, {"申请", "请求", "异议"});
      if (!asked || place.standing == Standing::denied) upholding(place, false);
    }
    for (const Place& place : facts::places_of(detail_, "支持")) {
      // 证据支持 says of the evidence what 予以支持 says of the objection.
      if (place.standing != Standing::said || place.before.empty() || place.before.ends_with("予以") || place.before.ends_with("予")) upholding(place, false);
    }
    for (const Place& place : facts::places_of(detail_, "upheld")) {
      upholding(place, is_about_listing(detail_, {"decision", "listing", "entry", "ruling", "order"}, {"objection", "reconsideration"}));
    }
    for (const char* word : {"驳回", "维持", "dismissed", "rejected"}) {
      for (const Place& place : facts::places_of(detail_, word)) {
        const bool plain = place.standing == Standing::said && !place.after.starts_with("理由");
        (plain ? dismissed_ : doubt_) = true;
      }
    }
    if (doubt_ || upheld_ == dismissed_) return Outcome::unknown;
    return upheld_ ? Outcome::upheld : Outcome::dismissed;
  }

 private:
  void upholding(const Place& place, bool of_something_else) {
    if (of_something_else || place.standing == Standing::open || place.standing == Standing::near)
      doubt_ = true;
    else
      (place.standing == Standing::said ? upheld_ : dismissed_) = true;
  }

  static bool is_about_listing(std::string_view text, std::initializer_list<std::string_view> listing, std::initializer_list<std::string_view> objection) {
    return holds_any(text, listing) && !holds_any(text, objection);
  }

  std::string_view detail_;
  bool upheld_ = false, dismissed_ = false, doubt_ = false;
};

}  // namespace

Outcome outcome_of(std::string_view detail) { return Reading(detail).read(); }

}  // namespace plumb::lifecycle
