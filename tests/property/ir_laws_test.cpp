// Laws that the reference evaluator keeps on random expressions: it is total, Kleene's logic is a De Morgan lattice, more
// knowledge never contradicts an answer, and what is missing is what matters.
#include <gtest/gtest.h>

#include <algorithm>

#include "compiler/backends/reference/expression.hpp"
#include "compiler/ir/builder.hpp"
#include "compiler/ir/verifier.hpp"
#include "tests/property/random_expression.hpp"

namespace plumb::reference {
namespace {

using ir::NodeId;
using testing::Random;

// One measure's worth of random input.
struct Setting {
  explicit Setting(uint64_t seed) : random(seed), program(testing::random_program(random, {1, 4})) {
    measure = program.measures[ir::MeasureId(0)];
    row = testing::random_row(random, program, measure.matter);
    triggers = testing::random_triggers(random, measure.reach);
    inputs.party = testing::random_party(random);
    inputs.date = testing::random_date(random);
    refresh();
  }
  void refresh() {
    inputs.program = &program;
    inputs.row = &row;
    inputs.triggers = triggers;
  }
  Answer answer(NodeId node) {
    refresh();
    return ask({inputs, measure, triggers.empty() ? nullptr : &triggers[0]}, node, nullptr);
  }
  NodeId boolean(ir::Builder& builder) {
    const bool asks = !triggers.empty();
    return testing::ExpressionMaker(random, builder, program, measure.matter).make({ir::TypeKind::boolean}, 4, {asks, asks});
  }

