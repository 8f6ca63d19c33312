// UTF-8 by hand: decoding, folding of full-width forms, and display width. No locale, no ICU.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace plumb::unicode {

struct Decoded {
  char32_t code_point = 0;
  uint8_t length = 0;  // bytes read; 0 when the bytes at the position are not valid UTF-8
};

// Decodes the code point that begins at `text[offset]`. Overlong forms and surrogates are invalid.
// REQUIRES: offset < text.size().
Decoded decode(std::string_view text, size_t offset);

// Offset of the first byte that is not valid UTF-8, or nothing.
std::optional<size_t> first_invalid(std::string_view text);

void append(std::string& out, char32_t code_point);

// Full-width ASCII variants (U+FF01–FF5E) and the ideographic space become their ASCII forms; all else is unchanged.
char32_t fold_width(char32_t code_point);
std::string fold_width(std::string_view text);

// Terminal columns: 2 for East-Asian wide and full-width characters, 0 for combining and zero-width, otherwise 1.
int width(char32_t code_point);
size_t width(std::string_view text);

bool is_han(char32_t code_point);

// Its first `bytes` bytes, or fewer where a character would be cut apart.
std::string_view beginning(std::string_view text, size_t bytes);

// Number of code points. REQUIRES: valid UTF-8.
size_t length(std::string_view text);

}  // namespace plumb::unicode
