#include "compiler/backends/columnar/plan.hpp"

#include <limits>
#include <map>
#include <string_view>
#include <tuple>
#include <unordered_map>

#include "compiler/base/check.hpp"
#include "compiler/ir/membership.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::columnar {

using ir::ColumnFormat;
using ir::NodeId;
using ir::Op;
using ir::TypeKind;

Interval interval_of(Op relation, int64_t bound, ColumnFormat format) {
  const auto of = [&](int64_t least, uint64_t most) -> Interval {
    const auto first = static_cast<uint64_t>(least), at = static_cast<uint64_t>(bound);
    if (relation == Op::at_least) return {at, most - at};
    if (relation == Op::at_most) return {first, at - first};
    return {at, 0};
  };
  switch (format) {
    case ColumnFormat::u8:
      return of(0, UINT8_MAX);
    case ColumnFormat::u16:
      return of(0, UINT16_MAX);
    case ColumnFormat::u32:
      return of(0, UINT32_MAX);
    case ColumnFormat::u64:
      return of(0, UINT64_MAX);
    case ColumnFormat::i32:
      return of(INT32_MIN, INT32_MAX);
    case ColumnFormat::i64:
      return of(INT64_MIN, INT64_MAX);
    case ColumnFormat::bits:
    case ColumnFormat::i128:
      break;
  }
  check(false, "an interval lies in a column of whole numbers");
  return {};
}

namespace {

bool is_order_or_equality(Op op) { return Op::equal <= op && op <= Op::at_least; }

// a op b is b mirrored(op) a.
Op mirrored(Op op) {
  switch (op) {
    case Op::below:
      return Op::above;
    case Op::above:
      return Op::below;
    case Op::at_most:
      return Op::at_least;
    case Op::at_least:
      return Op::at_most;
    default:
      return op;
  }
}

// The rows of a bit set as intervals: one where its bits stand together.
std::optional<std::pair<uint32_t, uint32_t>> run_of(uint64_t set) {
  if (set == 0) return std::nullopt;
  const auto first = static_cast<uint32_t>(__builtin_ctzll(set)), last = 63 - static_cast<uint32_t>(__builtin_clzll(set));
  const uint64_t run = (last - first == 63 ? ~uint64_t{0} : (uint64_t{1} << (last - first + 1)) - 1) << first;
  if (run != set) return std::nullopt;
  return std::pair(first, last);
}

// The measures' expressions → nodes of the plan. Recursion is as deep as the program's expressions (ir::kMaxDepth).
class Planner {
 public:
  Planner(Plan& plan, Date day) : plan_(plan), program_(*plan.program), day_(day) {}

  void add(ir::MeasureId id) {
    const ir::Measure& measure = program_.measures[id];
    PlanMeasure added{id, ir::reach_mask(measure.reach), measure.reach.anyone, measure.party, ir::looks(program_, measure, day_), {}, {}, {}, {}};
    std::vector<PlanId> ruled;
    if (!added.anyone) ruled.push_back(node({.op = PlanOp::reach, .low = added.mask}));
    if (added.kind) ruled.push_back(within(party_column(ir::PartyField::kind), ColumnFormat::u8, static_cast<uint32_t>(*added.kind), 0));
    if (ruled.empty()) ruled.push_back(always(true));
    added.ruled = connect(PlanOp::logical_and, std::move(ruled));
    add_parts(measure, added);
    const bool more = added.rest.valid() && !added.looks;
    added.root = more ? connect(PlanOp::logical_and, {added.ruled, added.rest}) : added.ruled;
    plan_.measures.push_back(added);
  }

 private:
  // The measure's questions, told apart by whether each trigger is asked.
  void add_parts(const ir::Measure& measure, PlanMeasure& into) {
    std::vector<PlanId> asked, rest;
    const auto part = [&](NodeId node) -> std::vector<PlanId>& { return ir::asks_trigger(program_, node) ? asked : rest; };
    for (const NodeId conjunct : ir::conjuncts(program_, measure.condition)) part(conjunct).push_back(truth(conjunct));
    for (const ir::Exception& exception : measure.exceptions) {
      if (ir::in_force(program_, exception, day_)) part(exception.condition).push_back(negated(truth(exception.condition)));
    }
    if (!asked.empty()) into.asked = connect(PlanOp::logical_and, std::move(asked));
    if (!rest.empty()) into.rest = connect(PlanOp::logical_and, std::move(rest));
  }

