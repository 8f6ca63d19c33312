#include "compiler/diagnostics/text.hpp"

#include <algorithm>
#include <map>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/printable.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/diagnostics/display.hpp"

namespace plumb::diagnostics {

namespace {

// A line longer than this is shown around the underlined place only.
constexpr size_t kWindow = 120;
// Bytes before and after the place that are drawn at all: enough to fill the window with characters of four bytes.
constexpr size_t kNeighbourhood = 4 * kWindow;

constexpr std::string_view kReset = "\x1b[0m";
constexpr std::string_view kBold = "\x1b[1m";
constexpr std::string_view kBlue = "\x1b[1;34m";

std::string_view color_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return "\x1b[1;31m";
    case Severity::warning:
      return "\x1b[1;33m";
    case Severity::note:
      return "\x1b[1;36m";
  }
  return {};
}

// One underline below one line: bytes [begin, end) of the line, words only where the label ends.
struct Mark {
  size_t begin;
  size_t end;
  bool primary;
  std::string words;
};

class TextRenderer {
 public:
  TextRenderer(const Diagnostic& diagnostic, const SourceMap& sources, TextOptions options) : diagnostic_(diagnostic), sources_(sources), options_(options) {}

  std::string render() {
    head();
    collect();
    for (const auto& [source, lines] : marks_) gutter_ = std::max(gutter_, std::to_string(lines.rbegin()->first).size());
    const SourceId first = diagnostic_.primary.span.source;
    if (marks_.contains(first)) snippet(first);
    for (const auto& [source, lines] : marks_) {
      if (source != first) snippet(source);
    }
    advice();
    return std::move(out_);
  }

 private:
  std::string paint(std::string_view color, std::string_view text) const {
    if (!options_.color || text.empty()) return std::string(text);
    return std::string(color) + std::string(text) + std::string(kReset);
  }

  void head() {
    const Language language = options_.language;
    out_ += paint(color_of(diagnostic_.severity), std::string(severity_word(diagnostic_.severity, language)) + "[" + std::string(diagnostic_.code()) + "]");
    out_ += paint(kBold, ": " + printable(diagnostic_.message(language)));
    out_ += "\n";
  }

  void collect() {
    if (!diagnostic_.primary.span.valid()) return;
    collect(diagnostic_.primary, true);
    for (const Label& label : diagnostic_.secondary) collect(label, false);
  }

  // Of a span over several lines, the first and the last are shown.
  void collect(const Label& label, bool primary) {
    const Source& source = sources_[label.span.source];
    const auto size = static_cast<uint32_t>(source.text().size());
    const uint32_t begin = std::min(label.span.begin, size);
    const uint32_t end = std::clamp(label.span.end, begin, size);
    const uint32_t first = source.locate(begin).line;
    // A span that ends with a line's terminator belongs to that line.
    const uint32_t last = end > begin ? source.locate(end - 1).line : first;
    std::string words = printable(text(label, options_.language));
    auto& lines = marks_[label.span.source];
    const auto line_end = [&](uint32_t line) { return source.line(line).size(); };
    if (first == last) {
      const size_t from = std::min<size_t>(begin - source.line_start(first), line_end(first));
      const size_t to = std::min<size_t>(end - source.line_start(first), line_end(first));
      lines[first].push_back({from, to, primary, std::move(words)});
      return;
    }
    lines[first].push_back({std::min<size_t>(begin - source.line_start(first), line_end(first)), line_end(first), primary, {}});
    const size_t indent = std::min(source.line(last).find_first_not_of(" \t"), line_end(last));
    const size_t to = std::min<size_t>(end - source.line_start(last), line_end(last));
    lines[last].push_back({std::min(indent, to), to, primary, std::move(words)});
  }

  void gutter(std::string_view number, std::string_view bar) {
    std::string left(gutter_ - std::min(gutter_, number.size()), ' ');
    left += number;
    left += " ";
    left += bar;
    out_ += paint(kBlue, left);
  }

  void snippet(SourceId id) {
    const Source& source = sources_[id];
    auto& lines = marks_[id];
    gutter("", "┌─");
    const LineColumn place = source.locate(place_in(id));
    out_ += " " + printable(source.path()) + ":" + std::to_string(place.line) + ":" + std::to_string(place.display_column) + "\n";
    gutter("", "│\n");
    uint32_t previous = 0;
    for (auto& [number, marks] : lines) {
      if (previous != 0 && number == previous + 2) {
        gutter(std::to_string(previous + 1), "│ ");
        const DisplayLine between(source.line(previous + 1));
        out_ += between.slice(0, kWindow) + (between.width() > kWindow ? "…" : "") + "\n";
      } else if (previous != 0 && number > previous + 1) {
        gutter("", "·\n");
      }
      line(source.line(number), number, marks);
      previous = number;
    }
  }

