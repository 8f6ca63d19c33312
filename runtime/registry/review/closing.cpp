#include "runtime/registry/review/closing.hpp"

#include <boost/json.hpp>

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

namespace json = boost::json;

constexpr size_t kDetail = 3;  // by the table's columns

json::object object_of(std::string_view detail) {
  json::error_code fault;
  const json::value read = json::parse(json::string_view(detail.data(), detail.size()), fault);
  return !fault && read.is_object() ? read.as_object() : json::object();
}

}  // namespace

Result<std::optional<Row>> open_finding(Database& database, int64_t number) {
  auto found = database.prepare(
      "SELECT f.kind, f.subject, i.id, f.detail FROM findings f JOIN identifiers i ON i.number = f.party WHERE f.row = ? AND f.revision_to IS NULL");
  if (!found) return found.error();
  found->bind(1, number);
  const int status = found->step();
  if (status == SQLITE_DONE) return std::optional<Row>();
  if (status != SQLITE_ROW) return database.error();
  Row row;
  for (const int column : {0, 1, 2, 3}) row.values.push_back({std::string(found->text(column)), true});
  if (row.values[0].text == "entry_on_minor" && object_of(row.values[kDetail].text).contains("bound_to"))
    return failure("settle.bound_minor", std::to_string(number));
  return std::optional(std::move(row));
}

Row closed_finding(const Row& finding, std::string_view by, std::string_view reason) {
  json::object detail = object_of(finding.values[kDetail].text);
  detail[kClosedBy] = json::string_view(by.data(), by.size());
  detail[kClosedBecause] = json::string_view(reason.data(), reason.size());
  Row row = finding;
  row.values[kDetail].text = json::serialize(detail);
  return row;
}

std::string said_of_finding(std::string_view detail) {
  json::object said = object_of(detail);
  for (const char* member : {kClosedBecause, kClosedBy}) {
    if (auto* const found = said.find(member); found != said.end()) said.stable_erase(found);
  }
  return json::serialize(said);
}

}  // namespace plumb::registry
