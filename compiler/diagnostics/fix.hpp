// Fixes + text → text with the fixes made.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/diagnostics/diagnostic.hpp"

namespace plumb::diagnostics {

struct Applied {
  std::string text;
  size_t applied = 0;
  size_t skipped = 0;  // overlapped an earlier one, touched another source, or lay outside the text
};

// Makes the fixes of one source, each as a whole or not at all; of two that overlap the first wins, and one that is given
// twice is made once. `text` is the source's text (Source::text(), without a byte-order mark).
Applied apply(std::span<const Fix> fixes, SourceId source, std::string_view text);

// The first fix of every diagnostic, in order: what `--fix` makes.
std::vector<Fix> first_fixes(std::span<const Diagnostic> diagnostics);

}  // namespace plumb::diagnostics
