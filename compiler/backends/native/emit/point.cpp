// One file for point code as a whole would be a giant; instructions that compute are in point_arithmetic.cpp.
#include "compiler/backends/native/emit/point.hpp"

#include <cstddef>

#include "compiler/backends/native/emit/point_function.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::native {

using ir::Op;
using ir::TypeKind;

PointFunction::PointFunction(Code& code, const Chunk& chunk, Lines& lines)
    : code_(code), lines_(lines), chunk_(chunk), program_(*chunk.program), layout_(ir::layout_of(program_.matters[chunk.matter])) {}

void PointFunction::emit() {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* planes[] = {code_.word(0), code_.word(0), code_.word(0)};
  for (size_t i = 0; i < chunk_.measures.size(); ++i) {
    code_.place(lines_, chunk_.measures[i].id);
    const PointTruth truth = measure(chunk_.measures[i]);
    llvm::Value* const bits[] = {truth.is_true, truth.is_false, truth.look};
    for (size_t plane = 0; plane < 3; ++plane) {
      if (const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(bits[plane]); constant && constant->isZero()) continue;
      planes[plane] = ir.CreateOr(planes[plane], ir.CreateShl(bits[plane], i));
    }
  }
  for (unsigned plane = 0; plane < 3; ++plane) ir.CreateAlignedStore(planes[plane], code_.argument(3 + plane), llvm::Align(8));
  ir.CreateRetVoid();
}

llvm::Value* PointFunction::hits(uint64_t mask, llvm::Value* words) {
  return code_.bit(code_.ir().CreateICmpNE(code_.ir().CreateAnd(words, mask), code_.word(0)));
}

Truth PointFunction::reach(const PlannedMeasure& measure) {
  if (measure.anyone) return code_.always();
  if (const auto known = reaches_.find(measure.mask); known != reaches_.end()) return known->second;
  if (!certain_) {
    certain_ = code_.load(code_.i64(), code_.argument(2), offsetof(PlumbParty, certain));
    either_ = code_.ir().CreateOr(certain_, code_.load(code_.i64(), code_.argument(2), offsetof(PlumbParty, uncertain)));
  }
  const Truth made{hits(measure.mask, certain_), code_.without(code_.word(1), hits(measure.mask, either_))};
  return reaches_.emplace(measure.mask, made).first->second;
}

// Reach and kind, then what is asked; a measure that looks ends with the first.
PointTruth PointFunction::measure(const PlannedMeasure& measure) {
  Truth out = code_.both(reach(measure), kind_of(measure));
  if (measure.looks) return {code_.none(), out.is_false, code_.without(code_.all(), out.is_false)};
  if (measure.condition.valid()) out = code_.both(out, value(measure.condition));
  for (const ir::NodeId exception : measure.exceptions) out = code_.both(out, Truth(value(exception)).negated());
  return {out.is_true, out.is_false, code_.none()};
}

Truth PointFunction::kind_of(const PlannedMeasure& measure) {
  if (!measure.kind) return code_.always();
  const PointValue kind = party_field(ir::PartyField::kind);
  return truth(kind.known, code_.ir().CreateICmpEQ(kind.data, code_.word(static_cast<uint64_t>(*measure.kind))));
}

// Every node once: the program is hash-consed, so this is all the elimination of common subexpressions that there is to do.
PointValue PointFunction::value(ir::NodeId id) {
  auto& values = trigger_ && depends(id) ? trigger_values_ : values_;
  if (const auto known = values.find(id.value); known != values.end()) return known->second;
  const PointValue made = compute(id);
  return values.emplace(id.value, made).first->second;
}

PointValue PointFunction::truth(llvm::Value* known, llvm::Value* i1) { return PointValue::of(code_.where(known, code_.bit(i1))); }

