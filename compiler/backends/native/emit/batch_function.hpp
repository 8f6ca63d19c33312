// The values of batch code while a function is written. Private to the batch_*.cpp files.
//
// A value is that of the 64 rows of the block at hand. Truths are words of 64 bits, one a row. Columns are vectors of a width
// that the processor has, several to a block, in the column's own format as long as nothing asks for a wider one; what has no
// vector instructions (128-bit numbers, texts) lies in memory.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <unordered_map>
#include <vector>

#include "compiler/backends/native/emit/code.hpp"
#include "compiler/backends/native/plan.hpp"

namespace plumb::native {

struct BatchValue {
  enum class Kind : uint8_t { truth, lanes, uniform, memory };
  Kind kind = Kind::truth;
  llvm::Value* is_true = nullptr;  // of a truth
  llvm::Value* is_false = nullptr;
  llvm::Value* known = nullptr;           // of all others
  std::vector<llvm::Value*> pieces = {};  // of lanes: vectors of integers of `bits`
  unsigned bits = 0;
  llvm::Value* scalar = nullptr;  // of uniform: an i64
  llvm::Value* memory = nullptr;  // 64 values of 16 bytes; of lanes that lie in memory too: those of `bits`

  static BatchValue of(Truth truth) {
    BatchValue out;
    out.is_true = truth.is_true;
    out.is_false = truth.is_false;
    return out;
  }
  operator Truth() const { return {is_true, is_false}; }  // REQUIRES: a truth
};

class BatchFunction {
 public:
  BatchFunction(Code& code, const Chunk& chunk, unsigned vector_bytes, Lines& lines);
  void emit(const std::string& name);

 private:
  using Kind = BatchValue::Kind;
  struct Column {
    llvm::Value *values, *valid;
  };

  // batch.cpp: the loop, reach, measures
  void begin_loop();
  void end_loop();
  void measure(const PlannedMeasure& measure, size_t index);
  void store(unsigned plane, size_t index, llvm::Value* word);
  Truth reach(const PlannedMeasure& measure);
  llvm::Value* hits(const BatchValue& words, uint64_t mask);
  BatchValue column_of_morsel(uint64_t member, unsigned bits);
  BatchValue value(ir::NodeId id);
  BatchValue compute(ir::NodeId id);

  // batch_leaves.cpp
  BatchValue constant(const ir::Value& value);
  BatchValue unknown(ir::Type type);
  BatchValue matter_field(uint32_t field, ir::Type type);
  BatchValue party_field(ir::PartyField field);
  BatchValue texts_of_morsel(uint64_t member);
  Column column(uint32_t field);
  llvm::Value* member(uint64_t offset);  // a pointer of the morsel, loaded before the loop

  // batch_lanes.cpp
  unsigned lanes_in(unsigned bits) const { return vector_bytes_ * 8 / bits; }
  unsigned natural_bits(ir::Type type) const;
  bool is_signed(ir::Type type) const;
  llvm::VectorType* vector_of(unsigned bits);
  BatchValue load_lanes(llvm::Value* base, unsigned bits);
  BatchValue as_lanes(const BatchValue& a, ir::Type type, unsigned bits);
  llvm::Value* splat(llvm::Value* scalar, unsigned bits);
  llvm::Value* gathered(std::vector<llvm::Value*> masks);
  llvm::Value* piece_of_mask(llvm::Value* mask, unsigned bits, unsigned piece);
  llvm::Value* opaque(llvm::Value* word);
  bool fits(const BatchValue& uniform, unsigned bits, bool is_signed) const;
  unsigned common_bits(const BatchValue& a, const BatchValue& b, ir::Type type) const;
  template <typename Compare>
  llvm::Value* compared(const BatchValue& a, const BatchValue& b, const Compare& compare);
  // 64 values of `bits`, somewhere in memory.
  llvm::Value* in_memory(const BatchValue& a, ir::Type type, unsigned bits);
  llvm::Value* scratch(uint64_t bytes);

  // batch_questions.cpp
  BatchValue truth(llvm::Value* known, llvm::Value* holds) { return BatchValue::of(code_.where(known, holds)); }
  llvm::Value* known_of(const BatchValue& a) { return a.kind == Kind::truth ? code_.disj(a.is_true, a.is_false) : a.known; }
  BatchValue connective(ir::Op op, std::span<const ir::NodeId> operands);
  BatchValue comparison(ir::Op op, std::span<const ir::NodeId> operands);
  BatchValue in_ranges(const ir::Node& node, ir::NodeId operand);
  BatchValue has(ir::Op op, ir::NodeId value, ir::NodeId set);
  BatchValue select(const ir::Node& node, std::span<const ir::NodeId> operands);

  // batch_arithmetic.cpp
  BatchValue arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands);
  BatchValue sum(ir::Op op, const BatchValue& a, const BatchValue& b, ir::Type type);
  BatchValue called(const char* function, ir::Type result, std::span<const ir::NodeId> operands);
  BatchValue days_between(const BatchValue& a, const BatchValue& b);
  BatchValue date_arithmetic(const ir::Node& node, std::span<const ir::NodeId> operands);

  static bool is_wide(ir::Type type);

  Code& code_;
  Lines& lines_;
  const Chunk& chunk_;
  const ir::Program& program_;
  unsigned vector_bytes_;
  llvm::BasicBlock* before_ = nullptr;  // what is loaded once goes here
  llvm::BasicBlock* loop_ = nullptr;
  llvm::PHINode* block_ = nullptr;
  llvm::Value *rows_ = nullptr, *block_count_ = nullptr, *date_ = nullptr;
  uint64_t scratch_bytes_ = 0;
  std::unordered_map<uint32_t, BatchValue> values_;
  std::unordered_map<uint64_t, Truth> reaches_;
  std::unordered_map<uint64_t, llvm::Value*> members_;
  std::unordered_map<uint32_t, Column> columns_;
  std::optional<BatchValue> certain_, either_;
  std::array<std::optional<BatchValue>, ir::kPartyFieldCount> party_;
};

}  // namespace plumb::native
