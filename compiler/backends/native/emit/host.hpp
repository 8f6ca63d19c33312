// LLVM IR → object bytes for the processor that this runs on.
//
// Any thread; nothing is shared between calls but what LLVM initialises once.
#pragma once

#include <memory>
#include <string>

#include "compiler/backends/native/compile.hpp"

namespace llvm {
class Module;
class TargetMachine;
}  // namespace llvm

namespace plumb::native {

class Host {
 public:
  // `vector_bytes`: 0 for the widest; else no wider than that. Errors: native.host when LLVM has no code for this processor.
  static Result<Host> here(Tier tier, unsigned vector_bytes = 0);
  Host(Host&&) noexcept;
  Host& operator=(Host&&) noexcept;
  ~Host();

  // Bytes of a vector register.
  unsigned vector_bytes() const { return vector_bytes_; }

  // Gives the module the host's triple and layout; before anything is emitted into it.
  void prepare(llvm::Module& module) const;
  Result<std::string> object_of(llvm::Module& module) const;

 private:
  Host();
  std::unique_ptr<llvm::TargetMachine> machine_;
  unsigned vector_bytes_ = 16;
};

}  // namespace plumb::native
