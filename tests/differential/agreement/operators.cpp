#include "tests/differential/agreement/operators.hpp"

#include <algorithm>

#include "compiler/backends/reference/expression.hpp"
#include "compiler/ir/signature.hpp"
#include "compiler/ir/words.hpp"

namespace plumb::agreement {

using ir::NodeId;
using ir::Op;
using ir::Type;
using ir::TypeKind;
using testing::Random;

namespace {

constexpr Type kBoolean{TypeKind::boolean}, kDate{TypeKind::date};
constexpr int kOps = static_cast<int>(Op::listed_on) + 1;

bool is_variadic(Op op) { return op == Op::logical_and || op == Op::logical_or; }
bool has_calendar(Op op) { return op == Op::date_add || op == Op::date_subtract; }

std::string key_text(Op op, std::span<const Type> operands, Type result) {
  std::string out = ir::word_of(op);
  const size_t shown = is_variadic(op) ? 1 : op == Op::in_codes ? 2 : operands.size();
  for (size_t i = 0; i < shown && i < operands.size(); ++i) out += " " + ir::type_text(operands[i]);
  // One result for each list of operands, but for money ÷ money.
  if (ir::is_leaf(op) || op == Op::divide) out += " -> " + ir::type_text(result);
  return out;
}

void add_leaves(Op op, std::vector<OperatorCase>& out) {
  switch (op) {
    case Op::constant:
    case Op::matter_field:
    case Op::parameter:
    case Op::fault:
      for (const Type type : testing::all_types()) out.push_back({op, {}, type, {}});
      return;
    case Op::party_field:
      for (int i = 0; i < ir::kPartyFieldCount; ++i) {
        out.push_back({op, {}, ir::type_of(static_cast<ir::PartyField>(i)), static_cast<uint32_t>(i)});
      }
      return;
    case Op::listing_field:
      for (int i = 0; i < ir::kListingFieldCount; ++i) {
        out.push_back({op, {}, ir::type_of(static_cast<ir::ListingField>(i)), static_cast<uint32_t>(i)});
      }
      return;
    default:
      out.push_back({op, {}, kDate, {}});  // decision_date
  }
}

void add_all(Op op, const std::vector<Type>& operands, std::vector<OperatorCase>& out) {
  const auto result = ir::result_type(op, operands);
  if (!result) return;
  out.push_back({op, operands, *result, {}});
  if (op == Op::divide && ir::yields(op, {TypeKind::ratio}, operands) && *result != Type{TypeKind::ratio}) out.push_back({op, operands, {TypeKind::ratio}, {}});
}

void add_instructions(Op op, std::vector<OperatorCase>& out) {
  const auto types = testing::all_types();
  for (const Type a : types) {
    // The constant's type need not be one of a field.
    if (op == Op::in_set && a.kind == TypeKind::enumeration && a.ref != testing::world::kMany.value) add_all(op, {a, {TypeKind::set, a.ref}}, out);
    if (op == Op::in_set) continue;
    switch (ir::arity(op).least) {
      case 1:
        add_all(op, {a}, out);
        break;
      case 2:
        for (const Type b : types) add_all(op, {a, b}, out);
        break;
      default:  // select
        add_all(op, {kBoolean, a, a}, out);
        break;
    }
  }
}

}  // namespace

bool asks_triggers(Op op) { return ir::is_quantifier(op) || op == Op::listing_field || op == Op::listed_on; }

std::string key(const ir::Node& node, std::span<const Type> operands) {
  std::string out = key_text(node.op, operands, node.type);
  if (node.op == Op::party_field) out += std::string(", ") + ir::word(static_cast<ir::PartyField>(node.immediate)).alias;
  if (node.op == Op::listing_field) out += std::string(", ") + ir::word(static_cast<ir::ListingField>(node.immediate)).alias;
  return out;
}

std::string key(const OperatorCase& c) {
  ir::Node node;
  node.op = c.op;
  node.type = c.result;
  node.immediate = c.field;
  return key(node, c.operands);
}

std::vector<OperatorCase> operator_cases() {
  std::vector<OperatorCase> out;
  for (const bool triggers : {false, true}) {
    for (int i = 0; i < kOps; ++i) {
      const Op op = static_cast<Op>(i);
      if (asks_triggers(op) != triggers) continue;
      if (ir::is_leaf(op)) {
        add_leaves(op, out);
      } else {
        add_instructions(op, out);
      }
    }
  }
  return out;
}

std::vector<std::string> operator_keys(bool triggers) {
  std::vector<std::string> out;
  for (const OperatorCase& c : operator_cases()) {
    if (asks_triggers(c.op) == triggers) out.push_back(key(c));
  }
  return out;
}

namespace {

// Builds one case's condition.
class CaseMaker {
 public:
  CaseMaker(Random& random, ir::Program& program, const ValuePools& pools) : random_(random), program_(program), builder_(program), pools_(pools) {}

