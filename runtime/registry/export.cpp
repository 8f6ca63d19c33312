#include "runtime/registry/export.hpp"

#include <boost/json.hpp>

#include "compiler/base/csv_line.hpp"
#include "runtime/feed/json_text.hpp"
#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/stored_row.hpp"

namespace plumb::registry {

std::string written_value(const Column& column, const std::string& text, bool reveal) {
  switch (column.type) {
    case ColumnType::identifier:
      return reveal ? text : identity::masked_for_display(text);
    case ColumnType::identifiers: {
      if (reveal) return text;
      std::string out;
      for (size_t begin = 0; begin <= text.size();) {
        const size_t end = std::min(text.find(';', begin), text.size());
        out += (out.empty() ? "" : ";") + identity::masked_for_display(text.substr(begin, end - begin));
        begin = end + 1;
      }
      return out;
    }
    case ColumnType::boolean:
      return text == "1" ? "true" : "false";
    case ColumnType::period: {
      const size_t slash = text.find('/');
      return slash == std::string::npos ? text : text.substr(0, slash) + "–" + text.substr(slash + 1);
    }
    case ColumnType::day:
    case ColumnType::party_kind:
    case ColumnType::sector:
    case ColumnType::role:
    case ColumnType::step:
    case ColumnType::percentage:
      return text;
    case ColumnType::name:
    case ColumnType::case_number:
    case ColumnType::text:
    case ColumnType::json:
      break;
  }
  return reveal ? text : identity::numbers_hidden(text);
}

namespace {

constexpr size_t kPiece = size_t{1} << 20;  // bytes given to the sink at once, about

void append_json(std::string& out, const TableShape& shape, const Row& row, bool reveal) {
  char separator = '{';
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    const Column& column = shape.columns[i];
    if (!row.values[i].present) continue;
    out += separator;
    separator = ',';
    out += boost::json::serialize(boost::json::string(column.name)) + ":";
    const std::string text = written_value(column, row.values[i].text, reveal);
    // Numbers hidden in an object may leave none behind.
    const bool as_it_is = column.type == ColumnType::boolean || (column.type == ColumnType::json && feed::is_json_object(text));
    out += as_it_is ? text : boost::json::serialize(boost::json::string(text));
  }
  out += separator == '{' ? "{}\n" : "}\n";
}

}  // namespace

Result<uint64_t> export_table(Database& database, Table table, const ExportOptions& options, const std::function<bool(std::string_view)>& sink) {
  const TableShape& columns = shape(table);
  std::string piece;
  std::vector<std::string> line;
  if (options.format == ExportFormat::csv) {
    for (const Column& column : columns.columns) {
      line.emplace_back(options.header == Language::zh ? chinese_name(columns, column) : std::string_view(column.name));
    }
    append_csv_line(piece, line, CsvGuard::none);
  }
  uint64_t rows = 0;
  const auto done = live_rows(database, columns, {}, [&](const Row& row) -> Result<void> {
    ++rows;
    if (options.format == ExportFormat::ndjson) {
      append_json(piece, columns, row, options.reveal);
    } else {
      line.clear();
      for (size_t i = 0; i < columns.columns.size(); ++i) {
        line.push_back(row.values[i].present ? written_value(columns.columns[i], row.values[i].text, options.reveal) : std::string());
      }
      append_csv_line(piece, line, CsvGuard::none);
    }
    if (piece.size() < kPiece) return {};
    const bool taken = sink(piece);
    piece.clear();
    return taken ? Result<void>() : failure("registry.cancelled");
  });
  if (!done) return done.error();
  if (!sink(piece)) return failure("registry.cancelled");
  return rows;
}

}  // namespace plumb::registry
