// Truths of a block: connectives, comparisons, membership; and choosing by them.
#include "compiler/backends/native/emit/batch_compare.hpp"
#include "compiler/backends/native/emit/batch_function.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

using ir::Op;
using ir::TypeKind;

BatchValue BatchFunction::connective(Op op, std::span<const ir::NodeId> operands) {
  Truth out = value(operands[0]);
  for (const ir::NodeId operand : operands.subspan(1)) {
    out = op == Op::logical_and ? code_.both(out, value(operand)) : code_.either(out, value(operand));
  }
  return BatchValue::of(out);
}

BatchValue BatchFunction::comparison(Op op, std::span<const ir::NodeId> operands) {
  const ir::Type type = program_.nodes[operands[0]].type;
  BatchValue a = value(operands[0]), b = value(operands[1]);
  // Six questions in terms of three: =, <, and the rest by turning operands or the answer round.
  const bool turned = op == Op::above || op == Op::at_most;
  const bool negated = op == Op::not_equal || op == Op::at_most || op == Op::at_least;
  const bool equality = op == Op::equal || op == Op::not_equal;
  if (turned) std::swap(a, b);
  BatchValue out;
  if (type.kind == TypeKind::boolean) {
    out = BatchValue::of(code_.same(a, b));
  } else {
    llvm::Value* const known = code_.conj(a.known, b.known);
    llvm::Value* holds = nullptr;
    if (a.kind == Kind::memory) {
      const char* const question = type.kind == TypeKind::text ? "plumb.block.text_equal" : equality ? "plumb.block.wide_equal" : "plumb.block.wide_below";
      holds = code_.call(question, {known, a.memory, b.memory});
    } else {
      const unsigned bits = common_bits(a, b, type);
      holds = compared(as_lanes(a, type, bits), as_lanes(b, type, bits),
                       [&](llvm::Value* x, llvm::Value* y) { return equality ? code_.ir().CreateICmpEQ(x, y) : code_.ir().CreateICmpSLT(x, y); });
    }
    out = truth(known, holds);
  }
  if (negated) std::swap(out.is_true, out.is_false);
  return out;
}

BatchValue BatchFunction::in_ranges(const ir::Node& node, ir::NodeId operand) {
  llvm::IRBuilder<>& ir = code_.ir();
  const ir::Type type = program_.nodes[operand].type;
  const BatchValue given = value(operand);
  const BatchValue a = as_lanes(given, type, given.kind == Kind::lanes ? given.bits : natural_bits(type));
  std::vector<llvm::Value*> any(a.pieces.size(), nullptr);
  for (const Range& range : ranges_of(program_, node)) {
    for (size_t i = 0; i < any.size(); ++i) {
      llvm::Value* const above = range.first == 0 ? a.pieces[i] : ir.CreateSub(a.pieces[i], splat(code_.word(range.first), a.bits));
      llvm::Value* const within = range.first == range.last ? ir.CreateICmpEQ(a.pieces[i], splat(code_.word(range.first), a.bits))
                                                            : ir.CreateICmpULE(above, splat(code_.word(range.last - range.first), a.bits));
      any[i] = any[i] ? ir.CreateOr(any[i], within) : within;
    }
  }
  return truth(a.known, any[0] ? gathered(any) : code_.none());
}

BatchValue BatchFunction::has(Op op, ir::NodeId asked, ir::NodeId set) {
  llvm::IRBuilder<>& ir = code_.ir();
  const ir::Type type = program_.nodes[asked].type;
  const BatchValue given = value(asked);
  const BatchValue a = as_lanes(given, type, given.kind == Kind::lanes ? given.bits : natural_bits(type));
  const BatchValue wanted = as_lanes(value(set), type, a.bits);
  return truth(a.known, compared(a, wanted, [&](llvm::Value* x, llvm::Value* y) {
                 llvm::Value* const both = ir.CreateAnd(x, y);
                 return op == Op::has_any ? ir.CreateICmpNE(both, llvm::Constant::getNullValue(both->getType())) : ir.CreateICmpEQ(both, y);
               }));
}

BatchValue BatchFunction::select(const ir::Node& node, std::span<const ir::NodeId> operands) {
  llvm::IRBuilder<>& ir = code_.ir();
  const BatchValue condition = value(operands[0]), a = value(operands[1]), b = value(operands[2]);
  BatchValue out;
  out.known = code_.disj(code_.conj(condition.is_true, a.known), code_.conj(condition.is_false, b.known));
  if (is_wide(node.type)) {
    out.kind = Kind::memory;
    out.memory = scratch(PLUMB_BLOCK_ROWS * 16);
    code_.call("plumb.block.wide_choose", {condition.is_true, a.memory, b.memory, out.memory});
    return out;
  }
  out.kind = Kind::lanes;
  out.bits = common_bits(a, b, node.type);
  const BatchValue first = as_lanes(a, node.type, out.bits), second = as_lanes(b, node.type, out.bits);
  llvm::Value* const mask = opaque(condition.is_true);
  for (unsigned i = 0; i < first.pieces.size(); ++i) {
    out.pieces.push_back(ir.CreateSelect(piece_of_mask(mask, out.bits, i), first.pieces[i], second.pieces[i]));
  }
  return out;
}

}  // namespace plumb::native
