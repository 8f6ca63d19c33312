// Measures that look: the party's triggers asked one by one, as the reference evaluator asks them.
//
// What does not depend on the trigger at hand is computed before the loop, each quantifier by a loop of its own; inside a loop
// there are no branches, so a trigger that the reach does not admit is computed with and left out of the sum.
#include <cstddef>

#include "compiler/backends/native/emit/point.hpp"
#include "compiler/backends/native/emit/point_function.hpp"

namespace plumb::native {

using ir::ListingField;
using ir::Op;

namespace {

// void NAME(date, row, party, triggers, count, truth)
enum Argument : unsigned { kTriggers = 3, kCount = 4, kTruth = 5 };

}  // namespace

bool PointFunction::depends(ir::NodeId id) {
  if (const auto known = depends_.find(id.value); known != depends_.end()) return known->second;
  const Op op = program_.nodes[id].op;
  bool found = op == Op::listing_field || op == Op::listed_on;
  if (!ir::is_quantifier(op)) {
    for (const ir::NodeId operand : ir::operands(program_, id)) found = depends(operand) || found;
  }
  depends_.emplace(id.value, found);
  return found;
}

// Computes now what a loop over the triggers will need and what is the same for all of them.
void PointFunction::prepare(ir::NodeId id) {
  if (!depends(id)) {
    value(id);
    return;
  }
  for (const ir::NodeId operand : ir::operands(program_, id)) prepare(operand);
}

llvm::Value* PointFunction::cell(uint64_t value) {
  llvm::BasicBlock& entry = code_.function()->getEntryBlock();
  llvm::IRBuilder<> first(&entry, entry.begin());
  llvm::Value* const made = first.CreateAlloca(code_.i64());
  keep(made, code_.word(value));
  return made;
}

template <typename Body>
void PointFunction::each_trigger(const Body& body) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::LLVMContext& context = code_.module().getContext();
  llvm::BasicBlock* const before = ir.GetInsertBlock();
  llvm::BasicBlock* const loop = llvm::BasicBlock::Create(context, "", code_.function());
  llvm::BasicBlock* const inside = llvm::BasicBlock::Create(context, "", code_.function());
  llvm::BasicBlock* const after = llvm::BasicBlock::Create(context, "", code_.function());
  ir.CreateBr(loop);
  ir.SetInsertPoint(loop);
  llvm::PHINode* const index = ir.CreatePHI(code_.i64(), 2);
  index->addIncoming(code_.word(0), before);
  ir.CreateCondBr(ir.CreateICmpULT(index, code_.argument(kCount)), inside, after);
  ir.SetInsertPoint(inside);
  trigger_ = ir.CreateGEP(ir.getInt8Ty(), code_.argument(kTriggers), ir.CreateMul(index, code_.word(sizeof(PlumbTrigger))));
  trigger_values_.clear();
  llvm::Value* const admitted = hits(chunk_.measures[0].mask, code_.load(code_.i64(), trigger_, offsetof(PlumbTrigger, bit)));
  llvm::Value* const certain = code_.bit(ir.CreateICmpNE(code_.load(ir.getInt8Ty(), trigger_, offsetof(PlumbTrigger, certain)), ir.getInt8(0)));
  body(admitted, certain);
  trigger_ = nullptr;
  index->addIncoming(ir.CreateAdd(index, code_.word(1)), ir.GetInsertBlock());
  ir.CreateBr(loop);
  ir.SetInsertPoint(after);
}

PointValue PointFunction::listing_date(uint64_t offset) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* const days = code_.load(ir.getInt32Ty(), trigger_, offset);
  return {code_.bit(ir.CreateICmpNE(days, ir.getInt32(static_cast<uint32_t>(PLUMB_NO_DATE)))), ir.CreateSExt(days, code_.i64())};
}

PointValue PointFunction::listing_field(ListingField field) {
  llvm::IRBuilder<>& ir = code_.ir();
  const auto byte = [&](uint64_t offset) { return ir.CreateZExt(code_.load(ir.getInt8Ty(), trigger_, offset), code_.i64()); };
  const auto amount = [&](uint64_t has, uint64_t fen) -> PointValue {
    return {code_.bit(ir.CreateICmpNE(byte(has), code_.word(0))), code_.load(code_.i64(), trigger_, fen)};
  };
  switch (field) {
    case ListingField::published_on:
      return {code_.word(1), listing_date(offsetof(PlumbTrigger, published_on)).data};
    case ListingField::expires_on:
      return listing_date(offsetof(PlumbTrigger, expires_on));
    case ListingField::ground_on:
      return listing_date(offsetof(PlumbTrigger, ground_on));
    case ListingField::removed_on:
      return listing_date(offsetof(PlumbTrigger, removed_on));
    case ListingField::filed_on:
      return listing_date(offsetof(PlumbTrigger, filed_on));
    case ListingField::case_no:
      return {code_.word(1), code_.at(trigger_, offsetof(PlumbTrigger, case_no))};
    case ListingField::publishable:
      return truth(code_.word(1), ir.CreateICmpNE(byte(offsetof(PlumbTrigger, publishable)), code_.word(0)));
    case ListingField::role: {
      llvm::Value* const role = byte(offsetof(PlumbTrigger, role));
      return {code_.bit(ir.CreateICmpNE(role, code_.word(PLUMB_UNKNOWN))), role};
    }
    case ListingField::state:
      return {code_.word(1), byte(offsetof(PlumbTrigger, state))};
    case ListingField::performed_amount:
      return amount(offsetof(PlumbTrigger, has_performed), offsetof(PlumbTrigger, performed_fen));
    case ListingField::unperformed_amount:
      return amount(offsetof(PlumbTrigger, has_unperformed), offsetof(PlumbTrigger, unperformed_fen));
  }
  return {};
}

