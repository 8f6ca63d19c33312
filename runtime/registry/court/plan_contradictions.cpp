// The plan's part about records that contradict each other: what is asked of the court, and what answers it.
#include <algorithm>
#include <boost/json.hpp>
#include <string>
#include <vector>

#include "runtime/registry/court/plan.hpp"
#include "runtime/registry/court/plan_texts.hpp"
#include "runtime/registry/court/record_columns.hpp"

namespace plumb::registry::court {

namespace json = boost::json;
using feed::CourtRecord;
using feed::Field;

namespace {

// Whether it is to be asked about where two records differ in it: what records of the kind keep.
bool is_asked_about(Field field) { return is_plain(field) || is_removal_field(field) || field == Field::removal_document; }

std::vector<Field> contradicted(const CourtRecord& earlier, const CourtRecord& later) {
  std::vector<Field> fields;
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const bool keeps = is_asked_about(field) && (later.kind == CourtRecord::Kind::entry || !is_plain(field));
    if (keeps && earlier.value(field) != later.value(field)) fields.push_back(field);
  }
  return fields;
}

// Whether the record says what holds of a column of which others said different things.
bool answers(const CourtRecord& record, Field field) { return field == Field::removal_document ? record.value(field).has_value() : says(record, field); }
}  // namespace

// Once a later push says once each column of which the two records said different things.
Result<void> Plan::settle_contradiction(const CourtRecord& record, const std::string& subject, Place place) {
  if (contradicted_.contains(subject)) return {};
  const auto detail = standing_.detail_of(kContradicting, subject);
  if (!detail) return detail.error();
  if (detail->empty()) return {};
  json::error_code error;
  const auto told = json::parse(*detail, error);
  if (error || !told.is_object()) return {};
  const auto* as_of = told.get_object().if_contains("as_of");
  if (as_of != nullptr && as_of->is_string() && is_before(std::string(as_of->get_string()))) return {};
  const auto* columns = told.get_object().if_contains("columns");
  if (columns == nullptr || !columns->is_array()) return {};
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const json::value column(feed::shape(field).column);
    const auto& all = columns->get_array();
    if (is_asked_about(field) && std::find(all.begin(), all.end(), column) != all.end() && !answers(record, field)) return {};
  }
  return settle(kContradicting, subject, text_of(record, Field::party), place);
}

Result<void> Plan::contradiction(const CourtRecord& earlier, const CourtRecord& later, Place first, Place last) {
  if (contradicted(earlier, later).empty()) return {};
  auto found = standing_.of(text_of(later, Field::party), text_of(later, Field::case_no));
  if (!found) return found.error();
  const Listing* const listing = listing_of(**found, text_of(later, Field::party), text_of(later, Field::published_on));
  const bool of_removal = later.kind == CourtRecord::Kind::removal;
  if (listing != nullptr && is_before(of_removal ? told_removed_as_of(*listing) : listing->listed_as_of)) return {};  // the court has said since what holds
  json::object detail;
  detail["case_no"] = text_of(later, Field::case_no);
  add_member(detail, "published_on", text_of(later, Field::published_on));
  add_member(detail, "removed_on", text_of(later, Field::removed_on));
  add_member(detail, "as_of", day_);
  detail["records"] = json::array{first.record, last.record};
  json::array columns;
  for (const Field field : contradicted(earlier, later)) columns.emplace_back(feed::shape(field).column);
  detail["columns"] = columns;
  const std::string& party = text_of(later, Field::party);
  const std::string subject = subject_of(text_of(later, Field::case_no), party, text_of(later, Field::published_on));
  contradicted_.insert(subject);
  return open(kContradicting, subject, party, json::serialize(detail), last);
}

}  // namespace plumb::registry::court
