#include "compiler/syntax/token_source.hpp"

#include "compiler/base/unicode.hpp"
#include "compiler/syntax/character_stream.hpp"
#include "compiler/syntax/characters.hpp"
#include "compiler/syntax/slips.hpp"

namespace plumb::syntax {
namespace {

using diagnostics::HelpKind;
using diagnostics::Kind;

// First code points of the keywords that split, so that most letters of a name cost one comparison.
bool may_split(std::string_view word, size_t at) {
  static constexpr std::string_view kFirst[] = {"且", "并", "或", "不", "超", "高", "晚", "低", "少", "早", "介", "属", "含", "下", "否", "之", "以"};
  const std::string_view letter = word.substr(at, 3);
  for (std::string_view first : kFirst) {
    if (letter == first) return true;
  }
  return false;
}

// What is left of a split word is read anew, so a word's length bounds the work for each of its letters.
constexpr uint32_t kMaxWordBytes = 600;

size_t letter_length(char byte) {
  const auto b = static_cast<uint8_t>(byte);
  return b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
}

class Reader {
 public:
  Reader(const Source& source, SourceId id, diagnostics::Sink& sink) : text_(source.text()), id_(id), sink_(sink), characters_(text_), lexer_(&characters_) {
    list_.source = id;
    list_.tokens.reserve(text_.size() / 8 + 16);
  }

  TokenList read() {
    report_invisible(text_, id_, sink_);
    auto* simulator = lexer_.getInterpreter<antlr4::atn::LexerATNSimulator>();
    while (characters_.index() < characters_.size()) {
      const size_t start = characters_.index();
      const size_t type = simulator->match(&characters_, 0);
      take(type, start, characters_.index());
    }
    return std::move(list_);
  }

 private:
  std::string_view slice(uint32_t begin, uint32_t end) const { return text_.substr(begin, end - begin); }
  Span span(uint32_t begin, uint32_t end) const { return {id_, begin, end}; }

  void take(size_t type, size_t start, size_t stop) {
    const uint32_t begin = characters_.byte_offset(start);
    const uint32_t end = characters_.byte_offset(stop);
    switch (type) {
      case PlumbLexer::BLANK:
        return;
      case PlumbLexer::LINE_COMMENT: {
        const auto slash = [&](size_t at) { return at < stop && characters_.folded(at) == '/'; };
        const bool documentation = slash(start + 2) && !slash(start + 3);
        return comment(documentation ? Comment::Kind::documentation : Comment::Kind::line, begin, end);
      }
      case PlumbLexer::BLOCK_COMMENT:
        return comment(Comment::Kind::block, begin, end);
      case PlumbLexer::OPEN_COMMENT:
        sink_.report(Kind::unclosed_comment, span(begin, begin + 2));
        return push(PlumbLexer::BAD, begin, end, true);
      case PlumbLexer::NAME:
        return word(begin, end);
      case PlumbLexer::OPEN_STRING:
        return unclosed(Kind::unclosed_string, PlumbLexer::STRING, begin, end, "”");
      case PlumbLexer::OPEN_QUOTED_NAME:
        return unclosed(Kind::unclosed_quoted_name, PlumbLexer::QUOTED_NAME, begin, end, "」");
      case PlumbLexer::OPEN_TITLE:
        return unclosed(Kind::unclosed_title, PlumbLexer::TITLE, begin, end, "》");
      case PlumbLexer::SLIP_EQ:
        sink_.report(Kind::double_equals, span(begin, end)).fix(HelpKind::change_to, {"="}, span(begin, end), "=");
        return push(PlumbLexer::EQ, begin, end, true);
      case PlumbLexer::BAD: {
        if (slip_sign(start)) return;
        // A stretch of them is one finding.
        size_t last = stop;
        while (last < characters_.size() && characters_.folded(last) == kForeign) ++last;
        characters_.seek(last);
        const uint32_t until = characters_.byte_offset(last);
        report_unexpected(slice(begin, until), span(begin, until), sink_);
        return push(PlumbLexer::BAD, begin, until, true);
      }
      case PlumbLexer::QUOTED_NAME: {
        const std::string_view inner = slice(begin, end).substr(3, end - begin - 6);
        const bool bad = report_foreign_letters(inner, span(begin + 3, end - 3), sink_);
        return push(PlumbLexer::QUOTED_NAME, begin, end, bad);
      }
      default:
        return push(static_cast<uint16_t>(type), begin, end);
    }
  }

