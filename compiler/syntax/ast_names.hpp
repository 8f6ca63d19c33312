// Parts of the syntax tree that carry a place in the text: names as written, texts, dates, and types.
//
// Values only; what every other part of the tree is made of (ast.hpp).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/source.hpp"

namespace plumb::ast {

// A name as referred to: quotes 「」 removed, widths folded. Dotted members are separate.
// `builtin`: one of the language's own words (主体, 失信记录, 决定日期, 列入期间, 已知, 参数 before 的), whose text is then
// the Chinese spelling whatever was written; a quoted name never is.
struct Name {
  std::string text;
  Span span;
  bool builtin = false;
};

// 中文名/alias as declared. `alias` is empty when none was written.
struct DeclaredName {
  Name zh;
  Name alias;
  Span span;
};

struct Text {
  std::string value;  // without the quotes
  Span span;
};

struct DateLiteral {
  Date value;
  Span span;
};

// Both days are in it.
struct DateRange {
  DateLiteral from;
  std::optional<DateLiteral> to;
};

struct Enumerator {
  DeclaredName name;
};

enum class BuiltinType : uint8_t { boolean, integer, decimal, money, ratio, date, duration, text };

// A builtin, a named enumeration or taxonomy, an inline enumeration; `set` makes it a set of that.
struct Type {
  std::variant<BuiltinType, Name, std::vector<Enumerator>> base;
  bool set = false;
  Span span;
};

}  // namespace plumb::ast
