// One measure → the blocks that tell it: a sentence with its conditions, exceptions, amounts, departments, period, notes.
#pragma once

#include <vector>

#include "compiler/backends/prose/page.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::prose {

// Appends to `page`, in its language; headings at `level`.
void tell_measure(const ir::Program& program, const ir::Measure& measure, int level, Page& page);

// "自2019年5月30日起：500元" for each version of a parameter; 尚未确定 where unset.
std::vector<std::string> parameter_versions(const ir::Program& program, const ir::Parameter& parameter, Language language);

}  // namespace plumb::prose
