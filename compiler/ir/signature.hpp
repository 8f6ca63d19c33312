// The types of every instruction: which operand types each Op takes and what it yields. The builder asserts it, the
// verifier proves it, the front end may ask before it builds. Pure.
#pragma once

#include <optional>
#include <span>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

// How many operands an Op takes; `most` is UINT32_MAX where there is no limit.
struct Arity {
  uint32_t least = 0, most = 0;
};
Arity arity(Op op);

// Leaves have no operands and take their type from what they name; every other Op's type follows from its operands.
bool is_leaf(Op op);

// Order is defined on integer, decimal, money, ratio and date; equality on every type but duration.
bool has_order(TypeKind kind);
bool has_equality(TypeKind kind);

// The type of `op` over operands of these types, nothing when it does not take them. For money ÷ money: decimal.
// REQUIRES: !is_leaf(op). Does not look at whether an operand is a constant (the verifier does).
std::optional<Type> result_type(Op op, std::span<const Type> operand_types);
// As result_type, but says whether `result` is one of the possible results (money ÷ money may be a ratio too).
bool yields(Op op, Type result, std::span<const Type> operand_types);

}  // namespace plumb::ir
