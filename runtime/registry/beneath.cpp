#include "runtime/registry/beneath.hpp"

#include <algorithm>
#include <boost/json.hpp>

namespace plumb::registry::beneath {

namespace {

namespace json = boost::json;

json::object originals_in(const Row& row) {
  json::error_code error;
  const json::value read = json::parse(row.originals.empty() ? "{}" : row.originals, error);
  return !error && read.is_object() ? read.as_object() : json::object();
}

}  // namespace

std::optional<Columns> columns_of(const Row& row) {
  if (row.originals.find(kKey) == std::string::npos) return std::nullopt;
  const json::object originals = originals_in(row);
  const json::value* kept = originals.if_contains(kKey);
  if (kept == nullptr || !kept->is_object()) return std::nullopt;
  Columns columns;
  for (const auto& [column, text] : kept->as_object()) columns[std::string(column)] = text.is_string() ? std::string(text.as_string()) : std::string();
  return columns;
}

void keep(Row& row, const std::optional<Columns>& columns) {
  if (!columns && row.originals.find(kKey) == std::string::npos) return;
  json::object originals = originals_in(row);
  originals.erase(kKey);
  if (columns) {
    json::object& kept = originals[kKey].emplace_object();
    for (const auto& [column, text] : *columns) kept[column] = text;
  }
  row.originals = originals.empty() ? std::string() : json::serialize(originals);
}

bool same(const Row& a, const Row& b) {
  return columns_of(a) == columns_of(b) && std::equal(a.values.begin(), a.values.end(), b.values.begin(), b.values.end(), [](const Value& x, const Value& y) {
           return x.present == y.present && (!x.present || x.text == y.text);
         });
}

}  // namespace plumb::registry::beneath
