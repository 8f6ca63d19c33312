// A day as people and spreadsheets write it → YYYY-MM-DD. Used by the rows of an import; decisions take ISO days only. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plumb::feed {

// 2023-01-01, 2023-1-1, 2023/1/1, 2023.1.1, 2023年1月1日 (日 or 号), 20230101, in full-width digits as well. Nothing for other forms, such
// as 1/2/2023, which says one day here and another there, and for days that do not exist. REQUIRES: valid UTF-8.
std::optional<std::string> iso_day(std::string_view text);

}  // namespace plumb::feed
