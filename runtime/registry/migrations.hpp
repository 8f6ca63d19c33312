// The schema's versions, one migration each: SQL, and what takes more than SQL. schema.hpp runs them.
#pragma once

#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

struct Migration {
  std::string sql;
  Result<void> (*then)(Database&) = nullptr;    // what takes more than SQL, where something is recorded already
  const char* after = nullptr;                  // SQL
  Result<void> (*before)(Database&) = nullptr;  // as then, before those of any version: what they all need
};

// Numbered from 1; append only, since files in the field stand at any of them.
std::vector<Migration> migrations();

}  // namespace plumb::registry
