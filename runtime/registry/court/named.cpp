#include "runtime/registry/court/named.hpp"

#include <boost/json.hpp>

#include "runtime/registry/stored_row.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::court {

namespace {

namespace json = boost::json;

constexpr size_t kBytesOfObject = 4096;  // as most originals take, built up
constexpr const char* kKey = "named";    // in the originals: day → columns, since a push leaves out several at once

json::object originals_in(const Row& row) {
  json::error_code error;
  const json::value read = json::parse(row.originals.empty() ? "{}" : row.originals, error);
  return !error && read.is_object() ? read.as_object() : json::object();
}

}  // namespace

NamedDays named_days_of(const Row& entry) {
  if (entry.originals.find(kKey) == std::string::npos) return {};
  unsigned char buffer[kBytesOfObject];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::error_code error;
  const json::value originals = json::parse(entry.originals, error, &memory);
  const json::value* kept = !error && originals.is_object() ? originals.get_object().if_contains(kKey) : nullptr;
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

void put_never_named(json::object& originals, std::span<const char* const> columns) {
  if (columns.empty()) return;
  json::array& of_day = originals[kKey].emplace_object()[""].emplace_array();
  for (const char* const column : columns) of_day.emplace_back(column);
}

void put_named_days(json::object& originals, const NamedDays& days) {
  originals.erase(kKey);
  if (days.empty()) return;
  std::map<std::string_view, json::array> columns;
  for (const auto& [column, day] : days) columns[day].emplace_back(column);
  json::object& kept = originals[kKey].emplace_object();
  for (auto& [day, of_day] : columns) kept[day] = std::move(of_day);
}

void keep_named_days(Row& entry, const NamedDays& days) {
  if (days.empty() && entry.originals.find(kKey) == std::string::npos) return;
  json::object originals = originals_in(entry);
  put_named_days(originals, days);
  entry.originals = originals.empty() ? std::string() : json::serialize(originals);
}

bool merge_removal_word(Row& row, NamedDays& days, const RemovalWord& word) {
  const bool late = !word.day.empty() && word.day < word.told;
  const auto named = days.find(word.column);
  const std::string_view own = named != days.end() && word.again ? std::string_view(named->second) : word.told;
  if (word.said.empty()) {
    if (!word.again) {
      set_value(shape(Table::entries), row, word.column, "");
      days[word.column] = "";
    } else if (named == days.end() && word.told < word.day) {
      days[word.column] = word.told;
    }
    return false;
  }
  if (word.again && !word.day.empty() && word.day < own) return false;
  set_value(shape(Table::entries), row, word.column, std::string(word.said));
  if (late)
    days[word.column] = word.day;
  else if (named != days.end())
    days.erase(named);
  return true;
}

void said_by_hand(Row& entry, std::string_view column) {
  NamedDays days = named_days_of(entry);
  const auto found = days.find(column);
  if (found == days.end()) return;
  days.erase(found);
  keep_named_days(entry, days);
}

}  // namespace plumb::registry::court
