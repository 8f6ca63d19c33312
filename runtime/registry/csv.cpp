#include "runtime/registry/csv.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

// Columns are named to people in the language of their own header.
template <typename Text>
bool is_chinese(const std::vector<Text>& header) {
  return std::any_of(header.begin(), header.end(), [](std::string_view field) {
    return std::any_of(field.begin(), field.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
  });
}

template <typename Wanted>
std::string column_names(const TableShape& shape, bool chinese, const Wanted& wanted) {
  std::string list;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (!wanted(i)) continue;
    list.append(list.empty() ? "" : chinese ? "、" : ", ").append(chinese ? chinese_name(shape, shape.columns[i]) : shape.columns[i].name);
  }
  return list;
}

}  // namespace

Result<CsvReader> CsvReader::open(std::string_view text, const TableShape& shape, const std::string& file) {
  // A quotation mark that is never closed swallows the rest of the file, so it is looked for before any row is taken.
  if (const auto line = feed::open_quote(text)) return failure("import.open_quote", file + ":" + std::to_string(*line));

  CsvReader reader(text);
  if (!reader.lines_.next()) return failure("import.no_header", file);
  reader.column_count_ = shape.columns.size();
  const bool chinese = is_chinese(reader.lines_.fields());
  std::vector<bool> seen(shape.columns.size(), false);
  for (const std::string_view field : reader.lines_.fields()) {
    const std::string_view name = identity::trim(field);
    const size_t index = find_column(shape, name);
    if (index == shape.columns.size()) {
      return failure("import.unknown_column", file + ": \"" + std::string(unicode::beginning(name, 80)) + "\" (" + shape.name + ": " +
                                                  column_names(shape, chinese, [](size_t) { return true; }) + ")");
    }
    if (seen[index]) return failure("import.duplicate_column", file + ": " + std::string(name));
    seen[index] = true;
    reader.column_of_field_.push_back(index);
    reader.names_.emplace_back(name);
  }
  const std::string missing = column_names(shape, chinese, [&](size_t i) { return !seen[i] && shape.columns[i].need != Column::optional; });
  if (!missing.empty()) return failure("import.missing_column", file + ": " + missing);
  return reader;
}

std::string_view CsvReader::name_of(const TableShape& shape, size_t column) const {
  const auto field = std::find(column_of_field_.begin(), column_of_field_.end(), column);
  if (field != column_of_field_.end()) return names_[static_cast<size_t>(field - column_of_field_.begin())];
  return is_chinese(names_) ? chinese_name(shape, shape.columns[column]) : std::string_view(shape.columns[column].name);
}

bool CsvReader::next(Record& record) {
  const std::vector<std::string_view>& fields = lines_.fields();
  do {
    if (!lines_.next()) return false;
  } while (fields.size() == 1 && identity::trim(fields[0]).empty() && column_of_field_.size() > 1);  // blank lines
  record.row = lines_.line();
  record.fault = RejectReason::none;
  record.fault_column.clear();
  record.fault_value = {};
  if (lines_.text_after_quote() || fields.size() != column_of_field_.size()) {
    record.fault = lines_.text_after_quote() ? RejectReason::text_after_quote : RejectReason::field_count;
    return true;
  }
  record.values.assign(column_count_, RawValue{});
  for (size_t i = 0; i < fields.size(); ++i) record.values[column_of_field_[i]] = {fields[i], true};
  return true;
}

}  // namespace plumb::registry
