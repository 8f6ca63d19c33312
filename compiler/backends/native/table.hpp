// A program → its predicate table in machine code, with everything that the table points to.
//
// Point code is compiled fast first; once it has been called often enough, optimised code is made in the background and takes
// its place, function by function, by one atomic pointer. Any number of threads may call the table.
#pragma once

#include <memory>
#include <string>

#include "compiler/backends/native/lines.hpp"
#include "compiler/backends/native/native.h"
#include "compiler/base/result.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::native {

struct TableOptions {
  bool batch = true;
  uint32_t optimise_after = UINT32_MAX;
  std::vector<Line> lines = {};  // for debuggers; code with lines is not cached
  std::string cache = {};        // folder of cached objects; empty: none
  unsigned vector_bytes = 0;     // 16, 32 or 64 of what the processor has; 0: the widest
};

class Table {
 public:
  // REQUIRES: program verified. Errors: native.host, native.compile, native.link.
  static Result<std::unique_ptr<Table>> compile(std::shared_ptr<const ir::Program> program, const TableOptions& options);
  // Waits for a background compilation. REQUIRES: nobody calls the table any more.
  ~Table();
  Table(const Table&) = delete;
  Table& operator=(const Table&) = delete;

  const PlumbPredicateTable& table() const;
  PlumbNativeReport report() const;

 private:
  struct Contents;
  explicit Table(std::unique_ptr<Contents> contents);
  std::unique_ptr<Contents> contents_;
};

}  // namespace plumb::native
