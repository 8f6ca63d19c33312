// Diagnostics → what a person reads in a terminal.
//
//   错误[P0207]: 事项“住宿”没有字段“星及”
//      ┌─ rules/07.plumb:12:15
//      │
//   12 │     条件      星及 >= 1
//      │               ^^^^ 没有这个字段
//      │
//      = 建议: 改为“星级”
//
// The column told is the display column, counted as the underline is. Control and direction-changing characters of the
// source are shown as symbols, never sent to the terminal.
#pragma once

#include <span>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/diagnostic.hpp"

namespace plumb::diagnostics {

struct TextOptions {
  Language language = Language::en;
  bool color = false;
};

// Ends with a newline.
std::string render_text(const Diagnostic& diagnostic, const SourceMap& sources, TextOptions options);
// All of them, a blank line between two.
std::string render_text(std::span<const Diagnostic> diagnostics, const SourceMap& sources, TextOptions options);
// "2 errors, 1 warning" / "2 个错误，1 个警告"; empty when there is neither.
std::string summary(size_t errors, size_t warnings, Language language);

}  // namespace plumb::diagnostics
