// Program → the invariants that it breaks. What passes may be relied on by every back end without further checks.
//
// Total: never crashes, whatever the program (decoded bytes included). Pure; thread-safe. A violation is our own bug or a
// damaged file, never wrong rule text.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

// The deepest expression, and the most instructions of one root with shared ones counted wherever they are used: what
// bounds the stack and the time of every evaluator. The front end's own limits lie below them.
inline constexpr uint32_t kMaxDepth = 1024;
inline constexpr uint64_t kMaxExpandedSize = 1u << 18;

// name, what holds.
#define PLUMB_IR_INVARIANTS(X)                                                                      \
  X(vocabulary_enums, "the vocabulary's enumerations have their fixed ids and enumerators")         \
  X(named, "every declaration has a name and an alias")                                             \
  X(distinct_names, "names are distinct within their kind")                                         \
  X(type_refs, "types refer to declared enumerations and taxonomies, and only where they have one") \
  X(set_size, "an enumeration with sets has at most 64 values")                                     \
  X(codes_in_preorder, "the codes of a taxonomy are stored in pre-order, with parent and end")      \
  X(matter_stages, "a matter has stages, each once")                                                \
  X(document_period, "a document's period does not end before it begins")                           \
  X(department_refs, "departments that are referred to exist")                                      \
  X(citation_refs, "cited documents, clauses and obligations exist")                                \
  X(effect_refs, "effects that are referred to exist")                                              \
  X(calendar_refs, "calendars that are referred to exist")                                          \
  X(calendar_sorted, "a calendar's days are sorted, distinct and within its cover")                 \
  X(parameter_versions, "a parameter's versions ascend by date")                                    \
  X(parameter_values, "a parameter's values have its type")                                         \
  X(role_masks, "role masks name roles of the vocabulary")                                          \
  X(staleness_limit, "a staleness limit is not negative")                                           \
  X(constants_fit, "constants lie within their types")                                              \
  X(operand_storage, "operands are stored in node order without gaps")                              \
  X(operands_precede, "operands precede their users")                                               \
  X(operand_counts, "every instruction has its number of operands")                                 \
  X(operand_types, "operands and result have the instruction's types")                              \
  X(constant_operands, "the sets and codes of a membership test are constants")                     \
  X(leaf_refs, "what a leaf names exists")                                                          \
  X(leaf_types, "a leaf has the type of what it names")                                             \
  X(unused_immediates, "instructions without an immediate have none")                               \
  X(shared_nodes, "no two nodes and no two constants are equal")                                    \
  X(quantifiers_flat, "quantifiers do not nest")                                                    \
  X(expression_depth, "no expression is deeper than kMaxDepth")                                     \
  X(expression_size, "no expression expands beyond kMaxExpandedSize")                               \
  X(measure_matter, "a measure's matter exists")                                                    \
  X(measure_stage, "a measure's stage is one of its matter's")                                      \
  X(measure_period, "a measure's period is not empty")                                              \
  X(measure_versions, "measures of one name have disjoint periods")                                 \
  X(measure_basis, "a measure cites something")                                                     \
  X(measure_reach, "a measure reaches somebody, and `anyone` excludes the rest")                    \
  X(measure_roots, "conditions, exceptions and arguments are nodes of the program")                 \
  X(boolean_conditions, "conditions and exceptions are boolean")                                    \
  X(matter_fields, "matter fields are fields, of that type, of the measure's matter")               \
  X(triggers_need_reach, "a measure that reaches anyone asks nothing of triggers")                  \
  X(argument_types, "arguments have the number and types that the effect declares")                 \
  X(arguments_ask_no_trigger, "an argument asks nothing of a single trigger")

enum class Invariant : uint8_t {
#define PLUMB_IR_ENUMERATOR(name, description) name,
  PLUMB_IR_INVARIANTS(PLUMB_IR_ENUMERATOR)
#undef PLUMB_IR_ENUMERATOR
};
inline constexpr int kInvariantCount = 0
#define PLUMB_IR_COUNT(name, description) +1
    PLUMB_IR_INVARIANTS(PLUMB_IR_COUNT)
#undef PLUMB_IR_COUNT
    ;

const char* name(Invariant invariant);
const char* description(Invariant invariant);

struct Violation {
  Invariant invariant;
  std::string where;  // "measure luxury_lodging", "node %12"
};
// "measure_basis (measure luxury_lodging): a measure cites something"
std::string text(const Violation& violation);

// Empty when all hold. Where declarations or nodes are broken, the measures that stand on them are not looked at.
std::vector<Violation> verify(const Program& program);

}  // namespace plumb::ir
