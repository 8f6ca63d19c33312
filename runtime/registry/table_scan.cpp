#include "runtime/registry/table_scan.hpp"

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

std::optional<facts::Period> TableScan::objection(const Statement& row, int column) {
  if (row.is_null(column)) return std::nullopt;
  const std::string_view both = row.text(column);
  const size_t slash = both.find('/');
  if (slash == std::string_view::npos) malformed(row, column);
  const auto end = [&](std::string_view written) -> std::optional<Date> {
    const std::optional<Date> read = Date::parse(written);
    if (!read && !written.empty()) malformed(row, column);
    return read;
  };
  return facts::Period{end(both.substr(0, slash)), slash == std::string_view::npos ? std::nullopt : end(both.substr(slash + 1))};
}

Error TableScan::corrupt(const char* table) const { return failure("registry.corrupt", std::string(table) + "." + *malformed_); }

}  // namespace plumb::registry
