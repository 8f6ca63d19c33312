#include "compiler/coverage/outline.hpp"

#include <algorithm>
#include <array>

#include "compiler/base/unicode.hpp"

namespace plumb::coverage {

namespace {

constexpr std::array<std::string_view, 10> kDigits = {"〇", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
constexpr std::string_view kTen = "十";
constexpr std::string_view kEnumerationComma = "、";
constexpr std::string_view kFullStop = "。";
constexpr uint32_t kLargestNumber = 99;

bool take(std::string_view& text, std::string_view prefix) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
}

// 一 … 九十九 from the front of `text`.
std::optional<uint32_t> take_chinese_numeral(std::string_view& text) {
  const auto digit = [&]() -> uint32_t {
    for (uint32_t value = 1; value < kDigits.size(); ++value) {
      if (take(text, kDigits[value])) return value;
    }
    return 0;
  };
  const uint32_t first = digit();
  if (!take(text, kTen)) return first == 0 ? std::nullopt : std::optional(first);
  return (first == 0 ? 1 : first) * 10 + digit();
}

std::optional<uint32_t> take_digits(std::string_view& text) {
  uint32_t value = 0;
  size_t count = 0;
  while (count < text.size() && count < 2 && text[count] >= '0' && text[count] <= '9') value = value * 10 + static_cast<uint32_t>(text[count++] - '0');
  if (count == 0 || value == 0) return std::nullopt;
  text.remove_prefix(count);
  return value;
}

struct Marker {
  uint8_t level = 1;
  uint32_t number = 1;
  std::string_view rest;  // of the line, after the marker
};

// The numbering at the front of a line whose widths are folded.
std::optional<Marker> read_marker(std::string_view line) {
  std::string_view rest = line;
  if (take(rest, "(")) {
    uint8_t level = 2;
    std::optional<uint32_t> number = take_chinese_numeral(rest);
    if (!number) {
      level = 4;
      number = take_digits(rest);
    }
    if (!number || !take(rest, ")")) return std::nullopt;
    return Marker{level, *number, rest};
  }
  if (std::optional<uint32_t> number = take_chinese_numeral(rest)) {
    if (!take(rest, kEnumerationComma)) return std::nullopt;
    return Marker{1, *number, rest};
  }
  if (std::optional<uint32_t> number = take_digits(rest)) {
    if (!take(rest, ".") && !take(rest, kEnumerationComma)) return std::nullopt;
    if (!rest.empty() && rest.front() >= '0' && rest.front() <= '9') return std::nullopt;  // 3.5 万元 at the start of a wrapped line
    return Marker{3, *number, rest};
  }
  return std::nullopt;
}

std::string_view trim(std::string_view text) {
  const auto space = [](char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v'; };
  while (!text.empty() && space(text.front())) text.remove_prefix(1);
  while (!text.empty() && space(text.back())) text.remove_suffix(1);
  return text;
}

// Widths folded; the spaces that typesetting uses (no-break, en, em, zero-width) become ASCII ones.
std::string fold_line(std::string_view line) {
  std::string out;
  for (size_t at = 0; at < line.size();) {
    const unicode::Decoded decoded = unicode::decode(line, at);
    if (decoded.length == 0) {
      out += line[at++];
      continue;
    }
    at += decoded.length;
    const char32_t c = decoded.code_point;
    const bool space = c == 0xA0 || (c >= 0x2000 && c <= 0x200B) || c == 0x202F || c == 0xFEFF;
    unicode::append(out, space ? U' ' : c == 0xFF61 ? U'。' : unicode::fold_width(c));
  }
  return out;
}

bool ends_sentence(std::string_view text) {
  for (std::string_view end : {"。", ";", ":", "!", "?", ")", "》", "”"}) {
    if (text.ends_with(end)) return true;
  }
  return false;
}

// 新政办〔2019〕48号 alone on its line.
bool is_document_number(std::string_view line) {
  const size_t open = line.find("〔");
  const size_t close = line.find("〕");
  return open != std::string_view::npos && close != std::string_view::npos && open < close && line.ends_with("号") &&
         line.find("(") == std::string_view::npos && line.size() < 60;
}

std::string path_part(uint8_t level, uint32_t number) {
  switch (level) {
    case 1:
      return chinese_numeral(number);
    case 2:
      return "（" + chinese_numeral(number) + "）";
    case 3:
      return std::to_string(number);
    default:
      return "（" + std::to_string(number) + "）";
  }
}

// Takes （责任部门：…） out of a paragraph, wherever it stands.
void split_departments(Paragraph& paragraph) {
  static constexpr std::array<std::string_view, 5> kHeads = {"(责任部门:", "(责任单位:", "(牵头部门:", "(牵头单位:", "(主管部门:"};
  for (std::string_view head : kHeads) {
    for (size_t at = paragraph.text.find(head); at != std::string::npos; at = paragraph.text.find(head)) {
      const size_t close = paragraph.text.find(')', at);
      const size_t begin = at + head.size();
      const size_t end = close == std::string::npos ? paragraph.text.size() : close;
      if (!paragraph.departments.empty()) paragraph.departments += kEnumerationComma;
      paragraph.departments += trim(std::string_view(paragraph.text).substr(begin, end - begin));
      paragraph.text.erase(at, close == std::string::npos ? std::string::npos : close + 1 - at);
    }
  }
}

constexpr std::array<std::string_view, 12> kOfficeEndings = {"局", "委", "办", "院", "厅", "行", "会", "心", "处", "署", "所", "队"};

// 县财政局、县发改委: no punctuation but 、, and an office at the end (费用由申请人负责 names none).
bool is_office_list(std::string_view text) {
  for (std::string_view mark : {"。", ",", ";", ":", "(", ")", "“"}) {
    if (text.find(mark) != std::string_view::npos) return false;
  }
  return std::any_of(kOfficeEndings.begin(), kOfficeEndings.end(), [&](std::string_view ending) { return text.ends_with(ending); });
}

void add_departments(Paragraph& paragraph, std::string_view list) {
  if (!paragraph.departments.empty()) paragraph.departments += kEnumerationComma;
  paragraph.departments += trim(list);
}

// Ordinary sentences, which stay in the text: 责任部门：甲局、乙局。 由甲局负责。 （甲局负责）
void note_departments(Paragraph& paragraph) {
  static constexpr std::array<std::string_view, 5> kHeads = {"责任部门:", "责任单位:", "牵头部门:", "牵头单位:", "主管部门:"};
  static constexpr std::string_view kBy = "由", kInCharge = "负责";
  const std::string_view text = paragraph.text;
  for (std::string_view head : kHeads) {
    const size_t at = text.find(head);
    if (at == std::string_view::npos) continue;
    const std::string_view rest = text.substr(at + head.size());
    add_departments(paragraph, rest.substr(0, std::min({rest.find(kFullStop), rest.find(';'), rest.find(')')})));
  }
  for (size_t at = text.find(kInCharge); at != std::string_view::npos; at = text.find(kInCharge, at + kInCharge.size())) {
    const std::string_view rest = text.substr(at + kInCharge.size());
    if (!rest.empty() && !rest.starts_with(kFullStop) && !rest.starts_with(";") && !rest.starts_with(")")) continue;
    const std::string_view before = text.substr(0, at);
    const size_t by = before.rfind(kBy), bracket = rest.starts_with(")") ? before.rfind('(') : std::string_view::npos;
    if (by != std::string_view::npos && is_office_list(before.substr(by + kBy.size()))) {
      add_departments(paragraph, before.substr(by + kBy.size()));
    } else if (bracket != std::string_view::npos && is_office_list(before.substr(bracket + 1))) {
      add_departments(paragraph, before.substr(bracket + 1));
    }
  }
}

// Reads line by line; what is open is one chain of clauses, one for each level.
class OutlineReader {
 public:
  Outline read(std::string_view text) {
    uint32_t number = 0;
    while (!text.empty()) {
      const size_t newline = text.find('\n');
      line_ = ++number;
      const std::string folded = fold_line(text.substr(0, newline));
      read_line(trim(folded));
      text.remove_prefix(newline == std::string_view::npos ? text.size() : newline + 1);
    }
    for (TextClause& clause : outline_.clauses) finish(clause);
    return std::move(outline_);
  }

 private:
  void read_line(std::string_view line) {
    if (line.empty()) {
      paragraph_open_ = false;
      return;
    }
    if (const std::optional<Marker> marker = read_marker(line); marker && opens(*marker)) {
      open(*marker);
      return;
    }
    if (outline_.clauses.empty()) {
      if (outline_.number.empty() && is_document_number(line)) outline_.number = line;
      return;
    }
    std::vector<Paragraph>& paragraphs = outline_.clauses.back().paragraphs;
    // A line that goes on where the last one broke off is a wrapped line; a heading (short, no full stop) is not broken off.
    const bool heading_only = paragraphs.size() == 1 && paragraphs.front().text.find(kFullStop) == std::string::npos && !broke_off_;
    if (paragraph_open_ && !ends_sentence(paragraphs.back().text) && !heading_only) {
      paragraphs.back().text += line;
    } else {
      paragraphs.push_back(Paragraph{std::string(line), {}});
    }
    paragraph_open_ = true;
    broke_off_ = breaks_off(paragraphs.back().text);
  }

  // Whether the numbering begins a clause here, rather than standing inside a wrapped sentence.
  bool opens(const Marker& marker) const {
    // The first clause of all: 1 of any level, or the chapter with which an excerpt begins.
    if (outline_.clauses.empty()) return marker.number == 1 || marker.level == 1;
    const uint32_t before = last_[marker.level];
    if (marker.number == before + 1) return true;
    const std::string& open = outline_.clauses.back().paragraphs.back().text;
    const bool settled = ends_sentence(open) || !paragraph_open_ || open.find(kFullStop) == std::string::npos;
    return marker.number > before && settled;
  }

  void open(const Marker& marker) {
    for (uint8_t level = static_cast<uint8_t>(marker.level + 1); level < last_.size(); ++level) last_[level] = 0;
    const uint32_t before = last_[marker.level];
    TextClause clause;
    for (uint8_t level = 1; level < marker.level; ++level) {
      if (last_[level] != 0) clause.parent += path_part(level, last_[level]);
    }
    clause.path = clause.parent + path_part(marker.level, marker.number);
    clause.level = marker.level;
    clause.number = marker.number;
    clause.line = line_;
    clause.paragraphs.push_back(Paragraph{std::string(trim(marker.rest)), {}});
    if (marker.number != before + 1 && !outline_.clauses.empty()) {
      outline_.gaps.push_back(NumberingGap{clause.path, before == 0 ? std::string() : clause.parent + path_part(marker.level, before), line_});
    }
    last_[marker.level] = marker.number;
    broke_off_ = breaks_off(clause.paragraphs.back().text);
    paragraph_open_ = true;
    outline_.clauses.push_back(std::move(clause));
  }

  // A first line as long as a line of the page, without an end, was broken off by wrapping; a heading is shorter.
  static bool breaks_off(std::string_view text) {
    static constexpr size_t kHeadingColumns = 48;
    return !ends_sentence(text) && (text.find(kFullStop) != std::string_view::npos || unicode::width(text) > kHeadingColumns);
  }

  static void finish(TextClause& clause) {
    const std::string& heading = clause.paragraphs.front().text;
    const size_t stop = heading.find(kFullStop);
    clause.title = heading.substr(0, stop);
    for (Paragraph& paragraph : clause.paragraphs) {
      split_departments(paragraph);
      if (paragraph.departments.empty()) note_departments(paragraph);
    }
    clause.runs_on = stop != std::string::npos && !trim(std::string_view(heading).substr(stop + kFullStop.size())).empty();
  }

  Outline outline_;
  std::array<uint32_t, 5> last_{};  // the number last seen on each level under the clauses that are open
  uint32_t line_ = 0;
  bool paragraph_open_ = false;
  bool broke_off_ = false;
};

}  // namespace

const TextClause* Outline::find(std::string_view path) const {
  for (const TextClause& clause : clauses) {
    if (clause.path == path) return &clause;
  }
  return nullptr;
}

Outline parse_outline(std::string_view text) { return OutlineReader().read(text); }

std::string normalised_text(const TextClause& clause) {
  std::string out;
  for (const Paragraph& paragraph : clause.paragraphs) {
    for (char c : paragraph.text) {
      if (c != ' ' && c != '\t' && c != '\r') out += c;
    }
    if (!paragraph.departments.empty()) out += "(责任部门:" + paragraph.departments + ")";
  }
  return out;
}

std::string chinese_numeral(uint32_t number) {
  number = number > kLargestNumber ? kLargestNumber : number;
  if (number < 10) return std::string(kDigits[number]);
  std::string out = number / 10 == 1 ? std::string() : std::string(kDigits[number / 10]);
  out += kTen;
  if (number % 10 != 0) out += kDigits[number % 10];
  return out;
}

}  // namespace plumb::coverage
