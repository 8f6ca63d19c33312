// Code with lines answers as code without. lines_test.py runs this under gdb, which must stop at the rule's line.
#include <gtest/gtest.h>

#include "compiler/backends/native/emit/build.hpp"
#include "compiler/backends/native/golden.hpp"
#include "compiler/backends/native/table.hpp"
#include "compiler/backends/reference/table.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::native {
namespace {

TEST(Lines, ChangeNoAnswer) {
  testing::Random random(3);
  const auto program = std::make_shared<const ir::Program>(testing::random_program(random, {12, 3}));
  TableOptions options;
  options.batch = false;
  for (uint32_t m = 0; m < program->measures.size(); ++m) options.lines.push_back({ir::MeasureId(m), "rules/lodging.plumb", 100 + m});
  const auto table = Table::compile(program, native::compile, options);
  ASSERT_TRUE(table) << table.error().message;
  const reference::PredicateTable reference(program);
  EXPECT_EQ(golden_digest(*program, (*table)->table()), golden_digest(*program, reference.table()));
}

}  // namespace
}  // namespace plumb::native
