// What stands where a person's identifier was, once they are erased.
//
// No identifier that anybody gives looks like it: in normal form (normal_form.hpp) there are neither small letters nor hyphens. A registry made
// from an export has the mark in normal form. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::identity {

// 7 → "erased-7".
std::string erased_mark(int64_t number);

// "erased-7", and "ERASED7" as an import has it.
bool is_erased_mark(std::string_view id);

}  // namespace plumb::identity