  NodeId condition(const OperatorCase& c) {
    const NodeId condition = asks_triggers(c.op) ? asked(c) : observe(instruction(c));
    return random_.chance(25) ? builder_.logical_not(condition) : condition;
  }

 private:
  NodeId field_of_row(Type type) {
    std::vector<uint32_t> fields;
    const auto& all = program_.matters[testing::world::kLodging].fields;
    for (uint32_t i = 0; i < all.size(); ++i) {
      if (all[i].type == type) fields.push_back(i);
    }
    return builder_.matter_field(testing::world::kLodging, random_.pick(fields));
  }

  NodeId constant(Type type) {
    // One that rows have, most of the time.
    const auto types = testing::all_types();
    if (std::find(types.begin(), types.end(), type) != types.end() && random_.chance(70)) {
      const auto row = pools_.draw(random_);
      return builder_.constant(*row[testing::field_of(program_, testing::world::kLodging, type)]);
    }
    return builder_.constant(testing::random_value(random_, program_, type));
  }

  NodeId leaf(Type type) {
    const uint64_t kind = random_.below(100);
    if (kind < 60) return field_of_row(type);
    if (kind < 85) return constant(type);
    if (kind < 95 || type != kDate) return builder_.parameter(testing::parameter_of(program_, type));
    return builder_.decision_date();
  }

  NodeId leaf_of(const OperatorCase& c) {
    switch (c.op) {
      case Op::constant:
        return constant(c.result);
      case Op::matter_field:
        return field_of_row(c.result);
      case Op::party_field:
        return builder_.party_field(static_cast<ir::PartyField>(c.field));
      case Op::listing_field:
        return builder_.listing_field(static_cast<ir::ListingField>(c.field));
      case Op::parameter:
        return builder_.parameter(testing::parameter_of(program_, c.result));
      case Op::fault:
        return builder_.fault(c.result);
      default:
        return builder_.decision_date();
    }
  }

  // A question of one trigger: its field beside a value of the kind that triggers have.
  NodeId of_trigger(ir::ListingField field) {
    const Type type = ir::type_of(field);
    const NodeId asked = builder_.listing_field(field);
    if (type == kBoolean) return asked;
    std::vector<Op> ops = {Op::equal, Op::not_equal};
    if (ir::has_order(type.kind)) ops = {Op::equal, Op::not_equal, Op::below, Op::at_most, Op::above, Op::at_least};
    NodeId other = builder_.constant(testing::random_value(random_, program_, type));
    if (type.kind == TypeKind::money) other = builder_.money({static_cast<int64_t>(random_.below(1000))});
    if (type == kDate) other = random_.chance(30) ? field_of_row(type) : builder_.date(testing::random_date(random_));
    return builder_.binary(random_.pick(ops), asked, other);
  }
  NodeId of_any_trigger() { return of_trigger(static_cast<ir::ListingField>(random_.below(ir::kListingFieldCount))); }

  // Of each trigger, within a quantifier or without.
  NodeId asked(const OperatorCase& c) {
    switch (c.op) {
      case Op::exists:
        return builder_.exists(of_any_trigger());
      case Op::every:
        return builder_.every(of_any_trigger());
      case Op::count:
        return builder_.binary(random_.chance(50) ? Op::at_least : Op::equal, builder_.count(of_any_trigger()),
                               builder_.integer(static_cast<int64_t>(random_.below(4))));
      default:
        break;
    }
    const NodeId one = c.op == Op::listing_field ? of_trigger(static_cast<ir::ListingField>(c.field)) : builder_.listed_on(leaf(kDate));
    return random_.chance(70) ? one : random_.chance(50) ? builder_.exists(one) : builder_.every(one);
  }

