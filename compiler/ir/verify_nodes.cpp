#include <algorithm>
#include <tuple>

#include "compiler/ir/signature.hpp"
#include "compiler/ir/values.hpp"
#include "compiler/ir/verify_parts.hpp"

namespace plumb::ir {

namespace {

// What the nodes below know of themselves, computed once in node order.
struct Summary {
  uint32_t depth = 1;
  uint64_t size = 1;
  bool quantified = false;
};

class NodeVerifier {
 public:
  NodeVerifier(const Program& program, Violations& found) : program_(program), found_(found) {}

  void verify() {
    verify_constants();
    uint64_t stored = 0;
    for (uint32_t i = 0; i < program_.nodes.size(); ++i) {
      const Node& node = program_.nodes[NodeId(i)];
      const bool in_place = node.operands_begin == stored && stored + node.operands_count <= program_.operands.size();
      found_.require(in_place, Invariant::operand_storage, where(i));
      if (!in_place) return;
      stored += node.operands_count;
      if (!verify_shape(i)) return;  // what follows looks at the operands
      verify_types(i);
      summarise(i);
    }
    found_.require(stored == program_.operands.size(), Invariant::operand_storage, "operands");
  }

 private:
  static std::string where(uint32_t node) { return "node %" + std::to_string(node); }

  void verify_constants() {
    std::set<std::tuple<Type, int128, std::string>> seen;
    for (size_t i = 0; i < program_.constants.size(); ++i) {
      const Value& v = program_.constants[i];
      const std::string place = "constant " + std::to_string(i);
      const bool exists = type_exists(program_, v.type);
      found_.require(exists, Invariant::type_refs, place);
      found_.require(!exists || well_formed(program_, v), Invariant::constants_fit, place);
      found_.require(seen.insert({v.type, v.number, v.text}).second, Invariant::shared_nodes, place);
    }
  }

  // Whether the node's type and operands may be looked at.
  bool verify_shape(uint32_t i) {
    const Node& node = program_.nodes[NodeId(i)];
    const auto below = operands(program_, NodeId(i));
    const Arity expected = arity(node.op);
    const bool counted = expected.least <= below.size() && below.size() <= expected.most;
    const bool precede = std::all_of(below.begin(), below.end(), [&](NodeId operand) { return operand.value < i; });
    const bool typed = type_exists(program_, node.type);
    found_.require(counted, Invariant::operand_counts, where(i));
    found_.require(precede, Invariant::operands_precede, where(i));
    found_.require(typed, Invariant::type_refs, where(i));
    found_.require(seen_.insert({node.op, node.type, node.immediate, std::vector<NodeId>(below.begin(), below.end())}).second, Invariant::shared_nodes,
                   where(i));
    return counted && precede && typed;
  }

  void verify_types(uint32_t i) {
    const Node& node = program_.nodes[NodeId(i)];
    if (is_leaf(node.op)) {
      verify_leaf(i);
      return;
    }
    const auto below = operands(program_, NodeId(i));
    std::vector<Type> types;
    for (const NodeId operand : below) types.push_back(program_.nodes[operand].type);
    found_.require(yields(node.op, node.type, types), Invariant::operand_types, where(i));
    if (node.op == Op::in_set || node.op == Op::in_codes || node.op == Op::has_any || node.op == Op::has_all) {
      const bool constant = std::all_of(below.begin() + 1, below.end(), [&](NodeId operand) { return program_.nodes[operand].op == Op::constant; });
      found_.require(constant, Invariant::constant_operands, where(i));
    }
    if (node.op == Op::date_add || node.op == Op::date_subtract) {
      found_.require(node.immediate == UINT32_MAX || node.immediate < program_.calendars.size(), Invariant::calendar_refs, where(i));
    } else {
      found_.require(node.immediate == 0, Invariant::unused_immediates, where(i));
    }
  }

  // The matter's fields are looked at where the measure is known.
  void verify_leaf(uint32_t i) {
    const Node& node = program_.nodes[NodeId(i)];
    const auto names = [&](size_t count, auto type_at) {
      const bool exists = node.immediate < count;
      found_.require(exists, Invariant::leaf_refs, where(i));
      if (exists) found_.require(node.type == type_at(node.immediate), Invariant::leaf_types, where(i));
    };
    switch (node.op) {
      case Op::constant:
        names(program_.constants.size(), [&](uint32_t at) { return program_.constants[at].type; });
        break;
      case Op::party_field:
        names(kPartyFieldCount, [](uint32_t at) { return type_of(static_cast<PartyField>(at)); });
        break;
      case Op::listing_field:
        names(kListingFieldCount, [](uint32_t at) { return type_of(static_cast<ListingField>(at)); });
        break;
      case Op::parameter:
        names(program_.parameters.size(), [&](uint32_t at) { return program_.parameters[ParameterId(at)].type; });
        break;
      case Op::decision_date:
        found_.require(node.type == Type{TypeKind::date}, Invariant::leaf_types, where(i));
        found_.require(node.immediate == 0, Invariant::unused_immediates, where(i));
        break;
      case Op::fault:
        found_.require(node.immediate == 0, Invariant::unused_immediates, where(i));
        break;
      default:
        break;  // matter_field
    }
  }

  void summarise(uint32_t i) {
    const Op op = program_.nodes[NodeId(i)].op;
    Summary summary;
    for (const NodeId operand : operands(program_, NodeId(i))) {
      const Summary& below = summaries_[operand.value];
      summary.depth = std::max(summary.depth, below.depth + 1);
      summary.size = std::min(summary.size + below.size, kMaxExpandedSize + 1);
      summary.quantified = summary.quantified || below.quantified;
    }
    found_.require(!(is_quantifier(op) && summary.quantified), Invariant::quantifiers_flat, where(i));
    found_.require(summary.depth <= kMaxDepth, Invariant::expression_depth, where(i));
    found_.require(summary.size <= kMaxExpandedSize, Invariant::expression_size, where(i));
    summary.quantified = summary.quantified || is_quantifier(op);
    // Told once, not for every node above.
    if (summary.depth > kMaxDepth) summary.depth = 1;
    if (summary.size > kMaxExpandedSize) summary.size = 1;
    summaries_.push_back(summary);
  }

  const Program& program_;
  Violations& found_;
  std::vector<Summary> summaries_;
  std::set<std::tuple<Op, Type, uint32_t, std::vector<NodeId>>> seen_;
};

}  // namespace

void verify_nodes(const Program& program, Violations& found) { NodeVerifier(program, found).verify(); }

}  // namespace plumb::ir