// On the list: published before the day, not removed by then. In the role: the relation's period holds on it.
PointValue PointFunction::listed_on(const PointValue& date) {
  llvm::IRBuilder<>& ir = code_.ir();
  const auto open_or = [&](const PointValue& bound, llvm::Value* holds) { return code_.disj(code_.without(code_.word(1), bound.known), code_.bit(holds)); };
  const PointValue published = listing_date(offsetof(PlumbTrigger, published_on)), removed = listing_date(offsetof(PlumbTrigger, removed_on));
  const PointValue from = listing_date(offsetof(PlumbTrigger, relation_from)), to = listing_date(offsetof(PlumbTrigger, relation_to));
  llvm::Value* const listed = code_.conj(code_.bit(ir.CreateICmpSLT(published.data, date.data)), open_or(removed, ir.CreateICmpSLT(date.data, removed.data)));
  llvm::Value* const within = code_.conj(open_or(from, ir.CreateICmpSLE(from.data, date.data)), open_or(to, ir.CreateICmpSLT(date.data, to.data)));
  llvm::Value* const own = code_.bit(ir.CreateICmpEQ(code_.load(ir.getInt8Ty(), trigger_, offsetof(PlumbTrigger, by_relation)), ir.getInt8(0)));
  return PointValue::of(code_.where(date.known, code_.conj(listed, code_.disj(own, within))));
}

PointValue PointFunction::quantified(Op op, ir::NodeId condition) {
  prepare(condition);
  llvm::IRBuilder<>& ir = code_.ir();
  // exists: no trigger, no truth. every: no trigger, no doubt. count: how many, and whether one is unknown.
  llvm::Value* const is_true = cell(op == Op::every ? 1 : 0);
  llvm::Value* const is_false = cell(op == Op::exists ? 1 : 0);
  const auto now = [&](llvm::Value* kept) { return code_.load(code_.i64(), kept); };
  each_trigger([&](llvm::Value* admitted, llvm::Value* certain) {
    const PointValue asked = value(condition);
    llvm::Value* const left_out = code_.without(code_.word(1), admitted);
    llvm::Value* const both = code_.conj(certain, asked.is_true);
    switch (op) {
      case Op::exists:
        keep(is_true, code_.disj(now(is_true), code_.conj(admitted, both)));
        keep(is_false, code_.conj(now(is_false), code_.disj(left_out, asked.is_false)));
        break;
      case Op::every:
        keep(is_true, code_.conj(now(is_true), code_.disj(left_out, asked.is_true)));
        keep(is_false, code_.disj(now(is_false), code_.conj(admitted, code_.conj(certain, asked.is_false))));
        break;
      default: {  // count, in is_true; is_false says that one is unknown
        llvm::Value* const settled = code_.disj(both, asked.is_false);
        keep(is_true, ir.CreateAdd(now(is_true), code_.conj(admitted, both)));
        keep(is_false, code_.disj(now(is_false), code_.conj(admitted, code_.without(code_.word(1), settled))));
        break;
      }
    }
  });
  if (op == Op::count) return {ir.CreateXor(now(is_false), code_.word(1)), now(is_true)};
  return {nullptr, nullptr, now(is_true), now(is_false)};
}

// One trigger for which the pair stands, what is asked of it holds, and nothing excuses it.
Truth PointFunction::settled_reach(std::span<const ir::NodeId> conditions, std::span<const ir::NodeId> exceptions) {
  if (chunk_.measures[0].anyone) return code_.always();
  for (const ir::NodeId condition : conditions) prepare(condition);
  for (const ir::NodeId exception : exceptions) prepare(exception);
  llvm::Value *const any_true = cell(0), *const all_false = cell(1);
  each_trigger([&](llvm::Value* admitted, llvm::Value* certain) {
    Truth stands{certain, code_.none()};
    for (const ir::NodeId condition : conditions) stands = code_.both(stands, value(condition));
    for (const ir::NodeId exception : exceptions) stands = code_.both(stands, Truth(value(exception)).negated());
    keep(any_true, code_.disj(code_.load(code_.i64(), any_true), code_.conj(admitted, stands.is_true)));
    keep(all_false, code_.conj(code_.load(code_.i64(), all_false), code_.disj(code_.without(code_.word(1), admitted), stands.is_false)));
  });
  return {code_.load(code_.i64(), any_true), code_.load(code_.i64(), all_false)};
}

void PointFunction::emit_settle() {
  const PlannedMeasure& measure = chunk_.measures[0];
  code_.place(lines_, measure.id);
  std::vector<ir::NodeId> once, each, once_excused, each_excused;
  for (const ir::NodeId node : ir::conjuncts(program_, measure.condition)) (depends(node) ? each : once).push_back(node);
  for (const ir::NodeId node : measure.exceptions) (depends(node) ? each_excused : once_excused).push_back(node);
  Truth out = kind_of(measure);
  for (const ir::NodeId node : once) out = code_.both(out, value(node));
  for (const ir::NodeId node : once_excused) out = code_.both(out, Truth(value(node)).negated());
  out = code_.both(out, settled_reach(each, each_excused));
  keep(code_.argument(kTruth), code_.ir().CreateOr(out.is_true, code_.ir().CreateShl(out.is_false, 1)));
  code_.ir().CreateRetVoid();
}

void emit_settle(llvm::Module& module, const std::string& name, const Chunk& chunk, Lines& lines) {
  Code code(module, name, "dpppup", 1);
  PointFunction(code, chunk, lines).emit_settle();
}

}  // namespace plumb::native
