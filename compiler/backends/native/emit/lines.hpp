// Measures' places in the rule files → line tables of compiled code, so that a debugger shows the rule's line.
//
// The canonical program has no places: they come beside it (native.h). One module, one thread.
#pragma once

#include <memory>
#include <vector>

#include "compiler/backends/native/compile.hpp"

namespace llvm {
class DILocation;
class Function;
class Module;
}  // namespace llvm

namespace plumb::native {

class Lines {
 public:
  // Writes nothing into a module when there are no lines.
  Lines(llvm::Module& module, const std::vector<Line>& lines);
  ~Lines();
  Lines(const Lines&) = delete;
  Lines& operator=(const Lines&) = delete;

  // Declares the function, named as it is, to begin where the measure is written.
  void begin(llvm::Function& function, ir::MeasureId first);
  // Where the measure is written, in the function begun last; null where that is not known.
  llvm::DILocation* of(ir::MeasureId measure);
  // After the last function.
  void finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plumb::native
