// The list alone, as it is now: entries, who they are on, the steps taken, permits and retentions, at one revision; without relations and holdings, of
// which a county has many times as many. By parties, whichever of a party's documents each was recorded under (one_list.hpp). What clocks, statistics and publication are made from. One thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/facts/facts.hpp"
#include "runtime/lifecycle/event.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

struct List {
  std::vector<facts::Entry> entries;  // each under its party's principal
  // For each entry the identifier under which the court listed it: the principal's own, else that of the first row.
  std::vector<std::string> listed_as;
  std::vector<facts::Party> parties;  // those that an entry is on, by principal and as listed, as far as anything is recorded of them
  std::vector<lifecycle::Event> events;
  std::vector<facts::Permit> permits;
  std::vector<facts::Retention> retentions;
  uint64_t revision = 0;
};

// Errors: registry.corrupt where a value cannot be read.
Result<List> read_list(Database& database);
// In the caller's transaction.
Result<List> read_list_within(Database& database);

}  // namespace plumb::registry
