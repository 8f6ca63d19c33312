#include "runtime/feed/court_reader.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "compiler/base/unicode.hpp"
#include "runtime/feed/court_field.hpp"
#include "runtime/feed/json_text.hpp"
#include "runtime/identity/name.hpp"

namespace plumb::feed {

namespace {

constexpr size_t kMaxStretches = 8;  // lists within pages within lists; deeper ones are no records

// Under which keys pages of lists hold them.
constexpr std::string_view kListKeys[] = {"data", "result", "results", "list", "records", "record", "rows", "items", "content", "disp_data", "datalist"};

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

size_t past_blanks(std::string_view text, size_t at) {
  while (at < text.size() && is_blank(text[at])) ++at;
  return at;
}

// Behind the string that opens at `at`; at the end of its line where it is never closed, since no string of JSON goes on there.
size_t past_string(std::string_view text, size_t at, bool& broken) {
  for (++at; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at + 1;
    } else if (text[at] == '\n') {
      break;
    }
  }
  broken = true;
  return std::min(at, text.size());
}

struct Scanned {
  size_t end;
  bool broken = false;
};

// The object or list that opens at `at`, with what nobody closes ended as early as can be told: at a '{' that stands where only a key may,
// at a bracket of the wrong kind, at the end of a line within a string.
Scanned scan(std::string_view text, size_t at) {
  std::string open;
  char before = '\0';
  while (at < text.size()) {
    const char c = text[at];
    if (is_blank(c)) {
      ++at;
      continue;
    }
    if (c == '"') {
      bool broken = false;
      at = past_string(text, at, broken);
      if (broken) return {at, true};
    } else if (c == '{' || c == '[') {
      if (c == '{' && !open.empty() && open.back() == '{' && before != ':') return {at, true};
      open.push_back(c);
      ++at;
    } else if (c == '}' || c == ']') {
      if (open.back() != (c == '}' ? '{' : '[')) return {c == ']' && open.size() == 1 ? at : at + 1, true};
      open.pop_back();
      ++at;
      if (open.empty()) return {at};
    } else {
      ++at;
    }
    before = c;
  }
  return {text.size(), true};
}

bool is_list_key(std::string_view key) {
  return std::any_of(std::begin(kListKeys), std::end(kListKeys), [&](std::string_view one) {
    return key.size() == one.size() &&
           std::equal(key.begin(), key.end(), one.begin(), [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; });
  });
}

// Where the list (or the object that holds it in turn) stands in an object that is no record itself. Needs no valid JSON.
std::optional<size_t> held_list(std::string_view object) {
  size_t at = 1;
  std::optional<size_t> list;
  while (at < object.size()) {
    at = past_blanks(object, at);
    if (at >= object.size() || object[at] != '"') break;
    bool broken = false;
    const size_t key_end = past_string(object, at, broken);
    if (broken) break;
    const std::string_view key = object.substr(at + 1, key_end - at - 2);
    at = past_blanks(object, key_end);
    if (at >= object.size() || object[at] != ':') break;
    at = past_blanks(object, at + 1);
    if (at >= object.size()) break;
    const bool nested = object[at] == '{' || object[at] == '[';
    if (nested && is_list_key(key)) list = list ? list : std::optional(at);
    if (!nested && unicode::first_invalid(key) == std::nullopt) {
      const auto field = find_field(key);
      if (field == Field::case_no || field == Field::party) return std::nullopt;
    }
    if (object[at] == '"') {
      at = past_string(object, at, broken);
    } else if (nested) {
      const Scanned value = scan(object, at);
      at = value.end;
      broken = value.broken;
    } else {
      at = std::min(object.find_first_of(",}", at), object.size());
    }
    if (broken) break;
    at = past_blanks(object, at);
    if (at >= object.size() || object[at] != ',') break;
    ++at;
  }
  return list;
}

// Each sign by itself, which is looked for many bytes at a time; any of two would be asked at each byte.
bool may_hold_list(std::string_view item) { return item.find('[', 1) != std::string_view::npos || item.find('{', 1) != std::string_view::npos; }

// A CSV of the court: its header names at least the case and the party.
bool is_court_csv(const std::vector<std::string_view>& header) {
  bool has_case = false, has_party = false;
  for (const std::string_view name : header) {
    if (unicode::first_invalid(name)) return false;
    const auto field = find_field(name);
    has_case = has_case || field == Field::case_no;
    has_party = has_party || field == Field::party;
  }
  return has_case && has_party;
}

}  // namespace

