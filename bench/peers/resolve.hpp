// A rule set → the same rule set asked of facts that are already resolved: what a measure asks of the entry behind a trigger
// becomes a boolean (or other) field of the matter. Peers know no triggers; so that all engines decide from the same input,
// Plumb included, the bench replaces them in the program itself.
//
//   listed on F                  → field listed_on_F   of the matter: whether the entry stood on the day in field F
//   X of the entry               → field entry_X       of the matter
//
// Used by the exporter and by Plumb's driver. Pure.
#pragma once

#include <memory>
#include <vector>

#include "compiler/base/result.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::bench {

// A field that took the place of a question to the trigger. It comes after the fields that the matter had.
struct ResolvedFact {
  ir::MatterId matter;
  uint32_t field = 0;
  ir::Op op = ir::Op::listed_on;                              // or listing_field
  ir::ListingField listing = ir::ListingField::published_on;  // of listing_field
  uint32_t date_field = 0;                                    // of listed_on: the field that holds the day
};

struct Resolved {
  std::shared_ptr<const ir::Program> original, program;
  std::vector<ResolvedFact> facts;
};

// Errors: bench.inexpressible for a question that needs more than one fact (quantifiers, listed on a computed day).
// REQUIRES: program verified.
Result<Resolved> resolve(std::shared_ptr<const ir::Program> program);

}  // namespace plumb::bench
