#include "runtime/registry/court/named.hpp"

#include <boost/json.hpp>

namespace plumb::registry::court {

namespace {

namespace json = boost::json;

constexpr const char* kKey = "named";  // in the originals: day → columns, since a push leaves out several at once

json::object originals_in(const Row& row) {
  json::error_code error;
  const json::value read = json::parse(row.originals.empty() ? "{}" : row.originals, error);
  return !error && read.is_object() ? read.as_object() : json::object();
}

}  // namespace

NamedDays named_days_of(const Row& entry) {
  if (entry.originals.find(kKey) == std::string::npos) return {};
  const json::object originals = originals_in(entry);
  const json::value* kept = originals.if_contains(kKey);
  if (kept == nullptr || !kept->is_object()) return {};
  NamedDays days;
  for (const auto& [day, columns] : kept->as_object()) {
    if (!columns.is_array()) continue;
    for (const json::value& column : columns.as_array()) {
      if (column.is_string()) days[std::string(column.as_string())] = day;
    }
  }
  return days;
}

void keep_named_days(Row& entry, const NamedDays& days) {
  if (days.empty() && entry.originals.find(kKey) == std::string::npos) return;
  json::object originals = originals_in(entry);
  originals.erase(kKey);
  if (!days.empty()) {
    std::map<std::string, json::array> columns;
    for (const auto& [column, day] : days) columns[day].emplace_back(column);
    json::object& kept = originals[kKey].emplace_object();
    for (auto& [day, of_day] : columns) kept[day] = std::move(of_day);
  }
  entry.originals = originals.empty() ? std::string() : json::serialize(originals);
}

void said_by_hand(Row& entry, std::string_view column) {
  NamedDays days = named_days_of(entry);
  const auto found = days.find(column);
  if (found == days.end()) return;
  days.erase(found);
  keep_named_days(entry, days);
}

}  // namespace plumb::registry::court
