#include "runtime/snapshot/reach.hpp"

#include "compiler/ir/predicate_table.h"

namespace plumb::snapshot {

uint64_t reach_bit(Direction direction, std::optional<Role> role) {
  const auto r = role ? static_cast<unsigned>(*role) : 0U;
  switch (direction) {
    case Direction::self:
      return 1;
    case Direction::debtor:
      return uint64_t{1} << (1 + r);
    case Direction::own:
      return uint64_t{1} << (1 + PLUMB_ROLE_CAPACITY + r);
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
