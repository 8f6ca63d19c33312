#include "compiler/backends/native/emit/batch.hpp"

#include <cstddef>

#include "compiler/backends/native/emit/batch_compare.hpp"
#include "compiler/backends/native/emit/batch_function.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

using ir::Op;

namespace {

// void NAME(date, morsel, true, false, look, stride, scratch)
enum Argument : unsigned { kDate, kMorsel, kTrue, kFalse, kLook, kStride, kScratch };

}  // namespace

BatchFunction::BatchFunction(Code& code, const Chunk& chunk, unsigned vector_bytes, Lines& lines)
    : code_(code), lines_(lines), chunk_(chunk), program_(*chunk.program), vector_bytes_(vector_bytes) {}

void BatchFunction::emit(const std::string& name) {
  if (!chunk_.measures.empty()) code_.place(lines_, chunk_.measures[0].id);
  begin_loop();
  for (size_t i = 0; i < chunk_.measures.size(); ++i) {
    code_.place(lines_, chunk_.measures[i].id);
    measure(chunk_.measures[i], i);
  }
  end_loop();
  auto* bytes =
      new llvm::GlobalVariable(code_.module(), code_.i64(), true, llvm::GlobalValue::ExternalLinkage, code_.word(scratch_bytes_), scratch_symbol(name));
  bytes->setAlignment(llvm::Align(8));
}

void BatchFunction::begin_loop() {
  llvm::IRBuilder<>& ir = code_.ir();
  before_ = ir.GetInsertBlock();
  loop_ = llvm::BasicBlock::Create(code_.module().getContext(), "", code_.function());
  llvm::Value* const rows = ir.CreateZExt(code_.load(ir.getInt32Ty(), code_.argument(kMorsel), offsetof(PlumbMorsel, row_count)), code_.i64());
  block_count_ = ir.CreateLShr(ir.CreateAdd(rows, code_.word(PLUMB_BLOCK_ROWS - 1)), code_.word(6));
  date_ = ir.CreateSExt(code_.argument(kDate), code_.i64());
  ir.CreateBr(loop_);
  ir.SetInsertPoint(loop_);
  block_ = ir.CreatePHI(code_.i64(), 2);
  block_->addIncoming(code_.none(), before_);
  // Bits of the rows that there are: all but in the last block.
  llvm::Value* const left = ir.CreateSub(rows, ir.CreateShl(block_, 6));
  llvm::Value* const here = ir.CreateSelect(ir.CreateICmpULT(left, code_.word(64)), left, code_.word(64));
  rows_ = ir.CreateLShr(code_.all(), ir.CreateSub(code_.word(64), here));
}

void BatchFunction::end_loop() {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::BasicBlock* const after = llvm::BasicBlock::Create(code_.module().getContext(), "", code_.function());
  llvm::Value* const next = ir.CreateAdd(block_, code_.word(1));
  block_->addIncoming(next, ir.GetInsertBlock());
  ir.CreateCondBr(ir.CreateICmpULT(next, block_count_), loop_, after);
  ir.SetInsertPoint(after);
  ir.CreateRetVoid();
}

void BatchFunction::store(unsigned plane, size_t index, llvm::Value* word) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* const at = ir.CreateAdd(ir.CreateMul(code_.argument(kStride), code_.word(index)), block_);
  llvm::Value* const address = ir.CreateGEP(code_.i64(), code_.argument(plane), at);
  ir.CreateAlignedStore(code_.conj(word, rows_), address, llvm::Align(8));
}

BatchValue BatchFunction::column_of_morsel(uint64_t offset, unsigned bits) {
  llvm::Value* const base = member(offset);
  return load_lanes(code_.ir().CreateGEP(code_.ir().getInt8Ty(), base, code_.ir().CreateMul(block_, code_.word(uint64_t{bits} * 8))), bits);
}

llvm::Value* BatchFunction::hits(const BatchValue& words, uint64_t mask) {
  std::vector<llvm::Value*> pieces;
  llvm::Value* const wanted = splat(code_.word(mask), 64);
  for (llvm::Value* piece : words.pieces) {
    pieces.push_back(code_.ir().CreateICmpNE(code_.ir().CreateAnd(piece, wanted), llvm::Constant::getNullValue(piece->getType())));
  }
  return gathered(pieces);
}

