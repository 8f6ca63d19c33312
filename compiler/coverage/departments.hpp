// The departments that a notice's text names ↔ the departments that a rule set declares.
//
// The text runs names together with 、 and may use short ones; a class of departments (各市场监管、行业主管部门) holds a 、
// itself. So the declared names are looked for first, the longest one at each place.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/coverage/outline.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::coverage {

struct NamedDepartments {
  std::vector<ir::DepartmentId> known;  // in the text's order, without repetitions
  std::vector<std::string> unknown;     // names that no declaration has
};

// `list` as it stands in the text: 县财政局、县发改委.
NamedDepartments split_departments(const ir::Program& program, std::string_view list);

// Departments that carry a measure out on another's guidance, as the body names them: …指导县住建局、县交通局等相关部门.
std::vector<ir::DepartmentId> executing_departments(const ir::Program& program, const TextClause& clause);

// Whether a declared name of the department (full or short) stands anywhere in the clause's body.
bool is_named(const ir::Program& program, ir::DepartmentId department, const TextClause& clause);

}  // namespace plumb::coverage
