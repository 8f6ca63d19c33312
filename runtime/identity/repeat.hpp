// What a message may repeat of a text that somebody gave: numbers inside it hidden in places, long texts cut.
// Who reads a message is who gave the text; what others may see of recorded texts is free_text.hpp's. Any text; pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace plumb::identity {

inline constexpr size_t kMostRepeated = 100;  // characters

// In every run of letters and digits that is as long as an identity number (15 places or more) places 11 to 14 of each
// 18 are hidden, whatever surrounds it; after kMostRepeated characters the text ends with “…”. Invalid UTF-8 is hidden whole.
std::string repeatable(std::string_view text);

}  // namespace plumb::identity
