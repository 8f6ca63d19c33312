// Rule sets that must mean the same, decided by every evaluator: they give the same planes without asking the definition.
// Negations pushed through connectives, operands and measures in another order, a rule set in two halves, a stranger added.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "compiler/ir/builder.hpp"
#include "compiler/ir/verifier.hpp"
#include "tests/differential/agreement/comparison.hpp"
#include "tests/differential/agreement/contestant.hpp"

namespace plumb::agreement {
namespace {

using ir::NodeId;
using ir::Op;
using plumb::testing::Random;

constexpr uint64_t kPrograms = 12;
constexpr uint32_t kRows = 200;

// Rebuilds an expression node by node.
class Rewriter {
 public:
  using Rule = std::function<NodeId(ir::Builder&, const ir::Node&, std::vector<NodeId>)>;
  Rewriter(ir::Program& program, Rule rule) : program_(program), builder_(program), rule_(std::move(rule)) {}

  NodeId operator()(NodeId id) {
    if (!id.valid()) return id;
    std::vector<NodeId> operands;
    const auto old = ir::operands(program_, id);
    for (const NodeId operand : std::vector<NodeId>(old.begin(), old.end())) operands.push_back((*this)(operand));
    const ir::Node node = program_.nodes[id];
    return rule_(builder_, node, std::move(operands));
  }

 private:
  ir::Program& program_;
  ir::Builder builder_;
  Rule rule_;
};

ir::Program rewritten(const ir::Program& program, const Rewriter::Rule& rule) {
  ir::Program out = program;
  Rewriter rewrite(out, rule);
  for (ir::Measure& m : out.measures) {
    m.condition = rewrite(m.condition);
    for (ir::Exception& e : m.exceptions) e.condition = rewrite(e.condition);
  }
  return out;
}

// a ∧ b = ¬(¬a ∨ ¬b), and its dual.
NodeId by_de_morgan(ir::Builder& b, const ir::Node& node, std::vector<NodeId> operands) {
  if (node.op != Op::logical_and && node.op != Op::logical_or) return b.add(node.op, node.type, node.immediate, operands);
  for (NodeId& operand : operands) operand = b.logical_not(operand);
  return b.logical_not(node.op == Op::logical_and ? b.logical_or(operands) : b.logical_and(operands));
}

// Operands of what commutes the other way round; comparisons turned about.
NodeId reversed(ir::Builder& b, const ir::Node& node, std::vector<NodeId> operands) {
  ir::Op op = node.op;
  switch (node.op) {
    case Op::logical_and:
    case Op::logical_or:
    case Op::equal:
    case Op::not_equal:
    case Op::add:
    case Op::multiply:
      std::reverse(operands.begin(), operands.end());
      break;
    case Op::below:
    case Op::at_most:
    case Op::above:
    case Op::at_least: {
      constexpr Op kTurned[] = {Op::above, Op::at_least, Op::below, Op::at_most};
      op = kTurned[static_cast<size_t>(node.op) - static_cast<size_t>(Op::below)];
      std::reverse(operands.begin(), operands.end());
      break;
    }
    default:
      break;
  }
  return b.add(op, node.type, node.immediate, operands);
}

class Metamorphic : public ::testing::Test {
 protected:
  using Bits = std::map<std::string, std::vector<bool>>;  // by measure: true, false and look of each row

  // Whether the table can be asked in that way; where nothing is left to be settled, a row is.
  static bool asked(const PlumbPredicateTable& table, Way way, const Rows& rows, int32_t date, const ir::Program& program, Bits& out) {
    const PlumbTableEntry* entry = ir::find_entry(table, plumb::testing::world::kLodging.value, 0, date);
    if (entry && way == Way::settled && !entry->settle) way = Way::one_row;
    if (!entry || !offers(*entry, way, rows)) return false;
    const Answers given = answers(*entry, way, date, rows);
    EXPECT_TRUE(given.planes) << given.fault;
    for (uint32_t m = 0; given.planes && m < entry->measure_count; ++m) {
      std::vector<bool>& bits = out[program.measures[ir::MeasureId(entry->measures[m])].name.alias];
      for (uint32_t r = 0; r < rows.count(); ++r) {
        for (const Plane plane : {Plane::is_true, Plane::is_false, Plane::look}) bits.push_back(given.planes->bit(plane, m, r));
      }
    }
    return true;
  }