PointValue PointFunction::compute(ir::NodeId id) {
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
    case Op::decision_date:
      if (!date_) date_ = code_.ir().CreateSExt(code_.argument(0), code_.i64());
      return {code_.word(1), date_};
    case Op::logical_not:
      return PointValue::of(Truth(value(operands[0])).negated());
    case Op::logical_and:
    case Op::logical_or:
      return connective(node.op, operands);
    case Op::known:
      return PointValue::of(code_.where(code_.all(), known_of(value(operands[0]))));
    case Op::equal:
    case Op::not_equal:
    case Op::below:
    case Op::at_most:
    case Op::above:
    case Op::at_least:
      return comparison(node.op, operands);
    case Op::in_set:
    case Op::in_codes:
      return in_ranges(node, value(operands[0]));
    case Op::has_any:
    case Op::has_all:
      return has(node.op, value(operands[0]), value(operands[1]));
    case Op::add:
    case Op::subtract:
    case Op::multiply:
    case Op::divide:
    case Op::negate:
      return arithmetic(node, operands);
    case Op::date_add:
    case Op::date_subtract:
      return date_arithmetic(node, operands);
    case Op::days_between: {
      const PointValue a = value(operands[0]), b = value(operands[1]);
      return {code_.conj(a.known, b.known), code_.ir().CreateSub(a.data, b.data)};
    }
    case Op::select:
      return select(value(operands[0]), value(operands[1]), value(operands[2]));
    case Op::listing_field:
      return listing_field(static_cast<ir::ListingField>(node.immediate));
    case Op::listed_on:
      return listed_on(value(operands[0]));
    case Op::exists:
    case Op::every:
    case Op::count:
      return quantified(node.op, operands[0]);
    case Op::fault:
      break;
  }
  return unknown(node.type);
}

PointValue PointFunction::unknown(ir::Type type) {
  if (type.kind == TypeKind::boolean) return {nullptr, nullptr, code_.word(0), code_.word(0)};
  return {code_.word(0), nothing(type)};
}

llvm::Value* PointFunction::nothing(ir::Type type) {
  switch (type.kind) {
    case TypeKind::text:
      return constant({{TypeKind::text}, 0, {}}).data;
    case TypeKind::decimal:
    case TypeKind::ratio:
      return code_.wide(0);
    default:
      return code_.word(0);
  }
}

PointValue PointFunction::constant(const ir::Value& value) {
  switch (value.type.kind) {
    case TypeKind::boolean: {
      const bool is_true = ir::as_boolean(value);
      return {nullptr, nullptr, code_.word(is_true ? 1 : 0), code_.word(is_true ? 0 : 1)};
    }
    case TypeKind::text:
      return {code_.word(1), code_.text(value.text)};
    case TypeKind::decimal:
    case TypeKind::ratio:
      return {code_.word(1), code_.wide(value.number)};
    default:
      return {code_.word(1), code_.word(static_cast<uint64_t>(value.number))};
  }
}

PointValue PointFunction::matter_field(uint32_t field, ir::Type type) {
  llvm::IRBuilder<>& ir = code_.ir();
  if (!cells_) {
    cells_ = code_.load(ir.getPtrTy(), code_.argument(1), offsetof(PlumbRow, cells));
    valid_ = code_.load(ir.getPtrTy(), code_.argument(1), offsetof(PlumbRow, valid));
  }
  llvm::Value* const word = code_.load(code_.i64(), valid_, field / 64 * sizeof(uint64_t));
  llvm::Value* const known = ir.CreateAnd(ir.CreateLShr(word, field % 64), 1);
  const uint64_t at = layout_.slots[field].cell * sizeof(int64_t);
  switch (type.kind) {
    case TypeKind::boolean:
      return truth(known, ir.CreateICmpNE(code_.load(code_.i64(), cells_, at), code_.word(0)));
    case TypeKind::decimal:
    case TypeKind::ratio:
      return {known, code_.load(ir.getInt128Ty(), cells_, at)};
    case TypeKind::text: {
      // The cell of an absent text indexes nothing: an empty one stands in.
      llvm::Value* const texts = code_.load(ir.getPtrTy(), code_.argument(1), offsetof(PlumbRow, texts));
      llvm::Value* const bytes = ir.CreateMul(code_.load(code_.i64(), cells_, at), code_.word(sizeof(PlumbText)));
      llvm::Value* const is_known = ir.CreateICmpNE(known, code_.word(0));
      return {known, ir.CreateSelect(is_known, ir.CreateGEP(ir.getInt8Ty(), texts, bytes), nothing(type))};
    }
    default:
      return {known, code_.load(code_.i64(), cells_, at)};
  }
}

