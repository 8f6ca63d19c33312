// A program → its single-leaf mutants: every way to get one leaf of one measure wrong.
//
// Of a condition: each member of a set left out, each other value put in; each constant one off, each comparison another;
// each leaf denied; each operand of 且 and 或 left out, the connective swapped. Of a measure: each role taken from or added to
// its reach, its own reach, debtor and own swapped, kind of party, stage, matter, effect, condition, exceptions, period. Of
// an effect's argument: its leaves as those of a condition, with the cells of the tables it asks; itself left open. Of a
// document: its first and last day. Of a parameter: each value that is set, and the day from which it holds.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "compiler/ir/program.hpp"

namespace plumb::mutation {

// In both languages: a clause that continues "no scenario notices that …".
struct Description {
  std::string en, zh;
};

struct Mutant {
  ir::MeasureId measure;                          // invalid: a document's or a parameter's
  std::function<Description(ir::Program&)> make;  // changes a copy of the original
};

// In declared order; deterministic. The mutants refer to nothing of `program`.
std::vector<Mutant> mutants_of(const ir::Program& program);
// The values next to one, each wrong: one off, a hundredth, any other enumerator. None of texts, sets and codes. For mutants_of.
std::vector<ir::Value> neighbours(const ir::Program& program, const ir::Value& value);
// Of one condition, exception or argument; `where` opens the sentence, `assign` puts the new root in its place. For mutants_of.
void mutate_expression(const ir::Program& program, ir::MeasureId measure, ir::NodeId root, const Description& where,
                       const std::function<void(ir::Measure&, ir::NodeId)>& assign, std::vector<Mutant>& out);

}  // namespace plumb::mutation
