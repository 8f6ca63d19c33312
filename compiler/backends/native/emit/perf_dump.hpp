// Linked machine code, its names and its lines → a file that perf reads: jitdump, version 1, by linux's
// tools/perf/Documentation/jitdump-specification.txt.
//
// One file a process, opened when first asked for and kept until the process ends; whole after every record. Any thread.
#pragma once

#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>

#include <memory>

#include "compiler/base/result.hpp"

namespace plumb::native {

// A plugin that writes what a layer links; the layer's objects need line tables that are kept (DebugInfoPreservationPlugin).
// Errors: native.link, with the path that cannot be written and why.
Result<std::shared_ptr<llvm::orc::ObjectLinkingLayer::Plugin>> perf_dump(llvm::orc::ExecutorProcessControl& process);

}  // namespace plumb::native
