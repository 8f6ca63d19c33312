// The sweep as an engineer would write it for this one rule set, without Plumb: raw columns → counts, in plain loops.
//
// The peer that the product is measured against in C++. It knows xinan-2019-48 by heart (measures, fields, enumerators are
// in the code) and takes from the county only columns; names tie them together. Nothing of the product's evaluation is used.
// One object is used by one thread, which may ask it to use several.
#pragma once

#include <memory>

#include "bench/sweep/counts.hpp"
#include "bench/sweep/raw_county.hpp"

namespace plumb::bench {

class HandCounty;

class ByHand {
 public:
  // Lays out what does not hang on the date: each party's entries, roles at listed organisations and listed officers.
  // REQUIRES: `program` is xinan-2019-48 (the process ends when it is not); both outlive this object.
  ByHand(const ir::Program& program, const RawCounty& county);
  ~ByHand();

  // One word a party, by two passes over entries and relations.
  void make_reach(int32_t date, unsigned threads);
  // Every row against the measures of its matter and stage. REQUIRES: make_reach was called.
  SweepCounts sweep(unsigned threads) const;

 private:
  std::unique_ptr<HandCounty> county_;
};

}  // namespace plumb::bench
