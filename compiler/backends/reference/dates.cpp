// Dates and terms. The calendar's cover is a limit of knowledge: beyond it working days are not guessed.
#include "compiler/backends/reference/expression.hpp"
#include "compiler/ir/calendar.hpp"

namespace plumb::reference {

Answer date_arithmetic(const Scope& scope, const ir::Node& node, Answers operands) {
  const Date a = ir::as_date(*operands[0].value);
  if (node.op == ir::Op::days_between) return Answer::of(ir::integer_value(int64_t{a.days} - ir::as_date(*operands[1].value).days));
  const ir::CalendarId calendar(node.immediate);
  const int sign = node.op == ir::Op::date_add ? 1 : -1;
  const auto result = ir::plus_term(a, ir::as_duration(*operands[1].value), sign, calendar.valid() ? &scope.program().calendars[calendar] : nullptr);
  return result ? Answer::of(ir::date_value(*result)) : fault(scope);
}

}  // namespace plumb::reference