  NodeId instruction(const OperatorCase& c) {
    if (ir::is_leaf(c.op)) return leaf_of(c);
    std::vector<NodeId> operands;
    const bool against_constant = c.op == Op::in_set || c.op == Op::in_codes || c.op == Op::has_any || c.op == Op::has_all;
    for (size_t i = 0; i < c.operands.size(); ++i) operands.push_back(against_constant && i > 0 ? constant(c.operands[i]) : leaf(c.operands[i]));
    if (is_variadic(c.op)) {
      for (uint64_t more = random_.below(3); more > 0; --more) operands.push_back(leaf(kBoolean));
    }
    if (c.op == Op::in_codes) {
      for (uint64_t more = random_.below(3); more > 0; --more) operands.push_back(constant(c.operands[1]));
    }
    const uint32_t calendar = random_.chance(85) ? testing::world::kCalendar.value : ir::CalendarId::kInvalid;
    return builder_.add(c.op, c.result, has_calendar(c.op) ? calendar : 0, operands);
  }

  // A result that some row of the pools gives; nothing when it is unknown for a few of them.
  std::optional<ir::Value> result_of(NodeId node) {
    ir::Measure measure;
    measure.matter = testing::world::kLodging;
    for (int tries = 0; tries < 8; ++tries) {
      const reference::Row row = pools_.draw(random_);
      reference::Inputs inputs;
      inputs.program = &program_;
      inputs.date = *Date::from_ymd(2020, 1, 1);
      inputs.row = &row;
      inputs.party = {PartyKind::person, static_cast<Sector>(1), "甲", "乙"};
      if (const auto answer = reference::ask({inputs, measure, nullptr}, node, nullptr); answer.known()) return answer.value;
    }
    return std::nullopt;
  }

  // Boolean, and turning on the value of the node.
  NodeId observe(NodeId node) {
    const Type type = builder_.type_of(node);
    if (type == kBoolean) return node;
    if (type.kind == TypeKind::duration) {
      node = builder_.date_add(leaf(kDate), node, testing::world::kCalendar);
      return observe(node);
    }
    NodeId other = leaf(type);
    if (random_.chance(80)) {
      if (auto result = result_of(node)) other = builder_.constant(*std::move(result));
    }
    std::vector<Op> ops = {Op::equal, Op::not_equal};
    if (ir::has_order(type.kind)) ops = {Op::equal, Op::not_equal, Op::below, Op::at_most, Op::above, Op::at_least};
    return random_.chance(50) ? builder_.binary(random_.pick(ops), node, other) : builder_.binary(random_.pick(ops), other, node);
  }

  Random& random_;
  ir::Program& program_;
  ir::Builder builder_;
  const ValuePools& pools_;
};

}  // namespace

ir::Program operator_program(Random& random, const ValuePools& pools, std::span<const OperatorCase> cases) {
  ir::Program program = testing::declarations();
  CaseMaker maker(random, program, pools);
  uint32_t index = 0;
  for (const OperatorCase& c : cases) {
    ir::Measure m;
    m.name = {"措施" + std::to_string(index), "measure_" + std::to_string(index)};
    ++index;
    m.matter = testing::world::kLodging;
    m.reach.anyone = !asks_triggers(c.op) && random.chance(80);
    m.reach.self = !m.reach.anyone;
    if (asks_triggers(c.op)) m.reach.debtor_roles = m.reach.own_roles = (1U << kRoleCount) - 1;
    m.condition = maker.condition(c);
    m.effect = testing::world::kRestrict;
    m.basis = {{testing::world::kNotice, 0, UINT32_MAX}};
    m.departments = {ir::DepartmentId(0)};
    program.measures.add(std::move(m));
  }
  return program;
}

}  // namespace plumb::agreement
