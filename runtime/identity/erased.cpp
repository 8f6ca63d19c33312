#include "runtime/identity/erased.hpp"

#include <algorithm>

namespace plumb::identity {

namespace {

constexpr std::string_view kMark = "erased-", kNormalMark = "ERASED";

}  // namespace

std::string erased_mark(int64_t number) { return std::string(kMark) + std::to_string(number); }

bool is_erased_mark(std::string_view id) {
  if (!id.starts_with(kMark) && !id.starts_with(kNormalMark)) return false;
  const std::string_view number = id.substr(id.starts_with(kMark) ? kMark.size() : kNormalMark.size());
  return !number.empty() && std::all_of(number.begin(), number.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace plumb::identity
