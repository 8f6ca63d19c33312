// Members, arrays and texts → compact JSON appended to a string; commas are its business, nesting is the caller's.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decide/json_value.hpp"

namespace plumb::decide {

class JsonWriter {
 public:
  // Goes on at the end of `out`, which outlives this.
  explicit JsonWriter(std::string& out) : out_(out) {}

  std::string& out() { return out_; }
  void open(char bracket) { out_.push_back(bracket); }
  void close(char bracket) { out_.push_back(bracket); }

  // Everything that is not the first after an opening bracket is preceded by a comma.
  void separate() {
    if (!out_.empty() && out_.back() != '{' && out_.back() != '[') out_.push_back(',');
  }
  void key(std::string_view name) {
    separate();
    append_json_string(out_, name);
    out_.push_back(':');
  }
  void member(std::string_view name, std::string_view text) {
    key(name);
    append_json_string(out_, text);
  }
  void raw(std::string_view name, std::string_view json) {
    key(name);
    out_ += json;
  }
  void nullable(std::string_view name, std::optional<std::string_view> text) {
    if (text) {
      member(name, *text);
    } else {
      raw(name, "null");
    }
  }
  void boolean(std::string_view name, bool value) { raw(name, value ? "true" : "false"); }
  template <typename Items, typename Write>
  void array(std::string_view name, const Items& items, Write write) {
    key(name);
    open('[');
    bool first = true;
    for (const auto& item : items) {
      if (!first) out_.push_back(',');
      first = false;
      write(item);
    }
    close(']');
  }
  void texts(std::string_view name, const std::vector<std::string>& texts) {
    array(name, texts, [&](const std::string& text) { append_json_string(out_, text); });
  }

 private:
  std::string& out_;
};

}  // namespace plumb::decide
