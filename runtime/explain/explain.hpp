// A decision → why: for each measure sentences that a clerk can read to the person, and the tree that they are drawn from.
//
// {"sentences":[…],"endings":[…],"remedies":[{"text","basis"}],"departments":[…],"executing":[…],"tree":{…}}. Sentences say
// which measure by which clause, which entry through whom, conditions with their values, exceptions, permit or retention,
// what is missing and would close it. Nothing here commands: the official decides. Identifiers of other persons are masked.
// Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "runtime/decide/decide.hpp"
#include "runtime/explain/wording.hpp"

namespace plumb::explain {

// Why one measure came out as it did.
struct Reasons {
  std::vector<std::string> sentences;
  std::vector<std::string> endings;  // what would lift it
  std::vector<const ir::Remedy*> remedies;
  reference::Explanation tree;
};

// REQUIRES: `decision` comes from decide() with the same context.
Reasons reasons(const Wording& wording, const decide::Decision& decision, const decide::MeasureDecision& measure);

// Fills `explanation` of every measure.
void explain(const decide::Context& context, Language language, bool reveal, decide::Decision& decision);

}  // namespace plumb::explain
