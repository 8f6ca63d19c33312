// Texts of records, rows and findings, as the plan's files take and write them. Part of the plan alone.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/feed/court_record.hpp"
#include "runtime/registry/court/named.hpp"
#include "runtime/registry/court/standing.hpp"

namespace plumb::registry::court {

// Empty: the record says nothing.
inline const std::string& text_of(const feed::CourtRecord& record, feed::Field field) {
  static const std::string kNothing;
  const auto& value = record.value(field);
  return value ? *value : kNothing;
}

// Of a removal; none or one.
inline std::vector<std::string> documents_in(const feed::CourtRecord& record) {
  const std::string& document = text_of(record, feed::Field::removal_document);
  return document.empty() ? std::vector<std::string>() : std::vector<std::string>{document};
}

inline void set(Row& row, std::string_view column, std::string_view text) { row.values[entry_column(column)] = {std::string(text), !text.empty()}; }

inline void clear_removal(Row& row) {
  NamedDays days = named_days_of(row);
  for (const char* column : {"removed_on", "removal_kind", "removal_ground"}) {
    set(row, column, "");
    days.erase(column);
  }
  keep_named_days(row, days);
}

// As of which day the court told the removal in words: a list that merely leaves the entry out says nothing that words do not override.
inline std::string told_removed_as_of(const Listing& listing) { return listing.removed_by_absence() ? std::string() : listing.removed_as_of; }

inline void add_member(boost::json::object& object, const char* key, std::string_view text) {
  if (!text.empty()) object[key] = boost::json::string_view(text.data(), text.size());
}

inline std::string subject_of(const Listing& listing) { return subject_of(listing.text("case_no"), listing.text("party"), listing.text("published_on")); }

// What a finding kAbsent says.
inline std::string absence_detail(const Listing& listing, std::string_view day) {
  boost::json::object detail;
  for (const char* column : {"case_no", "published_on", "court"}) add_member(detail, column, listing.text(column));
  add_member(detail, "as_of", day);
  return boost::json::serialize(detail);
}

}  // namespace plumb::registry::court
