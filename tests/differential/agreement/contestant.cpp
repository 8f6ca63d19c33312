#include "tests/differential/agreement/contestant.hpp"

#include "compiler/backends/reference/table.hpp"

namespace plumb::agreement {

namespace {

std::shared_ptr<const PlumbPredicateTable> reference_table(const std::shared_ptr<const ir::Program>& program) {
  const auto owner = std::make_shared<const reference::PredicateTable>(program);
  return {owner, &owner->table()};
}

}  // namespace

const std::vector<Contestant>& contestants() {
  static const std::vector<Contestant> kContestants = {{"reference", reference_table}};
  return kContestants;
}

}  // namespace plumb::agreement
