// What the phases of one analysis share: the program being built, the scope, where to report. Internal to this folder.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/ir/builder.hpp"
#include "compiler/semantics/analysis.hpp"
#include "compiler/semantics/lints.hpp"
#include "compiler/semantics/scope.hpp"

namespace plumb::semantics {

// An expression lowered.
struct Typed {
  ir::NodeId node;
  ir::Type type;
};

// A define or a table: its text, kept for putting it in the place of each call.
struct Callable {
  Thing thing = Thing::definition;
  ir::Name name;
  Span span;
  const std::vector<ast::Parameter>* arguments = nullptr;
  const ast::Expr* body = nullptr;             // of a define
  const ast::Table* table = nullptr;           // of a table
  std::vector<std::optional<ir::Type>> types;  // of the arguments; nothing where it could not be made out
  std::optional<ir::Type> result;
  bool broken = false;    // reported already: calls of it are not reported again
  bool complete = false;  // a table in which every case has a row
};

// The nodes of one program, and how large each is when its sharing is undone: what one evaluation may cost.
class Nodes {
 public:
  explicit Nodes(ir::Program& program) : program_(program), builder_(program) {}
  ir::Builder& build() { return builder_; }
  // Saturates.
  uint64_t tree_size(ir::NodeId node);
  uint32_t depth(ir::NodeId node);

 private:
  void measure_new_nodes();

  ir::Program& program_;
  ir::Builder builder_;
  std::vector<uint64_t> sizes_;
  std::vector<uint32_t> depths_;
};

struct Context {
  Context(const SourceMap& source_map, diagnostics::Sink& into, Analysis& result, ir::Program& built)
      : sources(source_map), sink(into), analysis(result), program(built), nodes(built), scope(into, result), lints(into) {}

  const SourceMap& sources;
  diagnostics::Sink& sink;
  Analysis& analysis;
  ir::Program& program;
  Nodes nodes;
  Scope scope;
  Lints lints;
  std::vector<Callable> callables;
  // A definition's body with these arguments, put in place once.
  std::map<std::pair<uint32_t, std::vector<ir::NodeId>>, std::optional<Typed>> calls;
  // Spans of what the program keeps without any.
  std::vector<std::unordered_map<std::string, uint32_t>> clause_paths;   // by document: path → clause
  std::vector<std::vector<Span>> clause_spans;                           // by document, clause
  std::vector<std::vector<std::vector<Span>>> obligation_spans;          // by document, clause, obligation
  std::vector<const ast::ParameterDecl*> parameters;                     // by ParameterId; null: not of these files
  std::set<std::pair<uint32_t, std::optional<Date>>> imported_measures;  // first of the name, from
  size_t imported_measure_count = 0;
  // What has a type that could not be read: fields by matter and index, parameters by id. Whatever uses them is passed over.
  std::set<std::pair<uint32_t, uint32_t>> untyped_fields;
  std::set<uint32_t> untyped_parameters;
  std::string citing;  // the measure whose basis is being read: its name may tell which obligation is meant

  bool ascii(Span span) const;  // whether the writer wrote ASCII there
};

// The largest expression, sharing undone, that a measure may hold: a bound on what deciding it costs.
inline constexpr uint64_t kMostSteps = 100'000;
// How deep expressions may build on one another, definitions put in place.
inline constexpr uint32_t kDeepest = 400;
// And what comes of it, in instructions: a table's rows each stand within the one before.
inline constexpr uint32_t kDeepestNode = 1000;

}  // namespace plumb::semantics
