// Adds instructions to a Program. Structurally equal expressions become one node (hash-consing), nothing else is changed:
// no folding, no reordering, no algebra, for what is missing and what is explained follow the writing.
//
// Used by one thread while a program is being built. Every constructor REQUIRES operands of the types that signature.hpp
// states; a violation is our own bug and throws InternalError.
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "compiler/ir/program.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::ir {

class Builder {
 public:
  // Goes on with the nodes and constants that the program already has. REQUIRES: `program` outlives the builder.
  explicit Builder(Program& program);

  Type type_of(NodeId node) const { return program_.nodes[node].type; }

  NodeId constant(Value value);
  NodeId boolean(bool value) { return constant(boolean_value(value)); }
  NodeId integer(int64_t value) { return constant(integer_value(value)); }
  NodeId decimal(Decimal value) { return constant(decimal_value(value)); }
  NodeId ratio(Decimal value) { return constant(ratio_value(value)); }
  NodeId money(Money value) { return constant(money_value(value)); }
  NodeId date(Date value) { return constant(date_value(value)); }
  NodeId duration(Duration value) { return constant(duration_value(value)); }
  NodeId text(std::string value) { return constant(text_value(std::move(value))); }
  NodeId enumerator(EnumId type, uint32_t index) { return constant(enumerator_value(type, index)); }
  NodeId set(EnumId type, uint64_t mask) { return constant(set_value(type, mask)); }
  NodeId code(TaxonomyId type, uint32_t index) { return constant(code_value(type, index)); }

  NodeId matter_field(MatterId matter, uint32_t field);
  NodeId party_field(PartyField field);
  NodeId listing_field(ListingField field);
  NodeId parameter(ParameterId parameter);
  NodeId decision_date();
  // Unknown with a fault, of any type: what a decision table without a matching row yields.
  NodeId fault(Type type);

  NodeId logical_not(NodeId a) { return apply(Op::logical_not, {a}); }
  // Operands in written order. One operand is that operand. REQUIRES: at least one.
  NodeId logical_and(std::vector<NodeId> operands);
  NodeId logical_or(std::vector<NodeId> operands);
  NodeId known(NodeId a) { return apply(Op::known, {a}); }

  // equal … at_least; add … divide (money ÷ money: decimal).
  NodeId binary(Op op, NodeId a, NodeId b) { return apply(op, {a, b}); }
  // money ÷ money as a ratio.
  NodeId ratio_of(NodeId a, NodeId b);
  NodeId negate(NodeId a) { return apply(Op::negate, {a}); }

  // `values`: a constant set of the enumeration of `a`.
  NodeId in_set(NodeId a, NodeId values) { return apply(Op::in_set, {a, values}); }
  // `codes`: constants; `a` is one of them or below one.
  NodeId in_codes(NodeId a, const std::vector<NodeId>& codes);
  NodeId has_any(NodeId a, NodeId values) { return apply(Op::has_any, {a, values}); }
  NodeId has_all(NodeId a, NodeId values) { return apply(Op::has_all, {a, values}); }

  // `calendar` counts the working days; may be invalid where the term counts none.
  NodeId date_add(NodeId date, NodeId term, CalendarId calendar);
  NodeId date_subtract(NodeId date, NodeId term, CalendarId calendar);
  NodeId days_between(NodeId later, NodeId earlier) { return apply(Op::days_between, {later, earlier}); }
  // Of booleans: (c ∧ a) ∨ (¬c ∧ b).
  NodeId select(NodeId condition, NodeId a, NodeId b);

  // REQUIRES: no quantifier within `a`.
  NodeId exists(NodeId a) { return apply(Op::exists, {a}); }
  NodeId every(NodeId a) { return apply(Op::every, {a}); }
  NodeId count(NodeId a) { return apply(Op::count, {a}); }
  NodeId listed_on(NodeId date) { return apply(Op::listed_on, {date}); }

  // Any instruction as it stands: what the readers of stored programs use. REQUIRES: the verifier's invariants of a node.
  NodeId add(Op op, Type type, uint32_t immediate, std::span<const NodeId> operands);

 private:
  NodeId apply(Op op, const std::vector<NodeId>& operands, uint32_t immediate = 0);
  size_t hash(Op op, Type type, uint32_t immediate, std::span<const NodeId> operands) const;

  Program& program_;
  std::unordered_multimap<size_t, NodeId> nodes_;
  std::map<std::tuple<Type, int128, std::string>, uint32_t> constants_;
};

}  // namespace plumb::ir
