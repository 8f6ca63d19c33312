#include "compiler/ir/verifier.hpp"

#include "compiler/ir/verify_parts.hpp"

namespace plumb::ir {

namespace {

struct Entry {
  const char* name;
  const char* description;
};
constexpr Entry kEntries[] = {
#define PLUMB_IR_ENTRY(name, description) {#name, description},
    PLUMB_IR_INVARIANTS(PLUMB_IR_ENTRY)
#undef PLUMB_IR_ENTRY
};

}  // namespace

const char* name(Invariant invariant) { return kEntries[static_cast<size_t>(invariant)].name; }
const char* description(Invariant invariant) { return kEntries[static_cast<size_t>(invariant)].description; }

std::string text(const Violation& violation) {
  return std::string(name(violation.invariant)) + " (" + violation.where + "): " + description(violation.invariant);
}

std::vector<Violation> verify(const Program& program) {
  Violations found;
  verify_declarations(program, found);
  if (!found.list.empty()) return found.list;
  verify_nodes(program, found);
  if (!found.list.empty()) return found.list;
  verify_measures(program, found);
  return found.list;
}

}  // namespace plumb::ir
