// Slots and comments → text.
//
// A comment that had its line to itself keeps one; any other stays behind the token it followed. Both facts survive the
// printing, so formatting twice changes nothing, and converting keywords there and back neither.
#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "compiler/syntax/format_slots.hpp"

namespace plumb::syntax {
namespace {

class Renderer {
 public:
  Renderer(const TokenList& list, const std::vector<Slot>& slots, std::string_view source_text) : list_(list), slots_(slots), source_(source_text) {}

  std::string render() {
    size_t next_comment = 0;
    for (uint32_t i = 0; i < slots_.size(); ++i) {
      const size_t first = next_comment;
      if (slots_[i].dropped) continue;
      while (next_comment < list_.comments.size() && list_.comments[next_comment].before <= i) ++next_comment;
      gap(first, next_comment, i);
      out_ += slots_[i].text;
      column_ += static_cast<int>(unicode::width(slots_[i].text));
    }
    for (size_t c = next_comment; c < list_.comments.size(); ++c) comment(list_.comments[c], 0, Blank::keep);
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
    return std::move(out_);
  }

 private:
  // The comments [first, last) and the break before the token.
  void gap(size_t first, size_t last, uint32_t token) {
    const Slot& slot = slots_[token];
    const bool breaks = slot.gap == Gap::line;
    const int column = breaks ? slot.column : slot.continuation;
    Blank blank = breaks ? slot.blank : Blank::drop;
    for (size_t c = first; c < last; ++c) {
      const bool own = list_.comments[c].own_line;
      comment(list_.comments[c], column, blank);
      if (own && blank == Blank::force) blank = Blank::keep;  // comments and declaration are one group
    }
    if (out_.empty()) return;
    if (breaks || must_break_ != Must::no) {
      new_line(column, blank, blank_before(list_.tokens[token].begin));
      return;
    }
    const bool after_comment = first != last;
    if (slot.gap == Gap::pad) {
      const int blanks = std::max(1, slot.column - column_);
      out_.append(static_cast<size_t>(blanks), ' ');
      column_ += blanks;
    } else if (slot.gap == Gap::space || after_comment) {
      out_ += ' ';
      ++column_;
    }
  }

  void comment(const Comment& comment, int column, Blank blank) {
    std::string body;
    for (const char c : source_.substr(comment.begin, comment.end - comment.begin)) {
      if (c != '\r') body += c;
    }
    const bool to_line_end = comment.kind != Comment::Kind::block;
    if (!out_.empty()) {
      if (comment.own_line || must_break_ == Must::after_line_comment) {
        new_line(column, blank, blank_before(comment.begin));
      } else {
        out_ += to_line_end ? "  " : " ";
        column_ += to_line_end ? 2 : 1;
      }
    }
    out_ += body;
    const size_t line_end = body.rfind('\n');
    column_ = line_end == std::string::npos ? column_ + static_cast<int>(unicode::width(body))
                                            : static_cast<int>(unicode::width(std::string_view(body).substr(line_end + 1)));
    if (to_line_end) {
      must_break_ = Must::after_line_comment;
    } else if (comment.own_line || must_break_ == Must::after_own_line) {
      must_break_ = Must::after_own_line;
    }
  }

  void new_line(int column, Blank blank, bool had_blank) {
    while (!out_.empty() && out_.back() == ' ') out_.pop_back();
    out_ += '\n';
    if (blank == Blank::force || (blank == Blank::keep && had_blank)) out_ += '\n';
    out_.append(static_cast<size_t>(column), ' ');
    column_ = column;
    must_break_ = Must::no;
  }

  // Whether an empty line stands before the line on which the byte is.
  bool blank_before(uint32_t offset) const {
    int newlines = 0;
    while (offset > 0) {
      const char c = source_[offset - 1];
      if (c == '\n') {
        if (++newlines == 2) return true;
      } else if (c != ' ' && c != '\t' && c != '\r') {
        return false;
      }
      --offset;
    }
    return false;
  }

  enum class Must : uint8_t { no, after_own_line, after_line_comment };

  const TokenList& list_;
  const std::vector<Slot>& slots_;
  std::string_view source_;
  std::string out_;
  int column_ = 0;
  Must must_break_ = Must::no;
};

}  // namespace

std::string render(const TokenList& list, const std::vector<Slot>& slots, std::string_view source_text) { return Renderer(list, slots, source_text).render(); }

}  // namespace plumb::syntax
