// Members, arrays and texts → compact JSON appended to a string; commas are its business, nesting is the caller's.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/decide/json_value.hpp"

namespace plumb::decide {

// The name of a member, written in the source: `,"name":` made by the compiler, so that nothing is looked at for escapes again.
class JsonKey {
 public:
  template <size_t N>
  consteval JsonKey(const char (&name)[N]) : size_(N - 1 + kAround) {  // NOLINT(google-explicit-constructor): a literal is a key
    static_assert(N > 1 && N - 1 + kAround <= kCapacity, "a key is short");
    size_t at = 0;
    text_[at++] = ',';
    text_[at++] = '"';
    for (size_t i = 0; i + 1 < N; ++i) {
      if (name[i] < ' ' || name[i] == '"' || name[i] == '\\') throw "a key needs no escapes";
      text_[at++] = name[i];
    }
    text_[at++] = '"';
    text_[at] = ':';
  }
  std::string_view first() const { return {text_.data() + 1, size_ - 1}; }
  std::string_view next() const { return {text_.data(), size_}; }

 private:
  static constexpr size_t kAround = 4, kCapacity = 24;
  std::array<char, kCapacity> text_{};
  size_t size_;
};

class JsonWriter {
 public:
  // Goes on at the end of `out`, which outlives this.
  explicit JsonWriter(std::string& out) : out_(out) {}

  std::string& out() { return out_; }
  void open(char bracket) { out_.push_back(bracket); }
  void close(char bracket) { out_.push_back(bracket); }

  // Everything that is not the first after an opening bracket is preceded by a comma.
  bool first() const { return out_.empty() || out_.back() == '{' || out_.back() == '['; }
  void separate() {
    if (!first()) out_.push_back(',');
  }
  void key(const JsonKey& name) { out_ += first() ? name.first() : name.next(); }
  void member(const JsonKey& name, std::string_view text) {
    key(name);
    append_json_string(out_, text);
  }
  // REQUIRES: `word` has nothing to escape: a word of ours, or a date.
  void word(const JsonKey& name, std::string_view word) {
    key(name);
    out_.push_back('"');
    out_ += word;
    out_.push_back('"');
  }
  void raw(const JsonKey& name, std::string_view json) {
    key(name);
    out_ += json;
  }
  // Members written before, without braces.
  void members(std::string_view json) {
    separate();
    out_ += json;
  }
  void nullable(const JsonKey& name, std::optional<std::string_view> text) {
    if (text) {
      member(name, *text);
    } else {
      raw(name, "null");
    }
  }
  void boolean(const JsonKey& name, bool value) { raw(name, value ? "true" : "false"); }
  template <typename Items, typename Write>
  void array(const JsonKey& name, const Items& items, Write write) {
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
  void texts(const JsonKey& name, const std::vector<std::string>& texts) {
    array(name, texts, [&](const std::string& text) { append_json_string(out_, text); });
  }

 private:
  std::string& out_;
};

}  // namespace plumb::decide
