// Where phases report: collects diagnostics, gives them back in an order that depends on the text alone.
#pragma once

#include <deque>
#include <map>
#include <vector>

#include "compiler/diagnostics/diagnostic.hpp"

namespace plumb::diagnostics {

// Not thread-safe: one sink a compilation (or one a thread, and `absorb` afterwards).
class Sink {
 public:
  // The reference stays good as long as the sink. Past kMaxPerSource findings about one source the rest are only counted,
  // and a last note says how many.
  Diagnostic& report(Kind kind, Span span, Arguments arguments = {});
  // Takes over what another sink collected.
  void absorb(Sink&& other);

  // Of everything reported, shown or not.
  size_t error_count() const;
  size_t warning_count() const;
  bool has_errors() const { return error_count() != 0; }
  bool empty() const { return reported_.empty(); }

  // By source, place and code, without exact repetitions; findings about no place come first.
  std::vector<Diagnostic> sorted() const;

  static constexpr size_t kMaxPerSource = 1000;

 private:
  Diagnostic& add(Diagnostic diagnostic);
  size_t count(Severity severity) const;

  std::deque<Diagnostic> reported_;
  std::deque<Diagnostic> unshown_;
  std::map<SourceId, size_t> per_source_;
  std::map<SourceId, size_t> unshown_per_source_;
  size_t unshown_errors_ = 0;
  size_t unshown_warnings_ = 0;
};

}  // namespace plumb::diagnostics
