#include "tests/differential/agreement/contestant.hpp"

#include "compiler/backends/columnar/table.hpp"
#include "compiler/backends/reference/table.hpp"

namespace plumb::agreement {

namespace {

std::shared_ptr<const PlumbPredicateTable> reference_table(const std::shared_ptr<const ir::Program>& program) {
  const auto owner = std::make_shared<const reference::PredicateTable>(program);
  return {owner, &owner->table()};
}

Contestant columnar_of(columnar::InstructionSet set) {
  return {std::string("columnar ") + columnar::name(set), [set](const std::shared_ptr<const ir::Program>& program) {
            const auto owner = std::make_shared<const columnar::PredicateTable>(program, set);
            return std::shared_ptr<const PlumbPredicateTable>(owner, &owner->table());
          }};
}

std::vector<Contestant> all() {
  std::vector<Contestant> out = {{"reference", reference_table}};
  for (const columnar::InstructionSet set : columnar::supported_sets()) out.push_back(columnar_of(set));
  return out;
}

}  // namespace

const std::vector<Contestant>& contestants() {
  static const std::vector<Contestant> kContestants = all();
  return kContestants;
}

}  // namespace plumb::agreement