  // Everything that keeps to one line of the writer's intent is closed where the line ends.
  void unclosed(Kind kind, uint16_t type, uint32_t begin, uint32_t end, const char* closing) {
    std::string_view body = slice(begin, end);
    const auto trim = [&] {
      while (!body.empty() && (body.back() == ' ' || body.back() == '\t' || body.back() == '\r')) body.remove_suffix(1);
    };
    trim();
    // 条款 “一 {: the brace belongs to the clause, not to the text.
    bool brace = false;
    while (body.ends_with('{') || body.ends_with('}')) {
      body.remove_suffix(1);
      brace = true;
      trim();
    }
    // 依据 某通知 “二（七）1 住宿: what looks like a clause's number is one.
    if (const size_t blank = body.find(' '); type == PlumbLexer::STRING && blank != std::string_view::npos) {
      const std::string_view first = body.substr(letter_length(body[0]), blank - letter_length(body[0]));
      if (unicode::length(first) > 0 && is_clause_number(first)) {
        body = body.substr(0, blank);
        brace = true;
      }
    }
    const uint32_t last = begin + static_cast<uint32_t>(body.size());
    if (brace) restart_at(last, end);
    sink_.report(kind, span(begin, begin + static_cast<uint32_t>(letter_length(text_[begin]))))
        .mark(diagnostics::LabelKind::opened_here)
        .fix(HelpKind::insert, {closing}, span(last, last), closing);
    push(type, begin, last, true);
  }

  // Signs of other languages, and quotes that are not ours: && for 且, ￥500, ‘…’, # for a comment.
  bool slip_sign(size_t start) {
    const uint32_t begin = characters_.byte_offset(start);
    const auto next = [&](size_t ahead) { return start + ahead < characters_.size() ? characters_.folded(start + ahead) : uint8_t{0}; };
    const auto ends_after = [&](size_t count) {
      characters_.seek(start + count);
      return characters_.byte_offset(start + count);
    };
    const auto operator_sign = [&](uint32_t end, Keyword meant) {
      const std::string right(info(meant).zh);
      sink_.report(Kind::wrong_word, span(begin, end), {slice(begin, end), right}).fix(HelpKind::change_to, {right}, span(begin, end), " " + right + " ");
      push(info(meant).token, begin, end, true, meant);
      return true;
    };
    const auto unexpected = [&](uint32_t first_end, uint32_t end, const std::string& right, uint16_t type) {
      unexpected_sign(slice(begin, first_end), span(begin, end)).fix(HelpKind::form_is, {right}, span(begin, end), right);
      push(type, begin, end, true);
      return true;
    };
    const uint32_t first_end = characters_.byte_offset(start + 1);
    const std::string_view sign = slice(begin, first_end);
    if (next(0) == '&') return operator_sign(ends_after(next(1) == '&' ? 2 : 1), Keyword::logical_and);
    if (next(0) == '!') return operator_sign(ends_after(1), Keyword::logical_not);
    if (next(0) == '~') return operator_sign(ends_after(1), Keyword::to);
    if (next(0) == '[' || (next(0) == ']' && square_ != 0)) {
      // 属于 [甲级、乙级]
      const uint16_t before = list_.tokens.empty() ? uint16_t{0} : list_.tokens.back().type;
      const bool opens = next(0) == '[';
      if (opens) square_ = before >= PlumbLexer::K_IN && before <= PlumbLexer::K_HAS_ALL ? PlumbLexer::LBRACE : PlumbLexer::LPAREN;
      const bool brace = square_ == PlumbLexer::LBRACE;
      const std::string right = brace ? (opens ? "{" : "}") : (opens ? "(" : ")");
      push(opens ? square_ : static_cast<uint16_t>(brace ? PlumbLexer::RBRACE : PlumbLexer::RPAREN), begin, ends_after(1), true);
      if (!opens) square_ = 0;
      unexpected_sign(sign, span(begin, first_end)).fix(HelpKind::change_to, {right}, span(begin, first_end), right);
      return true;
    }
    if (next(0) == '#') {
      unexpected_sign(sign, span(begin, first_end)).fix(HelpKind::change_to, {"//"}, span(begin, first_end), "//");
      size_t length = 1;
      while (next(length) != 0 && next(length) != '\n') ++length;
      comment(Comment::Kind::line, begin, ends_after(length));
      return true;
    }
    if (next(0) == '?') {
      unexpected_sign(sign, span(begin, first_end)).fix(HelpKind::remove_it, {}, span(begin, first_end), "");
      ends_after(1);
      return true;
    }
    if (sign == "￥" || sign == "¥" || sign == "$" || sign == "＄") {
      size_t length = 1;
      while (next(length) >= '0' && next(length) <= '9') ++length;
      if (next(length) == '.' && next(length + 1) >= '0' && next(length + 1) <= '9') {
        ++length;
        while (next(length) >= '0' && next(length) <= '9') ++length;
      }
      if (length == 1 || sign == "$" || sign == "＄") return false;
      const uint32_t digits_end = ends_after(length);
      return unexpected(first_end, digits_end, unicode::fold_width(slice(first_end, digits_end)) + "元", PlumbLexer::NUMBER);
    }
    if (sign == "‘" || sign == "'" || sign == "＇") {
      const std::string_view closing = sign == "‘" ? "’" : sign;
      const std::string_view line = std::string_view(text_).substr(first_end, std::min(text_.find('\n', first_end) - first_end, size_t{kMaxWordBytes}));
      const size_t close = line.find(closing);
      if (close == std::string_view::npos) return false;
      const std::string_view inner = line.substr(0, close);
      return unexpected(first_end, ends_after(1 + unicode::length(inner) + 1), "“" + std::string(inner) + "”", PlumbLexer::STRING);
    }
    return false;
  }