Truth BatchFunction::reach(const PlannedMeasure& measure) {
  if (measure.anyone) return code_.always();
  if (const auto known = reaches_.find(measure.mask); known != reaches_.end()) return known->second;
  if (!certain_) {
    certain_ = column_of_morsel(offsetof(PlumbMorsel, certain), 64);
    either_ = column_of_morsel(offsetof(PlumbMorsel, uncertain), 64);
    for (size_t i = 0; i < either_->pieces.size(); ++i) either_->pieces[i] = code_.ir().CreateOr(either_->pieces[i], certain_->pieces[i]);
  }
  const Truth made{hits(*certain_, measure.mask), code_.without(code_.all(), hits(*either_, measure.mask))};
  return reaches_.emplace(measure.mask, made).first->second;
}

// Reach and kind, then what is asked; a measure that looks ends with the first.
void BatchFunction::measure(const PlannedMeasure& measure, size_t index) {
  Truth out = reach(measure);
  if (measure.kind) {
    const BatchValue kind = party_field(ir::PartyField::kind);
    const BatchValue wanted = constant(ir::enumerator_value(ir::kPartyKindEnum, static_cast<uint32_t>(*measure.kind)));
    out = code_.both(out, truth(kind.known, compared(kind, wanted, [&](llvm::Value* a, llvm::Value* b) { return code_.ir().CreateICmpEQ(a, b); })));
  }
  if (measure.looks) {
    store(kTrue, index, code_.none());
    store(kFalse, index, out.is_false);
    return store(kLook, index, code_.without(code_.all(), out.is_false));
  }
  if (measure.condition.valid()) out = code_.both(out, value(measure.condition));
  for (const ir::NodeId exception : measure.exceptions) out = code_.both(out, Truth(value(exception)).negated());
  store(kTrue, index, out.is_true);
  store(kFalse, index, out.is_false);
  store(kLook, index, code_.none());
}

BatchValue BatchFunction::value(ir::NodeId id) {
  if (const auto known = values_.find(id.value); known != values_.end()) return known->second;
  const BatchValue made = compute(id);
  return values_.emplace(id.value, made).first->second;
}

BatchValue BatchFunction::compute(ir::NodeId id) {
  const ir::Node& node = program_.nodes[id];
  const auto operands = ir::operands(program_, id);
  switch (node.op) {
    case Op::constant:
      return constant(program_.constants[node.immediate]);
    case Op::parameter: {
      const ir::Value* set = parameter_value(chunk_, node.immediate);
      return set ? constant(*set) : unknown(node.type);
    }
    case Op::matter_field:
      return matter_field(node.immediate, node.type);
    case Op::party_field:
      return party_field(static_cast<ir::PartyField>(node.immediate));
    case Op::decision_date: {
      BatchValue out{Kind::uniform};
      out.known = code_.all();
      out.scalar = date_;
      return out;
    }
    case Op::logical_not:
      return BatchValue::of(Truth(value(operands[0])).negated());
    case Op::logical_and:
    case Op::logical_or:
      return connective(node.op, operands);
    case Op::known:
      return truth(code_.all(), known_of(value(operands[0])));
    case Op::equal:
    case Op::not_equal:
    case Op::below:
    case Op::at_most:
    case Op::above:
    case Op::at_least:
      return comparison(node.op, operands);
    case Op::in_set:
    case Op::in_codes:
      return in_ranges(node, operands[0]);
    case Op::has_any:
    case Op::has_all:
      return has(node.op, operands[0], operands[1]);
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
      return arithmetic(node, operands);
    case Op::date_add:
    case Op::date_subtract:
      return date_arithmetic(node, operands);
    case Op::days_between:
      return days_between(value(operands[0]), value(operands[1]));
    case Op::select:
      return select(node, operands);
    case Op::fault:
    // Asked of triggers: a measure that has one of these looks, and none of its nodes comes here.
    case Op::listing_field:
    case Op::exists:
    case Op::every:
    case Op::count:
    case Op::listed_on:
      break;
  }
  return unknown(node.type);
}

void emit_batch(llvm::Module& module, const std::string& name, const Chunk& chunk, unsigned vector_bytes, Lines& lines) {
  Code code(module, name, "dppppup", ~uint64_t{0});
  // Wide vectors are legal only where a function says that it wants them.
  const std::string width = std::to_string(vector_bytes * 8);
  code.function()->addFnAttr("prefer-vector-width", width);
  code.function()->addFnAttr("min-legal-vector-width", width);
  BatchFunction(code, chunk, vector_bytes, lines).emit(name);
}

}  // namespace plumb::native
