// One expression as written → a node of the program, its names resolved and its types checked on the way.
//
// There is no implicit conversion. Values of an enumeration take their type from what they are compared with, so each
// comparison first looks (peek) at what either side says about itself. Definitions are put in the place of their calls;
// what that may cost is bounded while it is done (context.hpp: kMostSteps, kDeepest).
//   expressions.cpp  dispatch, literals        value_names.cpp  names, members       comparisons.cpp  = < 属于 介于
//   logic.cpp        且 或 非 若 存在           arithmetic.cpp   + - * / dates        calls.cpp        已知 列入期间, definitions, tables
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "compiler/semantics/context.hpp"

namespace plumb::semantics {

// What an expression may look at.
struct View {
  enum class Place : uint8_t { condition, effect_argument, definition, fixed_value };
  Place place = Place::fixed_value;
  ir::MatterId matter;                                      // invalid: no fields
  bool anyone = false;                                      // the measure does not look at the list
  ir::MeasureId measure;                                    // whose branches are noted; invalid: none
  const std::vector<ast::Parameter>* parameters = nullptr;  // of a definition, with what stands for them
  std::vector<std::optional<Typed>> bindings;
  bool check_only = false;  // a definition checked by itself: calls are typed, not put in place
  // For messages about size and depth.
  Thing owner_thing = Thing::measure;
  std::string owner;
  Span owner_span;
};

class Lowering {
 public:
  Lowering(Context& context, View view) : context_(context), view_(std::move(view)) {}

  // Nothing when something is wrong, which has been reported. `expected` helps to resolve values of enumerations; the
  // result may still be of another type.
  std::optional<Typed> expression(const ast::Expr& expr, std::optional<ir::Type> expected = {});
  // As expression, and reports another type than this.
  std::optional<Typed> of_type(const ast::Expr& expr, ir::Type type);
  std::optional<ir::NodeId> condition(const ast::Expr& expr);

  // A cell of a table against the argument it is about.
  std::optional<ir::NodeId> cell(const ast::Cell& cell, const Typed& argument, const ast::Name& column);

  // The type that an expression will have, as far as it says by itself; never reports.
  std::optional<ir::Type> peek(const ast::Expr& expr);

 private:
  using Result = std::optional<Typed>;

  // literals and dispatch
  Result dispatch(const ast::Expr& expr, std::optional<ir::Type> expected);
  Result finish(ir::NodeId node, Span span);
  Result too_deep(Span span, uint32_t limit);
  bool require(const Typed& value, ir::Type type, const ast::Expr& expr);
  void mismatch(ir::Type needed, ir::Type found, const ast::Expr& expr);
  void not_here(Span span, std::string_view what);

  // names
  Result name(const ast::Name& name, Span span, std::optional<ir::Type> expected);
  Result enumerator(const ast::Name& name, ir::Type type, bool report);
  Result code(const ast::Name& name, ir::Type type, bool report);
  Result field(uint32_t index, const ast::Name& name);
  bool untyped(const ast::Expr& expr) const;
  void unknown_value(const ast::Name& name, std::optional<ir::Type> expected);
  Result member(const ast::Member& member, Span span);
  Result listing(ir::ListingField field, Span span);
  bool may_look_at_listing(Span span, std::string_view what);
  std::optional<uint32_t> argument_index(std::string_view name) const;
  std::optional<ir::Type> peek_name(const ast::Name& name);
  std::optional<ir::Type> peek_member(const ast::Member& member);
  std::string subject_of(const ast::Expr& expr) const;

  // comparisons
  Result compare(const ast::Compare& compare, Span span);
  // `left_expr` is null where the left side is a table's argument.
  Result compare_typed(ast::CompareOp op, const Typed& left, const Typed& right, const ast::Expr* left_expr, const ast::Expr& right_expr);
  Result between(const Typed& value, const ast::Expr& low, const ast::Expr& high);
  Result membership(const ast::Membership& membership);
  Result membership_typed(ast::MembershipOp op, const Typed& value, const ast::Expr& set, Span op_span, std::string_view subject);
  Result member_of_enumeration(const Typed& value, const ast::Expr& set);
  Result member_of_codes(const Typed& value, const ast::Expr& set);
  Result member_of_list(const Typed& value, const ast::Expr& set);
  std::optional<uint64_t> mask(const ast::Expr& set, ir::EnumId type);
  void report_fixed(ast::CompareOp op, const ir::Node& left, const ir::Node& right, Span span);
  void set_compared(std::string_view subject, std::string_view op, Span span, Span op_span, std::string_view better);

  // logic
  Result connective(const ast::Expr& expr, ast::BinaryOp op);
  Result list(const ast::ConditionList& list);
  Result choose(const ast::If& choice, std::optional<ir::Type> expected);
  Result quantified(const ast::Quantified& quantified, Span span);
  std::optional<ir::NodeId> select(ir::NodeId condition, const Typed& a, const Typed& b);

  // arithmetic
  Result binary(const ast::Binary& binary, std::optional<ir::Type> expected);
  Result negate(const ast::Negate& negate, std::optional<ir::Type> expected);
  Result shift_date(const Typed& date, const Typed& term, bool later, Span span);
  bool may_count_working_days(ir::NodeId term) const;

  // calls
  Result call(const ast::Call& call, Span span);
  Result known(const ast::Call& call, Span span);
  Result listed_on(const ast::Call& call, Span span);
  bool argument_count(const ast::Call& call, size_t wanted);
  void wrong_count(const ast::Name& callee, size_t wanted, size_t given);
  Result invoke(uint32_t callable, std::vector<Typed> arguments, Span span);
  Result put_in_place(uint32_t callable, const std::vector<Typed>& arguments);
  Result rows(const Callable& table, const std::vector<Typed>& arguments);

  ir::Builder& build() { return context_.nodes.build(); }
  diagnostics::Sink& sink() { return context_.scope.quiet() ? unheard_ : context_.sink; }

  Context& context_;
  View view_;
  diagnostics::Sink unheard_;
  uint32_t depth_ = 0;
  bool in_quantifier_ = false;
  bool exhausted_ = false;  // too large or too deep: reported once, nothing more is lowered
};

}  // namespace plumb::semantics
