// The registry of messages, read from kinds.def: kind + arguments + language → one line of text.
//
// Adding a message is adding a row to kinds.def. Nothing here depends on what the rows are.
#pragma once

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/language.hpp"

namespace plumb::diagnostics {

enum class Severity : uint8_t { error, warning, note };

enum class Kind : uint16_t {
#define PLUMB_DIAGNOSTIC(name, code, severity, en, zh) name,
#include "compiler/diagnostics/kinds.def"
};

// The words beside an underlined place; `none` underlines without words.
enum class LabelKind : uint16_t {
  none,
#define PLUMB_LABEL(name, en, zh) name,
#include "compiler/diagnostics/kinds.def"
};

enum class HelpKind : uint16_t {
#define PLUMB_HELP(name, en, zh) name,
#include "compiler/diagnostics/kinds.def"
};

enum class Term : uint16_t {
#define PLUMB_TERM(name, en, zh) name,
#include "compiler/diagnostics/kinds.def"
};

// A template in both languages and how many arguments it takes.
struct Template {
  std::string_view en;
  std::string_view zh;
  uint8_t argument_count = 0;

  std::string_view in(Language language) const { return language == Language::zh ? zh : en; }
};

struct KindInfo {
  Kind kind;
  std::string_view name;  // "unknown_field"
  std::string_view code;  // "P0207"
  Severity severity;
  Template message;
};

std::span<const KindInfo> all_kinds();
const KindInfo& info(Kind kind);
const Template& info(LabelKind kind);
const Template& info(HelpKind kind);
const Template& info(Term term);

// What stands in a placeholder: a name or number that is the same in both languages, or a term that is not.
struct Argument {
  std::string en;
  std::string zh;

  Argument(std::string text) : en(text), zh(std::move(text)) {}
  Argument(std::string_view text) : Argument(std::string(text)) {}
  Argument(const char* text) : Argument(std::string(text)) {}
  template <std::integral Integer>
  Argument(Integer number) : Argument(std::to_string(number)) {}
  Argument(Term term);
  // A declared name or keyword that is written differently in each: its alias and its Chinese form.
  static Argument named(std::string alias, std::string chinese) {
    Argument out(std::move(alias));
    out.zh = std::move(chinese);
    return out;
  }
  // "a, b, c" and "a、b、c"; after `limit` items only their number is told.
  static Argument list(std::span<const std::string> items, size_t limit = 12);

  const std::string& in(Language language) const { return language == Language::zh ? zh : en; }
  friend bool operator==(const Argument&, const Argument&) = default;
};

using Arguments = std::vector<Argument>;

// REQUIRES: arguments.size() == message.argument_count.
std::string format(const Template& message, const Arguments& arguments, Language language);

// "error", "错误".
std::string_view severity_word(Severity severity, Language language);
// "error", "warning", "note": the words of JSON and SARIF.
std::string_view severity_name(Severity severity);

}  // namespace plumb::diagnostics
