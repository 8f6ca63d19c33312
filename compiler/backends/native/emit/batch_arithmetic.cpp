// Exact arithmetic of a block: sums and differences in lanes with their overflow as a mask; the rest is called, once a block.
#include <algorithm>

#include "compiler/backends/native/emit/batch_compare.hpp"
#include "compiler/backends/native/emit/batch_function.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

using ir::Op;
using ir::TypeKind;

namespace {

constexpr ir::Type kDate{TypeKind::date}, kDuration{TypeKind::duration};
constexpr unsigned kDateBits = 32;

const char* decimal_function(Op op) {
  switch (op) {
    case Op::add:
      return "plumb.block.decimal_add";
    case Op::multiply:
      return "plumb.block.decimal_multiply";
    case Op::divide:
      return "plumb.block.decimal_divide";
    default:
      return "plumb.block.decimal_subtract";
  }
}

}  // namespace

BatchValue BatchFunction::sum(Op op, const BatchValue& a, const BatchValue& b, ir::Type type) {
  llvm::IRBuilder<>& ir = code_.ir();
  const BatchValue x = as_lanes(a, type, 64), y = as_lanes(b, type, 64);
  BatchValue out{Kind::lanes};
  out.bits = 64;
  std::vector<llvm::Value*> over;
  for (size_t i = 0; i < x.pieces.size(); ++i) {
    llvm::Value *p = x.pieces[i], *q = y.pieces[i];
    llvm::Value* const r = op == Op::add ? ir.CreateAdd(p, q) : ir.CreateSub(p, q);
    out.pieces.push_back(r);
    // The sign went wrong: a sum of like signs, or a difference of unlike ones, that does not have the first's.
    llvm::Value* const wrong = op == Op::add ? ir.CreateAnd(ir.CreateXor(r, p), ir.CreateXor(r, q)) : ir.CreateAnd(ir.CreateXor(p, q), ir.CreateXor(r, p));
    over.push_back(ir.CreateICmpSLT(wrong, llvm::Constant::getNullValue(wrong->getType())));
  }
  llvm::Value* const fits = code_.without(code_.all(), gathered(over));
  out.known = code_.conj(code_.conj(a.known, b.known), fits);
  return out;
}

BatchValue BatchFunction::called(const char* function, ir::Type result, std::span<const ir::NodeId> operands) {
  const BatchValue a = value(operands[0]), b = value(operands[1]);
  llvm::Value* const x = in_memory(a, program_.nodes[operands[0]].type, 64);
  llvm::Value* const y = in_memory(b, program_.nodes[operands[1]].type, 64);
  llvm::Value* const out = scratch(PLUMB_BLOCK_ROWS * (is_wide(result) ? 16 : 8));
  llvm::Value* const known = code_.call(function, {code_.conj(a.known, b.known), x, y, out});
  BatchValue made{Kind::memory};
  if (is_wide(result)) {
    made.memory = out;
  } else {
    made = load_lanes(out, 64);
  }
  made.known = known;
  return made;
}