  diagnostics::Diagnostic& unexpected_sign(std::string_view sign, Span place) {
    return sink_.report(Kind::unexpected_character, place, {sign, code_point_text(unicode::decode(sign, 0).code_point)});
  }

  static bool is_clause_number(std::string_view word) {
    static constexpr std::u32string_view kParts = U"一二三四五六七八九十百（）()0123456789、．.";
    for (size_t at = 0; at < word.size();) {
      const unicode::Decoded d = unicode::decode(word, at);
      if (kParts.find(d.code_point) == std::u32string_view::npos) return false;
      at += std::max<size_t>(d.length, 1);
    }
    return true;
  }

  void comment(Comment::Kind kind, uint32_t begin, uint32_t end) {
    std::string_view body = slice(begin, end);
    if (kind != Comment::Kind::block) {
      while (!body.empty() && (body.back() == ' ' || body.back() == '\t' || body.back() == '\r')) body.remove_suffix(1);
    }
    const uint32_t last = begin + static_cast<uint32_t>(body.size());
    list_.comments.push_back({kind, first_on_line(begin), begin, last, static_cast<uint32_t>(list_.tokens.size())});
  }

  bool first_on_line(uint32_t begin) const {
    uint32_t at = begin;
    while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    while (at >= 3 && text_.substr(at - 3, 3) == "　") {
      at -= 3;
      while (at > 0 && (text_[at - 1] == ' ' || text_[at - 1] == '\t')) --at;
    }
    return at == 0 || text_[at - 1] == '\n' || text_[at - 1] == '\r';
  }

  void push(uint16_t type, uint32_t begin, uint32_t end, bool bad = false, std::optional<Keyword> keyword = std::nullopt) {
    Token token;
    token.type = type;
    token.bad = bad;
    token.begin = begin;
    token.end = end;
    token.keyword = keyword;
    token.unindented = begin == 0 || text_[begin - 1] == '\n' || text_[begin - 1] == '\r';
    token.first_on_line = token.unindented || first_on_line(begin);
    list_.tokens.push_back(token);
  }

