// A name as written → the one spelling under which names are compared: no space around it, single plain spaces within,
// half-width forms, one middle dot (·) with no space around it, one code point for each character (variant.hpp). Case is kept.
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace plumb::identity {

// REQUIRES: valid UTF-8. Idempotent.
std::string normalise_name(std::string_view text);

// normalise_name(text) == text.
bool is_normal_name(std::string_view text);

// Only the spaces around it removed, of every kind (is_space).
std::string_view trim(std::string_view text);

}  // namespace plumb::identity