CourtReader::CourtReader(std::string_view text) : text_(text), lines_(text) {
  if (text_.starts_with("\xEF\xBB\xBF")) {
    text_.remove_prefix(3);
    lines_ = CsvLines(text_);
  }
  const size_t first = past_blanks(text_, 0);
  const char opening = first < text_.size() ? text_[first] : '\0';
  Stretch all{.text = text_};
  if (opening == '[') {
    all.at = first;
  } else if (opening == '{') {
    // Pages that stand on several lines, and records that do; else each line is one, and a broken one spoils no other.
    const Scanned whole = scan(text_, first);
    const std::string_view object = text_.substr(first, whole.end - first);
    const bool on_lines = object.find('\n') != std::string_view::npos;
    all.lines = !(on_lines && (!whole.broken || held_list(object)));
    if (!all.lines) all.at = first;
  } else {
    all.lines = true;
    const bool has_line = lines_.next();
    is_table_ = has_line && lines_.fields().size() > 1;
    if (has_line && is_court_csv(lines_.fields())) {
      is_csv_ = true;
      for (const std::string_view name : lines_.fields()) header_.emplace_back(identity::trim(name));
      return;
    }
  }
  stretches_.push_back(all);
}

size_t CourtReader::position() const {
  if (is_csv_) return lines_.position();
  if (stretches_.empty()) return text_.size();
  const Stretch& inner = stretches_.back();
  return static_cast<size_t>(inner.text.data() - text_.data()) + inner.at;
}

bool CourtReader::next_line(Stretch& stretch, std::string_view& item) {
  while (stretch.at < stretch.text.size()) {
    const size_t end = std::min(stretch.text.find('\n', stretch.at), stretch.text.size());
    item = stretch.text.substr(stretch.at, end - stretch.at);
    stretch.at = std::min(end + 1, stretch.text.size());
    ++stretch.line;
    while (!item.empty() && is_blank(item.back())) item.remove_suffix(1);
    while (!item.empty() && is_blank(item.front())) item.remove_prefix(1);
    if (!item.empty()) return true;
  }
  return false;
}

bool CourtReader::next_value(Stretch& stretch, std::string_view& item, bool& broken) {
  const std::string_view text = stretch.text;
  size_t& at = stretch.at;
  if (stretch.done) return false;
  while (at < text.size() && (is_blank(text[at]) || text[at] == ',')) ++at;
  if (at >= text.size() || (stretch.closed && text[at] == ']')) {
    cut_short_ = cut_short_ || (stretch.closed && at >= text.size());
    return false;
  }
  const size_t begin = at;
  if (text[at] == '{' || text[at] == '[') {
    const Scanned value = scan(text, at);
    at = value.end;
    broken = value.broken;
    if (value.broken && at < text.size() && text[at] == '\n') {  // within a string: what begins the next record ends this one
      while (at < text.size()) {
        const size_t next = past_blanks(text, at);
        if (next >= text.size() || text[next] == '{' || (stretch.closed && text[next] == ']')) break;
        at = std::min(text.find('\n', next), text.size());
      }
    }
  } else if (text[at] == '"') {
    bool open = false;
    at = past_string(text, at, open);
  } else {
    at = std::min(text.find_first_of(",\n]{", at + 1), text.size());
  }
  if (stretch.single) stretch.done = true;
  item = text.substr(begin, at - begin);
  while (!item.empty() && (is_blank(item.back()) || item.back() == ',')) item.remove_suffix(1);
  return true;
}

// Back to the stretch around; what follows a page whose end nobody could tell is passed over up to the next value.
void CourtReader::leave_stretch() {
  const Stretch inner = stretches_.back();
  stretches_.pop_back();
  if (!inner.broken || stretches_.empty()) return;
  Stretch& outer = stretches_.back();
  const size_t reached = static_cast<size_t>(inner.text.data() - outer.text.data()) + inner.at;
  outer.at = std::min(outer.text.find_first_of("{[", reached), outer.text.size());
}

bool CourtReader::next_item(std::string_view& item, uint64_t& number) {
  while (!stretches_.empty()) {
    Stretch& stretch = stretches_.back();
    bool broken = false;
    if (!(stretch.lines ? next_line(stretch, item) : next_value(stretch, item, broken))) {
      leave_stretch();
      continue;
    }
    number = stretch.lines ? stretch.line : count_ + 1;
    const bool is_list = item.front() == '[';
    const bool is_page = item.front() == '{' && may_hold_list(item);
    if ((is_list || is_page) && stretches_.size() < kMaxStretches) {
      const std::optional<size_t> list = is_list ? std::optional(size_t{0}) : held_list(item);
      if (list) {
        const bool object = item[*list] == '{';
        Stretch inner{.text = item.substr(*list), .closed = !object, .single = object, .broken = broken, .at = object ? size_t{0} : size_t{1}};
        if (broken) inner.text = stretch.text.substr(static_cast<size_t>(inner.text.data() - stretch.text.data()));
        stretches_.push_back(inner);
        continue;
      }
    }
    ++count_;
    return true;
  }
  return false;
}

