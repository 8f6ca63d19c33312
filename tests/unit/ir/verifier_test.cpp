// For every invariant a program that breaks it, and only it.
#include "compiler/ir/verifier.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <map>

#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;

// A verified program with one measure that uses a little of everything.
Program sound() {
  Program p = testing::declarations();
  Builder b(p);
  Measure m;
  m.name = {"措施", "measure"};
  m.matter = world::kLodging;
  m.reach.self = true;
  const NodeId stars = b.binary(Op::at_least, b.matter_field(world::kLodging, 1), b.integer(4));
  const NodeId later = b.binary(Op::above, b.date_add(b.decision_date(), b.duration({}), world::kCalendar), b.date(Date{0}));
  const NodeId colour =
      b.in_set(b.matter_field(world::kLodging, testing::field_of(p, world::kLodging, {TypeKind::enumeration, world::kColour.value})), b.set(world::kColour, 3));
  m.condition = b.logical_and({stars, later, colour, b.exists(b.listing_field(ListingField::publishable))});
  m.exceptions = {{b.parameter(testing::parameter_of(p, {TypeKind::boolean})), {{world::kNotice, 0, 0}}}};
  m.effect = world::kCap;
  m.arguments = {b.money({500})};
  m.basis = {{world::kNotice, 1, UINT32_MAX}};
  m.departments = {DepartmentId(0)};
  p.measures.add(m);
  return p;
}

Measure& measure(Program& p) { return p.measures[MeasureId(0)]; }
Node& first(Program& p, Op op) {
  for (Node& node : p.nodes) {
    if (node.op == op) return node;
  }
  throw std::logic_error("no such node");
}

