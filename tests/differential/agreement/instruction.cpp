#include "tests/differential/agreement/instruction.hpp"

#include <llvm-c/Disassembler.h>
#include <llvm-c/Target.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>

namespace plumb::agreement {

namespace {
constexpr size_t kLongest = 15;  // bytes of an x86 instruction
}  // namespace

Disassembler::Disassembler() {
  LLVMInitializeX86TargetInfo();
  LLVMInitializeX86TargetMC();
  LLVMInitializeX86Disassembler();
  context_ = LLVMCreateDisasm("x86_64-unknown-linux-gnu", nullptr, 0, nullptr, nullptr);
  if (!context_) throw std::runtime_error("LLVM has no disassembler for x86-64");
}

Disassembler::~Disassembler() { LLVMDisasmDispose(context_); }

Instruction Disassembler::at(std::span<const uint8_t> code, size_t begin) const {
  std::array<char, 256> text{};
  const auto rest = code.subspan(begin, std::min(kLongest, code.size() - begin));
  std::vector<uint8_t> bytes(rest.begin(), rest.end());  // LLVM takes bytes that it might change
  const size_t size = LLVMDisasmInstruction(context_, bytes.data(), bytes.size(), 0, text.data(), text.size());
  return {begin, size, text.data()};
}

Instruction Disassembler::around(std::span<const uint8_t> code, size_t byte) const {
  Instruction found;
  for (size_t begin = 0; begin <= byte; begin += found.size > 0 ? found.size : 1) found = at(code, begin);
  return found;
}

}  // namespace plumb::agreement
