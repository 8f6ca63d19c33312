// Two words, one bit a way in which an entry may touch a party (compiler/ir/predicate_table.h, convention 2).
#pragma once

#include <cstdint>

namespace plumb::snapshot {

struct ReachWord {
  uint64_t certain = 0;
  uint64_t uncertain = 0;
  friend bool operator==(const ReachWord&, const ReachWord&) = default;
};

}  // namespace plumb::snapshot
