#include "tests/differential/agreement/contestant.hpp"

#include "compiler/backends/columnar/missing.hpp"
#include "compiler/backends/columnar/table.hpp"
#include "compiler/backends/reference/table.hpp"

namespace plumb::agreement {

namespace {

std::shared_ptr<const PlumbPredicateTable> reference_table(const std::shared_ptr<const ir::Program>& program) {
  const auto owner = std::make_shared<const reference::PredicateTable>(program);
  return {owner, &owner->table()};
}

// One instruction set of the columnar evaluator.
Contestant columnar(columnar::InstructionSet set) {
  const auto table = [set](const std::shared_ptr<const ir::Program>& program) -> std::shared_ptr<const PlumbPredicateTable> {
    const auto owner = std::make_shared<const columnar::PredicateTable>(program, set);
    return {owner, &owner->table()};
  };
  const auto missing = [set](const std::shared_ptr<const ir::Program>& program, ir::MeasureId measure, Date date, const PlumbMorsel& morsel) {
    static const std::vector<std::string> kReach = {"reach"};
    return columnar::MissingInputs(program, measure, date, set).planes(morsel, kReach);
  };
  return {std::string("columnar ") + columnar::name(set), table, missing};
}

std::vector<Contestant> all() {
  std::vector<Contestant> out = {{"reference", reference_table}};
  for (const columnar::InstructionSet set : columnar::supported_sets()) out.push_back(columnar(set));
  return out;
}

}  // namespace

const std::vector<Contestant>& contestants() {
  static const std::vector<Contestant> kContestants = all();
  return kContestants;
}

}  // namespace plumb::agreement
