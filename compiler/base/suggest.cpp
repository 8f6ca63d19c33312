#include "compiler/base/suggest.hpp"

#include <algorithm>
#include <vector>

#include "compiler/base/unicode.hpp"

namespace plumb {

namespace {

constexpr size_t kLongest = 40;

std::u32string code_points(std::string_view text) {
  std::u32string out;
  for (size_t at = 0; at < text.size();) {
    const unicode::Decoded d = unicode::decode(text, at);
    if (d.length == 0) break;
    out.push_back(d.code_point);
    at += d.length;
  }
  return out;
}

size_t distance(const std::u32string& a, const std::u32string& b) {
  std::vector<size_t> before(b.size() + 1), last(b.size() + 1), now(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    now[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      now[j] = std::min({last[j] + 1, now[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) now[j] = std::min(now[j], before[j - 2] + 1);
    }
    before.swap(last);
    last.swap(now);
  }
  return last[b.size()];
}

// Whether the names differ where both count: 县甲局 and 县丙局, 第一类 and 第二类 are two things, and neither a slip for the other.
bool counts_differently(const std::u32string& a, const std::u32string& b) {
  static constexpr std::u32string_view kCounting = U"甲乙丙丁戊己庚辛壬癸一二三四五六七八九十0123456789";
  const auto counts = [](char32_t c) { return kCounting.find(c) != std::u32string_view::npos; };
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (a[i] != b[i] && counts(a[i]) && counts(b[i])) return true;
  }
  return false;
}

}  // namespace

std::optional<std::string> nearest(std::string_view written, std::span<const std::string> candidates) {
  const std::u32string from = code_points(written);
  if (from.size() < 2 || from.size() > kLongest) return std::nullopt;
  const size_t allowed = std::max<size_t>(1, from.size() / 3);
  size_t best = allowed + 1;
  std::optional<std::string> found;
  bool tied = false;  // two candidates are as near, or the nearest is another thing: a guess could be the wrong one
  for (const std::string& candidate : candidates) {
    if (candidate.size() > kLongest * 4) continue;
    const std::u32string to = code_points(candidate);
    const size_t apart = to.size() > from.size() ? to.size() - from.size() : from.size() - to.size();
    if (to.size() < 2 || apart > best) continue;
    const size_t changes = distance(from, to);
    if (changes < best && changes < std::max(from.size(), to.size())) {
      best = changes;
      found = candidate;
      tied = counts_differently(from, to);
    } else if (changes == best && found && candidate != *found) {
      tied = true;
    }
  }
  return tied ? std::nullopt : found;
}

}  // namespace plumb
