// Exact arithmetic in point code: what a machine instruction with an overflow flag decides stays inline, the rest is called.
#include "compiler/backends/native/emit/point_function.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

using ir::Op;
using ir::TypeKind;

namespace {

bool is_money(ir::Type type) { return type.kind == TypeKind::money; }

llvm::Intrinsic::ID with_overflow(Op op) {
  if (op == Op::add) return llvm::Intrinsic::sadd_with_overflow;
  return op == Op::multiply ? llvm::Intrinsic::smul_with_overflow : llvm::Intrinsic::ssub_with_overflow;
}

}  // namespace

std::array<llvm::Value*, 2> PointFunction::halves(llvm::Value* wide) {
  llvm::IRBuilder<>& ir = code_.ir();
  return {ir.CreateTrunc(wide, code_.i64()), ir.CreateTrunc(ir.CreateLShr(wide, 64), code_.i64())};
}

// Of 64 or of 128 bits.
PointValue PointFunction::checked(Op op, const PointValue& a, const PointValue& b) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* const both = ir.CreateBinaryIntrinsic(with_overflow(op), a.data, b.data);
  llvm::Value* const over = code_.bit(ir.CreateExtractValue(both, 1));
  llvm::Value* const fits = code_.without(code_.word(1), over);
  return {code_.conj(code_.conj(a.known, b.known), fits), ir.CreateExtractValue(both, 0)};
}

PointValue PointFunction::called(const char* function, llvm::Type* result, const PointValue& a, const PointValue& b) {
  llvm::Value* const out = code_.slot();
  llvm::Value* const known = code_.conj(a.known, b.known);
  llvm::Value* done = nullptr;
  if (a.data->getType()->isIntegerTy(128)) {
    const auto x = halves(a.data), y = halves(b.data);
    done = code_.call(function, {known, x[0], x[1], y[0], y[1], out});
  } else if (b.data->getType()->isIntegerTy(128)) {
    const auto y = halves(b.data);
    done = code_.call(function, {known, a.data, y[0], y[1], out});
  } else {
    done = code_.call(function, {known, a.data, b.data, out});
  }
  return {done, code_.load(result, out)};
}

PointValue PointFunction::arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands) {
  llvm::Type* const wide = code_.ir().getInt128Ty();
  if (node.op == Op::negate) return checked(Op::subtract, {code_.word(1), nothing(node.type)}, value(operands[0]));
  const ir::Type a = program_.nodes[operands[0]].type, b = program_.nodes[operands[1]].type;
  if (is_money(a) || is_money(b)) return money(node, operands);
  const PointValue x = value(operands[0]), y = value(operands[1]);
  if (node.op == Op::divide) return called(a.kind == TypeKind::integer ? "plumb.integer_divide" : "plumb.decimal_divide", wide, x, y);
  if (node.op == Op::multiply && a.kind != TypeKind::integer) return called("plumb.decimal_multiply", wide, x, y);
  return checked(node.op, x, y);
}

PointValue PointFunction::money(const ir::Node& node, std::span<const ir::NodeId> operands) {
  const ir::Type a = program_.nodes[operands[0]].type, b = program_.nodes[operands[1]].type;
  const PointValue x = value(operands[0]), y = value(operands[1]);
  if (node.op == Op::divide) {
    if (is_money(b)) return called("plumb.money_ratio", code_.ir().getInt128Ty(), x, y);
    return called(b.kind == TypeKind::integer ? "plumb.money_divide_integer" : "plumb.money_divide", code_.i64(), x, y);
  }
  if (node.op != Op::multiply) return checked(node.op, x, y);
  const ir::Type factor = is_money(a) ? b : a;
  // An amount times a whole number is whole: nothing to round.
  if (factor.kind == TypeKind::integer) return checked(Op::multiply, x, y);
  return is_money(a) ? called("plumb.money_multiply", code_.i64(), x, y) : called("plumb.money_multiply", code_.i64(), y, x);
}

PointValue PointFunction::date_arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands) {
  const PointValue date = value(operands[0]), term = value(operands[1]);
  llvm::Value* const known = code_.conj(date.known, term.known);
  llvm::Value* const minus = code_.word(node.op == Op::date_subtract ? 1 : 0);
  llvm::Value* const out = code_.slot();
  llvm::Value* const done = code_.call("plumb.date_add", {known, code_.calendar(ir::CalendarId(node.immediate)), date.data, term.data, minus, out});
  return {done, code_.load(code_.i64(), out)};
}

}  // namespace plumb::native
