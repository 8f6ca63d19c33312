// Linked machine code, its names and its lines → a file that perf reads: jitdump, version 1, by linux's
// tools/perf/Documentation/jitdump-specification.txt.
//
// One file a process, opened when first asked for and kept until the process ends. It holds whole records: one that cannot be
// written to its end is taken back. Any thread.
#pragma once

#include <llvm/ExecutionEngine/Orc/ObjectLinkingLayer.h>

#include <memory>
#include <string>

#include "compiler/base/result.hpp"

namespace plumb::native {

// A plugin that writes what a layer links; the layer's objects need line tables that are kept (DebugInfoPreservationPlugin).
// The file is jit-PID.dump, in a new folder below the first `folder` that was asked for. Errors: native.link, with the path that
// cannot be written and why; and, when something is linked, the same of the layer.
Result<std::shared_ptr<llvm::orc::ObjectLinkingLayer::Plugin>> perf_dump(const std::string& folder, llvm::orc::ExecutorProcessControl& process);

}  // namespace plumb::native
