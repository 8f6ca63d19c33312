// A finding as it is kept, a kind and a JSON object → what it says, in a sentence that a clerk reads (its title: registry::finding_title).
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/language.hpp"

namespace plumb {

// The object's members in the order in which one tells them: case, days, who, how late, on which document and clause. What is no JSON
// object is told as it stands.
std::string finding_told(std::string_view kind, std::string_view detail, Language language);

}  // namespace plumb
