// Texts of records, rows and findings, as the plan's files take and write them. Part of the plan alone.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>

#include "runtime/feed/court_record.hpp"
#include "runtime/registry/court/standing.hpp"

namespace plumb::registry::court {

// Empty: the record says nothing.
inline const std::string& text_of(const feed::CourtRecord& record, feed::Field field) {
  static const std::string kNothing;
  const auto& value = record.value(field);
  return value ? *value : kNothing;
}

inline void set(Row& row, std::string_view column, std::string_view text) { row.values[entry_column(column)] = {std::string(text), !text.empty()}; }

inline void add_member(boost::json::object& object, const char* key, std::string_view text) {
  if (!text.empty()) object[key] = boost::json::string_view(text.data(), text.size());
}

}  // namespace plumb::registry::court
