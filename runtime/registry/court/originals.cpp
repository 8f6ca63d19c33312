#include "runtime/registry/court/originals.hpp"

#include <boost/json.hpp>

namespace plumb::registry::court {

namespace {

namespace json = boost::json;
using feed::CourtRecord;
using feed::Field;

constexpr size_t kBytesOfObject = 4096;  // as most originals take, built up

std::string written(const json::object& originals) { return originals.empty() ? std::string() : json::serialize(originals); }

bool names(const CourtRecord& record, std::string_view column) {
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    if (record.named[i] && column == feed::shape(static_cast<Field>(i)).column) return true;
  }
  return false;
}

bool is_removal_column(std::string_view column) {
  return column == "removed_on" || column == "removal_kind" || column == "removal_ground" || column == "removal_document";
}

}  // namespace

std::string originals_of(const CourtRecord& record, std::span<const char* const> left_out) {
  unsigned char buffer[kBytesOfObject];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::object originals(&memory);
  for (const auto& [column, text] : record.originals) originals[column] = text;
  put_never_named(originals, left_out);
  return written(originals);
}

std::string removal_originals_of(const CourtRecord& record) {
  json::object originals;
  for (const auto& [column, text] : record.originals) {
    if (is_removal_column(column)) originals[column] = text;
  }
  return written(originals);
}

std::string merged_originals(const std::string& earlier, const std::string& later) {
  if (earlier.empty()) return later;
  json::error_code error;
  json::value merged = json::parse(earlier, error);
  if (error || !merged.is_object()) return later;
  if (!later.empty()) {
    const json::value over = json::parse(later);
    for (const auto& [column, text] : over.as_object()) merged.as_object()[column] = text;
  }
  return json::serialize(merged);
}

std::string originals_with(const std::string& earlier, const CourtRecord& record, const NamedDays& days) {
  unsigned char buffer[kBytesOfObject];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::error_code error;
  const json::value known = json::parse(earlier.empty() ? json::string_view("{}") : json::string_view(earlier), error, &memory);
  json::object originals(&memory);
  if (!error && known.is_object()) {
    for (const auto& [column, text] : known.get_object()) {
      if (!names(record, column)) originals[column] = text;
    }
  }
  for (const auto& [column, text] : record.originals) originals[column] = text;
  put_named_days(originals, days);
  return written(originals);
}

}  // namespace plumb::registry::court
