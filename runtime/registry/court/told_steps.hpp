// A listing → the removals of it that stand as steps, and which of them pushes told.
//
// What a push told, a later push may correct; what a command or a table recorded it may not. One thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::court {

struct ToldStep {
  std::string on, by, document, ground;
  bool by_push = false;
};

class ToldSteps {
 public:
  explicit ToldSteps(Database& database) : database_(database) {}
  // `listing`: a row of entries.
  Result<std::vector<ToldStep>> of(const Row& listing);

 private:
  Database& database_;
  std::optional<Statement> steps_of_;
};

}  // namespace plumb::registry::court
