// The values of point code while a function is written. Private to point.cpp and point_arithmetic.cpp.
#pragma once

#include <array>
#include <span>
#include <unordered_map>

#include "compiler/backends/native/emit/code.hpp"
#include "compiler/backends/native/plan.hpp"
#include "compiler/ir/layout.hpp"

namespace plumb::native {

// Of a boolean: is_true and is_false, words 0 or 1, never both. Of anything else: known, and data: i64, i128 for decimal and
// ratio, a pointer to a PlumbText for text. Data of what is unknown means nothing, but may be computed with.
struct PointValue {
  llvm::Value* known = nullptr;
  llvm::Value* data = nullptr;
  llvm::Value* is_true = nullptr;
  llvm::Value* is_false = nullptr;

  static PointValue of(Truth truth) { return {nullptr, nullptr, truth.is_true, truth.is_false}; }
  operator Truth() const { return {is_true, is_false}; }  // REQUIRES: of a boolean
};

struct PointTruth {
  llvm::Value *is_true, *is_false, *look;
};

class PointFunction {
 public:
  PointFunction(Code& code, const Chunk& chunk, Lines& lines);
  void emit();
  // settle.cpp: the same instructions, and those that ask a trigger.
  void emit_settle();

 private:
  llvm::Value* hits(uint64_t mask, llvm::Value* words);
  Truth reach(const PlannedMeasure& measure);
  PointTruth measure(const PlannedMeasure& measure);

  PointValue value(ir::NodeId id);
  PointValue compute(ir::NodeId id);
  // Of an i1, where it is known.
  PointValue truth(llvm::Value* known, llvm::Value* i1);
  PointValue unknown(ir::Type type);
  llvm::Value* nothing(ir::Type type);
  llvm::Value* known_of(const PointValue& a);

  PointValue constant(const ir::Value& value);
  PointValue matter_field(uint32_t field, ir::Type type);
  PointValue party_field(ir::PartyField field);
  PointValue connective(ir::Op op, std::span<const ir::NodeId> operands);
  PointValue comparison(ir::Op op, std::span<const ir::NodeId> operands);
  PointValue in_ranges(const ir::Node& node, const PointValue& a);
  PointValue has(ir::Op op, const PointValue& a, const PointValue& set);
  PointValue select(const PointValue& condition, const PointValue& a, const PointValue& b);

  Truth kind_of(const PlannedMeasure& measure);

  // settle.cpp
  bool depends(ir::NodeId id);
  void prepare(ir::NodeId id);
  llvm::Value* cell(uint64_t value);
  // Emits `body` once for each trigger; it is given 1 where the reach admits the trigger and 1 where its pair is certain.
  template <typename Body>
  void each_trigger(const Body& body);
  void keep(llvm::Value* cell, llvm::Value* value) { code_.ir().CreateAlignedStore(value, cell, llvm::Align(8)); }
  PointValue listing_field(ir::ListingField field);
  PointValue listing_date(uint64_t offset);
  PointValue listed_on(const PointValue& date);
  PointValue quantified(ir::Op op, ir::NodeId condition);
  Truth settled_reach(std::span<const ir::NodeId> conditions, std::span<const ir::NodeId> exceptions);

  // point_arithmetic.cpp
  PointValue arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands);
  PointValue money(const ir::Node& node, std::span<const ir::NodeId> operands);
  PointValue checked(ir::Op op, const PointValue& a, const PointValue& b);
  PointValue called(const char* function, llvm::Type* result, const PointValue& a, const PointValue& b);
  PointValue date_arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands);
  std::array<llvm::Value*, 2> halves(llvm::Value* wide);

  Code& code_;
  Lines& lines_;
  const Chunk& chunk_;
  const ir::Program& program_;
  ir::Layout layout_;
  std::unordered_map<uint32_t, PointValue> values_;
  std::unordered_map<uint32_t, PointValue> trigger_values_;  // of the trigger at hand
  std::unordered_map<uint32_t, bool> depends_;
  llvm::Value* trigger_ = nullptr;
  std::unordered_map<uint64_t, Truth> reaches_;
  std::array<PointValue, ir::kPartyFieldCount> party_{};
  llvm::Value *certain_ = nullptr, *either_ = nullptr, *cells_ = nullptr, *valid_ = nullptr, *date_ = nullptr;
};

}  // namespace plumb::native
