#include "compiler/backends/native/emit/code.hpp"

#include <utility>

#include "compiler/backends/native/callable.hpp"
#include "compiler/base/check.hpp"

namespace plumb::native {

namespace {

bool is_word(const llvm::Value* value, uint64_t word) {
  const auto* constant = llvm::dyn_cast<llvm::ConstantInt>(value);
  return constant && constant->getZExtValue() == word;
}

llvm::Type* type_of(llvm::IRBuilder<>& builder, char letter) {
  if (letter == 'p') return builder.getPtrTy();
  return letter == 'd' ? builder.getInt32Ty() : builder.getInt64Ty();
}

llvm::FunctionType* signature(llvm::IRBuilder<>& builder, std::string_view arguments, llvm::Type* result) {
  std::vector<llvm::Type*> types;
  for (const char letter : arguments) types.push_back(type_of(builder, letter));
  return llvm::FunctionType::get(result, types, false);
}

}  // namespace

Code::Code(llvm::Module& module, const std::string& name, std::string_view arguments, uint64_t all)
    : module_(module), builder_(module.getContext()), all_(all) {
  function_ = llvm::Function::Create(signature(builder_, arguments, builder_.getVoidTy()), llvm::GlobalValue::ExternalLinkage, name, module);
  function_->setDoesNotThrow();
  builder_.SetInsertPoint(llvm::BasicBlock::Create(module.getContext(), "", function_));
}

void Code::place(Lines& lines, ir::MeasureId measure) {
  if (!std::exchange(placed_, true)) lines.begin(*function_, measure);
  builder_.SetCurrentDebugLocation(lines.of(measure));
}

llvm::Constant* Code::wide(int128 value) {
  const auto units = static_cast<uint128>(value);
  const uint64_t words[] = {static_cast<uint64_t>(units), static_cast<uint64_t>(units >> 64)};
  return llvm::ConstantInt::get(module_.getContext(), llvm::APInt(128, words));
}

llvm::Value* Code::conj(llvm::Value* a, llvm::Value* b) {
  if (is_word(a, 0) || is_word(b, 0)) return none();
  if (a == b || is_word(b, all_)) return a;
  if (is_word(a, all_)) return b;
  return builder_.CreateAnd(a, b);
}

llvm::Value* Code::disj(llvm::Value* a, llvm::Value* b) {
  if (is_word(a, all_) || is_word(b, all_)) return all();
  if (a == b || is_word(b, 0)) return a;
  if (is_word(a, 0)) return b;
  return builder_.CreateOr(a, b);
}

llvm::Value* Code::without(llvm::Value* a, llvm::Value* b) {
  if (a == b) return word(0);
  return is_word(b, 0) ? a : builder_.CreateXor(a, b);
}

llvm::Value* Code::load(llvm::Type* type, llvm::Value* base, uint64_t bytes) { return builder_.CreateAlignedLoad(type, at(base, bytes), llvm::Align(1)); }

llvm::Value* Code::call(const char* name, std::initializer_list<llvm::Value*> arguments) {
  for (const Callable& callable : callables()) {
    if (std::string_view(callable.name) != name) continue;
    const llvm::FunctionCallee callee = module_.getOrInsertFunction(name, signature(builder_, callable.arguments, i64()));
    return builder_.CreateCall(callee, arguments);
  }
  check(false, "compiled code calls what it may call");
  return nullptr;
}

llvm::Constant* Code::global(llvm::Constant* value, uint64_t alignment) {
  auto* made = new llvm::GlobalVariable(module_, value->getType(), true, llvm::GlobalValue::PrivateLinkage, value);
  made->setAlignment(llvm::Align(alignment));
  return made;
}

llvm::Constant* Code::text_pair(const std::string& value) {
  llvm::Constant* data = global(llvm::ConstantDataArray::getString(module_.getContext(), value, false), 1);
  return llvm::ConstantStruct::getAnon({data, word(value.size())});
}

llvm::Constant* Code::text(const std::string& value) { return global(text_pair(value), 8); }

llvm::Value* Code::calendar(ir::CalendarId id) {
  if (!id.valid()) return llvm::ConstantPointerNull::get(builder_.getPtrTy());
  return module_.getOrInsertGlobal(calendar_symbol(id), builder_.getInt8Ty());
}

llvm::Value* Code::slot() {
  if (!slot_) {
    llvm::BasicBlock& entry = function_->getEntryBlock();
    llvm::IRBuilder<> first(&entry, entry.begin());
    auto* made = first.CreateAlloca(llvm::Type::getInt128Ty(module_.getContext()));
    made->setAlignment(llvm::Align(16));
    slot_ = made;
  }
  return slot_;
}

}  // namespace plumb::native