PointValue PointFunction::party_field(ir::PartyField field) {
  llvm::IRBuilder<>& ir = code_.ir();
  const auto index = static_cast<size_t>(field);
  if (party_[index].data) return party_[index];
  const auto code_of = [&](uint64_t at) -> PointValue {
    llvm::Value* const byte = code_.load(ir.getInt8Ty(), code_.argument(2), at);
    return {code_.bit(ir.CreateICmpNE(byte, ir.getInt8(PLUMB_UNKNOWN))), ir.CreateZExt(byte, code_.i64())};
  };
  const auto text_of = [&](uint64_t at) -> PointValue {
    llvm::Value* const data = code_.load(ir.getPtrTy(), code_.argument(2), at + offsetof(PlumbText, data));
    return {code_.bit(ir.CreateICmpNE(data, llvm::ConstantPointerNull::get(ir.getPtrTy()))), code_.at(code_.argument(2), at)};
  };
  const auto made = [&]() -> PointValue {
    switch (field) {
      case ir::PartyField::kind:
        return code_of(offsetof(PlumbParty, kind));
      case ir::PartyField::sector:
        return code_of(offsetof(PlumbParty, sector));
      case ir::PartyField::name:
        return text_of(offsetof(PlumbParty, name));
      case ir::PartyField::id:
        return text_of(offsetof(PlumbParty, id));
    }
    return {};
  };
  return party_[index] = made();
}

llvm::Value* PointFunction::known_of(const PointValue& a) { return a.is_true ? code_.disj(a.is_true, a.is_false) : a.known; }

PointValue PointFunction::connective(Op op, std::span<const ir::NodeId> operands) {
  Truth out = value(operands[0]);
  for (const ir::NodeId operand : operands.subspan(1)) {
    out = op == Op::logical_and ? code_.both(out, value(operand)) : code_.either(out, value(operand));
  }
  return PointValue::of(out);
}

PointValue PointFunction::comparison(Op op, std::span<const ir::NodeId> operands) {
  const ir::Type type = program_.nodes[operands[0]].type;
  const PointValue a = value(operands[0]), b = value(operands[1]);
  llvm::IRBuilder<>& ir = code_.ir();
  PointValue out;
  switch (op) {
    case Op::equal:
    case Op::not_equal:
      if (type.kind == TypeKind::boolean) {
        out = PointValue::of(code_.same(a, b));
      } else if (type.kind == TypeKind::text) {
        out = truth(code_.conj(a.known, b.known), ir.CreateICmpNE(code_.call("plumb.text_equal", {a.data, b.data}), code_.word(0)));
      } else {
        out = truth(code_.conj(a.known, b.known), ir.CreateICmpEQ(a.data, b.data));
      }
      if (op == Op::not_equal) std::swap(out.is_true, out.is_false);
      return out;
    case Op::below:
      return truth(code_.conj(a.known, b.known), ir.CreateICmpSLT(a.data, b.data));
    case Op::at_most:
      return truth(code_.conj(a.known, b.known), ir.CreateICmpSLE(a.data, b.data));
    case Op::above:
      return truth(code_.conj(a.known, b.known), ir.CreateICmpSGT(a.data, b.data));
    default:
      return truth(code_.conj(a.known, b.known), ir.CreateICmpSGE(a.data, b.data));  // at_least
  }
}

PointValue PointFunction::in_ranges(const ir::Node& node, const PointValue& a) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* any = code_.word(0);
  for (const Range& range : ranges_of(program_, node)) {
    llvm::Value* const above = range.first == 0 ? a.data : ir.CreateSub(a.data, code_.word(range.first));
    any = code_.disj(any, code_.bit(ir.CreateICmpULE(above, code_.word(range.last - range.first))));
  }
  return PointValue::of(code_.where(a.known, any));
}

PointValue PointFunction::has(Op op, const PointValue& a, const PointValue& set) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* const both = ir.CreateAnd(a.data, set.data);
  return truth(a.known, op == Op::has_any ? ir.CreateICmpNE(both, code_.word(0)) : ir.CreateICmpEQ(both, set.data));
}

PointValue PointFunction::select(const PointValue& condition, const PointValue& a, const PointValue& b) {
  llvm::IRBuilder<>& ir = code_.ir();
  llvm::Value* const known = code_.disj(code_.conj(condition.is_true, a.known), code_.conj(condition.is_false, b.known));
  return {known, ir.CreateSelect(ir.CreateICmpNE(condition.is_true, code_.word(0)), a.data, b.data)};
}

void emit_point(llvm::Module& module, const std::string& name, const Chunk& chunk, Lines& lines) {
  Code code(module, name, "dppppp", 1);
  PointFunction(code, chunk, lines).emit();
}

}  // namespace plumb::native
