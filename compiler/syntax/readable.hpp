// Whether a source can be read at all: size and encoding. Shared by parse and format.
#pragma once

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/sink.hpp"

namespace plumb::syntax {

// Reports and returns true when the source is too large or not UTF-8.
bool report_unreadable(const Source& source, SourceId id, diagnostics::Sink& sink);

}  // namespace plumb::syntax
