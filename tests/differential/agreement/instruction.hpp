// Bytes of machine code → the instruction that a byte belongs to, as text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace plumb::agreement {

struct Instruction {
  size_t begin = 0;  // in the bytes given
  size_t size = 0;   // 0: no instruction begins there
  std::string text;  // "\taddq\t%rax, %rbx"; what the processor ignores (a scale without an index, say) leaves no trace in it

  bool operator==(const Instruction&) const = default;
};

// LLVM's, for the processor that the program runs on. One thread at a time.
class Disassembler {
 public:
  Disassembler();
  ~Disassembler();
  Disassembler(const Disassembler&) = delete;
  Disassembler& operator=(const Disassembler&) = delete;

  // The instruction that begins at `begin`.
  Instruction at(std::span<const uint8_t> code, size_t begin) const;
  // The one that holds `byte`, when `code` is instructions from its first byte on; bytes that are none are passed one by one.
  Instruction around(std::span<const uint8_t> code, size_t byte) const;

 private:
  void* context_;
};

}  // namespace plumb::agreement
