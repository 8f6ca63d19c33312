// The facts of a scenario → a world to ask about: a snapshot, the caller's limit, parameters set for this scenario alone.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/scenarios/names.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb::scenarios {

struct TypedHolding {
  std::string id, party;  // the party's identifier
  facts::Period period;
  ir::MatterId matter;
  reference::Row fields;
};

// Immutable once built; refers to nothing but ids of the program, which a mutant of it shares.
struct World {
  std::shared_ptr<const Snapshot> snapshot;
  std::optional<int> max_staleness_days;
  std::vector<std::pair<ir::ParameterId, std::optional<ir::Value>>> parameters;  // value nothing: unset
  std::vector<TypedHolding> holdings;                                            // sorted by id
  std::map<std::string, std::string> ids;                                        // party's name in the scenario → identifier
  std::map<std::string, std::string> names;                                      // and back
};

// A party without 编号 gets an identifier; a party without 名称 is called as in the scenario, unless its identifier is masked.
// Where no fact says when the list was synchronised, it was on `latest`, the last date that the scenario asks about.
// Nothing when a fact could not be understood, which is reported.
std::optional<World> build_world(Names& names, const ast::Scenario& scenario, Date latest);

// Reads `fields` into a row of the matter. False when something was reported.
bool read_row(Names& names, ir::MatterId matter, const std::vector<ast::FieldValue>& fields, reference::Row& row);

}  // namespace plumb::scenarios
