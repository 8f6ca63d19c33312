#include "compiler/diagnostics/sink.hpp"

#include <algorithm>
#include <tuple>
#include <utility>

namespace plumb::diagnostics {

Diagnostic& Sink::report(Kind kind, Span span, Arguments arguments) { return add(Diagnostic(kind, span, std::move(arguments))); }

Diagnostic& Sink::add(Diagnostic diagnostic) {
  const SourceId source = diagnostic.primary.span.source;
  if (per_source_[source] < kMaxPerSource) {
    ++per_source_[source];
    reported_.push_back(std::move(diagnostic));
    return reported_.back();
  }
  ++unshown_per_source_[source];
  unshown_errors_ += diagnostic.severity == Severity::error;
  unshown_warnings_ += diagnostic.severity == Severity::warning;
  // The reporter goes on to chain onto what it is given; one throw-away place is enough for that.
  if (unshown_.empty()) {
    unshown_.push_back(std::move(diagnostic));
  } else {
    unshown_.back() = std::move(diagnostic);
  }
  return unshown_.back();
}

void Sink::absorb(Sink&& other) {
  for (Diagnostic& d : other.reported_) add(std::move(d));
  for (const auto& [source, number] : other.unshown_per_source_) unshown_per_source_[source] += number;
  unshown_errors_ += other.unshown_errors_;
  unshown_warnings_ += other.unshown_warnings_;
  other = Sink();
}

size_t Sink::count(Severity severity) const {
  return static_cast<size_t>(std::count_if(reported_.begin(), reported_.end(), [&](const Diagnostic& d) { return d.severity == severity; }));
}

size_t Sink::error_count() const { return count(Severity::error) + unshown_errors_; }

size_t Sink::warning_count() const { return count(Severity::warning) + unshown_warnings_; }

std::vector<Diagnostic> Sink::sorted() const {
  std::vector<Diagnostic> out(reported_.begin(), reported_.end());
  // An invalid source's id wraps to 0 and so comes first.
  const auto key = [](const Diagnostic& d) {
    const Span s = d.primary.span;
    return std::tuple(s.source.value + 1, s.begin, s.end, d.code());
  };
  std::stable_sort(out.begin(), out.end(), [&](const Diagnostic& a, const Diagnostic& b) { return key(a) < key(b); });
  out.erase(std::unique(out.begin(), out.end()), out.end());
  for (const auto& [source, number] : unshown_per_source_) {
    const auto after =
        std::upper_bound(out.begin(), out.end(), source.value + 1, [](uint32_t s, const Diagnostic& d) { return s < d.primary.span.source.value + 1; });
    const uint32_t end = after == out.begin() ? 0 : std::prev(after)->primary.span.end;
    out.insert(after, Diagnostic(Kind::too_many_diagnostics, Span{source, end, end}, {number}));
  }
  return out;
}

}  // namespace plumb::diagnostics
