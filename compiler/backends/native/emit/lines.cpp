#include "compiler/backends/native/emit/lines.hpp"

#include <llvm/BinaryFormat/Dwarf.h>
#include <llvm/IR/DIBuilder.h>
#include <llvm/IR/Function.h>
#include <llvm/IR/Module.h>

#include <string>
#include <unordered_map>

namespace plumb::native {

struct Lines::State {
  explicit State(llvm::Module& made_for) : module(made_for), builder(made_for) {}

  llvm::DIFile* file(const std::string& path) {
    llvm::DIFile*& made = files[path];
    if (made) return made;
    const size_t slash = path.rfind('/');
    made = slash == std::string::npos ? builder.createFile(path, ".") : builder.createFile(path.substr(slash + 1), path.substr(0, slash));
    return made;
  }

  llvm::Module& module;
  llvm::DIBuilder builder;
  llvm::DISubprogram* function = nullptr;
  std::unordered_map<uint32_t, Line> places;
  std::unordered_map<std::string, llvm::DIFile*> files;
  std::unordered_map<std::string, llvm::DIScope*> scopes;  // of the function begun last, by file
};

Lines::Lines(llvm::Module& module, const std::vector<Line>& lines) {
  if (lines.empty()) return;
  state_ = std::make_unique<State>(module);
  for (const Line& line : lines) state_->places.emplace(line.measure.value, line);
  module.addModuleFlag(llvm::Module::Warning, "Debug Info Version", llvm::DEBUG_METADATA_VERSION);
  module.addModuleFlag(llvm::Module::Warning, "Dwarf Version", 4);
  state_->builder.createCompileUnit(llvm::dwarf::DW_LANG_C, state_->file(lines.front().file), "plumb", true, "", 0);
}

Lines::~Lines() = default;

void Lines::begin(llvm::Function& function, ir::MeasureId first) {
  if (!state_) return;
  const auto place = state_->places.find(first.value);
  State& s = *state_;
  s.scopes.clear();
  s.function = nullptr;
  if (place == s.places.end()) return;
  llvm::DIFile* const file = s.file(place->second.file);
  llvm::DISubroutineType* const type = s.builder.createSubroutineType(s.builder.getOrCreateTypeArray({}));
  s.function = s.builder.createFunction(file, function.getName(), function.getName(), file, place->second.line, type, place->second.line,
                                        llvm::DINode::FlagZero, llvm::DISubprogram::SPFlagDefinition);
  s.scopes.emplace(place->second.file, s.function);
  function.setSubprogram(s.function);
}

llvm::DILocation* Lines::of(ir::MeasureId measure) {
  if (!state_ || !state_->function) return nullptr;
  State& s = *state_;
  const auto place = s.places.find(measure.value);
  if (place == s.places.end()) return llvm::DILocation::get(s.module.getContext(), 0, 0, s.function);
  llvm::DIScope*& scope = s.scopes[place->second.file];
  if (!scope) scope = s.builder.createLexicalBlockFile(s.function, s.file(place->second.file));
  return llvm::DILocation::get(s.module.getContext(), place->second.line, 0, scope);
}

void Lines::finish() {
  if (state_) state_->builder.finalize();
}

}  // namespace plumb::native