const std::map<Invariant, std::function<void(Program&)>>& breakages() {
  using I = Invariant;
  static const std::map<Invariant, std::function<void(Program&)>> all = {
      {I::vocabulary_enums, [](Program& p) { p.enums[kRoleEnum].values.pop_back(); }},
      {I::named, [](Program& p) { p.matters[MatterId(0)].name.alias.clear(); }},
      {I::distinct_names, [](Program& p) { p.effects[EffectId(0)].name = p.effects[EffectId(3)].name; }},
      {I::type_refs, [](Program& p) { p.matters[MatterId(0)].fields[0].type = {TypeKind::enumeration, 99}; }},
      {I::set_size, [](Program& p) { p.enums[world::kWide].values.push_back({"值64", "v64"}); }},
      {I::codes_in_preorder, [](Program& p) { p.taxonomies[world::kIndustry].codes[1].end = 6; }},
      {I::matter_stages, [](Program& p) { p.matters[MatterId(1)].stages.clear(); }},
      {I::document_period, [](Program& p) { p.documents[world::kNotice].until = Date{0}; }},
      {I::department_refs, [](Program& p) { measure(p).departments = {DepartmentId(7)}; }},
      {I::citation_refs, [](Program& p) { measure(p).basis[0].clause = 9; }},
      {I::effect_refs, [](Program& p) { p.contradictions = {{EffectId(0), EffectId(9)}}; }},
      {I::calendar_refs, [](Program& p) { first(p, Op::date_add).immediate = 5; }},
      {I::calendar_sorted, [](Program& p) { std::swap(p.calendars[world::kCalendar].holidays[0], p.calendars[world::kCalendar].holidays[1]); }},
      {I::parameter_versions, [](Program& p) { p.parameters[ParameterId(0)].versions[2].from = p.parameters[ParameterId(0)].versions[1].from; }},
      {I::parameter_values, [](Program& p) { p.parameters[ParameterId(0)].versions[1].value = integer_value(1); }},
      {I::role_masks, [](Program& p) { measure(p).reach.own_roles = 1u << kRoleCount; }},
      {I::staleness_limit, [](Program& p) { p.staleness_limit->count = -1; }},
      {I::constants_fit, [](Program& p) { p.constants[0].number = static_cast<int128>(INT64_MAX) + 1; }},
      {I::operand_storage, [](Program& p) { p.operands.push_back(NodeId(0)); }},
      {I::operands_precede, [](Program& p) { p.operands[0] = NodeId(static_cast<uint32_t>(p.nodes.size())); }},
      {I::operand_counts,
       [](Program& p) {
         p.operands.push_back(NodeId(0));
         p.nodes.add({Op::negate, {TypeKind::integer}, 0, static_cast<uint32_t>(p.operands.size() - 1), 1});
         p.nodes.add({Op::add, {TypeKind::integer}, 0, static_cast<uint32_t>(p.operands.size()), 0});
       }},
      {I::operand_types, [](Program& p) { first(p, Op::at_least).type = {TypeKind::integer}; }},
      {I::constant_operands,
       [](Program& p) {
         const NodeId values = Builder(p).matter_field(world::kLodging, testing::field_of(p, world::kLodging, {TypeKind::set, world::kColour.value}));
         const NodeId below[] = {values, values};
         Builder(p).add(Op::has_any, {TypeKind::boolean}, 0, below);
       }},
      {I::leaf_refs, [](Program& p) { first(p, Op::parameter).immediate = 99; }},
      {I::leaf_types, [](Program& p) { first(p, Op::parameter).immediate = 1; }},
      {I::unused_immediates, [](Program& p) { first(p, Op::at_least).immediate = 1; }},
      {I::shared_nodes, [](Program& p) { p.nodes.add({Op::decision_date, {TypeKind::date}, 0, static_cast<uint32_t>(p.operands.size()), 0}); }},
      {I::quantifiers_flat,
       [](Program& p) {
         const NodeId below[] = {Builder(p).exists(Builder(p).boolean(true))};
         Builder(p).add(Op::every, {TypeKind::boolean}, 0, below);
       }},
      {I::expression_depth,
       [](Program& p) {
         Builder b(p);
         NodeId node = b.boolean(true);
         for (uint32_t i = 0; i < kMaxDepth; ++i) node = b.logical_not(node);
       }},
      {I::expression_size,
       [](Program& p) {
         Builder b(p);
         NodeId node = b.integer(1);
         for (int i = 0; i < 18; ++i) node = b.binary(Op::add, node, node);
       }},
      {I::measure_matter, [](Program& p) { measure(p).matter = MatterId(9); }},
      {I::measure_stage, [](Program& p) { measure(p).stage = Stage::status; }},
      {I::measure_period, [](Program& p) { measure(p).from = measure(p).until = Date{18000}; }},
      {I::measure_versions, [](Program& p) { p.measures.add(measure(p)); }},
      {I::measure_basis, [](Program& p) { measure(p).basis.clear(); }},
      {I::measure_reach, [](Program& p) { measure(p).reach = {}; }},
      {I::measure_roots, [](Program& p) { measure(p).condition = NodeId(static_cast<uint32_t>(p.nodes.size())); }},
      {I::boolean_conditions, [](Program& p) { measure(p).exceptions[0].condition = Builder(p).integer(4); }},
      {I::matter_fields, [](Program& p) { measure(p).matter = world::kCredit; }},
      {I::triggers_need_reach,
       [](Program& p) {
         measure(p).reach = {};
         measure(p).reach.anyone = true;
       }},
      {I::argument_types, [](Program& p) { measure(p).arguments.clear(); }},
      {I::arguments_ask_no_trigger, [](Program& p) { measure(p).arguments = {Builder(p).listing_field(ListingField::performed_amount)}; }},
  };
  return all;
}

TEST(Verifier, FindsNothingInASoundProgram) {
  for (const Violation& violation : verify(sound())) ADD_FAILURE() << text(violation);
}

class EveryInvariant : public ::testing::TestWithParam<int> {};

TEST_P(EveryInvariant, IsBrokenAloneAndFound) {
  const auto invariant = static_cast<Invariant>(GetParam());
  const auto it = breakages().find(invariant);
  ASSERT_NE(it, breakages().end()) << "no program breaks " << name(invariant);
  Program p = sound();
  it->second(p);
  const auto found = verify(p);
  ASSERT_FALSE(found.empty()) << name(invariant);
  for (const Violation& violation : found) EXPECT_EQ(violation.invariant, invariant) << text(violation);
}

INSTANTIATE_TEST_SUITE_P(All, EveryInvariant, ::testing::Range(0, kInvariantCount),
                         [](const auto& test) { return std::string(name(static_cast<Invariant>(test.param))); });

TEST(Verifier, SaysWhatAndWhere) {
  Program p = sound();
  measure(p).basis.clear();
  EXPECT_EQ(text(verify(p)[0]), "measure_basis (measure measure): a measure cites something");
}

}  // namespace
}  // namespace plumb::ir
