// Text from outside → text that a terminal shows and does not obey. For every room that prints what others wrote. Pure; any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace plumb {

struct Drawn {
  std::string text;
  size_t width;   // terminal columns
  size_t length;  // bytes of the source
};

// The character at `text[offset]`. Controls and direction changes become symbols, broken UTF-8 becomes U+FFFD. REQUIRES: offset < text.size().
Drawn draw(std::string_view text, size_t offset);

std::string printable(std::string_view text);

// Whether a value holds what a terminal would obey, or NUL, which ends a text for many programs. Tabs and ends of lines do stand in
// values. REQUIRES: valid UTF-8.
bool holds_control(std::string_view text);

}  // namespace plumb
