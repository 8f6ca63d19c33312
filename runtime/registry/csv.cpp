#include "runtime/registry/csv.hpp"

#include <algorithm>

#include "runtime/identity/name.hpp"
#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

// Columns are named to people in the language of their own header.
bool is_chinese(const std::vector<std::string_view>& header) {
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

// Where the field that begins at `at` ends. (find_first_of would search its set anew for every character.)
size_t end_of_field(std::string_view text, size_t at) {
  while (at < text.size() && text[at] != ',' && text[at] != '\n' && text[at] != '\r') ++at;
  return at;
}

}  // namespace

// At the opening quotation mark. Leaves the position after the field.
void CsvReader::read_quoted() {
  const size_t begin = ++position_;
  std::string* copy = nullptr;
  size_t copied_from = begin;
  while (true) {
    const size_t quote = text_.find('"', position_);
    if (quote == std::string_view::npos) {
      open_quote_ = true;
      position_ = text_.size();
      return;
    }
    position_ = quote + 1;
    if (position_ < text_.size() && text_[position_] == '"') {  // "" stands for one quotation mark
      if (copy == nullptr) copy = &unescaped_.emplace_back();
      copy->append(text_.substr(copied_from, position_ - copied_from));
      copied_from = ++position_;
      continue;
    }
    if (copy == nullptr) {
      fields_.push_back(text_.substr(begin, quote - begin));
    } else {
      copy->append(text_.substr(copied_from, quote - copied_from));
      fields_.push_back(*copy);
    }
    break;
  }
  const size_t end = end_of_field(text_, position_);
  if (!identity::trim(text_.substr(position_, end - position_)).empty()) text_after_quote_ = true;
  position_ = end;
}

bool CsvReader::read_line() {
  if (position_ >= text_.size()) return false;
  fields_.clear();
  unescaped_.clear();
  text_after_quote_ = false;
  ++row_;
  while (true) {
    if (position_ < text_.size() && text_[position_] == '"') {
      read_quoted();
      if (open_quote_) return false;
    } else {
      const size_t end = end_of_field(text_, position_);
      fields_.push_back(text_.substr(position_, end - position_));
      position_ = end;
    }
    if (position_ >= text_.size()) return true;
    const char separator = text_[position_++];
    if (separator == ',') continue;
    if (separator == '\r' && position_ < text_.size() && text_[position_] == '\n') ++position_;
    return true;
  }
}

Result<CsvReader> CsvReader::open(std::string_view text, const TableShape& shape, const std::string& file) {
  // A quotation mark that is never closed swallows the rest of the file, so it is looked for before any row is taken.
  // (Most files have none at all, and a file is opened several times in one import.)
  CsvReader scout(text);
  const bool quotes = text.find('"') != std::string_view::npos;
  while (quotes && scout.read_line()) {
  }
  if (scout.open_quote_) return failure("import.open_quote", file + ":" + std::to_string(scout.row_));

  CsvReader reader(text);
  if (!reader.read_line()) return failure("import.no_header", file);
  reader.column_count_ = shape.columns.size();
  const bool chinese = is_chinese(reader.fields_);
  std::vector<bool> seen(shape.columns.size(), false);
  for (const std::string_view field : reader.fields_) {
    const std::string_view name = identity::trim(field);
    const size_t index = find_column(shape, name);
    if (index == shape.columns.size()) {
      return failure("import.unknown_column", file + ": \"" + std::string(name.substr(0, 80)) + "\" (" + shape.name + ": " +
                                                  column_names(shape, chinese, [](size_t) { return true; }) + ")");
    }
    if (seen[index]) return failure("import.duplicate_column", file + ": " + shape.columns[index].name);
    seen[index] = true;
    reader.column_of_field_.push_back(index);
  }
  const std::string missing = column_names(shape, chinese, [&](size_t i) { return !seen[i] && shape.columns[i].need != Column::optional; });
  if (!missing.empty()) return failure("import.missing_column", file + ": " + missing);
  return reader;
}

bool CsvReader::next(Record& record) {
  do {
    if (!read_line()) return false;
  } while (fields_.size() == 1 && identity::trim(fields_[0]).empty() && column_of_field_.size() > 1);  // blank lines
  record.row = row_;
  record.fault = RejectReason::none;
  record.fault_column.clear();
  record.fault_value = {};
  if (text_after_quote_ || fields_.size() != column_of_field_.size()) {
    record.fault = text_after_quote_ ? RejectReason::text_after_quote : RejectReason::field_count;
    return true;
  }
  record.values.assign(column_count_, RawValue{});
  for (size_t i = 0; i < fields_.size(); ++i) record.values[column_of_field_[i]] = {fields_[i], true};
  return true;
}

}  // namespace plumb::registry