void CourtReader::read_object(std::string_view item, RawRecord& record) {
  if (item.size() > kMaxRecordBytes) {
    record.fault = RejectReason::record_too_long;
    return;
  }
  if (unicode::first_invalid(item)) {
    record.fault = RejectReason::not_utf8;
    return;
  }
  if (!is_json_object(item)) {
    const bool is_header = is_table_ && record.number == 1;
    record.fault = item.front() == '{' ? RejectReason::bad_json : is_header ? RejectReason::header_unknown : RejectReason::not_an_object;
    return;
  }
  const auto string_of = [&](std::string_view quoted) {
    const std::string_view inner = quoted.substr(1, quoted.size() - 2);
    return inner.find('\\') == std::string_view::npos ? inner : std::string_view(record.unescaped.emplace_back(unescape_json(quoted)));
  };
  size_t at = item.find('{') + 1;
  while (true) {
    skip_json_space(item, at, ',');
    if (at >= item.size() || item[at] == '}') return;
    RawField field;
    field.key = string_of(take_json(item, at));
    skip_json_space(item, at, ':');
    const std::string_view value = take_json(item, at);
    field.text = value.front() == '"' ? string_of(value) : value;
    field.kind = value.front() == '"'                           ? RawKind::text
                 : value == "null"                              ? RawKind::nothing
                 : value == "true" || value == "false"          ? RawKind::truth
                 : value.front() == '{' || value.front() == '[' ? RawKind::nested
                                                                : RawKind::number;
    record.fields.push_back(field);
  }
}

bool CourtReader::next_csv(RawRecord& record) {
  do {
    if (!lines_.next()) {
      if (!lines_.open_quote() || told_cut_) return false;
      told_cut_ = cut_short_ = true;
      record.number = lines_.line();
      record.fault = RejectReason::cut_short;
      return true;
    }
  } while (lines_.fields().size() == 1 && identity::trim(lines_.fields()[0]).empty());
  record.number = lines_.line();
  const std::vector<std::string_view>& fields = lines_.fields();
  const bool ends_within_line = lines_.position() >= text_.size() && !text_.ends_with('\n') && !text_.ends_with('\r');
  if (lines_.text_after_quote() || fields.size() != header_.size()) {
    const bool ends_within = ends_within_line && fields.size() < header_.size();
    record.fault = lines_.text_after_quote() ? RejectReason::text_after_quote : ends_within ? RejectReason::cut_short : RejectReason::field_count;
    told_cut_ = cut_short_ = record.fault == RejectReason::cut_short;
    return true;
  }
  for (size_t i = 0; i < fields.size(); ++i) {
    if (unicode::first_invalid(fields[i])) {
      record.fields.clear();
      told_cut_ = cut_short_ = ends_within_line && i + 1 == fields.size();  // most likely within a character
      record.fault = cut_short_ ? RejectReason::cut_short : RejectReason::not_utf8;
      return true;
    }
    record.fields.push_back({header_[i], fields[i], RawKind::text});
  }
  lines_.swap_unescaped(record.unescaped);
  return true;
}

// Where no list is open that would tell it: whether the text ends within this object, and that within its line.
bool CourtReader::ends_within(std::string_view item) const {
  const bool is_last = item.data() + item.size() == text_.data() + text_.size();
  if (!is_last || stretches_.size() != 1 || stretches_.front().closed) return false;
  const Scanned value = scan(item, 0);
  return value.broken && value.end == item.size();
}

bool CourtReader::next(RawRecord& record) {
  record.fields.clear();
  record.unescaped.clear();
  record.whole = {};
  record.fault = RejectReason::none;
  if (is_csv_) return next_csv(record);
  if (next_item(record.whole, record.number)) {
    read_object(record.whole, record);
    const bool is_no_object = record.fault == RejectReason::bad_json || record.fault == RejectReason::not_utf8;
    if (is_no_object && ends_within(record.whole)) {
      told_cut_ = cut_short_ = true;
      record.fault = RejectReason::cut_short;
    }
    return true;
  }
  if (!cut_short_ || told_cut_) return false;
  told_cut_ = true;
  record.number = count_ + 1;
  record.whole = {};
  record.fault = RejectReason::cut_short;
  return true;
}

}  // namespace plumb::feed
