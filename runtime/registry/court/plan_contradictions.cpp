// The plan's part about records that contradict each other: what is asked of the court, and what answers it.
#include <algorithm>
#include <boost/json.hpp>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/court/plan.hpp"
#include "runtime/registry/court/plan_texts.hpp"
#include "runtime/registry/court/record_columns.hpp"

namespace plumb::registry::court {

namespace json = boost::json;
using feed::CourtRecord;
using feed::Field;

namespace {

// Whether records of the kind keep it, so that it is to be asked about where two of them differ in it.
bool is_kept(Field field, CourtRecord::Kind kind) {
  return is_removal_field(field) || field == Field::removal_document || (kind == CourtRecord::Kind::entry && is_plain(field));
}

bool is_kept_by_any(Field field) { return is_kept(field, CourtRecord::Kind::entry); }

std::vector<Field> contradicted(const CourtRecord& earlier, const CourtRecord& later) {
  std::vector<Field> fields;
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (is_kept(field, later.kind) && earlier.value(field) != later.value(field)) fields.push_back(field);
  }
  return fields;
}

// Whether the record says what holds of a column of which others said different things.
bool answers(const CourtRecord& record, Field field) {
  return is_kept(field, record.kind) && (field == Field::removal_document ? record.value(field).has_value() : says(record, field));
}

// What a finding says; empty where nothing does.
json::object object_of(std::string_view detail) {
  json::error_code error;
  const auto told = json::parse(detail, error);
  return !error && told.is_object() ? told.get_object() : json::object();
}

std::string member_of(const json::object& told, std::string_view key) {
  const auto* value = told.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->get_string()) : std::string();
}

// In the order of their names.
std::set<std::string> columns_of(const json::object& told) {
  std::set<std::string> columns;
  const auto* value = told.if_contains("columns");
  if (value == nullptr || !value->is_array()) return columns;
  for (const json::value& column : value->get_array()) {
    if (column.is_string()) columns.emplace(column.get_string());
  }
  return columns;
}

// As of which day a push last named the column.
std::string named_on(const Listing& listing, std::string_view column) {
  const NamedDays days = named_days_of(listing.row);
  const auto named = days.find(column);
  return named != days.end() ? named->second : listing.listed_as_of;
}

}  // namespace

// What is open of it, after what this push said so far.
Result<std::string> Plan::asked_so_far(const std::string& subject) {
  const auto planned = findings_.find({kContradicting, subject});
  return planned != findings_.end() ? Result<std::string>(planned->second.detail) : standing_.detail_of(kContradicting, subject);
}

// Each column of which two records said different things, until a later push says it once.
Result<void> Plan::settle_contradiction(const CourtRecord& record, const std::string& subject, std::string_view party, Place place) {
  if (contradicted_.contains(subject)) return {};
  const auto detail = asked_so_far(subject);
  if (!detail) return detail.error();
  json::object told = object_of(*detail);
  if (told.empty() || is_before(member_of(told, "as_of"))) return {};
  std::set<std::string> asked = columns_of(told);
  const size_t before = asked.size();
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (!is_kept_by_any(field) || answers(record, field)) asked.erase(feed::shape(field).column);
  }
  if (asked.empty()) return settle(kContradicting, subject, party, place);
  if (asked.size() == before) return {};
  told["columns"] = json::value_from(asked);
  findings_[{kContradicting, subject}] = {std::string(party), json::serialize(told), place};
  return {};
}

Result<void> Plan::contradiction(const CourtRecord& earlier, const CourtRecord& later, Place first, Place last) {
  auto found = standing_.of(text_of(later, Field::party), text_of(later, Field::case_no));
  if (!found) return found.error();
  const Listing* const listing = listing_of(**found, text_of(later, Field::party), text_of(later, Field::published_on));
  std::set<std::string> columns;
  for (const Field field : contradicted(earlier, later)) {
    const char* const column = feed::shape(field).column;
    if (listing != nullptr && is_before(is_plain(field) ? named_on(*listing, column) : told_removed_as_of(*listing))) continue;  // said since
    columns.emplace(column);
  }
  if (columns.empty()) return {};
  const std::string& party = text_of(later, Field::party);
  const std::string subject = subject_of(text_of(later, Field::case_no), party, text_of(later, Field::published_on));
  contradicted_.insert(subject);
  // What was asked before is asked still.
  const auto before = asked_so_far(subject);
  if (!before) return before.error();
  const json::object told = object_of(*before);
  std::set<std::string> all = columns_of(told);
  const size_t asked = all.size();
  all.merge(columns);
  if (all.size() == asked && day_ <= member_of(told, "as_of")) return {};
  json::object detail;
  detail["case_no"] = text_of(later, Field::case_no);
  add_member(detail, "published_on", text_of(later, Field::published_on));
  add_member(detail, "removed_on", text_of(later, Field::removed_on));
  add_member(detail, "as_of", std::max(day_, member_of(told, "as_of")));
  detail["records"] = json::array{first.record, last.record};
  detail["columns"] = json::value_from(all);
  findings_[{kContradicting, subject}] = {party, json::serialize(detail), last};
  return {};
}

}  // namespace plumb::registry::court
