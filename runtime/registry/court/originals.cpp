#include "runtime/registry/court/originals.hpp"

#include <boost/json.hpp>

namespace plumb::registry::court {

namespace {

namespace json = boost::json;
using feed::CourtRecord;
using feed::Field;

constexpr size_t kBytesOfObject = 4096;  // as most originals take, built up

std::string written(const json::object& originals) { return originals.empty() ? std::string() : json::serialize(originals); }

bool is_removal_column(std::string_view column) {
  return column == "removed_on" || column == "removal_kind" || column == "removal_ground" || column == "removal_document";
}

}  // namespace

std::string originals_of(const CourtRecord& record) { return originals_of(record, {}); }

std::string originals_of(const CourtRecord& record, const NamedDays& left_out) {
  unsigned char buffer[kBytesOfObject];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::object originals(&memory);
  for (const auto& [column, text] : record.originals) originals[column] = text;
  put_named_days(originals, left_out);
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

std::string originals_left(const std::string& earlier, const CourtRecord& record) {
  if (earlier.empty()) return {};
  json::error_code error;
  const json::value known = json::parse(earlier, error);
  if (error || !known.is_object()) return {};
  json::object left;
  for (const auto& [column, text] : known.as_object()) {
    bool named = false;
    for (size_t i = 0; i < feed::kFieldCount; ++i) named = named || (record.named[i] && column == feed::shape(static_cast<Field>(i)).column);
    if (!named) left[column] = text;
  }
  return left.empty() ? std::string() : json::serialize(left);
}

}  // namespace plumb::registry::court