  // ---- nodes -----------------------------------------------------------------------------------------------------------

  PlanId node(PlanNode made) {
    const std::string_view text = made.texts && made.op == PlanOp::constant ? std::string_view(made.value.text.data, made.value.text.size) : "";
    const int128 number = made.texts && made.op == PlanOp::constant ? 0 : made.value.number;
    Key key{std::tuple(made.op, made.boolean, made.texts, made.by_date, made.format, made.relation), std::tuple(made.column, made.other, made.low, made.span),
            std::tuple(number, text, made.computation.op, made.computation.left, made.computation.right, made.computation.calendar, made.reason),
            made.operands};
    const auto [it, fresh] = made_.try_emplace(std::move(key));
    if (fresh) it->second = plan_.nodes.add(std::move(made));
    return it->second;
  }

  PlanId always(bool value) { return node({.op = PlanOp::always, .low = value ? 1u : 0u}); }
  PlanId negated(PlanId a) { return node({.op = PlanOp::logical_not, .operands = {a}}); }
  PlanId connect(PlanOp op, std::vector<PlanId> operands) {
    if (operands.size() == 1) return operands[0];
    return node({.op = op, .operands = std::move(operands)});
  }
  PlanId within(uint32_t column, ColumnFormat format, uint64_t low, uint64_t span) {
    return node({.op = PlanOp::within, .format = format, .column = column, .low = low, .span = span});
  }
  PlanId unknown(bool boolean, Reason reason) { return node({.op = PlanOp::unknown, .boolean = boolean, .reason = reason}); }
  PlanId unset(bool boolean, ir::ParameterId parameter) { return unknown(boolean, {Reason::Kind::parameter, parameter}); }
  PlanId constant(const ir::Value& value) {
    return node({.op = PlanOp::constant, .boolean = false, .texts = value.type.kind == TypeKind::text, .value = cell_of(value)});
  }

  // ---- what an IR node is for a test ------------------------------------------------------------------------------------

  // The value that the epoch gives it, whatever the row.
  const ir::Value* fixed(NodeId id) const {
    const ir::Node& n = program_.nodes[id];
    if (n.op == Op::constant) return &program_.constants[n.immediate];
    return n.op == Op::parameter ? ir::value_on(program_.parameters[ir::ParameterId(n.immediate)], day_) : nullptr;
  }

  struct Column {
    uint32_t index;
    ColumnFormat format;
  };
  // A column whose cells are whole numbers of at most 64 bits.
  std::optional<Column> column(NodeId id) const {
    const ir::Node& n = program_.nodes[id];
    const auto party = static_cast<ir::PartyField>(n.immediate);
    if (n.op == Op::party_field && (party == ir::PartyField::kind || party == ir::PartyField::sector)) return Column{party_column(party), ColumnFormat::u8};
    if (n.op != Op::matter_field || n.type.kind == TypeKind::text || n.type.kind == TypeKind::boolean) return std::nullopt;
    const ColumnFormat format = plan_.formats[n.immediate];
    if (format == ColumnFormat::i128) return std::nullopt;
    return Column{n.immediate, format};
  }

  // ---- booleans --------------------------------------------------------------------------------------------------------

  PlanId truth(NodeId id) {
    if (const auto it = truths_.find(id); it != truths_.end()) return it->second;
    const PlanId made = make_truth(id);
    truths_.emplace(id, made);
    return made;
  }

