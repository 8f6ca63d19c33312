#include "compiler/ir/sexpr.hpp"

#include <algorithm>

namespace plumb::ir {

namespace {

constexpr size_t kColumns = 120;
constexpr int kNesting = 64;
constexpr char kHex[] = "0123456789abcdef";

std::string quoted(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (byte < 0x20 || byte == 0x7F) {
      out += {'\\', 'x', kHex[byte >> 4], kHex[byte & 15]};
    } else {
      out.push_back(c);
    }
  }
  return out + "\"";
}

bool has_comment(const Sexpr& e) { return !e.comment.empty() || std::any_of(e.items.begin(), e.items.end(), has_comment); }

std::string flat(const Sexpr& e) {
  if (e.kind == Sexpr::Kind::atom) return e.text;
  if (e.kind == Sexpr::Kind::text) return quoted(e.text);
  std::string out = "(";
  for (const Sexpr& item : e.items) out += (out.size() > 1 ? " " : "") + flat(item);
  return out + ")";
}

void write_to(std::string& out, const Sexpr& e, size_t indent) {
  const bool within = std::any_of(e.items.begin(), e.items.end(), has_comment);
  if (!e.is_list() || !within) {
    const std::string line = flat(e);
    if (!e.is_list() || indent + line.size() <= kColumns) {
      out += line;
      return;
    }
  }
  out.push_back('(');
  for (size_t i = 0; i < e.items.size(); ++i) {
    if (i > 0) out += "\n" + std::string(indent + 2, ' ');
    write_to(out, e.items[i], indent + 2);
    if (!e.items[i].comment.empty()) out += "  ; " + e.items[i].comment;
  }
  // A comment would swallow the bracket.
  if (!e.items.empty() && !e.items.back().comment.empty()) out += "\n" + std::string(indent, ' ');
  out.push_back(')');
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  std::optional<Sexpr> whole() {
    Sexpr out;
    if (!expression(out, 0)) return std::nullopt;
    skip();
    return at_ == text_.size() ? std::optional(std::move(out)) : std::nullopt;
  }
  size_t line() const { return 1 + static_cast<size_t>(std::count(text_.begin(), text_.begin() + static_cast<std::ptrdiff_t>(at_), '\n')); }

 private:
  static bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  static int hex(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  }

  void skip() {
    while (at_ < text_.size() && (is_space(text_[at_]) || text_[at_] == ';')) {
      if (text_[at_] == ';') {
        at_ = std::min(text_.find('\n', at_), text_.size());
      } else {
        ++at_;
      }
    }
  }

  bool expression(Sexpr& out, int depth) {
    skip();
    if (at_ >= text_.size() || depth > kNesting || text_[at_] == ')') return false;
    if (text_[at_] == '"') return string(out);
    if (text_[at_] == '(') return list(out, depth);
    const size_t begin = at_;
    while (at_ < text_.size() && !is_space(text_[at_]) && std::string_view("();\"").find(text_[at_]) == std::string_view::npos) ++at_;
    out = Sexpr::atom(std::string(text_.substr(begin, at_ - begin)));
    return true;
  }

  bool list(Sexpr& out, int depth) {
    out = Sexpr::list();
    ++at_;
    while (true) {
      skip();
      if (at_ >= text_.size()) return false;
      if (text_[at_] == ')') break;
      if (!expression(out.items.emplace_back(), depth + 1)) return false;
    }
    ++at_;
    return true;
  }

  bool string(Sexpr& out) {
    out = Sexpr::string({});
    for (++at_; at_ < text_.size() && text_[at_] != '"'; ++at_) {
      if (text_[at_] != '\\') {
        out.text.push_back(text_[at_]);
      } else if (!escape(out.text)) {
        return false;
      }
    }
    if (at_ >= text_.size()) return false;
    ++at_;
    return true;
  }

  bool escape(std::string& out) {
    if (++at_ >= text_.size()) return false;
    if (text_[at_] == '"' || text_[at_] == '\\') {
      out.push_back(text_[at_]);
      return true;
    }
    if (text_[at_] != 'x' || at_ + 2 >= text_.size()) return false;
    const int high = hex(text_[at_ + 1]), low = hex(text_[at_ + 2]);
    if (high < 0 || low < 0) return false;
    out.push_back(static_cast<char>(high * 16 + low));
    at_ += 2;
    return true;
  }

  std::string_view text_;
  size_t at_ = 0;
};

}  // namespace

std::string write(const Sexpr& expression) {
  std::string out;
  write_to(out, expression, 0);
  return out + "\n";
}

std::optional<Sexpr> read(std::string_view text, size_t& line) {
  Parser parser(text);
  auto out = parser.whole();
  line = parser.line();
  return out;
}

}  // namespace plumb::ir
