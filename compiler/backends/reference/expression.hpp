// One expression of the IR in one scope → its Answer and, when asked, its explanation. Private to this folder.
//
// ask() evaluates the operands and hands them to the family of the instruction; each family has a file of its own.
#pragma once

#include <span>

#include "compiler/backends/reference/answer.hpp"

namespace plumb::reference {

// Where an expression is evaluated: for a measure, and for one trigger inside the trigger part and quantifiers.
struct Scope {
  const Inputs& inputs;
  const ir::Measure& measure;
  const Trigger* trigger = nullptr;

  const ir::Program& program() const { return *inputs.program; }
};

// `explanation`, where not null, receives truth or value, missing and children; its kind and index are left alone.
Answer ask(const Scope& scope, ir::NodeId node, Explanation* explanation);

Answer fault(const Scope& scope);
// The pair (entry, way) itself: true, or unknown with its reason.
Answer pair_of(const Trigger& trigger);

using Answers = std::span<const Answer>;

Answer leaf(const Scope& scope, const ir::Node& node);
Answer logic(const ir::Node& node, Answers operands);
Answer comparison(const ir::Node& node, Answers operands);
Answer membership(const Scope& scope, const ir::Node& node, Answers operands);
Answer arithmetic(const Scope& scope, const ir::Node& node, Answers operands);
Answer date_arithmetic(const Scope& scope, const ir::Node& node, Answers operands);
Answer selection(Answers operands);
Answer listed_on(const Scope& scope, Answers operands);
Answer quantified(const Scope& scope, ir::NodeId node, Explanation* explanation);

}  // namespace plumb::reference