  // A run of letters: a keyword as a whole, else names and the keywords that split it.
  void word(uint32_t begin, uint32_t end) {
    if (end - begin > kMaxWordBytes) {
      sink_.report(Kind::word_too_long, span(begin, end), {kMaxWordBytes});
      return push(PlumbLexer::NAME, begin, end, true);
    }
    const std::string folded_storage = needs_folding(begin, end) ? unicode::fold_width(slice(begin, end)) : std::string();
    const std::string_view spelling = folded_storage.empty() ? slice(begin, end) : std::string_view(folded_storage);
    const bool after_number = !list_.tokens.empty() && list_.tokens.back().type == PlumbLexer::NUMBER;
    if (const std::optional<Keyword> whole = find_keyword(spelling, after_number)) return keyword(*whole, begin, end);
    if (after_number && list_.tokens.back().end == begin) {
      if (const std::optional<UnitPrefix> unit = unit_prefix(spelling)) {
        const auto length = static_cast<uint32_t>(unit->length);
        keyword(unit->keyword, begin, begin + length);
        return restart_at(begin + length, end);
      }
    }
    if (static_cast<uint8_t>(spelling.front()) < 0x80 && !has_high_byte(spelling)) return name(begin, end);
    if (word_slip(spelling, false)) return name(begin, end);  // 大于或者等于 is not 大于, 或者, 等于

    const std::string_view source_word = slice(begin, end);
    for (size_t at = 0; at < source_word.size(); at += letter_length(source_word[at])) {
      if (!may_split(source_word, at)) continue;
      const std::optional<Keyword> splitter = splitting_keyword_at(source_word, at);
      if (!splitter) continue;
      const uint32_t split = begin + static_cast<uint32_t>(at);
      const uint32_t after = split + static_cast<uint32_t>(info(*splitter).zh.size());
      if (at > 0) word_before(begin, split);
      keyword(*splitter, split, after);
      return restart_at(after, end);
    }
    word_before(begin, end);
  }

  // The part before a splitter, or all of an unsplit word: 自 至 于 与 come off its end before a digit.
  void word_before(uint32_t begin, uint32_t end) {
    const std::string_view part = slice(begin, end);
    if (const std::optional<Keyword> whole = find_keyword(part)) return keyword(*whole, begin, end);
    const bool digit_follows = end < text_.size() && is_digit(end);
    if (digit_follows && part.size() > 3) {
      const std::string_view last = part.substr(part.size() - 3);
      if (last == "自" || last == "至" || last == "于" || last == "与") {
        name(begin, end - 3);
        return keyword(*find_keyword(last), end - 3, end);
      }
    }
    name(begin, end);
  }

  // What is left of a word is read anew: it may begin with a digit.
  void restart_at(uint32_t offset, uint32_t end) {
    if (offset == end) return;
    size_t at = characters_.index();
    while (characters_.byte_offset(at) > offset) --at;
    characters_.seek(at);
  }

  void keyword(Keyword found, uint32_t begin, uint32_t end) { push(info(found).token, begin, end, false, found); }

  void name(uint32_t begin, uint32_t end) {
    if (find_keyword(slice(begin, end))) return keyword(*find_keyword(slice(begin, end)), begin, end);
    const bool first = list_.tokens.empty() || first_on_line(begin);
    if (const std::optional<Slip> slip = word_slip(slice(begin, end), first)) {
      const std::string right(slip->spelling);
      sink_.report(Kind::wrong_word, span(begin, end), {slice(begin, end), right}).fix(HelpKind::change_to, {right}, span(begin, end), right);
      return push(info(slip->keyword).token, begin, end, true, slip->keyword);
    }
    const bool bad = has_high_byte(slice(begin, end)) && report_foreign_letters(slice(begin, end), span(begin, end), sink_);
    push(PlumbLexer::NAME, begin, end, bad);
  }

  bool is_digit(uint32_t at) const {
    if (text_[at] >= '0' && text_[at] <= '9') return true;
    const unicode::Decoded d = unicode::decode(text_, at);
    const char32_t c = unicode::fold_width(d.code_point);
    return c >= '0' && c <= '9';
  }
  bool needs_folding(uint32_t begin, uint32_t end) const {
    return slice(begin, end).find("\xEF\xBC") != std::string_view::npos || slice(begin, end).find("\xEF\xBD") != std::string_view::npos;
  }
  static bool has_high_byte(std::string_view word) {
    for (const char c : word) {
      if (static_cast<uint8_t>(c) >= 0x80) return true;
    }
    return false;
  }

  std::string_view text_;
  SourceId id_;
  diagnostics::Sink& sink_;
  CharacterStream characters_;
  PlumbLexer lexer_;
  TokenList list_;
  uint16_t square_ = 0;  // what the last [ stands for
};

}  // namespace

TokenList read_tokens(const Source& source, SourceId id, diagnostics::Sink& sink) { return Reader(source, id, sink).read(); }

}  // namespace plumb::syntax
