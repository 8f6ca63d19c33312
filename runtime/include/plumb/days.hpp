// Days as people and spreadsheets write them, read as imports read them: for the doors, which take a day from a person.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plumb {

// 2023-01-01, 2023-1-1, 2023/1/1, 2023.1.1, 2023年1月1日, 20230101, in full-width digits too → YYYY-MM-DD. Nothing for forms that leave room
// for doubt (1/2/2023), for days that do not exist, and for what is no UTF-8. Pure; any thread.
std::optional<std::string> written_day(std::string_view text);

}  // namespace plumb
