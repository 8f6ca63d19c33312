// A notice and the rule files' outlines → the edits that record the present digest of every declared clause.
//
// plumb coverage --accept. Nothing else of a rule file changes; the caller writes the files.
#pragma once

#include <vector>

#include "compiler/coverage/outline.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/ir/program.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::coverage {

// Edits to the files that declare `document`, none overlapping, in the order of the files; a digest that is up to date
// gives none. Clauses that the notice does not have are left alone. Apply with diagnostics::apply, one Fix a source.
std::vector<diagnostics::Edit> accept_digests(const ir::Document& document, const Outline& notice, const std::vector<ast::File>& files,
                                              const SourceMap& sources);

}  // namespace plumb::coverage
