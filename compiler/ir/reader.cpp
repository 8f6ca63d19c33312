#include "compiler/ir/reader.hpp"

#include <charconv>

#include "compiler/base/unicode.hpp"
#include "compiler/ir/sexpr.hpp"
#include "compiler/ir/structure.hpp"
#include "compiler/ir/verifier.hpp"
#include "compiler/ir/words.hpp"

namespace plumb::ir {

namespace {

bool read_digits(std::string_view text, int128& out) {
  const bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  if (text.empty() || text.size() > 39) return false;
  const uint128 limit = (uint128{1} << 127) - (negative ? 0 : 1);
  uint128 v = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return false;
    const auto digit = static_cast<uint128>(c - '0');
    if (v > (limit - digit) / 10) return false;
    v = v * 10 + digit;
  }
  out = static_cast<int128>(negative ? uint128{0} - v : v);
  return true;
}

template <typename T>
bool read_number(std::string_view text, T& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc() && end == text.data() + text.size();
}

template <typename E>
bool read_word(std::string_view text, E& out) {
  const auto all = words(E{});
  for (size_t i = 0; i < all.size(); ++i) {
    if (text == all[i]) {
      out = static_cast<E>(i);
      return true;
    }
  }
  return false;
}

bool read_type(std::string_view text, Type& out) {
  const size_t mark = text.find('#');
  if (!read_word(text.substr(0, mark), out.kind)) return false;
  out.ref = UINT32_MAX;
  return mark == std::string_view::npos || read_number(text.substr(mark + 1), out.ref);
}

// An archive (structure.hpp) that takes its members from a list of `(key member…)`. The first fault is kept.
class Scanner {
 public:
  Scanner(const Sexpr& list, size_t first, std::string& fault) : list_(list), first_(first), used_(list.items.size(), false), fault_(fault) {}

  template <typename T>
  void field(const char* key, T& x) {
    const Sexpr* entry = find(key);
    if (!entry || !fault_.empty()) return;
    if constexpr (IsSequence<T>::value) {
      for (size_t i = 1; i < entry->items.size(); ++i) {
        typename IsSequence<T>::Item item{};
        require(value(entry->items[i], item), key);
        append(x, std::move(item));
      }
    } else {
      require(entry->items.size() == 2 && value(entry->items[1], x), key);
    }
  }

  void nodes(Program& program) {
    const Sexpr* entry = find("nodes");
    for (size_t i = 1; entry && i < entry->items.size(); ++i) require(node(entry->items[i], program), "nodes");
  }

  // Every member was understood.
  void finish() {
    for (size_t i = first_; i < used_.size(); ++i) {
      if (!used_[i]) require(false, list_.items[i].is_list() && !list_.items[i].items.empty() ? list_.items[i].items[0].text.c_str() : "member");
    }
  }

 private:
  void require(bool fine, const char* key) {
    if (!fine && fault_.empty()) fault_ = key;
  }

  const Sexpr* find(std::string_view key) {
    for (size_t i = first_; i < list_.items.size(); ++i) {
      const Sexpr& entry = list_.items[i];
      if (!used_[i] && entry.is_list() && !entry.items.empty() && entry.items[0].is_atom() && entry.items[0].text == key) {
        used_[i] = true;
        return &entry;
      }
    }
    return nullptr;
  }

  bool node(const Sexpr& line, Program& program) {
    if (!line.is_list() || line.items.size() < 3) return false;
    for (const Sexpr& item : line.items) {
      if (!item.is_atom()) return false;
    }
    NodeId id;
    Node node;
    const std::string_view op = line.items[1].text;
    const size_t colon = op.find(':');
    if (!value(line.items[0], id) || id.value != program.nodes.size() || !read_word(op.substr(0, colon), node.op)) return false;
    if (colon != std::string_view::npos && !read_number(op.substr(colon + 1), node.immediate)) return false;
    if (!read_type(line.items[2].text, node.type)) return false;
    node.operands_begin = static_cast<uint32_t>(program.operands.size());
    for (size_t i = 3; i < line.items.size(); ++i) {
      if (!value(line.items[i], program.operands.emplace_back())) return false;
    }
    node.operands_count = static_cast<uint32_t>(line.items.size() - 3);
    program.nodes.add(node);
    return true;
  }

  template <typename T>
  bool value(const Sexpr& e, T& x) {
    const std::string& atom = e.text;
    if constexpr (std::is_same_v<T, std::string>) {
      x = e.text;
      return e.kind == Sexpr::Kind::text && !unicode::first_invalid(x);
    } else if constexpr (IsOptional<T>::value) {
      return value(e, x.emplace());
    } else if constexpr (std::is_same_v<T, Name>) {
      return e.is_list() && e.items.size() == 2 && value(e.items[0], x.zh) && value(e.items[1], x.alias);
    } else if constexpr (std::is_same_v<T, Date>) {
      if (!e.is_atom()) return false;
      if (atom.starts_with('#')) return read_number(std::string_view(atom).substr(1), x.days);
      const auto date = Date::parse(atom);
      if (date) x = *date;
      return date.has_value();
    } else if constexpr (IsId<T>::value) {
      if (!e.is_atom()) return false;
      if (atom == "none") return true;
      const bool prefixed = std::is_same_v<T, NodeId>;
      return (!prefixed || atom.starts_with('%')) && read_number(std::string_view(atom).substr(prefixed ? 1 : 0), x.value);
    } else if constexpr (std::is_same_v<T, bool>) {
      x = atom == "true";
      return e.is_atom() && (x || atom == "false");
    } else if constexpr (std::is_same_v<T, int128>) {
      return e.is_atom() && read_digits(atom, x);
    } else if constexpr (std::is_enum_v<T>) {
      return e.is_atom() && read_word(atom, x);
    } else if constexpr (std::is_integral_v<T>) {
      if (std::is_same_v<T, uint32_t> && e.is_atom() && atom == "none") {
        x = static_cast<T>(UINT32_MAX);
        return true;
      }
      return e.is_atom() && read_number(atom, x);
    } else if constexpr (std::is_same_v<T, Type>) {
      return e.is_atom() && read_type(atom, x);
    } else {
      if (!e.is_list()) return false;
      Scanner inner(e, 0, fault_);
      describe(inner, x);
      inner.finish();
      return fault_.empty();
    }
  }

  const Sexpr& list_;
  size_t first_;
  std::vector<bool> used_;
  std::string& fault_;
};

}  // namespace

Result<Program> parse(std::string_view text) {
  size_t line = 0;
  const auto expression = read(text, line);
  if (!expression) return Error{"ir.malformed", "no expression at line " + std::to_string(line)};
  if (!expression->is_list() || expression->items.empty() || !expression->items[0].is_atom() || expression->items[0].text != "program") {
    return Error{"ir.malformed", "not a program"};
  }
  Program program;
  std::string fault;
  Scanner scanner(*expression, 1, fault);
  describe(scanner, program);
  scanner.finish();
  if (!fault.empty()) return Error{"ir.malformed", "member " + fault + " is not understood"};
  const auto violations = verify(program);
  if (!violations.empty()) return Error{"ir.invalid", "program breaks " + ir::text(violations[0])};
  return program;
}

}  // namespace plumb::ir
