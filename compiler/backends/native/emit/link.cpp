#include "compiler/backends/native/emit/link.hpp"

#include <llvm/ExecutionEngine/Orc/Core.h>
#include <llvm/ExecutionEngine/Orc/DebugObjectManagerPlugin.h>
#include <llvm/ExecutionEngine/Orc/Debugging/DebugInfoSupport.h>
#include <llvm/ExecutionEngine/Orc/EPCDebugObjectRegistrar.h>
#include <llvm/ExecutionEngine/Orc/ExecutorProcessControl.h>
#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>
#include <llvm/ExecutionEngine/Orc/TargetProcess/JITLoaderGDB.h>
#include <llvm/ExecutionEngine/Orc/TaskDispatch.h>

#include "compiler/backends/native/emit/perf_dump.hpp"

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
};

Linked::Linked(std::unique_ptr<Session> session) : session_(std::move(session)) {}
Linked::~Linked() = default;

Result<std::unique_ptr<Linked>> Linked::link(const std::string& object, const Symbols& visible, const Tell& tell) {
  auto process = orc::SelfExecutorProcessControl::Create(nullptr, std::make_unique<orc::InPlaceTaskDispatcher>());
  if (!process) return Error{"native.link", llvm::toString(process.takeError())};
  auto session = std::make_unique<Session>(std::move(*process));
  if (tell.debugger) {
    auto registrar = std::make_unique<orc::EPCDebugObjectRegistrar>(session->session, orc::ExecutorAddr::fromPtr(&llvm_orc_registerJITLoaderGDBAllocAction));
    session->layer.addPlugin(std::make_shared<orc::DebugObjectManagerPlugin>(session->session, std::move(registrar), false, true));
  }
  if (!tell.perf_folder.empty()) {
    auto dump = perf_dump(tell.perf_folder, session->session.getExecutorProcessControl());
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
  if (!found) return session_->failed(found.takeError());
  std::vector<const void*> out;
  for (const std::string& name : names) out.push_back((*found)[session_->session.intern(name)].getAddress().toPtr<void*>());
  return out;
}

}  // namespace plumb::native
