#include "runtime/decide/json_value.hpp"

#include <fmt/format.h>

#include <boost/json/basic_parser_impl.hpp>
#include <functional>

namespace plumb::decide {

namespace {

namespace json = boost::json;

// Receives the parser's events and grows the tree along a stack of open containers.
class TreeBuilder {
 public:
  static constexpr size_t max_object_size = static_cast<size_t>(-1);
  static constexpr size_t max_array_size = static_cast<size_t>(-1);
  static constexpr size_t max_key_size = static_cast<size_t>(-1);
  static constexpr size_t max_string_size = static_cast<size_t>(-1);

  // Constructed by Boost's parser with what it was given: the line.
  explicit TreeBuilder(std::string_view line) : line_(line) {}

  JsonValue root;
  std::forward_list<std::string> unescaped;

  bool on_document_begin(json::error_code&) { return true; }
  bool on_document_end(json::error_code&) { return true; }
  bool on_object_begin(json::error_code&) {
    open(JsonValue::Kind::object);
    // Growing would move them all. Only for a request's few objects: a line of many empty ones must not cost more than it does.
    if (roomy_ > 0) {
      --roomy_;
      open_.back()->members.reserve(kUsualMembers);
    }
    return true;
  }
  bool on_object_end(size_t, json::error_code&) { return close(); }
  bool on_array_begin(json::error_code&) { return open(JsonValue::Kind::array); }
  bool on_array_end(size_t, json::error_code&) { return close(); }
  bool on_key_part(json::string_view part, size_t, json::error_code&) { return gather(part); }
  bool on_key(json::string_view part, size_t, json::error_code&) {
    key_ = view(part);
    return true;
  }
  bool on_string_part(json::string_view part, size_t, json::error_code&) { return gather(part); }
  bool on_string(json::string_view part, size_t, json::error_code&) { return text(JsonValue::Kind::string, part); }
  bool on_number_part(json::string_view part, json::error_code&) { return gather(part); }
  bool on_int64(int64_t value, json::string_view part, json::error_code&) {
    text(JsonValue::Kind::integer, part);
    last_->integer = value;
    return true;
  }
  bool on_uint64(uint64_t, json::string_view part, json::error_code&) { return text(JsonValue::Kind::number, part); }
  bool on_double(double, json::string_view part, json::error_code&) { return text(JsonValue::Kind::number, part); }
  bool on_bool(bool value, json::error_code&) {
    place(JsonValue::Kind::boolean).boolean = value;
    return true;
  }
  bool on_null(json::error_code&) {
    place(JsonValue::Kind::null);
    return true;
  }
  bool on_comment_part(json::string_view, json::error_code&) { return true; }
  bool on_comment(json::string_view, json::error_code&) { return true; }

 private:
  static constexpr size_t kUsualMembers = 6;

  bool gather(json::string_view part) {
    gathered_.append(part.data(), part.size());
    return true;
  }

  // The whole text whose last part this is: where it lies in the line, if it came in one piece from there.
  std::string_view view(json::string_view part) {
    const std::less_equal<> before;  // of any two pointers
    const bool in_line = before(line_.data(), part.data()) && before(part.data() + part.size(), line_.data() + line_.size());
    if (gathered_.empty() && in_line) return {part.data(), part.size()};
    gather(part);
    unescaped.push_front(std::move(gathered_));
    gathered_.clear();
    return unescaped.front();
  }

  JsonValue& place(JsonValue::Kind kind) {
    if (open_.empty()) {
      last_ = &root;
    } else if (open_.back()->kind == JsonValue::Kind::object) {
      last_ = &open_.back()->members.emplace_back(key_, JsonValue()).second;
    } else {
      last_ = &open_.back()->items.emplace_back();
    }
    last_->kind = kind;
    return *last_;
  }

  bool text(JsonValue::Kind kind, json::string_view part) {
    place(kind).text = view(part);
    return true;
  }

  bool open(JsonValue::Kind kind) {
    open_.push_back(&place(kind));
    return true;
  }
  bool close() {
    open_.pop_back();
    return true;
  }

  std::vector<JsonValue*> open_;  // each is the last element of the one below, so that growing moves none of them
  JsonValue* last_ = nullptr;
  std::string_view line_, key_;
  std::string gathered_;  // parts of a text that is not at its end
  int roomy_ = 3;         // objects that are still given room: the request, its party, its fields
};

}  // namespace

JsonResult parse_json(std::string_view text) {
  json::basic_parser<TreeBuilder> parser{json::parse_options{}, text};
  json::error_code error;
  const size_t read = parser.write_some(false, text.data(), text.size(), error);
  JsonResult result{std::move(parser.handler().root), std::move(parser.handler().unescaped), std::nullopt};
  if (!error && read < text.size() && text.find_first_not_of(" \t\r\n", read) != std::string_view::npos) error = json::error::extra_data;
  if (error) result.fault = fmt::format("{} (byte {})", error.message(), read + 1);
  return result;
}

namespace {

// Whether JSON writes the byte otherwise than as it is.
bool is_escaped(char c) { return (static_cast<unsigned char>(c) < 0x20) | (c == '"') | (c == '\\'); }

constexpr size_t kBlock = 16;

bool any_escaped(const char* block) {
  uint8_t found = 0;
  for (size_t i = 0; i < kBlock; ++i) found = static_cast<uint8_t>(found | static_cast<uint8_t>(is_escaped(block[i])));
  return found != 0;
}

// How many bytes from the front are written as they are. Texts are long and hardly ever escaped, so a block of bytes at a time.
size_t plain_prefix(std::string_view text) {
  size_t i = 0;
  if (text.size() >= kBlock) {
    const size_t last = text.size() - kBlock;
    while (i < last && !any_escaped(text.data() + i)) i += kBlock;
    if (i >= last && !any_escaped(text.data() + last)) return text.size();
  }
  while (i < text.size() && !is_escaped(text[i])) ++i;
  return i;
}

void append_escaped(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out.push_back('"');
  for (size_t plain = plain_prefix(text);; plain = plain_prefix(text)) {
    out.append(text.substr(0, plain));
    if (plain == text.size()) break;
    append_escaped(out, text[plain]);
    text.remove_prefix(plain + 1);
  }
  out.push_back('"');
}

std::string pointer(std::string_view parent, std::string_view key) {
  std::string out(parent);
  out.push_back('/');
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out.push_back(c);
    }
  }
  return out;
}

}  // namespace plumb::decide
