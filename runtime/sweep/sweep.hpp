// Every holding and every status on a date → one line of JSON a measure (docs/meaning.md, The sweep).
//
// Asked of: each holding held on the date, in the order of their ids; then each party with an exact identifier, in the order
// of ids, about every matter that has the stage `status`. A holding that the rule set cannot be asked about (no such matter
// or stage, fields that do not fit) gives an error line in its place. What to impose and to lift is for a later reader of
// these lines and the ledger.
//
// Most questions are never asked one by one: rows go through the predicate table a morsel at a time, and only those about which
// some measure is not false are decided in whole, on several threads, their lines in the same order for any number of them.
// No clock, no I/O.
#pragma once

#include <functional>
#include <string>

#include "runtime/decide/decide.hpp"
#include "runtime/decide/refusal.hpp"
#include "runtime/rows/row_table.hpp"

namespace plumb::sweep {

struct Visitor {
  std::function<void(const std::string& json)> line;            // one object, no newline; on the caller's thread
  std::function<void(uint64_t done, uint64_t total)> progress;  // may be empty; now and then, on the caller's thread
  std::function<void(decide::Decision&)> explain;               // may be empty; fills MeasureDecision::explanation; on any thread
};

struct Summary {
  uint64_t questions = 0;  // holdings and parties asked about
  uint64_t lines = 0;      // measures
  uint64_t refused = 0;    // holdings that could not be asked about
};

// REQUIRES: the rows are read_rows() of the context's rules and snapshot; threads > 0.
Summary sweep(const decide::Context& context, const decide::Options& options, const rows::RowTable& rows, Date date, Language language, unsigned threads,
              const Visitor& visitor);

}  // namespace plumb::sweep
