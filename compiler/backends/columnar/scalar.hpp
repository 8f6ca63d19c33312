// One value of one row, and the instructions that are computed a row at a time: exact numbers, dates and terms, texts.
// Private to this folder; the batch and the point decision both call it, so that they cannot differ.
//
// The rules of docs/meaning.md: half to even, and what cannot be represented is a fault.
#pragma once

#include <cstring>
#include <optional>

#include "compiler/ir/predicate_table.h"
#include "compiler/ir/program.hpp"

namespace plumb::columnar {

// As ir::Value: `text` for texts, `number` for everything else. All bits zero is a value of every type.
union Cell {
  int128 number;
  PlumbText text;
};
static_assert(sizeof(Cell) == 16);

Cell cell_of(const ir::Value& value);

// An instruction over one or two values, with the types that decide how it is computed.
struct Computation {
  ir::Op op = ir::Op::add;
  ir::TypeKind left = ir::TypeKind::integer, right = ir::TypeKind::integer;
  const ir::Calendar* calendar = nullptr;
};
// Nothing on a fault. `b` is not looked at by negate.
std::optional<Cell> compute(const Computation& computation, const Cell& a, const Cell& b);

// equal … at_least of two values of one type.
bool compare(ir::Op op, bool texts, const Cell& a, const Cell& b);

// in_set: bit `value` of low; has_any, has_all: the set against low; in_codes: low <= value <= low + span.
bool test(ir::Op op, uint64_t low, uint64_t span, const Cell& value);

}  // namespace plumb::columnar
