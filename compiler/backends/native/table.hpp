// A program → its predicate table in machine code, with everything that the table points to.
//
// Point code is compiled fast first; once it has been called often enough, optimised code is made in the background and takes
// its place, function by function, by one atomic pointer. A table made after another takes over what did not change: only
// chunks with a new key are compiled. Any number of threads may call a table, and make the next one meanwhile.
#pragma once

#include <memory>
#include <string>

#include "compiler/backends/native/compile.hpp"

namespace plumb::native {

struct TableOptions {
  bool batch = true;
  uint32_t optimise_after = UINT32_MAX;  // calls of `predicate`; UINT32_MAX: never
  std::vector<Line> lines = {};          // for debuggers; code with lines is not cached, and not taken over
  std::string perf_folder = {};          // where perf is told of code with lines; empty: not
  std::string cache = {};                // folder of cached objects; empty: none
  std::string made_by = {};              // what tells one build of emitter and callables from another; of the cache's key
  unsigned vector_bytes = 0;             // 16, 32 or 64 of what the processor has; 0: the widest
};

// How a table came about.
struct TableReport {
  uint32_t functions = 0;    // distinct functions that the table calls, each tier counted once
  uint32_t compiled = 0;     // of these, made by this call
  uint32_t taken_over = 0;   // of these, from the table before
  bool optimised = false;    // optimised code has taken over
  Error not_optimised = {};  // or why it never will; empty code: nothing to say
  bool cached = false;       // the code came from the cache
  // Why it did not: cache.none (nothing there), cache.folder, cache.file, cache.short, cache.format, cache.key, cache.hash,
  // cache.link, cache.golden; cache.write where what was compiled could not be kept. Empty code: nothing to say.
  Error cache = {};
  uint64_t code_bytes = 0;  // of the objects linked by this call and in the background
};

class Table {
 public:
  // REQUIRES: program verified; `compiler` may be called for as long as the table lives. Errors: of the compiler.
  static Result<std::unique_ptr<Table>> compile(std::shared_ptr<const ir::Program> program, Compiler compiler, const TableOptions& options,
                                                const Table* before = nullptr);
  // Waits for a background compilation. REQUIRES: nobody calls the table any more.
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const PlumbPredicateTable& table() const;
  TableReport report() const;

 private:
  struct Contents;
  explicit Table(std::unique_ptr<Contents> contents);
  std::unique_ptr<Contents> contents_;
};

}  // namespace plumb::native
