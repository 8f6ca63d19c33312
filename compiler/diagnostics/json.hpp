// Diagnostics → JSON, for tools. One object a finding:
//
//   {"code":"P0207","kind":"unknown_field","severity":"error","message":"…","path":"07.plumb","line":12,"column":13,
//    "end":{"line":12,"column":15},"offset":{"begin":411,"end":417},"label":"…",
//    "related":[{"path","line","column","end","offset","label"}…],"helps":["…"],
//    "fixes":[{"title":"…","edits":[{"path":"…","begin":411,"end":417,"replacement":"星级"}]}]}
//
// Lines and columns are 1-based, columns in code points; offsets are 0-based bytes of the file as it lies on disk (a
// byte-order mark counts). A finding about no place has no path and no position. `message`, labels and helps are in the
// language asked for; `code`, `kind`, `severity` never change with it.
#pragma once

#include <boost/json/value.hpp>
#include <span>
#include <string>

#include "compiler/base/source.hpp"
#include "compiler/diagnostics/diagnostic.hpp"

namespace plumb::diagnostics {

boost::json::object to_json(const Diagnostic& diagnostic, const SourceMap& sources, Language language);
// {"errors":1,"warnings":0,"diagnostics":[…]} with a newline at the end.
std::string render_json(std::span<const Diagnostic> diagnostics, const SourceMap& sources, Language language);

}  // namespace plumb::diagnostics
