// Names in scenarios → what they stand for in the program; unknown ones are reported with the nearest known name.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/ir/program.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::scenarios {

class Names {
 public:
  Names(const ir::Program& program, diagnostics::Sink& sink) : program_(program), sink_(sink) {}

  std::optional<ir::MatterId> matter(const ast::Name& name);
  std::optional<ir::EffectId> effect(const ast::Name& name);
  std::optional<ir::ParameterId> parameter(const ast::Name& name);
  std::optional<Role> role(const ast::Name& name);
  std::optional<Sector> sector(const ast::Name& name);
  // All versions of the measure; empty when unknown.
  std::vector<ir::MeasureId> measure(const ast::Name& name);
  std::optional<uint32_t> field(ir::MatterId matter, const ast::Name& name);
  // The alias of a matter or a measure, for permits.
  std::optional<std::string> permit_target(const ast::Name& name);

  const ir::Program& program() const { return program_; }
  diagnostics::Sink& sink() { return sink_; }

  // Reports `name` as unknown among `known`; `kind` has the arguments given.
  void unknown(diagnostics::Kind kind, const ast::Name& name, diagnostics::Arguments arguments, const std::vector<ir::Name>& known);

 private:
  const ir::Program& program_;
  diagnostics::Sink& sink_;
};

}  // namespace plumb::scenarios
