#include "runtime/facts/denial.hpp"

#include <algorithm>
#include <iterator>

#include "compiler/base/unicode.hpp"

namespace plumb::facts {

namespace {

constexpr std::string_view kMarks[] = {"，", "。", "；", "：", "！", "？", "、", "（", "）", "(", ")", ",", ".", ";", ":", "!", "?", "\n"};

constexpr std::string_view kDenying[] = {"不", "未", "无", "无法", "无从", "非", "没", "勿", "莫", "缺乏", "难以", "难谓"};
// Words that begin with such a sign, deny nothing behind them, and occur in what courts write.
constexpr std::string_view kHarmless[] = {"不服", "不当", "不慎", "不法", "不合法", "不实", "不明", "不清", "不动产", "非法", "未成年", "未经", "无效", "无据"};
constexpr std::string_view kLeadingOn[] = {"能",   "能够", "足以", "以",   "属",   "属于", "是",   "系",   "为",   "认定", "认为", "应",
                                           "应当", "应该", "予",   "予以", "给予", "构成", "存在", "有",   "发现", "证明", "证据", "可",
                                           "可以", "得",   "得到", "获",   "必",   "必须", "必要", "需",   "需要", "须",   "符合", "被",
                                           "其",   "会",   "宜",   "具备", "准",   "准许", "同意", "任何", "显示", "查明", "裁定", " "};
constexpr std::string_view kOpen[] = {"否", "可能", "有无", "如", "若", "待", "疑", "部分", "拟"};
// What a clause says of what it named before.
constexpr std::string_view kVerdicts[] = {"成立", "属实", "采纳", "采信", "支持"};

constexpr std::string_view kDenyingEnglish[] = {"not", "no", "never", "neither", "nor", "cannot", "without"};
constexpr std::string_view kOpenEnglish[] = {"whether", "if", "may", "might", "partly", "partially"};

constexpr size_t kNear = 5;  // code points

template <size_t n>
bool among(const std::string_view (&words)[n], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

// The longest of the words that `text` ends with.
template <size_t n>
std::string_view ending(const std::string_view (&words)[n], std::string_view text) {
  std::string_view longest;
  for (const std::string_view word : words) {
    if (text.ends_with(word) && longest.size() < word.size()) longest = word;
  }
  return longest;
}

template <size_t n>
bool holds_any(std::string_view text, const std::string_view (&words)[n]) {
  return std::any_of(std::begin(words), std::end(words), [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Its last code points, `count` at most.
std::string_view last_points(std::string_view text, size_t count) {
  const size_t points = unicode::length(text);
  for (size_t skip = points > count ? points - count : 0; skip > 0; --skip) text.remove_prefix(unicode::decode(text, 0).length);
  return text;
}

// The text before a word → the signs in it that deny the word: those from which only words that lead on lead to it.
int denials(std::string_view before) {
  int count = 0;
  const std::string_view whole = before;
  while (!before.empty()) {
    const std::string_view sign = ending(kDenying, before), link = ending(kLeadingOn, before);
    const std::string_view from_sign = whole.substr(before.size() - sign.size());
    const bool harmless = std::any_of(std::begin(kHarmless), std::end(kHarmless), [&](std::string_view word) { return from_sign.starts_with(word); });
    if (!sign.empty() && !harmless) {
      ++count;
      before.remove_suffix(sign.size());
    } else if (!link.empty()) {
      before.remove_suffix(link.size());
    } else {
      break;
    }
  }
  return count;
}

bool denying_near(std::string_view before) {
  const std::string_view near = last_points(before, kNear + 1);
  for (const std::string_view sign : kDenying) {
    for (size_t at = near.find(sign); at != std::string_view::npos; at = near.find(sign, at + 1)) {
      const std::string_view from = near.substr(at);
      if (std::none_of(std::begin(kHarmless), std::end(kHarmless), [&](std::string_view word) { return from.starts_with(word); })) return true;
    }
  }
  return false;
}

// 错误纳入的主张不成立
bool denied_behind(std::string_view after) {
  for (const std::string_view verdict : kVerdicts) {
    const size_t at = after.find(verdict);
    if (at != std::string_view::npos && denials(after.substr(0, at)) == 1) return true;
  }
  return false;
}

// Words of letters before it, wherever in the clause.
Standing standing_in_english(std::string_view before) {
  int denied = 0;
  bool open = false;
  for (size_t i = 0; i < before.size();) {
    const auto is_letter = [](char c) { return ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z'); };
    size_t end = i;
    while (end < before.size() && is_letter(before[end])) ++end;
    const std::string_view word = before.substr(i, end - i);
    denied += among(kDenyingEnglish, word) ? 1 : 0;
    open = open || among(kOpenEnglish, word);
    i = std::max(end, i + 1);
  }
  if (open || denied > 1) return Standing::open;
  return denied == 1 ? Standing::denied : Standing::said;
}

Standing standing(std::string_view before, std::string_view after) {
  if (holds_any(before, kOpen)) return Standing::open;
  const Standing english = standing_in_english(before);
  if (english != Standing::said) return english;
  const int denied = denials(before);
  const bool behind = denied_behind(after);
  if (denied + (behind ? 1 : 0) > 1) return Standing::open;
  if (denied == 1 || behind) return Standing::denied;
  return denying_near(before) ? Standing::near : Standing::said;
}

}  // namespace

std::vector<Place> places_of(std::string_view text, std::string_view word) {
  std::vector<Place> out;
  for (size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + word.size())) {
    Place place;
    place.before = text.substr(0, at);
    place.after = text.substr(at + word.size());
    for (const std::string_view mark : kMarks) {
      const size_t last = place.before.rfind(mark);
      if (last != std::string_view::npos) place.before.remove_prefix(last + mark.size());
      place.after = place.after.substr(0, place.after.find(mark));
    }
    place.standing = standing(place.before, place.after);
    out.push_back(place);
  }
  return out;
}

bool is_said(std::string_view text, std::string_view word) {
  const std::vector<Place> places = places_of(text, word);
  return std::any_of(places.begin(), places.end(), [](const Place& place) { return place.standing == Standing::said || place.standing == Standing::near; });
}

}  // namespace plumb::facts
