// A way in which an entry may touch a party → its bit in a reach word, as predicate_table.h numbers them.
//
// Apart from predicate_table.hpp, so that a snapshot can make reach words without knowing what a program is. Pure.
#pragma once

#include <cstdint>

#include "compiler/base/vocabulary.hpp"
#include "compiler/ir/predicate_table.h"

namespace plumb::ir {

inline constexpr uint64_t kSelfBit = 1;
constexpr uint64_t debtor_bit(Role role) { return uint64_t{1} << (1 + static_cast<int>(role)); }
constexpr uint64_t own_bit(Role role) { return uint64_t{1} << (1 + PLUMB_ROLE_CAPACITY + static_cast<int>(role)); }

// REQUIRES: one of the bits above.
constexpr Direction direction_of(uint64_t bit) {
  if (bit == kSelfBit) return Direction::self;
  return bit < own_bit(Role::legal_representative) ? Direction::debtor : Direction::own;
}

}  // namespace plumb::ir
