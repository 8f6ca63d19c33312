#include "runtime/registry/ndjson.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "runtime/feed/json_text.hpp"
#include "runtime/identity/name.hpp"

namespace plumb::registry {

namespace json = boost::json;

RawValue NdjsonReader::value_of(std::string_view text, const Column& column) {
  if (text == "null") return {{}, true};
  const auto own = [&](std::string value) -> RawValue { return {owned_.emplace_back(std::move(value)), true}; };
  if (text.front() == '"') {
    const std::string_view inner = text.substr(1, text.size() - 2);
    return inner.find('\\') == std::string_view::npos ? RawValue{inner, true} : own(feed::unescape_json(text));
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
  if (!feed::is_json_object(line)) {
    record.fault = RejectReason::bad_json;
    return;
  }
  std::vector<bool> seen(shape_.columns.size(), false);
  size_t at = line.find('{') + 1;
  while (true) {
    feed::skip_json_space(line, at, ',');
    if (at >= line.size() || line[at] == '}') return;
    const std::string_view quoted = feed::take_json(line, at);
    const std::string key = quoted.find('\\') == std::string_view::npos ? std::string(quoted.substr(1, quoted.size() - 2)) : feed::unescape_json(quoted);
    feed::skip_json_space(line, at, ':');
    const std::string_view value = feed::take_json(line, at);
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
