// The phases of an analysis, in the order in which analysis.cpp runs them. Each reads the files' declarations of one kind,
// adds to the program and the scope, and reports; a later one may use what the earlier ones declared. Internal.
#pragma once

#include <optional>
#include <vector>

#include "compiler/semantics/context.hpp"

namespace plumb::semantics {

using Files = std::vector<ast::File>;

// f(declaration, node) for each declaration of type T.
template <typename T, typename F>
void each(const Files& files, F f) {
  for (const ast::File& file : files) {
    for (const ast::Declaration& declaration : file.declarations) {
      if (const T* node = std::get_if<T>(&declaration.node)) f(declaration, *node);
    }
  }
}

// What ids of a rule set built on became in this program.
struct Imported {
  const ir::Program* from = nullptr;
  std::vector<uint32_t> enums, taxonomies, matters, effects, departments, parameters, documents, calendars;

  ir::Type map(ir::Type type) const;
  ir::Value map(ir::Value value) const;
  ir::Citation map(ir::Citation citation) const;
};

void declare_ruleset(Context& context, const Files& files, bool parsed_whole);                                  // ruleset.cpp
std::vector<Imported> import_declarations(Context& context, const std::vector<const ir::Program*>& builds_on);  // imports.cpp
void declare_departments(Context& context, const Files& files);                                                 // parties.cpp
void declare_roles(Context& context, const Files& files);                                                       // parties.cpp
void declare_types(Context& context, const Files& files);                                                       // enumerations.cpp
void declare_calendars(Context& context, const Files& files);                                                   // calendars.cpp
void declare_documents(Context& context, const Files& files);                                                   // documents.cpp
void declare_effects(Context& context, const Files& files, std::vector<Imported>& imported);                    // effects.cpp
void complete_ruleset(Context& context, const Files& files);                                                    // ruleset.cpp: default calendar, remedies
void declare_parameters(Context& context, const Files& files);                                                  // parameters.cpp
void declare_matters(Context& context, const Files& files);                                                     // matters.cpp
void declare_definitions(Context& context, const Files& files);                                                 // definitions.cpp: defines and tables
void import_measures(Context& context, const std::vector<Imported>& imported);                                  // imports.cpp
void declare_measures(Context& context, const Files& files);                                                    // measures.cpp
void declare_waivers(Context& context, const Files& files);                                                     // documents.cpp
void check_obligations(Context& context, const Files& files, size_t own_documents_from);                        // obligations.cpp
void note_scenario_names(Context& context, const Files& files);                                                 // scenario_names.cpp
void check_uses(Context& context, const Files& files);                                                          // uses.cpp
// Only what a declaration reaches, in the order in which it is reached: a program does not depend on what was tried.
void compact(Context& context);  // compact.cpp

// 依据 新政办48号 “二（七）1” 住宿. Reports; `obligation_needed`: a clause with several must say which.
std::optional<ir::Citation> cite(Context& context, const ast::Basis& basis, bool obligation_needed);
std::vector<ir::Citation> cite_all(Context& context, const std::vector<ast::Basis>& basis, bool obligation_needed);
std::vector<ir::DepartmentId> resolve_departments(Context& context, const std::vector<ast::Name>& names);

// Reports gaps and overlaps of a checked table; whether every case has a row for certain. `cells` are the rows' cells as
// lowered against placeholders, `values` the rows' values.
bool analyse_table(Context& context, const Callable& callable, const std::vector<std::vector<ir::NodeId>>& cells,
                   const std::vector<ir::NodeId>& values);  // table_cases.cpp

// The value of a literal constant of this type; reports anything else.
std::optional<ir::Value> fixed_value(Context& context, const ast::Expr& expr, ir::Type type);  // parameters.cpp

void missing(Context& context, Span span, diagnostics::Term of, const std::string& name, diagnostics::Term clause);  // ruleset.cpp

}  // namespace plumb::semantics
