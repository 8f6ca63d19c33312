#include "runtime/registry/court/waiting.hpp"

#include <boost/json.hpp>

#include "runtime/registry/failure.hpp"

namespace plumb::registry::court {

namespace {

std::string member(const boost::json::object& object, const char* key) {
  const auto* value = object.if_contains(key);
  return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
}

// One as a text, several in an array.
std::vector<std::string> documents_in(const boost::json::object& object) {
  std::vector<std::string> out;
  const auto* value = object.if_contains("removal_document");
  if (value != nullptr && value->is_string()) out.emplace_back(value->as_string());
  if (value == nullptr || !value->is_array()) return out;
  for (const auto& one : value->as_array()) {
    if (one.is_string()) out.emplace_back(one.as_string());
  }
  return out;
}

}  // namespace

std::string subject_of(std::string_view case_no, std::string_view party, std::string_view published_on) {
  return std::string(case_no).append("|").append(party).append("|").append(published_on);
}

std::pair<std::string, std::string> subjects_of(std::string_view case_no, std::string_view document) {
  const std::string from = subject_of(case_no, document, "");
  std::string to = from;
  to.back() = static_cast<char>(to.back() + 1);
  return {from, to};
}

Result<std::vector<Waiting>> WaitingRemovals::of(std::string_view document, std::string_view case_no) {
  auto statement = prepared(database_, waiting_of_,
                            "SELECT subject, detail FROM findings WHERE kind = 'removal_without_entry' AND subject >= ?1 AND subject < ?2 AND revision_to IS "
                            "NULL ORDER BY subject");
  if (!statement) return statement.error();
  Statement& rows = **statement;
  std::vector<Waiting> waiting;
  const auto [from, to] = subjects_of(case_no, document);
  rows.bind(1, from);
  rows.bind(2, to);
  int status = rows.step();
  for (; status == SQLITE_ROW; status = rows.step()) {
    if (rows.text(1).empty()) continue;  // erased
    boost::json::error_code error;
    const auto detail = boost::json::parse(std::string(rows.text(1)), error);
    if (error || !detail.is_object()) return failure("registry.corrupt", "findings.detail");
    const auto& object = detail.as_object();
    waiting.push_back({std::string(rows.text(0)), member(object, "removed_on"), member(object, "published_on"), member(object, "removal_kind"),
                       member(object, "removal_ground"), documents_in(object), member(object, "as_of"),
                       object.contains("originals") ? boost::json::serialize(object.at("originals")) : std::string(), member(object, "kind_as_of"),
                       member(object, "ground_as_of")});
  }
  rows.reset();
  if (status != SQLITE_DONE) return database_.error();
  return waiting;
}

Waiting* waits_for(std::vector<Waiting>& waiting, std::string_view published_on) {
  Waiting* match = nullptr;
  for (Waiting& one : waiting) {
    if (one.settled) continue;
    const bool fits = one.published_on.empty() ? one.removed_on >= published_on : one.published_on == published_on;
    if (!fits) continue;
    const bool better = match == nullptr || (match->published_on.empty() && (!one.published_on.empty() || one.removed_on < match->removed_on));
    if (better) match = &one;
  }
  return match;
}

}  // namespace plumb::registry::court
