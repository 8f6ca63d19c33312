// What CLI11 says of a command line, in English alone → the same in Chinese. Pure.
#pragma once

#include <string>

namespace plumb::cli {

// "--ahead: Value -1 not in range 0 to 36600" → "--ahead: -1，应在 0 至 36600 之间"; a sentence that is not known stays.
std::string fault_in_chinese(std::string sentence);

}  // namespace plumb::cli
