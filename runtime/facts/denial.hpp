// A word that stands in a text → each place of it, and whether the clause there says it, denies it, or leaves it open: 不能成立 holds
// 成立 and says the opposite.
//
// What people write is not parsed. A sign that denies (不, 未, 无, 非, 没, not) counts where nothing but words that lead on (能, 足以,
// 属于, 认定) stands between it and the word, or between it and what the clause says of the word behind it (错误纳入的主张不成立). What is
// none of the plain cases is told as such, for the reader to doubt. Pure; any thread.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace plumb::facts {

enum class Standing : uint8_t {
  said,
  denied,
  open,  // of something that may be so (是否, 如, 部分, 拟), or denied twice
  near,  // said, with a sign that denies close before it and other words between: 不符合条件属错误纳入
};

struct Place {
  std::string_view before, after;  // the rest of its clause
  Standing standing = Standing::said;
};

// In order; they point into `text`. REQUIRES: valid UTF-8, `word` not empty.
std::vector<Place> places_of(std::string_view text, std::string_view word);

// Whether it is said at one place at least.
bool is_said(std::string_view text, std::string_view word);

}  // namespace plumb::facts
