// Every holding and every status on a date → one line of JSON a measure (docs/meaning.md, The sweep).
//
// Asked of: each holding held on the date, in the order of their ids; then each party with an exact identifier, in the order
// of ids, about every matter that has the stage `status`. A holding that the rule set cannot be asked about (no such matter
// or stage, fields that do not fit) gives an error line in its place. What to impose and to lift is for a later reader of
// these lines and the ledger. Deterministic; no clock, no I/O; any thread.
#pragma once

#include <functional>
#include <string>

#include "runtime/decide/decide.hpp"
#include "runtime/decide/refusal.hpp"

namespace plumb::sweep {

struct Visitor {
  std::function<void(const std::string& json)> line;            // one object, no newline
  std::function<void(uint64_t done, uint64_t total)> progress;  // may be empty; after every few thousand questions
  std::function<void(decide::Decision&)> explain;               // may be empty; fills MeasureDecision::explanation
};

struct Summary {
  uint64_t questions = 0;  // holdings and parties asked about
  uint64_t lines = 0;      // measures
  uint64_t refused = 0;    // holdings that could not be asked about
};

Summary sweep(const decide::Context& context, const decide::Options& options, Date date, Language language, const Visitor& visitor);

}  // namespace plumb::sweep
