// The bytes of an import file → UTF-8. Files come from spreadsheets and from systems of every age. Any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "compiler/base/result.hpp"

namespace plumb::registry {

enum class Encoding : uint8_t { utf8, gbk };
enum class EncodingChoice : uint8_t { detect, utf8, gbk };

struct Decoded {
  std::string text;
  Encoding encoding = Encoding::utf8;
};

// By the name that a caller gives it: utf-8, gbk; every other is detect.
EncodingChoice encoding_choice(std::string_view name);

// detect: UTF-8 when every byte sequence is valid, otherwise GBK (read as GB18030, which contains it). A byte order mark of
// UTF-8 is dropped; one of UTF-16 is refused. Where some lines are surely UTF-8 and others are not, detect refuses: read as GBK, the
// former would become other people's names. Errors: import.encoding with the line that could not be read,
// import.mixed_encoding with the lines of the rarer kind.
Result<Decoded> decode_text(std::string bytes, EncodingChoice choice, const std::string& file);

}  // namespace plumb::registry
