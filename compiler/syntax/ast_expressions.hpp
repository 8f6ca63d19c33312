// The syntax tree of an expression: literals, names, operators, in the order and with the brackets in which they were written.
//
// Values only (ast.hpp); no name is resolved and no type known.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/decimal.hpp"
#include "compiler/syntax/ast_names.hpp"

namespace plumb::ast {

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct BoolLiteral {
  bool value = false;
};
struct IntegerLiteral {
  int64_t value = 0;
};  // 4
struct DecimalLiteral {
  Decimal value;
};  // 3.5
struct MoneyLiteral {
  Money value;
};  // 500元, 3.5 万元
struct RatioLiteral {
  Decimal value;
};  // 10% is 0.1
struct DateValue {
  Date value;
};  // 2019-05-30
struct DurationLiteral {
  Duration value;
};  // 3 个工作日
struct TextLiteral {
  std::string value;
};  // “…”
struct CodeLiteral {
  std::string code;
};  // 0310, after 属于: a numeric taxonomy code with its zeros
struct UnsetLiteral {};    // 未定, as a parameter's value only
struct UnknownLiteral {};  // 未知, in scenarios only
struct NameRef {
  Name name;
};  // 星级, 决定日期, an enumerator, a parameter
struct Member {
  ExprPtr object;
  Name member;
};  // 主体的所属行业, 失信记录的发布日期
struct Call {
  Name callee;
  std::vector<ExprPtr> arguments;
};  // 列入期间(取得日期), 已知(x), a define, a table
struct SetLiteral {
  std::vector<ExprPtr> elements;
};  // {特级、一级}
enum class Quantifier : uint8_t { exists, all, count };
struct Quantified {
  Quantifier quantifier;
  ExprPtr condition;
};  // 存在(…) 均(…) 计数(…)
struct Not {
  ExprPtr operand;
};
struct Negate {
  ExprPtr operand;
};
enum class BinaryOp : uint8_t { logical_and, logical_or, add, subtract, multiply, divide };
struct Binary {
  BinaryOp op;
  ExprPtr left, right;
  Span op_span;
  bool bracketed = false;
};
enum class CompareOp : uint8_t { equal, not_equal, at_least, at_most, above, below };
struct Compare {
  CompareOp op;
  ExprPtr left, right;
  Span op_span;
};
struct Between {
  ExprPtr value, low, high;
};  // inclusive
enum class MembershipOp : uint8_t { in, not_in, has_any, has_all };
struct Membership {
  MembershipOp op;
  ExprPtr value;
  ExprPtr set;
  Span op_span;
};
enum class ListOp : uint8_t { any_of, all_of };
struct ConditionList {
  ListOp op;
  std::vector<ExprPtr> conditions;
};  // 下列之一 {…；…}
struct If {
  ExprPtr condition, then, otherwise;
};

struct Expr {
  std::variant<BoolLiteral, IntegerLiteral, DecimalLiteral, MoneyLiteral, RatioLiteral, DateValue, DurationLiteral, TextLiteral, CodeLiteral, UnsetLiteral,
               UnknownLiteral, NameRef, Member, Call, SetLiteral, Quantified, Not, Negate, Binary, Compare, Between, Membership, ConditionList, If>
      node;
  Span span;
  bool bracketed = false;  // written in ( )
};

}  // namespace plumb::ast
