#include "runtime/registry/ndjson.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "runtime/identity/name.hpp"

namespace plumb::registry {

namespace json = boost::json;

namespace {

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// The text of one value that begins at `at` in valid JSON, with `at` moved behind it. Boost's tree would lose how a number
// was written, and a holding's fields are kept as they came.
std::string_view take_value(std::string_view text, size_t& at) {
  const size_t begin = at;
  int depth = 0;
  bool in_string = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (in_string) {
      if (c == '\\') {
        ++at;
      } else if (c == '"') {
        in_string = false;
        if (depth == 0) {
          ++at;
          break;
        }
      }
      continue;
    }
    if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      ++depth;
    } else if (c == '}' || c == ']') {
      if (depth == 0) break;
      if (--depth == 0) {
        ++at;
        break;
      }
    } else if (depth == 0 && (c == ',' || c == ':' || is_json_space(c))) {
      break;
    }
  }
  return text.substr(begin, at - begin);
}

void skip(std::string_view text, size_t& at, char wanted = '\0') {
  while (at < text.size() && (is_json_space(text[at]) || (wanted != '\0' && text[at] == wanted))) ++at;
}

bool is_valid(std::string_view text, bool must_be_object) {
  json::error_code error;
  unsigned char buffer[4096];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::parse_options options;
  options.max_depth = 32;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error, &memory, options);
  return !error && (!must_be_object || value.is_object());
}

std::string unescape(std::string_view quoted) {
  const json::value value = json::parse(json::string_view(quoted.data(), quoted.size()));
  const json::string& text = value.as_string();
  return {text.data(), text.size()};
}

}  // namespace

bool is_json_object(std::string_view text) { return is_valid(text, true); }

std::string compact_json(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (!in_string && is_json_space(c)) continue;
    out.push_back(c);
    if (in_string && c == '\\') {
      out.push_back(text[++i]);
    } else if (c == '"') {
      in_string = !in_string;
    }
  }
  return out;
}

RawValue NdjsonReader::value_of(std::string_view text, const Column& column) {
  if (text == "null") return {};
  const auto own = [&](std::string value) -> RawValue { return {owned_.emplace_back(std::move(value)), true}; };
  if (text.front() == '"') {
    const std::string_view inner = text.substr(1, text.size() - 2);
    return inner.find('\\') == std::string_view::npos ? RawValue{inner, true} : own(unescape(text));
  }
  if (text.front() == '[' && column.type == ColumnType::identifiers) {
    const json::value list = json::parse(json::string_view(text.data(), text.size()));
    std::string joined;
    for (const json::value& item : list.as_array()) {
      if (!item.is_string()) return {text, true};  // refused later as no identifier
      joined.append(joined.empty() ? "" : ";").append(item.as_string().data(), item.as_string().size());
    }
    return joined.empty() ? RawValue{} : own(std::move(joined));
  }
  if (text.front() == '{' && column.type == ColumnType::period) {
    const json::value period = json::parse(json::string_view(text.data(), text.size()));
    std::string joined;
    for (const char* side : {"from", "to"}) {
      if (side[0] == 't') joined.push_back('/');
      const json::value* day = period.as_object().if_contains(side);
      if (day == nullptr || day->is_null()) continue;
      if (!day->is_string()) return {text, true};  // refused later as no period
      joined.append(day->as_string().data(), day->as_string().size());
    }
    return own(std::move(joined));
  }
  return {text, true};
}

void NdjsonReader::read_object(std::string_view line, Record& record) {
  if (!is_valid(line, true)) {
    record.fault = RejectReason::bad_json;
    return;
  }
  std::vector<bool> seen(shape_.columns.size(), false);
  size_t at = line.find('{') + 1;
  while (true) {
    skip(line, at, ',');
    if (at >= line.size() || line[at] == '}') return;
    const std::string_view quoted = take_value(line, at);
    const std::string key = quoted.find('\\') == std::string_view::npos ? std::string(quoted.substr(1, quoted.size() - 2)) : unescape(quoted);
    skip(line, at, ':');
    const std::string_view value = take_value(line, at);
    const size_t index = find_column(shape_, key);
    const bool known = index < shape_.columns.size();
    if (!known || seen[index]) {
      record.fault = known ? RejectReason::duplicate_key : RejectReason::unknown_key;
      record.fault_column = key;
      record.fault_value = value;
      return;
    }
    seen[index] = true;
    record.values[index] = value_of(value, shape_.columns[index]);
  }
}

bool NdjsonReader::next(Record& record) {
  while (position_ < text_.size()) {
    const size_t end = std::min(text_.find('\n', position_), text_.size());
    const std::string_view line = identity::trim(text_.substr(position_, end - position_));
    position_ = std::min(end + 1, text_.size());
    ++line_;
    if (line.empty()) continue;
    owned_.clear();
    record.row = line_;
    record.fault = RejectReason::none;
    record.fault_column.clear();
    record.fault_value = {};
    record.values.assign(shape_.columns.size(), RawValue{});
    read_object(line, record);
    return true;
  }
  return false;
}

}  // namespace plumb::registry
