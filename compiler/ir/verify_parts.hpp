// The three stages of verify(); each relies on the ones before it having found nothing. Private to this folder.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "compiler/ir/program.hpp"
#include "compiler/ir/verifier.hpp"

namespace plumb::ir {

struct Violations {
  std::vector<Violation> list;
  void require(bool holds, Invariant invariant, const std::string& where) {
    if (!holds) list.push_back({invariant, where});
  }
};

bool type_exists(const Program& program, Type type);
void verify_basis(const Program& program, const std::vector<Citation>& basis, const std::string& where, Violations& found);
void verify_departments(const Program& program, const std::vector<DepartmentId>& departments, const std::string& where, Violations& found);

void verify_declarations(const Program& program, Violations& found);
void verify_nodes(const Program& program, Violations& found);
void verify_measures(const Program& program, Violations& found);

}  // namespace plumb::ir
