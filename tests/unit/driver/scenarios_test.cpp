// Scenarios are decided by the evaluator that is named.
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "compiler/ir/predicate_table.h"
#include "plumb/compiler.hpp"

namespace plumb {
namespace {

TEST(Scenarios, AreDecidedByTheEvaluatorNamed) {
  const Compilation compilation = Compilation::of(PLUMB_SOURCE_DIR "/examples/quickstart/rules", {});
  ASSERT_TRUE(compilation.ok());
  const Report reference = compilation.test({});
  EXPECT_FALSE(reference.findings);
  int asked = 0;
  TestOptions options;
  options.evaluator = [&](const RuleSet& rules) {
    ++asked;
    return Evaluator::columnar(rules);
  };
  EXPECT_EQ(compilation.test(options).text, reference.text);
  EXPECT_GT(asked, 0);
  // One that never finds that anything applies: what scenarios promise does not come out.
  options.evaluator = [](const RuleSet& rules) {
    const auto nothing = std::make_shared<Evaluator>(Evaluator::reference(rules));
    struct Silent {
      std::shared_ptr<Evaluator> inner;
      std::vector<PlumbTableEntry> entries;
      PlumbPredicateTable table;
    };
    const PlumbPredicateTable& table = nothing->table();
    const auto silent = std::make_shared<Silent>(Silent{nothing, {table.entries, table.entries + table.entry_count}, table});
    for (PlumbTableEntry& entry : silent->entries) {
      entry.settle = nullptr;
      entry.predicate = [](const void*, int32_t, const PlumbRow*, const PlumbParty*, PlumbPlanes planes) { planes.is_false[0] = ~uint64_t{0}; };
    }
    silent->table.entries = silent->entries.data();
    return Evaluator::of(rules, "silent", {silent, &silent->table}).value();
  };
  EXPECT_TRUE(compilation.test(options).findings);
}

}  // namespace
}  // namespace plumb
