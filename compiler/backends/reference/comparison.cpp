// Equality and order of two known values of one type.
#include "compiler/backends/reference/expression.hpp"

namespace plumb::reference {

Answer comparison(const ir::Node& node, Answers operands) {
  const ir::Value &a = *operands[0].value, &b = *operands[1].value;
  switch (node.op) {
    case ir::Op::equal:
      return Answer::of(a == b);
    case ir::Op::not_equal:
      return Answer::of(!(a == b));
    case ir::Op::below:
      return Answer::of(a.number < b.number);
    case ir::Op::at_most:
      return Answer::of(a.number <= b.number);
    case ir::Op::above:
      return Answer::of(a.number > b.number);
    default:
      return Answer::of(a.number >= b.number);  // at_least
  }
}

}  // namespace plumb::reference
