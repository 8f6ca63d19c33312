#include "compiler/diagnostics/fix.hpp"

#include <algorithm>

namespace plumb::diagnostics {

namespace {

// Two edits may both be made when neither touches the other's bytes. Two insertions at one point have no order: no.
bool clash(const Edit& a, const Edit& b) {
  if (a.span.begin == b.span.begin) return true;
  return a.span.begin < b.span.end && b.span.begin < a.span.end;
}

bool inside(const Edit& edit, SourceId source, std::string_view text) {
  return edit.span.source == source && edit.span.begin <= edit.span.end && edit.span.end <= text.size();
}

}  // namespace

Applied apply(std::span<const Fix> fixes, SourceId source, std::string_view text) {
  Applied out;
  std::vector<Edit> accepted;
  for (const Fix& fix : fixes) {
    const auto possible = [&](const Edit& edit) {
      return inside(edit, source, text) && std::none_of(accepted.begin(), accepted.end(), [&](const Edit& other) { return clash(edit, other); });
    };
    const auto made = [&](const Edit& edit) { return std::find(accepted.begin(), accepted.end(), edit) != accepted.end(); };
    if (std::all_of(fix.edits.begin(), fix.edits.end(), made)) continue;
    if (!std::all_of(fix.edits.begin(), fix.edits.end(), possible)) {
      ++out.skipped;
      continue;
    }
    accepted.insert(accepted.end(), fix.edits.begin(), fix.edits.end());
    ++out.applied;
  }
  std::sort(accepted.begin(), accepted.end(), [](const Edit& a, const Edit& b) { return a.span.begin < b.span.begin; });
  size_t at = 0;
  for (const Edit& edit : accepted) {
    out.text += text.substr(at, edit.span.begin - at);
    out.text += edit.replacement;
    at = edit.span.end;
  }
  out.text += text.substr(at);
  return out;
}

std::vector<Fix> first_fixes(std::span<const Diagnostic> diagnostics) {
  std::vector<Fix> out;
  for (const Diagnostic& d : diagnostics) {
    if (!d.fixes.empty()) out.push_back(d.fixes.front());
  }
  return out;
}

}  // namespace plumb::diagnostics
