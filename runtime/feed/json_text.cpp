#include "runtime/feed/json_text.hpp"

#include <boost/json.hpp>
#include <boost/json/basic_parser_impl.hpp>

namespace plumb::feed {

namespace json = boost::json;

namespace {

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// What a text is, without values being made of it: whether it is JSON, and an object.
struct NothingKept {
  static constexpr size_t max_object_size = json::object::max_size();
  static constexpr size_t max_array_size = json::array::max_size();
  static constexpr size_t max_key_size = json::string::max_size();
  static constexpr size_t max_string_size = json::string::max_size();
  bool is_object = false;  // the last value that ended is one: at the end, the whole

  using Error = json::error_code;
  bool on_document_begin(Error&) { return true; }
  bool on_document_end(Error&) { return true; }
  bool on_object_begin(Error&) { return true; }
  bool on_object_end(size_t, Error&) { return is_object = true; }
  bool on_array_begin(Error&) { return true; }
  bool on_array_end(size_t, Error&) { return is_other(); }
  bool on_key_part(json::string_view, size_t, Error&) { return true; }
  bool on_key(json::string_view, size_t, Error&) { return true; }
  bool on_string_part(json::string_view, size_t, Error&) { return true; }
  bool on_string(json::string_view, size_t, Error&) { return is_other(); }
  bool on_number_part(json::string_view, Error&) { return true; }
  bool on_int64(int64_t, json::string_view, Error&) { return is_other(); }
  bool on_uint64(uint64_t, json::string_view, Error&) { return is_other(); }
  bool on_double(double, json::string_view, Error&) { return is_other(); }
  bool on_bool(bool, Error&) { return is_other(); }
  bool on_null(Error&) { return is_other(); }
  bool on_comment_part(json::string_view, Error&) { return true; }
  bool on_comment(json::string_view, Error&) { return true; }

 private:
  bool is_other() {
    is_object = false;
    return true;
  }
};

}  // namespace

std::string_view take_json(std::string_view text, size_t& at) {
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

void skip_json_space(std::string_view text, size_t& at, char wanted) {
  while (at < text.size() && (is_json_space(text[at]) || (wanted != '\0' && text[at] == wanted))) ++at;
}

std::string unescape_json(std::string_view quoted) {
  const json::value value = json::parse(json::string_view(quoted.data(), quoted.size()));
  const json::string& text = value.as_string();
  return {text.data(), text.size()};
}

bool is_json_object(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  json::basic_parser<NothingKept> parser(options);
  const size_t read = parser.write_some(false, text.data(), text.size(), error);
  return !error && read == text.size() && parser.handler().is_object;
}

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

}  // namespace plumb::feed
