// Text → the same text within HTML or XML, between tags or in an attribute's quotation marks. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb {

// Which marks may stand around the text: where no attribute is written in single ones, a reader may keep them.
enum class Quotes : uint8_t { both, only_double };

void append_escaped(std::string& out, std::string_view text, Quotes quotes = Quotes::both);
std::string escaped(std::string_view text);

}  // namespace plumb
