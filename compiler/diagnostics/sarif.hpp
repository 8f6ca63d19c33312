// Diagnostics → SARIF 2.1.0 (OASIS, errata 01), which code-review tools read. Columns are code points
// (columnKind unicodeCodePoints); byte offsets are those of the file on disk; paths become relative URIs.
#pragma once

#include <span>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/diagnostic.hpp"

namespace plumb::diagnostics {

// One run of the tool "plumb" of the given version, with a rule for each kind that occurs. Ends with a newline.
std::string render_sarif(std::span<const Diagnostic> diagnostics, const SourceMap& sources, Language language, std::string_view version);

// RFC 3986: everything but unreserved characters and '/' is percent-encoded; an absolute path becomes a file: URI.
std::string path_uri(std::string_view path);

}  // namespace plumb::diagnostics
