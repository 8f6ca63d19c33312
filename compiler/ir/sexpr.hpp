// Symbolic expressions: the form that the textual IR is written in. Atoms, quoted strings, lists, and comments to the end
// of the line after `;`. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace plumb::ir {

struct Sexpr {
  enum class Kind : uint8_t { atom, text, list };
  Kind kind = Kind::list;
  std::string text;  // of an atom or a string
  std::vector<Sexpr> items;
  std::string comment;  // written after the expression; not read back

  static Sexpr atom(std::string text) { return {Kind::atom, std::move(text), {}, {}}; }
  static Sexpr string(std::string text) { return {Kind::text, std::move(text), {}, {}}; }
  static Sexpr list() { return {}; }

  bool is_atom() const { return kind == Kind::atom; }
  bool is_list() const { return kind == Kind::list; }
};

// One line where it fits in 120 columns and has no comment within, else one item a line, indented by two.
std::string write(const Sexpr& expression);

// Exactly one expression; nothing when the text is not one, or nests deeper than 64. `line` (1-based) is where it failed.
std::optional<Sexpr> read(std::string_view text, size_t& line);

}  // namespace plumb::ir
