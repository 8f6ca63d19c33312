#include "compiler/syntax/character_stream.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"

namespace plumb::syntax {
namespace {

bool is_other_letter(char32_t c) {
  // Letters of other scripts are lexed as letters, so that a name holding one is told as a whole.
  return (c >= 0x00C0 && c <= 0x024F) || (c >= 0x0370 && c <= 0x052F) || (c >= 0x3040 && c <= 0x312F) || (c >= 0xAC00 && c <= 0xD7A3) ||
         (c >= 0x2E80 && c <= 0x2FD5) || (c >= 0x1D400 && c <= 0x1D7FF) || (c >= 0x2100 && c <= 0x218F) || (c >= 0x0530 && c <= 0x06FF);
}

}  // namespace

uint8_t fold(char32_t c) {
  c = unicode::fold_width(c);
  if (c < 0x80) {
    if (c >= 0x20 && c != 0x7F) return static_cast<uint8_t>(c);
    return c == '\n' || c == '\t' || c == '\r' || c == '\f' ? static_cast<uint8_t>(c) : static_cast<uint8_t>(kForeign);
  }
  switch (c) {
    case U'的':
      return kDe;
    case U'年':
      return kYear;
    case U'月':
      return kMonth;
    case U'日':
    case U'号':
      return kDay;
    case U'自':
    case U'至':
    case U'于':
    case U'与':
      return kBeforeDate;
    case U'、':
    case 0xFF64:
      return ',';
    case U'。':
    case 0xFF61:
      return ';';
    case U'“':
    case U'”':
      return '"';
    case U'「':
    case U'『':
      return kOpenName;
    case U'」':
    case U'』':
      return kCloseName;
    case U'《':
      return kOpenTitle;
    case U'》':
      return kCloseTitle;
    case U'—':
    case U'―':
    case U'─':
      return kDash;
    case U'–':
    case U'−':
      return '-';
    case U'×':
      return '*';
    case U'÷':
      return '/';
    case U'≥':
      return kGreaterEqual;
    case U'≤':
      return kLessEqual;
    case U'≠':
      return kNotEqual;
    case U'〔':
    case U'〕':
    case U'·':
    case U'・':
    case U'〇':
    case U'々':
      return kLetter;
    case 0x00A0:
    case 0x2002:
    case 0x2003:
    case 0x2009:
    case 0x202F:
      return ' ';
    case 0x2028:
    case 0x2029:
    case 0x0085:
      return '\n';
    default:
      break;
  }
  if (unicode::is_han(c) || is_other_letter(c)) return kLetter;
  return kForeign;
}

CharacterStream::CharacterStream(std::string_view text) : text_(text) {
  folded_.reserve(text.size());
  offsets_.reserve(text.size() + 1);
  for (size_t at = 0; at < text.size();) {
    const auto byte = static_cast<uint8_t>(text[at]);
    const unicode::Decoded d = byte < 0x80 ? unicode::Decoded{byte, 1} : unicode::decode(text, at);
    folded_.push_back(fold(d.code_point));
    offsets_.push_back(static_cast<uint32_t>(at));
    at += std::max<size_t>(d.length, 1);
  }
  offsets_.push_back(static_cast<uint32_t>(text.size()));
}

std::string CharacterStream::getText(const antlr4::misc::Interval& interval) {
  if (interval.a < 0 || interval.b < interval.a) return {};
  const size_t begin = std::min(static_cast<size_t>(interval.a), folded_.size());
  const size_t end = std::min(static_cast<size_t>(interval.b) + 1, folded_.size());
  return std::string(text_.substr(offsets_[begin], offsets_[end] - offsets_[begin]));
}

}  // namespace plumb::syntax
