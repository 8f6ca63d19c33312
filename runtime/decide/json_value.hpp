// Bytes of one JSON line → a small tree that keeps what a decision must not lose: repeated keys, and numbers as written.
//
// Parsing (UTF-8, escapes, depth, syntax) is Boost.JSON's; the tree is our own because Boost's keeps the last of two equal
// keys in silence. Texts are not copied: they lie in the line itself. Also the one place that writes JSON strings. Pure; any
// thread.
#pragma once

#include <cstdint>
#include <forward_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace plumb::decide {

struct JsonMember;

struct JsonValue {
  enum class Kind : uint8_t { null, boolean, integer, number, string, array, object };
  Kind kind = Kind::null;
  bool boolean = false;
  int64_t integer = 0;
  std::string_view text;  // of a string its characters, of an integer or number the literal as written
  std::vector<JsonValue> items;
  std::vector<JsonMember> members;  // in written order, repetitions included
};

struct JsonMember {
  std::string_view first;
  JsonValue second;
};

struct JsonResult {
  JsonValue value;                           // what was read up to the fault, where there is one
  std::forward_list<std::string> unescaped;  // texts that the line writes otherwise; like the line, they outlive the tree
  std::optional<std::string> fault;          // the reason, and at which byte
};

// Nesting deeper than 32 is a fault. REQUIRES: `text` outlives the tree.
JsonResult parse_json(std::string_view text);

void append_json_string(std::string& out, std::string_view text);

// RFC 6901: `parent`/`key`, with ~ and / in the key escaped.
std::string pointer(std::string_view parent, std::string_view key);

}  // namespace plumb::decide
