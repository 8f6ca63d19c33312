// 日历: which weekdays are off and which weekend days are worked.

#include <algorithm>
#include <map>

#include "compiler/semantics/phases.hpp"

namespace plumb::semantics {

using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

bool is_weekend(Date day) { return day.weekday() >= 5; }

struct Days {
  Context& context;
  const ir::Calendar& calendar;
  std::map<Date, Span> seen;

  // The days of the ranges that `wanted` picks; what it leaves out changes nothing.
  std::vector<Date> expand(const std::vector<ast::DateRange>& ranges, bool worked) {
    std::vector<Date> out;
    for (const ast::DateRange& range : ranges) {
      const Date from = range.from.value, to = range.to ? range.to->value : from;
      const Span span = range.to ? join(range.from.span, range.to->span) : range.from.span;
      if (to < from) {
        context.sink.report(Kind::period_empty, span, {from.iso(), to.iso()});
        continue;
      }
      if (from < calendar.first || calendar.last < to) {
        context.sink.report(Kind::day_outside_cover, span, {(from < calendar.first ? from : to).iso(), calendar.name.zh});
        continue;
      }
      for (Date day = from; day <= to; ++day.days) {
        const auto [it, added] = seen.try_emplace(day, span);
        if (!added) {
          context.sink.report(Kind::day_twice, span, {day.iso(), calendar.name.zh}).label(LabelKind::first_here, it->second);
          break;
        }
        if (worked && !is_weekend(day)) context.sink.report(Kind::makeup_on_weekday, span, {day.iso()});
        if (is_weekend(day) == worked) out.push_back(day);
      }
    }
    std::sort(out.begin(), out.end());
    return out;
  }
};

}  // namespace

void declare_calendars(Context& context, const Files& files) {
  each<ast::Calendar>(files, [&](const ast::Declaration& whole, const ast::Calendar& node) {
    ir::Calendar calendar;
    calendar.name = to_name(node.name);
    if (node.source) calendar.source = node.source->value;
    if (!node.covers) {
      missing(context, node.name.span, Term::calendar, calendar.name.zh, Term::head_covers);
    } else {
      calendar.first = node.covers->from.value;
      calendar.last = node.covers->to ? node.covers->to->value : calendar.first;
      if (calendar.last < calendar.first) context.sink.report(Kind::period_empty, node.covers->from.span, {calendar.first.iso(), calendar.last.iso()});
      Days days{context, calendar, {}};
      calendar.holidays = days.expand(node.holidays, false);
      calendar.makeup = days.expand(node.makeup, true);
    }
    const ir::CalendarId id = context.program.calendars.add(std::move(calendar));
    context.scope.declare(Thing::calendar, node.name, whole.span, id.value);
  });
}

}  // namespace plumb::semantics
