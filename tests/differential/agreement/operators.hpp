// Every instruction with every operand type that it takes, and programs of measures that each put one of them to the test.
//
// The list is derived from the IR's signatures (compiler/ir/signature.hpp): a new instruction or type is in it at once.
#pragma once

#include <string>
#include <vector>

#include "compiler/ir/builder.hpp"
#include "tests/differential/agreement/rows.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::agreement {

// A leaf names one thing of its type: its operand type is that thing's.
struct OperatorCase {
  ir::Op op = ir::Op::constant;
  std::vector<ir::Type> operands;  // one for all of and, or; value and code for in_codes
  ir::Type result;
  uint32_t field = 0;  // of party_field and listing_field
};

// "divide money money -> ratio": the row of the coverage table.
std::string key(const ir::Node& node, std::span<const ir::Type> operands);
std::string key(const OperatorCase& c);

// All: first what a row decides, then quantifiers, listing fields and listed on, which are asked of triggers.
std::vector<OperatorCase> operator_cases();
// Their keys: of those that are asked of triggers, or of the others.
std::vector<std::string> operator_keys(bool triggers);

// Whether the instruction is asked of triggers.
bool asks_triggers(ir::Op op);

// Measures of world::kLodging, application stage, each with one of the cases [begin, end) in its condition, so that the
// condition turns on the case's result: it is compared with results that rows of the pools really give.
// REQUIRES: the pools are of a program with the declarations of testing::declarations().
ir::Program operator_program(testing::Random& random, const ValuePools& pools, std::span<const OperatorCase> cases);

}  // namespace plumb::agreement
