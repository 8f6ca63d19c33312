// Kleene's tables, whole: as functions, and as instructions over every combination of two operands.
#include <gtest/gtest.h>

#include "tests/unit/reference/setting.hpp"

namespace plumb::reference {
namespace {

constexpr Truth kAll[] = {kFalse, kUnknown, kTrue};
constexpr Truth kAnd[3][3] = {{kFalse, kFalse, kFalse}, {kFalse, kUnknown, kUnknown}, {kFalse, kUnknown, kTrue}};
constexpr Truth kOr[3][3] = {{kFalse, kUnknown, kTrue}, {kUnknown, kUnknown, kTrue}, {kTrue, kTrue, kTrue}};
constexpr Truth kNot[3] = {kTrue, kUnknown, kFalse};

TEST(Truth, Tables) {
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(!kAll[i], kNot[i]);
    for (int j = 0; j < 3; ++j) {
      EXPECT_EQ(kAll[i] & kAll[j], kAnd[i][j]);
      EXPECT_EQ(kAll[i] | kAll[j], kOr[i][j]);
    }
  }
}

ir::NodeId operand(Setting& s, Truth truth, bool second) {
  if (truth == kUnknown) return second ? s.flag_b() : s.flag();
  return s.b.boolean(truth == kTrue);
}

TEST(Truth, Instructions) {
  for (int i = 0; i < 3; ++i) {
    for (int j = 0; j < 3; ++j) {
      Setting s;
      const auto x = operand(s, kAll[i], false), y = operand(s, kAll[j], true);
      EXPECT_EQ(s.ask(s.b.logical_and({x, y})).value, kAnd[i][j]);
      EXPECT_EQ(s.ask(s.b.logical_or({x, y})).value, kOr[i][j]);
      EXPECT_EQ(s.ask(s.b.logical_not(x)).value, kNot[i]);
      EXPECT_EQ(s.ask(s.b.known(x)).value, kAll[i] == kUnknown ? kFalse : kTrue);
      const bool unknown = kAll[i] == kUnknown || kAll[j] == kUnknown;
      EXPECT_EQ(s.ask(s.b.binary(ir::Op::equal, x, y)).value, unknown ? kUnknown : i == j ? kTrue : kFalse);
      EXPECT_EQ(s.ask(s.b.binary(ir::Op::not_equal, x, y)).value, unknown ? kUnknown : i == j ? kFalse : kTrue);
    }
  }
}

}  // namespace
}  // namespace plumb::reference