  PlanId make_truth(NodeId id) {
    const ir::Node& n = program_.nodes[id];
    const auto below = ir::operands(program_, id);
    if (is_order_or_equality(n.op)) return comparison(n.op, below[0], below[1]);
    switch (n.op) {
      case Op::constant:
      case Op::parameter:
        if (const ir::Value* value = fixed(id)) return always(ir::as_boolean(*value));
        return unset(true, ir::ParameterId(n.immediate));
      case Op::matter_field:
        return node({.op = PlanOp::flag, .format = ColumnFormat::bits, .column = n.immediate});
      case Op::fault:
        return unknown(true, {Reason::Kind::fault, {}});
      case Op::listing_field:
        return node({.op = PlanOp::listing, .column = n.immediate});
      case Op::listed_on:
        return node({.op = PlanOp::listed_on, .operands = {value(below[0])}});
      case Op::exists:
        return node({.op = PlanOp::exists, .operands = {truth(below[0])}});
      case Op::every:
        return node({.op = PlanOp::every, .operands = {truth(below[0])}});
      case Op::logical_not:
        return negated(truth(below[0]));
      case Op::logical_and:
      case Op::logical_or: {
        std::vector<PlanId> operands;
        for (const NodeId operand : below) operands.push_back(truth(operand));
        return connect(n.op == Op::logical_and ? PlanOp::logical_and : PlanOp::logical_or, std::move(operands));
      }
      case Op::known:
        return node({.op = PlanOp::known, .operands = {either_sort(below[0])}});
      case Op::in_set:
        return in_set(below[0], ir::as_mask(*fixed(below[1])));
      case Op::in_codes:
        return in_codes(n, below[0]);
      case Op::has_any:
      case Op::has_all:
        return has(n.op, below[0], ir::as_mask(*fixed(below[1])));
      default:
        break;
    }
    check(false, "a boolean instruction");
    return {};
  }

  PlanId either_sort(NodeId id) { return program_.nodes[id].type.kind == TypeKind::boolean ? truth(id) : value(id); }

  PlanId comparison(Op op, NodeId a, NodeId b) {
    // One test of three serves all six: the others are its negation.
    if (op == Op::not_equal) return negated(comparison(Op::equal, a, b));
    if (op == Op::below) return negated(comparison(Op::at_least, a, b));
    if (op == Op::above) return negated(comparison(Op::at_most, a, b));
    const TypeKind kind = program_.nodes[a].type.kind;
    if (kind == TypeKind::boolean) return node({.op = PlanOp::same, .operands = {truth(a), truth(b)}});
    if (const auto leaf = column_test(op, a, b)) return *leaf;
    if (const auto leaf = column_test(mirrored(op), b, a)) return *leaf;
    if (const auto leaf = column_pair(op, a, b)) return *leaf;
    return node({.op = PlanOp::compare, .texts = kind == TypeKind::text, .relation = op, .operands = {value(a), value(b)}});
  }

  // A column against a number that is the same for every row.
  std::optional<PlanId> column_test(Op op, NodeId a, NodeId b) {
    const auto left = column(a);
    if (!left) return std::nullopt;
    if (program_.nodes[b].op == Op::decision_date) {
      return node({.op = PlanOp::within, .by_date = true, .format = left->format, .relation = op, .column = left->index});
    }
    const ir::Value* bound = fixed(b);
    if (!bound) return std::nullopt;
    const Interval interval = interval_of(op, static_cast<int64_t>(bound->number), left->format);
    return within(left->index, left->format, interval.low, interval.span);
  }

  std::optional<PlanId> column_pair(Op op, NodeId a, NodeId b) {
    const auto left = column(a), right = column(b);
    if (!left || !right || left->index >= kPartyColumns || right->index >= kPartyColumns) return std::nullopt;
    const auto pair = [&](PlanOp kernel, const Column& x, const Column& y) {
      return node({.op = kernel, .format = x.format, .column = x.index, .other = y.index});
    };
    if (op == Op::equal) return pair(PlanOp::equal_columns, *left, *right);
    // a >= b is ¬(a < b), a <= b is ¬(b < a).
    return negated(op == Op::at_least ? pair(PlanOp::below_columns, *left, *right) : pair(PlanOp::below_columns, *right, *left));
  }

  PlanId in_set(NodeId a, uint64_t set) {
    const auto tested = column(a);
    if (!tested) return node({.op = PlanOp::test, .relation = Op::in_set, .low = set, .operands = {value(a)}});
    if (const auto run = run_of(set)) return within(tested->index, tested->format, run->first, run->second - run->first);
    return node({.op = PlanOp::among, .format = tested->format, .column = tested->index, .low = set});
  }

  PlanId in_codes(const ir::Node& n, NodeId a) {
    std::vector<PlanId> any;
    const auto tested = column(a);
    for (const auto& [first, last] : ir::ranges_of(program_, n)) {
      const uint64_t span = last - first;
      any.push_back(tested ? within(tested->index, tested->format, first, span)
                           : node({.op = PlanOp::test, .relation = Op::in_codes, .low = first, .span = span, .operands = {value(a)}}));
    }
    return connect(PlanOp::logical_or, std::move(any));
  }