  Random random;
  ir::Program program;
  ir::Measure measure;
  Row row;
  std::vector<Trigger> triggers;
  Inputs inputs;
};

class Laws : public ::testing::TestWithParam<uint64_t> {
 protected:
  Setting s{GetParam()};
};

void expect_same(const Answer& a, const Answer& b) {
  EXPECT_EQ(a.value, b.value);
  EXPECT_EQ(a.missing, b.missing);
}

TEST_P(Laws, OfKleeneLogic) {
  ir::Builder b(s.program);
  const NodeId x = s.boolean(b), y = s.boolean(b), z = s.boolean(b);
  expect_same(s.answer(b.logical_not(b.logical_and({x, y}))), s.answer(b.logical_or({b.logical_not(x), b.logical_not(y)})));
  expect_same(s.answer(b.logical_not(b.logical_or({x, y}))), s.answer(b.logical_and({b.logical_not(x), b.logical_not(y)})));
  expect_same(s.answer(b.logical_not(b.logical_not(x))), s.answer(x));
  expect_same(s.answer(b.logical_and({x, y, z})), s.answer(b.logical_and({z, b.logical_and({y, x})})));
  expect_same(s.answer(b.logical_or({x, y, z})), s.answer(b.logical_or({b.logical_or({z, x}), y})));
  // Absorption and distribution hold for the value; what is missing follows the writing.
  EXPECT_EQ(s.answer(b.logical_or({x, b.logical_and({x, y})})).value, s.answer(x).value);
  EXPECT_EQ(s.answer(b.logical_and({x, b.logical_or({y, z})})).value, s.answer(b.logical_or({b.logical_and({x, y}), b.logical_and({x, z})})).value);
}

TEST_P(Laws, UnknownHasAReasonAndKnownHasNone) {
  ir::Builder b(s.program);
  for (int i = 0; i < 20; ++i) {
    const Answer answer = s.answer(s.boolean(b));
    EXPECT_EQ(answer.known(), answer.missing.empty());
    EXPECT_TRUE(std::is_sorted(answer.missing.begin(), answer.missing.end()));
    EXPECT_EQ(std::adjacent_find(answer.missing.begin(), answer.missing.end()), answer.missing.end());
  }
}

TEST_P(Laws, QuantifiersAreDual) {
  if (s.triggers.empty()) return;
  ir::Builder b(s.program);
  const NodeId c = testing::ExpressionMaker(s.random, b, s.program, s.measure.matter).make({ir::TypeKind::boolean}, 3, {true, false});
  expect_same(s.answer(b.logical_not(b.exists(c))), s.answer(b.every(b.logical_not(c))));
  const Answer some = s.answer(b.exists(c)), count = s.answer(b.count(c));
  if (count.known()) {
    EXPECT_EQ(some.truth() == Truth::is_true, count.value->number > 0);
  }
  if (some.truth() == Truth::is_false) {
    EXPECT_EQ(count.value, ir::integer_value(0));
  }
}

bool holds_known(const ir::Program& p, NodeId node) {
  if (p.nodes[node].op == ir::Op::known) return true;
  const auto below = ir::operands(p, node);
  return std::any_of(below.begin(), below.end(), [&](NodeId n) { return holds_known(p, n); });
}

// Filling in an absent field keeps every answer that was known, unless the expression asks what is known.
TEST_P(Laws, MoreKnowledgeKeepsAnswers) {
  ir::Builder b(s.program);
  for (int i = 0; i < 20; ++i) {
    const NodeId x = s.boolean(b);
    if (holds_known(s.program, x)) continue;
    const Answer before = s.answer(x);
    const Row less = s.row;
    for (size_t f = 0; f < s.row.size(); ++f) {
      if (!s.row[f]) s.row[f] = testing::random_value(s.random, s.program, s.program.matters[s.measure.matter].fields[f].type);
    }
    if (before.known()) {
      EXPECT_EQ(s.answer(x).value, before.value);
    }
    s.row = less;
  }
}

// A field that is not named as missing changes nothing when it is filled in: the answer stays unknown for what is.
TEST_P(Laws, OnlyWhatIsMissingMatters) {
  ir::Builder b(s.program);
  const ir::Matter& matter = s.program.matters[s.measure.matter];
  for (int i = 0; i < 20; ++i) {
    const NodeId x = s.boolean(b);
    const Answer before = s.answer(x);
    if (before.known() || holds_known(s.program, x)) continue;
    const Row less = s.row;
    for (size_t f = 0; f < s.row.size(); ++f) {
      const std::string name = matter.name.alias + "." + matter.fields[f].name.alias;
      if (s.row[f] || std::binary_search(before.missing.begin(), before.missing.end(), name)) continue;
      s.row[f] = testing::random_value(s.random, s.program, matter.fields[f].type);
      EXPECT_FALSE(s.answer(x).known());
      s.row = less;
    }
  }
}

// The tree says what the outcome says, and its parts add up.
void expect_coherent(const ir::Program& program, const Explanation& e) {
  if (e.kind == Explanation::Kind::expression || e.kind == Explanation::Kind::condition || e.kind == Explanation::Kind::exception) {
    const ir::Node& node = program.nodes[e.node];
    if (!ir::is_quantifier(node.op)) {
      EXPECT_EQ(e.children.size(), node.operands_count);
    }
    EXPECT_EQ(node.type.kind == ir::TypeKind::boolean, e.truth.has_value());
    const bool unknown = e.truth ? *e.truth == Truth::unknown : !e.value.has_value();
    EXPECT_EQ(unknown, !e.missing.empty());
  }
  for (const Explanation& child : e.children) expect_coherent(program, child);
}

TEST_P(Laws, ExplanationAgreesWithEvaluation) {
  for (int i = 0; i < 20; ++i) {
    Setting t(GetParam() * 1000 + static_cast<uint64_t>(i));
    if (t.random.chance(20) && !t.measure.reach.anyone) t.inputs.reach_unknown = {"registry"};
    t.refresh();
    const Outcome outcome = evaluate(t.inputs, ir::MeasureId(0));
    const Explanation tree = explain(t.inputs, ir::MeasureId(0));
    EXPECT_EQ(tree.kind, Explanation::Kind::measure);
    EXPECT_EQ(tree.truth, outcome.value);
    EXPECT_EQ(tree.missing, outcome.missing);
    EXPECT_EQ(outcome.value == Truth::unknown, !outcome.missing.empty());
    for (const Explanation& child : tree.children) {
      if (child.kind == Explanation::Kind::reach) {
        EXPECT_EQ(child.truth, outcome.reach);
      }
    }
    expect_coherent(t.program, tree);
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Laws, ::testing::Range<uint64_t>(0, 150));

}  // namespace
}  // namespace plumb::reference
