// The straight-line code of one function while it is written: words of LLVM IR with the folding that needs no pass, calls of
// what compiled code may call, constants. The one header of this folder that shows LLVM to the emitters.
//
// Booleans of compiled code are 64-bit words: 0 or 1 in point code, one bit a row in batch code. One thread.
#pragma once

#include <llvm/IR/IRBuilder.h>
#include <llvm/IR/Module.h>

#include <initializer_list>
#include <string>
#include <string_view>

#include "compiler/backends/native/emit/lines.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::native {

// Three values of each bit of a word: true, false, or neither, which is unknown; never both.
struct Truth {
  llvm::Value *is_true = nullptr, *is_false = nullptr;
  Truth negated() const { return {is_false, is_true}; }
};

class Code {
 public:
  // Begins a function of the module: void NAME(arguments…), as letters: u i64, d i32, p pointer. `all` is the word that is true
  // in every bit that counts.
  Code(llvm::Module& module, const std::string& name, std::string_view arguments, uint64_t all);

  // What follows is the measure's. The first one begins the function's line table.
  void place(Lines& lines, ir::MeasureId measure);

  llvm::IRBuilder<>& ir() { return builder_; }
  llvm::Module& module() { return module_; }
  llvm::Function* function() { return function_; }
  llvm::Value* argument(unsigned i) { return function_->getArg(i); }

  llvm::IntegerType* i64() { return builder_.getInt64Ty(); }
  llvm::ConstantInt* word(uint64_t value) { return builder_.getInt64(value); }
  llvm::Constant* wide(int128 value);
  llvm::Value* none() { return word(0); }
  llvm::Value* all() { return word(all_); }

  // Words as truth values; what a constant operand settles is settled here.
  llvm::Value* conj(llvm::Value* a, llvm::Value* b);
  llvm::Value* disj(llvm::Value* a, llvm::Value* b);
  // a ∧ ¬b, where every bit of b is in a.
  llvm::Value* without(llvm::Value* a, llvm::Value* b);
  // Kleene's logic.
  Truth both(Truth a, Truth b) { return {conj(a.is_true, b.is_true), disj(a.is_false, b.is_false)}; }
  Truth either(Truth a, Truth b) { return both(a.negated(), b.negated()).negated(); }
  // Both known, and equal.
  Truth same(Truth a, Truth b) {
    return {disj(conj(a.is_true, b.is_true), conj(a.is_false, b.is_false)), disj(conj(a.is_true, b.is_false), conj(a.is_false, b.is_true))};
  }
  // What holds, where it is known.
  Truth where(llvm::Value* known, llvm::Value* holds) {
    llvm::Value* const is_true = conj(known, holds);
    return {is_true, without(known, is_true)};
  }
  Truth always() { return {all(), none()}; }
  llvm::Value* bit(llvm::Value* i1) { return builder_.CreateZExt(i1, i64()); }

  llvm::Value* at(llvm::Value* base, uint64_t bytes) { return bytes == 0 ? base : builder_.CreateConstInBoundsGEP1_64(builder_.getInt8Ty(), base, bytes); }
  llvm::Value* load(llvm::Type* type, llvm::Value* base, uint64_t bytes = 0);

  // One of callables(). Word arguments are i64.
  llvm::Value* call(const char* name, std::initializer_list<llvm::Value*> arguments);
  // A PlumbText with these bytes.
  llvm::Constant* text(const std::string& value);
  // The same as a value: pointer and size.
  llvm::Constant* text_pair(const std::string& value);
  llvm::Constant* global(llvm::Constant* value, uint64_t alignment);
  // The calendar of the program, by a symbol that the linker knows; null when there is none.
  llvm::Value* calendar(ir::CalendarId id);
  // 16 bytes of stack.
  llvm::Value* slot();

 private:
  llvm::Module& module_;
  llvm::IRBuilder<> builder_;
  llvm::Function* function_ = nullptr;
  uint64_t all_;
  llvm::Value* slot_ = nullptr;
  bool placed_ = false;
};

}  // namespace plumb::native
