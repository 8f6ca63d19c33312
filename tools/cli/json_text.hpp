// A string as a JSON string literal, for the few places where the program itself writes JSON.
#pragma once

#include <string>
#include <string_view>

namespace plumb::cli {

std::string json_text(std::string_view text);

}  // namespace plumb::cli