  // `same` makes rule sets whose measures together mean what the program's mean.
  void expect_same(const std::function<std::vector<ir::Program>(const ir::Program&)>& same) {
    uint64_t compared = 0;
    for (uint64_t seed = 0; seed < kPrograms && !HasFailure(); ++seed) {
      Random random(seed);
      const ir::Program program = plumb::testing::random_program(random, {6, 5});
      const ValuePools pools(random, program, plumb::testing::world::kLodging, 6);
      const Rows rows(random, pools, {kRows, 10, true});
      const int32_t date = Date::from_ymd(2020, 3, 1)->days;
      std::vector<std::shared_ptr<const ir::Program>> programs = {std::make_shared<const ir::Program>(program)};
      for (ir::Program& other : same(program)) {
        const auto violations = ir::verify(other);
        ASSERT_TRUE(violations.empty()) << ir::text(violations[0]);
        programs.push_back(std::make_shared<const ir::Program>(std::move(other)));
      }
      for (const Contestant& contestant : contestants()) {
        std::vector<std::shared_ptr<const PlumbPredicateTable>> tables;
        for (const auto& each : programs) tables.push_back(contestant.table(each));
        for (const Way way : kWays) {
          Bits before, after;
          if (!asked(*tables[0], way, rows, date, program, before)) continue;
          for (size_t i = 1; i < programs.size(); ++i) asked(*tables[i], way, rows, date, *programs[i], after);
          for (const auto& [measure, bits] : before) {
            EXPECT_EQ(after[measure], bits) << contestant.name << ", " << name(way) << ", seed " << seed << ", " << measure;
            compared += bits.size();
          }
        }
      }
    }
    EXPECT_GT(compared, 20'000U);
  }
};

TEST_F(Metamorphic, NegationsGoThroughConnectives) {
  expect_same([](const ir::Program& program) { return std::vector{rewritten(program, by_de_morgan)}; });
}

TEST_F(Metamorphic, OperandsComeInAnyOrder) {
  expect_same([](const ir::Program& program) { return std::vector{rewritten(program, reversed)}; });
}

TEST_F(Metamorphic, MeasuresComeInAnyOrder) {
  expect_same([](const ir::Program& program) {
    ir::Program other = program;
    std::reverse(other.measures.begin(), other.measures.end());
    return std::vector{std::move(other)};
  });
}

TEST_F(Metamorphic, TwoHalvesMakeTheWhole) {
  expect_same([](const ir::Program& program) {
    std::vector<ir::Program> halves(2, program);
    for (ir::Program& half : halves) half.measures = {};
    for (size_t i = 0; i < program.measures.size(); ++i) halves[i % 2].measures.add(program.measures[program.measures.id_at(i)]);
    return halves;
  });
}

TEST_F(Metamorphic, AStrangerChangesNothing) {
  uint64_t seed = 1'000;
  expect_same([&](const ir::Program& program) {
    Random random(seed++);
    const ir::Program strangers = plumb::testing::random_program(random, {3, 4});
    ir::Program other = program;
    ir::Builder b(other);
    // The strangers' own conditions stand on nodes of their program; one of this program's, negated, serves as well.
    for (ir::Measure m : strangers.measures) {
      m.name = {"陌生" + m.name.zh, "stranger_" + m.name.alias};
      m.condition = {};
      m.exceptions.clear();
      m.arguments.clear();
      m.effect = plumb::testing::world::kRestrict;
      for (const ir::Measure& theirs : program.measures) {
        if (theirs.matter == m.matter && theirs.condition.valid() && !m.reach.anyone) m.condition = b.logical_not(theirs.condition);
      }
      std::vector<ir::Measure> all(other.measures.begin(), other.measures.end());
      all.insert(all.begin() + static_cast<std::ptrdiff_t>(random.below(all.size() + 1)), m);
      other.measures = {};
      for (ir::Measure& one : all) other.measures.add(std::move(one));
    }
    return std::vector{std::move(other)};
  });
}

}  // namespace
}  // namespace plumb::agreement
