#include "runtime/feed/json_text.hpp"

#include <boost/json.hpp>

namespace plumb::feed {

namespace json = boost::json;

namespace {

bool is_json_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

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
  unsigned char buffer[4096];
  json::monotonic_resource memory(buffer, sizeof buffer);
  json::parse_options options;
  options.max_depth = kMaxJsonDepth;
  const json::value value = json::parse(json::string_view(text.data(), text.size()), error, &memory, options);
  return !error && value.is_object();
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
