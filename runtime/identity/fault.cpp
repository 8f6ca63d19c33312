#include "runtime/identity/fault.hpp"

#include "compiler/base/unicode.hpp"
#include "runtime/identity/mask.hpp"

namespace plumb::identity {

namespace {

constexpr size_t kMinIdentifierBytes = 5;
constexpr size_t kMaxIdentifierBytes = 64;

}  // namespace

IdentifierFault identifier_fault(std::string_view id) {
  switch (mask_fault(id)) {
    case MaskFault::none:
      break;
    case MaskFault::length:
      return IdentifierFault::mask_length;
    case MaskFault::too_few_visible:
      return IdentifierFault::mask_visible;
    case MaskFault::characters:
      return IdentifierFault::not_an_identifier;
  }
  if (id.size() < kMinIdentifierBytes || id.size() > kMaxIdentifierBytes) return IdentifierFault::not_an_identifier;
  bool has_digit = false;
  for (size_t offset = 0; offset < id.size();) {
    const unicode::Decoded decoded = unicode::decode(id, offset);
    if (decoded.length == 0) return IdentifierFault::not_an_identifier;
    offset += decoded.length;
    const char32_t c = decoded.code_point;
    const bool digit = c >= '0' && c <= '9';
    has_digit = has_digit || digit;
    const bool mark = c == '*' || c == '(' || c == ')' || c == '/' || c == '.' || c == '-';
    if (!digit && !mark && !(c >= 'A' && c <= 'Z') && !unicode::is_han(c)) return IdentifierFault::not_an_identifier;
  }
  return has_digit ? IdentifierFault::none : IdentifierFault::not_an_identifier;
}

}  // namespace plumb::identity
