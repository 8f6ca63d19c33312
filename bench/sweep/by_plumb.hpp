// The product's own sweep over the raw county: its snapshot, its rows in columns, its evaluators → counts.
//
// Everything that does not hang on the date is laid out in the constructor, as for every other engine. One object is used by one
// thread, which may ask it to use several.
#pragma once

#include <memory>
#include <string>

#include "bench/sweep/counts.hpp"
#include "bench/sweep/raw_county.hpp"
#include "plumb/plumb.hpp"

namespace plumb::bench {

class ByPlumb {
 public:
  // columnar_avx512, columnar_avx2, columnar_portable (those that the CPU has, fastest first), native (which may be missing).
  static std::vector<std::string> evaluators();
  // Errors: evaluator.unavailable, and those of native_evaluator(). `copies`: so many of each measure. The county is laid out column by column, and
  // gone after.
  static Result<std::unique_ptr<ByPlumb>> make(const RuleSet& rules, RawCounty county, const std::string& evaluator, unsigned copies = 1);
  ~ByPlumb();

  const ir::Program& program() const;

  // The words of everybody for the date, and nothing else: what sweep() does first as well.
  void make_reach(Date date, unsigned threads);
  SweepCounts sweep(Date date, unsigned threads);
  // Of the snapshot's and the rows' columns; of the rows' alone.
  uint64_t bytes() const;
  uint64_t row_bytes() const;

 private:
  struct State;
  explicit ByPlumb(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace plumb::bench
