#include "compiler/backends/native/emit/host.hpp"

#include <llvm/IR/LegacyPassManager.h>
#include <llvm/IR/Module.h>
#include <llvm/IR/Verifier.h>
#include <llvm/MC/TargetRegistry.h>
#include <llvm/Support/TargetSelect.h>
#include <llvm/Target/TargetMachine.h>
#include <llvm/TargetParser/Host.h>

#include <algorithm>
#include <mutex>
#include <string>
#include <vector>

namespace plumb::native {

namespace {

void initialise() {
  static std::once_flag once;
  std::call_once(once, [] {
    llvm::InitializeNativeTarget();
    llvm::InitializeNativeTargetAsmPrinter();
  });
}

// "+avx2,-sse4a,…" in one order.
std::string features_of(const llvm::StringMap<bool, llvm::MallocAllocator>& features) {
  std::vector<std::string> sorted;
  for (const auto& feature : features) sorted.push_back((feature.getValue() ? "+" : "-") + feature.getKey().str());
  std::sort(sorted.begin(), sorted.end(), [](const std::string& a, const std::string& b) { return a.substr(1) < b.substr(1); });
  std::string out;
  for (const std::string& feature : sorted) out += (out.empty() ? "" : ",") + feature;
  return out;
}

unsigned vector_bytes_of(const llvm::StringMap<bool, llvm::MallocAllocator>& features) {
  const auto has = [&](const char* name) { return features.lookup(name); };
  if (has("avx512f") && has("avx512bw") && has("avx512dq") && has("avx512vl")) return 64;
  return has("avx2") ? 32 : 16;
}

}  // namespace

Host::Host() = default;
Host::Host(Host&&) noexcept = default;
Host& Host::operator=(Host&&) noexcept = default;
Host::~Host() = default;

Result<Host> Host::here(Tier tier, unsigned vector_bytes) {
  initialise();
  const std::string triple = llvm::sys::getProcessTriple();
  const auto features = llvm::sys::getHostCPUFeatures();
  const std::string cpu = llvm::sys::getHostCPUName().str(), feature_text = features_of(features);
  std::string why;
  const llvm::Target* target = llvm::TargetRegistry::lookupTarget(triple, why);
  if (!target) return Error{"native.host", "LLVM makes no code for " + triple + ": " + why};
  const bool fast = tier == Tier::fast;
  llvm::TargetOptions options;
  options.EnableFastISel = fast;
  Host host;
  host.machine_.reset(target->createTargetMachine(triple, cpu, feature_text, options, llvm::Reloc::PIC_, llvm::CodeModel::Small,
                                                  fast ? llvm::CodeGenOptLevel::None : llvm::CodeGenOptLevel::Default, true));
  if (!host.machine_) return Error{"native.host", "LLVM makes no code for " + triple};
  host.machine_->setFastISel(fast);
  host.vector_bytes_ = vector_bytes_of(features);
  if (vector_bytes != 0) host.vector_bytes_ = std::min(host.vector_bytes_, vector_bytes);
  return host;
}

void Host::prepare(llvm::Module& module) const {
  module.setTargetTriple(machine_->getTargetTriple().str());
  module.setDataLayout(machine_->createDataLayout());
}

Result<std::string> Host::object_of(llvm::Module& module) const {
#ifndef NDEBUG
  std::string broken;
  llvm::raw_string_ostream why(broken);
  if (llvm::verifyModule(module, &why)) return Error{"native.compile", "what was emitted is no valid LLVM IR: " + broken};
#endif
  llvm::SmallVector<char, 0> bytes;
  llvm::raw_svector_ostream out(bytes);
  llvm::legacy::PassManager passes;
  llvm::MCContext* context = nullptr;
  if (machine_->addPassesToEmitMC(passes, context, out, true)) return Error{"native.compile", "this target emits no objects"};
  passes.run(module);
  return std::string(bytes.data(), bytes.size());
}

}  // namespace plumb::native
