// JSON as text: its values are cut out as they were written, since a tree would lose how a number was written and which key stood
// twice. Used by the court's feed and by the import of NDJSON. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plumb::feed {

inline constexpr size_t kMaxJsonDepth = 32;

// Whether `text` is one JSON object, nested no deeper than kMaxJsonDepth. The others here take text of which this is true.
bool is_json_object(std::string_view text);

// The value that begins at `at`, with `at` moved behind it.
std::string_view take_json(std::string_view text, size_t& at);

// Moves `at` over white space and, if asked for, a mark.
void skip_json_space(std::string_view text, size_t& at, char mark = '\0');

// What a string stands for. `quoted` with its quotation marks.
std::string unescape_json(std::string_view quoted);

// `text` without white space between its tokens.
std::string compact_json(std::string_view text);

}  // namespace plumb::feed