BatchValue BatchFunction::arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands) {
  if (node.op == Op::negate) {
    const BatchValue zero = constant({node.type, 0, {}}), a = value(operands[0]);
    if (!is_wide(node.type)) return sum(Op::subtract, zero, a, node.type);
    BatchValue out{Kind::memory};
    out.memory = scratch(PLUMB_BLOCK_ROWS * 16);
    out.known = code_.call("plumb.block.decimal_subtract", {a.known, zero.memory, a.memory, out.memory});
    return out;
  }
  const TypeKind a = program_.nodes[operands[0]].type.kind, b = program_.nodes[operands[1]].type.kind;
  const bool exact = (a == TypeKind::integer || a == TypeKind::money) && (b == TypeKind::integer || b == TypeKind::money);
  if (node.op != Op::multiply && node.op != Op::divide) {
    return exact ? sum(node.op, value(operands[0]), value(operands[1]), node.type) : called(decimal_function(node.op), node.type, operands);
  }
  if (node.op == Op::multiply) {
    // An amount times a whole number is whole: nothing to round.
    if (exact) return called("plumb.block.integer_multiply", node.type, operands);
    if (a == TypeKind::money) return called("plumb.block.money_multiply", node.type, operands);
    if (b == TypeKind::money) {
      const ir::NodeId turned[] = {operands[1], operands[0]};
      return called("plumb.block.money_multiply", node.type, turned);
    }
    return called(decimal_function(node.op), node.type, operands);
  }
  if (a == TypeKind::integer) return called("plumb.block.integer_divide", node.type, operands);
  if (a != TypeKind::money) return called(decimal_function(node.op), node.type, operands);
  if (b == TypeKind::money) return called("plumb.block.money_ratio", node.type, operands);
  return called(b == TypeKind::integer ? "plumb.block.money_divide_integer" : "plumb.block.money_divide", node.type, operands);
}

// Dates have 32 bits and lie within ten thousand years, so that neither their differences nor days added overflow.
BatchValue BatchFunction::days_between(const BatchValue& a, const BatchValue& b) {
  BatchValue out{Kind::lanes};
  out.bits = kDateBits;
  out.known = code_.conj(a.known, b.known);
  const BatchValue x = as_lanes(a, kDate, kDateBits), y = as_lanes(b, kDate, kDateBits);
  for (size_t i = 0; i < x.pieces.size(); ++i) out.pieces.push_back(code_.ir().CreateSub(x.pieces[i], y.pieces[i]));
  return out;
}

BatchValue BatchFunction::date_arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands) {
  llvm::IRBuilder<>& ir = code_.ir();
  const BatchValue date = value(operands[0]), term = value(operands[1]);
  const bool minus = node.op == Op::date_subtract;
  const auto* constant = term.kind == Kind::uniform ? llvm::dyn_cast<llvm::ConstantInt>(term.scalar) : nullptr;
  const Duration known_term = constant ? ir::as_duration({kDuration, constant->getSExtValue(), {}}) : Duration{Duration::Unit::month, 0};
  if (constant && known_term.unit == Duration::Unit::day) {
    // As Date::plus_days: further than this leaves the calendar anyway.
    constexpr int64_t kFurther = 10'000'000;
    const int64_t days = std::clamp<int64_t>(minus ? -int64_t{known_term.count} : known_term.count, -kFurther, kFurther);
    BatchValue out = as_lanes(date, kDate, kDateBits);
    out.memory = nullptr;
    std::vector<llvm::Value*> within;
    for (llvm::Value*& piece : out.pieces) {
      piece = ir.CreateAdd(piece, splat(code_.word(static_cast<uint64_t>(days)), kDateBits));
      llvm::Value* const least = splat(code_.word(static_cast<uint64_t>(int64_t{Date::kMinDays})), kDateBits);
      llvm::Value* const most = splat(code_.word(static_cast<uint64_t>(int64_t{Date::kMaxDays})), kDateBits);
      within.push_back(ir.CreateAnd(ir.CreateICmpSGE(piece, least), ir.CreateICmpSLE(piece, most)));
    }
    out.known = code_.conj(code_.conj(date.known, term.known), gathered(within));
    return out;
  }
  llvm::Value* const dates = in_memory(date, kDate, kDateBits);
  llvm::Value* const terms = in_memory(term, kDuration, 64);
  llvm::Value* const out = scratch(PLUMB_BLOCK_ROWS * sizeof(int32_t));
  llvm::Value* const known = code_.call("plumb.block.date_add", {code_.conj(date.known, term.known), code_.calendar(ir::CalendarId(node.immediate)), dates,
                                                                 terms, code_.word(minus ? 1 : 0), out});
  BatchValue made = load_lanes(out, kDateBits);
  made.known = known;
  return made;
}

}  // namespace plumb::native
