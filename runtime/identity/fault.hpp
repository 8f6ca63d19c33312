// A normal form → why it cannot be an identifier of anybody, or nothing against it. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace plumb::identity {

enum class IdentifierFault : uint8_t { none, not_an_identifier, mask_length, mask_visible };

// Documents that the registry may hold beside resident numbers and codes: letters, digits, Han (军字第…号) and the marks
// that their numbers use; some digit must be there, or it is a word like 暂无.
IdentifierFault identifier_fault(std::string_view id);

}  // namespace plumb::identity
