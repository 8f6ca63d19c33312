#include "compiler/backends/native/emit/link.hpp"

#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/DebugObjectManagerPlugin.h>
#include <llvm/ExecutionEngine/Orc/Debugging/DebugInfoSupport.h>
#include <llvm/ExecutionEngine/Orc/Debugging/PerfSupportPlugin.h>
#include <llvm/ExecutionEngine/Orc/EPCDebugObjectRegistrar.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/ExecutionEngine/Orc/TargetProcess/JITLoaderGDB.h>
#include <llvm/ExecutionEngine/Orc/TargetProcess/JITLoaderPerf.h>
#include <llvm/ExecutionEngine/Orc/TaskDispatch.h>
#include <unistd.h>

#include <mutex>
#include <string_view>

namespace plumb::native {

namespace orc = llvm::orc;

struct Linked::Session {
  explicit Session(std::unique_ptr<orc::ExecutorProcessControl> process) : session(std::move(process)), layer(session) {
    session.setErrorReporter([this](llvm::Error error) { reported += llvm::toString(std::move(error)) + "; "; });
  }
  ~Session() { llvm::cantFail(session.endSession()); }

  Error failed(llvm::Error error) { return {"native.link", reported + llvm::toString(std::move(error))}; }

  std::string reported;
  orc::ExecutionSession session;
  orc::ObjectLinkingLayer layer;
  orc::JITDylib* code = nullptr;
  std::unique_lock<std::mutex> dump;  // while one is written
};

namespace {

// perf takes any number of dumps of a process. Each object has its own, ended when it is linked, for two faults of LLVM 19: it
// leaves the header's flags as it finds them, the eight bytes at 32, and perf refuses flags that it does not know (llvm-project
// pull request 175204 mends it); and until a dump is ended they are not in the file. The plugin would end it once more; it stays.
Result<std::shared_ptr<orc::PerfSupportPlugin>> begin_dump() {
  static auto& process = *new auto(orc::SelfExecutorProcessControl::Create(nullptr, std::make_unique<orc::InPlaceTaskDispatcher>()));
  if (!process) return Error{"native.link", "no dump for perf: " + llvm::toString(process.takeError())};
  const auto made = std::make_shared<orc::PerfSupportPlugin>(**process, orc::ExecutorAddr::fromPtr(&llvm_orc_registerJITLoaderPerfStart),
                                                             orc::ExecutorAddr::fromPtr(&llvm_orc_registerJITLoaderPerfEnd),
                                                             orc::ExecutorAddr::fromPtr(&llvm_orc_registerJITLoaderPerfImpl), true, false);
  static auto& kept = *new std::vector<std::shared_ptr<orc::PerfSupportPlugin>>;
  kept.push_back(made);
  return made;
}

void end_dump() {
  const std::string name = "/jit-" + std::to_string(::getpid()) + ".dump";
  constexpr int kMostFiles = 1024;
  std::string path(4096, 0);
  for (int number = 3; number < kMostFiles; ++number) {
    const ssize_t size = ::readlink(("/proc/self/fd/" + std::to_string(number)).c_str(), path.data(), path.size());
    if (size <= 0 || !std::string_view(path).substr(0, static_cast<size_t>(size)).ends_with(name)) continue;
    const int file = ::dup(number);
    (void)llvm_orc_registerJITLoaderPerfEnd(nullptr, 0);
    constexpr uint64_t kNoFlags = 0;
    (void)!::pwrite(file, &kNoFlags, sizeof kNoFlags, 32);
    ::close(file);
    return;
  }
}

// One dump at a time.
std::mutex dumping;

}  // namespace

Linked::Linked(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Linked::~Linked() = default;

Result<std::unique_ptr<Linked>> Linked::link(const std::string& object, const Symbols& visible, Tell tell) {
  auto process = orc::SelfExecutorProcessControl::Create(nullptr, std::make_unique<orc::InPlaceTaskDispatcher>());
  if (!process) return Error{"native.link", llvm::toString(process.takeError())};
  auto session = std::make_unique<Session>(std::move(*process));
  if (tell.debugger) {
    auto registrar = std::make_unique<orc::EPCDebugObjectRegistrar>(session->session, orc::ExecutorAddr::fromPtr(&llvm_orc_registerJITLoaderGDBAllocAction));
    session->layer.addPlugin(std::make_shared<orc::DebugObjectManagerPlugin>(session->session, std::move(registrar), false, true));
  }
  if (tell.profiler) {
    session->dump = std::unique_lock(dumping);
    auto dump = begin_dump();
    if (!dump) return dump.error();
    session->layer.addPlugin(std::make_shared<orc::DebugInfoPreservationPlugin>());
    session->layer.addPlugin(*std::move(dump));
  }
  // Bare: no symbols of the process, no platform. What is defined here is all that code can reach.
  session->code = &session->session.createBareJITDylib("rules");
  orc::SymbolMap symbols;
  for (const auto& [name, address] : visible) {
    symbols[session->session.intern(name)] = {orc::ExecutorAddr::fromPtr(address), llvm::JITSymbolFlags::Exported};
  }
  if (auto error = session->code->define(orc::absoluteSymbols(std::move(symbols)))) return session->failed(std::move(error));
  if (auto error = session->layer.add(*session->code, llvm::MemoryBuffer::getMemBufferCopy(object, "rules"))) return session->failed(std::move(error));
  return std::unique_ptr<Linked>(new Linked(std::move(session)));
}

Result<std::vector<const void*>> Linked::addresses(const std::vector<std::string>& names) {
  orc::SymbolLookupSet wanted;
  for (const std::string& name : names) wanted.add(session_->session.intern(name));
  auto found = session_->session.lookup(orc::makeJITDylibSearchOrder(session_->code), std::move(wanted));
  if (session_->dump.owns_lock()) {
    end_dump();
    session_->dump.unlock();
  }
  if (!found) return session_->failed(found.takeError());
  std::vector<const void*> out;
  for (const std::string& name : names) out.push_back((*found)[session_->session.intern(name)].getAddress().toPtr<void*>());
  return out;
}

}  // namespace plumb::native