  PlanId has(Op op, NodeId a, uint64_t set) {
    const auto tested = column(a);
    if (!tested) return node({.op = PlanOp::test, .relation = op, .low = set, .operands = {value(a)}});
    return node({.op = op == Op::has_any ? PlanOp::has_any : PlanOp::has_all, .format = tested->format, .column = tested->index, .low = set});
  }

  // ---- values ----------------------------------------------------------------------------------------------------------

  PlanId value(NodeId id) {
    if (const auto it = values_.find(id); it != values_.end()) return it->second;
    const PlanId made = make_value(id);
    values_.emplace(id, made);
    return made;
  }

  PlanId make_value(NodeId id) {
    const ir::Node& n = program_.nodes[id];
    const auto below = ir::operands(program_, id);
    const bool texts = n.type.kind == TypeKind::text;
    switch (n.op) {
      case Op::constant:
      case Op::parameter:
        if (const ir::Value* given = fixed(id)) return constant(*given);
        return unset(false, ir::ParameterId(n.immediate));
      case Op::matter_field:
        return node({.op = PlanOp::cell, .boolean = false, .texts = texts, .format = plan_.formats[n.immediate], .column = n.immediate});
      case Op::party_field:
        return node({.op = PlanOp::cell,
                     .boolean = false,
                     .texts = texts,
                     .format = texts ? ColumnFormat::u32 : ColumnFormat::u8,
                     .column = party_column(static_cast<ir::PartyField>(n.immediate))});
      case Op::decision_date:
        return node({.op = PlanOp::date, .boolean = false});
      case Op::fault:
        return unknown(false, {Reason::Kind::fault, {}});
      case Op::listing_field:
        return node({.op = PlanOp::listing, .boolean = false, .texts = texts, .column = n.immediate});
      case Op::count:
        return node({.op = PlanOp::count, .boolean = false, .operands = {truth(below[0])}});
      case Op::select:
        return node({.op = PlanOp::select, .boolean = false, .texts = texts, .operands = {truth(below[0]), value(below[1]), value(below[2])}});
      case Op::add:
      case Op::subtract:
      case Op::multiply:
      case Op::divide:
      case Op::negate:
      case Op::date_add:
      case Op::date_subtract:
      case Op::days_between:
        return computed(n, below);
      default:
        break;
    }
    check(false, "an instruction that yields a value");
    return {};
  }

  PlanId computed(const ir::Node& n, std::span<const NodeId> below) {
    const auto kind = [&](size_t i) { return program_.nodes[below[i]].type.kind; };
    const ir::CalendarId calendar(n.op == Op::date_add || n.op == Op::date_subtract ? n.immediate : UINT32_MAX);
    PlanNode made{.op = PlanOp::compute, .boolean = false};
    made.computation = {n.op, kind(0), kind(below.size() - 1), calendar.valid() ? &program_.calendars[calendar] : nullptr};
    for (const NodeId operand : below) made.operands.push_back(value(operand));
    return node(std::move(made));
  }

  using Key = std::tuple<std::tuple<PlanOp, bool, bool, bool, ColumnFormat, Op>, std::tuple<uint32_t, uint32_t, uint64_t, uint64_t>,
                         std::tuple<int128, std::string_view, Op, TypeKind, TypeKind, const ir::Calendar*, Reason>, std::vector<PlanId>>;

  Plan& plan_;
  const ir::Program& program_;
  Date day_;
  std::map<Key, PlanId> made_;
  std::unordered_map<NodeId, PlanId> truths_, values_;
};

}  // namespace

Plan plan(std::shared_ptr<const ir::Program> program, ir::MatterId matter, Date day, std::span<const ir::MeasureId> measures) {
  Plan out;
  out.matter = matter;
  out.layout = ir::layout_of(program->matters[matter]);
  for (const ir::Field& field : program->matters[matter].fields) out.formats.push_back(ir::format_of(*program, field.type));
  out.program = std::move(program);
  Planner planner(out, day);
  for (const ir::MeasureId id : measures) planner.add(id);
  return out;
}

}  // namespace plumb::columnar
