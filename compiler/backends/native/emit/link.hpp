// Object bytes → code in memory that may be called, seeing nothing of the process but what it is given by name.
//
// Each object has a session of its own, so that letting it go gives back everything. Any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/backends/native/compile.hpp"

namespace plumb::native {

class Linked {
 public:
  // Who is told of code: debuggers by gdb's JIT interface, perf by a dump. LLVM 19 never takes the former
  // back, and a dump is never shortened, so it is for objects with line tables alone.
  struct Tell {
    bool debugger = false;
    std::string perf_folder;  // empty: perf is not told
  };
  // `visible`: all that the object may refer to. Errors: native.link, naming what it asks for besides.
  static Result<std::unique_ptr<Linked>> link(const std::string& object, const Symbols& visible, const Tell& tell);
  ~Linked();
  Linked(const Linked&) = delete;
  Linked& operator=(const Linked&) = delete;

  // Valid as long as this object.
  Result<std::vector<const void*>> addresses(const std::vector<std::string>& names);

 private:
  struct Session;
  explicit Linked(std::unique_ptr<Session> session);
  std::unique_ptr<Session> session_;
};

}  // namespace plumb::native
