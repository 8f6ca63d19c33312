// What the columnar evaluator says is missing is what the reference evaluator says, row by row and name by name.
#include "compiler/backends/columnar/missing.hpp"

#include <gtest/gtest.h>

#include "tests/property/columnar/rows.hpp"

namespace plumb::columnar::testing {
namespace {

const std::vector<std::string> kReachUnknown = {"registry", "party.id"};

// The triggers and unknown reach that stand for a row's reach words.
reference::Outcome outcome(const ir::Program& program, ir::MeasureId id, Date date, const Case& c) {
  const ir::Reach& reach = program.measures[id].reach;
  const uint64_t mask = ir::reach_mask(reach);
  reference::Inputs inputs{&program, date, &c.row, c.party, {}, {}};
  const reference::Trigger any;
  if ((mask & c.words.certain) != 0) {
    inputs.triggers = std::span(&any, 1);
  } else if ((mask & c.words.uncertain) != 0) {
    inputs.reach_unknown = kReachUnknown;
  }
  return reference::evaluate(inputs, id);
}

std::vector<std::string> missing_of(const MissingInputs::Planes& planes, size_t row) {
  std::vector<std::string> names;
  for (const auto& [name, plane] : planes) {
    if ((plane[row / 64] >> (row % 64) & 1) != 0) names.push_back(name);
  }
  return names;
}

class Missing : public ::testing::TestWithParam<uint64_t> {};

TEST_P(Missing, IsWhatTheReferenceEvaluatorMisses) {
  constexpr uint64_t kNulls[] = {1, 10, 50, 100};
  Random random(GetParam());
  const auto program = std::make_shared<const ir::Program>(random_plain_program(random, {12, 3 + static_cast<uint32_t>(random.below(4))}));
  const Date date = plumb::testing::random_date(random);
  const uint64_t nulls = kNulls[random.below(std::size(kNulls))];
  for (const ir::MatterId matter : {plumb::testing::world::kLodging, plumb::testing::world::kCredit}) {
    Cases cases(random, *program, matter, random.chance(10) ? 1100 : 1 + random.below(130), nulls);
    for (uint32_t m = 0; m < program->measures.size(); ++m) {
      const ir::MeasureId id(m);
      if (program->measures[id].matter != matter) continue;
      for (const InstructionSet set : supported_sets()) {
        const MissingInputs missing(program, id, date, set);
        const auto planes = missing.planes(cases.morsel(), kReachUnknown);
        for (const auto& [name, plane] : planes) ASSERT_EQ(plane.size(), (cases.size() + 63) / 64) << name;
        for (size_t r = 0; r < cases.size(); ++r) {
          ASSERT_EQ(missing_of(planes, r), outcome(*program, id, date, cases[r]).missing) << name(set) << " measure " << m << " row " << r;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Missing, ::testing::Range<uint64_t>(0, 40));

}  // namespace
}  // namespace plumb::columnar::testing
