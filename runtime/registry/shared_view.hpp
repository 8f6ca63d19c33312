// One registry → several connections that see the same revision of it, so that threads can read it side by side.
//
// Each connection begins a read transaction and reads the newest revision within it; where a writer came between, they begin
// anew. Where no more connections are to be had, or a writer comes between every time, the one given is all there is. For
// read.cpp alone; connection i is used by one thread at a time.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <vector>

#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

class SharedView {
 public:
  // `path` is that of `own`, which outlives the view. `between`: called before each further connection begins; for tests.
  static Result<SharedView> begin(Database& own, const std::filesystem::path& path, unsigned connections, const std::function<void()>& between = {});

  unsigned size() const { return static_cast<unsigned>(others_.size()) + 1; }
  Database& connection(unsigned i) { return i == 0 ? *own_ : others_[i - 1]->database; }
  // The newest one; 0 before the first.
  int64_t revision() const { return revision_; }

 private:
  // Where it lies it stays, for the transaction refers to its connection.
  struct Other {
    Database database;
    std::unique_ptr<Transaction> transaction;
  };
  Database* own_ = nullptr;
  std::unique_ptr<Transaction> transaction_;
  std::vector<std::unique_ptr<Other>> others_;
  int64_t revision_ = 0;
};

}  // namespace plumb::registry