  uint32_t place_in(SourceId id) const {
    if (diagnostic_.primary.span.source == id) return diagnostic_.primary.span.begin;
    for (const Label& label : diagnostic_.secondary) {
      if (label.span.source == id) return label.span.begin;
    }
    return 0;
  }

  void line(std::string_view text, uint32_t number, std::vector<Mark>& marks) {
    std::stable_sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return std::pair(!a.primary, a.begin) < std::pair(!b.primary, b.begin); });
    // Of a very long line only the neighbourhood of the place is drawn: a finding's cost must not grow with its line.
    size_t cut = marks.front().begin > kNeighbourhood ? marks.front().begin - kNeighbourhood : 0;
    size_t end = std::min(text.size(), cut + 2 * kNeighbourhood + kWindow);
    const auto inside_character = [&](size_t at) { return at < text.size() && (static_cast<uint8_t>(text[at]) & 0xC0) == 0x80; };
    while (cut > 0 && inside_character(cut)) --cut;
    while (end > cut && inside_character(end)) --end;
    const bool more = end < text.size();
    text = text.substr(cut, end - cut);
    const DisplayLine drawn(text);
    size_t from = 0, to = drawn.width();
    if (to > kWindow) {
      const size_t center = drawn.column(marks.front().begin - cut);
      from = center > kWindow / 2 ? center - kWindow / 2 : 0;
      to = std::min(from + kWindow, drawn.width());
    }
    const std::string_view before = from > 0 || cut > 0 ? "…" : "";
    gutter(std::to_string(number), "│ ");
    out_ += std::string(before) + drawn.slice(from, to) + (more || to < drawn.width() ? "…" : "") + "\n";
    for (const Mark& mark : marks) {
      const size_t left = std::clamp(drawn.column(mark.begin < cut ? 0 : mark.begin - cut), from, to);
      const size_t right = std::clamp(drawn.column(mark.end < cut ? 0 : mark.end - cut), left, to);
      gutter("", "│ ");
      std::string underline(right > left ? right - left : 1, mark.primary ? '^' : '-');
      if (!mark.words.empty()) underline += " " + mark.words;
      out_ += std::string(left - from + (before.empty() ? 0 : 1), ' ') + paint(mark.primary ? color_of(diagnostic_.severity) : kBlue, underline) + "\n";
    }
  }

  void advice() {
    if (diagnostic_.helps.empty() && diagnostic_.fixes.empty()) return;
    if (!marks_.empty()) gutter("", "│\n");
    const auto row = [&](std::string_view words) {
      gutter("", "= ");
      out_ += printable(words) + "\n";
    };
    const Language language = options_.language;
    for (const Help& help : diagnostic_.helps) row(text(help, language));
    for (const Fix& fix : diagnostic_.fixes) row((language == Language::zh ? "建议: " : "suggestion: ") + text(fix.title, language));
  }

  const Diagnostic& diagnostic_;
  const SourceMap& sources_;
  TextOptions options_;
  std::map<SourceId, std::map<uint32_t, std::vector<Mark>>> marks_;
  size_t gutter_ = 1;
  std::string out_;
};

}  // namespace

std::string render_text(const Diagnostic& diagnostic, const SourceMap& sources, TextOptions options) {
  return TextRenderer(diagnostic, sources, options).render();
}

std::string render_text(std::span<const Diagnostic> diagnostics, const SourceMap& sources, TextOptions options) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    if (!out.empty()) out += "\n";
    out += render_text(d, sources, options);
  }
  return out;
}

std::string summary(size_t errors, size_t warnings, Language language) {
  if (errors == 0 && warnings == 0) return {};
  std::string out;
  if (language == Language::zh) {
    if (errors != 0) out += std::to_string(errors) + " 个错误";
    if (errors != 0 && warnings != 0) out += "，";
    if (warnings != 0) out += std::to_string(warnings) + " 个警告";
    return out;
  }
  const auto plural = [](size_t n, std::string_view word) { return std::to_string(n) + " " + std::string(word) + (n == 1 ? "" : "s"); };
  if (errors != 0) out += plural(errors, "error");
  if (errors != 0 && warnings != 0) out += ", ";
  if (warnings != 0) out += plural(warnings, "warning");
  return out;
}

}  // namespace plumb::diagnostics
