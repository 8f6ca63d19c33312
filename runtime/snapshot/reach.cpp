#include "runtime/snapshot/reach.hpp"

#include "compiler/ir/reach_bits.hpp"

namespace plumb::snapshot {

uint64_t reach_bit(Direction direction, std::optional<Role> role) {
  switch (direction) {
    case Direction::self:
      return ir::kSelfBit;
    case Direction::debtor:
      return ir::debtor_bit(role.value());
    case Direction::own:
      return ir::own_bit(role.value());
  }
  return 0;
}

ReachWord reach_word(std::span<const Way> ways) {
  ReachWord word;
  for (const Way& way : ways) {
    if (way.standing == Standing::active || way.standing == Standing::removal_due) word.certain |= reach_bit(way.direction, way.role);
    if (way.standing == Standing::expired) word.uncertain |= reach_bit(way.direction, way.role);
  }
  word.uncertain &= ~word.certain;
  return word;
}

}  // namespace plumb::snapshot
