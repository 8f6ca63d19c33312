// The ways that touch a party on a date → two words, one bit a way (compiler/ir/predicate_table.h, convention 2).
//
// A certain bit is a true trigger, an uncertain one an expired entry. A bit that is certain is not uncertain as well.
// Retentions, permits and masked records are not in the words: they are settled one by one for the few parties that have them.
#pragma once

#include <cstdint>
#include <span>

#include "runtime/snapshot/reach_word.hpp"
#include "runtime/snapshot/ways.hpp"

namespace plumb::snapshot {

// REQUIRES: a role for `debtor` and `own`; none is looked at for `self`.
uint64_t reach_bit(Direction direction, std::optional<Role> role);
ReachWord reach_word(std::span<const Way> ways);

}  // namespace plumb::snapshot
