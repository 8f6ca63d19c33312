#include "compiler/base/csv_line.hpp"

#include <algorithm>
#include <string_view>

#include "compiler/base/printable.hpp"

namespace plumb {

namespace {

bool is_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_formula(std::string_view text) {
  constexpr std::string_view kFirst[] = {"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"};
  return !is_number(text) && std::any_of(std::begin(kFirst), std::end(kFirst), [&](std::string_view first) { return text.starts_with(first); });
}

void append_value(std::string& out, std::string_view value) {
  if (value.find_first_of(",\"\r\n") == std::string_view::npos) {
    out.append(value);
    return;
  }
  out.push_back('"');
  for (const char c : value) {
    if (c == '"') out.push_back('"');
    out.push_back(c);
  }
  out.push_back('"');
}

}  // namespace

void append_csv_line(std::string& out, const std::vector<std::string>& values, CsvGuard guard) {
  for (size_t i = 0; i < values.size(); ++i) {
    if (i != 0) out.push_back(',');
    if (guard == CsvGuard::none)
      append_value(out, values[i]);
    else
      append_value(out, (is_formula(values[i]) ? "'" : "") + printable(values[i]));
  }
  out.append("\r\n");
}

}  // namespace plumb
