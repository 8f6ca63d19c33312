// A value in a set of enumerators, a code below another, a set field against a set.
#include <algorithm>

#include "compiler/backends/reference/expression.hpp"

namespace plumb::reference {

Answer membership(const Scope& scope, const ir::Node& node, Answers operands) {
  const ir::Value& value = *operands[0].value;
  const auto mask = [&] { return ir::as_mask(*operands[1].value); };
  switch (node.op) {
    case ir::Op::in_set:
      return Answer::of((mask() >> ir::as_index(value) & 1) != 0);
    case ir::Op::has_any:
      return Answer::of((ir::as_mask(value) & mask()) != 0);
    case ir::Op::has_all:
      return Answer::of((ir::as_mask(value) & mask()) == mask());
    default:
      break;  // in_codes
  }
  const ir::Taxonomy& taxonomy = scope.program().taxonomies[ir::TaxonomyId(value.type.ref)];
  const uint32_t code = ir::as_index(value);
  return Answer::of(std::any_of(operands.begin() + 1, operands.end(), [&](const Answer& operand) {
    const uint32_t above = ir::as_index(*operand.value);
    return above <= code && code < taxonomy.codes[above].end;
  }));
}

}  // namespace plumb::reference
