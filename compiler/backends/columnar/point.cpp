#include "compiler/backends/columnar/point.hpp"

#include <algorithm>

#include "compiler/backends/columnar/trigger.hpp"
#include "compiler/ir/predicate_table.hpp"

namespace plumb::columnar {

using ir::ColumnFormat;

namespace {

enum Truth : uint8_t { kFalse, kUnknown, kTrue };

Truth known_as(bool holds) { return holds ? kTrue : kFalse; }
Truth inverse(Truth a) { return static_cast<Truth>(kTrue - a); }

// The triggers that a measure's reach admits.
struct Admitted {
  std::span<const PlumbTrigger> all;
  uint64_t mask = 0;

  template <typename See>
  void each(const See& see) const {
    for (const PlumbTrigger& trigger : all) {
      if ((trigger.bit & mask) != 0) see(trigger);
    }
  }
};

// The pair itself: true, or unknown.
Truth pair_of(const PlumbTrigger& trigger) { return trigger.certain != 0 ? kTrue : kUnknown; }

class Point {
 public:
  Point(const Plan& plan, int32_t date_days, const PlumbRow& row, const PlumbParty& party, Admitted triggers = {})
      : plan_(plan), date_days_(date_days), row_(row), party_(party), triggers_(triggers) {}

  // reach ∧ kind ∧ rest, where reach is what the triggers answer.
  Truth settled(const PlanMeasure& measure) const {
    Truth reach = kFalse;
    triggers_.each([&](const PlumbTrigger& trigger) {
      const Truth asked = measure.asked.valid() ? of(trigger).truth(measure.asked) : kTrue;
      reach = std::max(reach, std::min(pair_of(trigger), asked));
    });
    const Truth all = std::min(reach, kind_of(measure));
    return all != kFalse && measure.rest.valid() ? std::min(all, truth(measure.rest)) : all;
  }

  Truth ruled(const PlanMeasure& measure) const {
    Truth reach = kTrue;
    if (!measure.anyone && (measure.mask & party_.certain) == 0) reach = (measure.mask & party_.uncertain) != 0 ? kUnknown : kFalse;
    return reach == kFalse ? kFalse : std::min(reach, kind_of(measure));
  }

  Truth truth(PlanId id) const {
    const PlanNode& n = plan_.nodes[id];
    switch (n.op) {
      case PlanOp::always:
        return known_as(n.low != 0);
      case PlanOp::flag:
        return valid(n.column) ? known_as(word(n.column) != 0) : kUnknown;
      case PlanOp::within: {
        if (!valid(n.column)) return kUnknown;
        const Interval interval = n.by_date ? interval_of(n.relation, date_days_, n.format) : Interval{n.low, n.span};
        return known_as(narrowed(word(n.column) - interval.low, n.format) <= interval_span(interval, n.format));
      }
      case PlanOp::among:
        return valid(n.column) ? known_as((n.low >> (word(n.column) & 63) & 1) != 0) : kUnknown;
      case PlanOp::has_any:
        return valid(n.column) ? known_as((word(n.column) & n.low) != 0) : kUnknown;
      case PlanOp::has_all:
        return valid(n.column) ? known_as((word(n.column) & n.low) == n.low) : kUnknown;
      case PlanOp::equal_columns:
        return valid(n.column) && valid(n.other) ? known_as(word(n.column) == word(n.other)) : kUnknown;
      case PlanOp::below_columns:
        return valid(n.column) && valid(n.other) ? known_as(static_cast<int64_t>(word(n.column)) < static_cast<int64_t>(word(n.other))) : kUnknown;
      case PlanOp::logical_not:
        return inverse(truth(n.operands[0]));
      case PlanOp::logical_and:
        return conjunction(n.operands);
      case PlanOp::logical_or:
        return disjunction(n.operands);
      case PlanOp::same: {
        const Truth a = truth(n.operands[0]), b = truth(n.operands[1]);
        return a == kUnknown || b == kUnknown ? kUnknown : known_as(a == b);
      }
      case PlanOp::known: {
        Cell ignored;
        return known_as(plan_.nodes[n.operands[0]].boolean ? truth(n.operands[0]) != kUnknown : value(n.operands[0], ignored));
      }
      case PlanOp::compare: {
        Cell a, b;
        return value(n.operands[0], a) && value(n.operands[1], b) ? known_as(compare(n.relation, n.texts, a, b)) : kUnknown;
      }
      case PlanOp::test: {
        Cell a;
        return value(n.operands[0], a) ? known_as(test(n.relation, n.low, n.span, a)) : kUnknown;
      }
      case PlanOp::listing: {
        Cell a;
        return listing_value(*trigger_, static_cast<ir::ListingField>(n.column), a) ? known_as(a.number != 0) : kUnknown;
      }
      case PlanOp::listed_on: {
        Cell day;
        return value(n.operands[0], day) ? known_as(stood_on(*trigger_, static_cast<int32_t>(day.number))) : kUnknown;
      }
      case PlanOp::exists: {
        Truth any = kFalse;
        triggers_.each([&](const PlumbTrigger& t) { any = std::max(any, std::min(pair_of(t), of(t).truth(n.operands[0]))); });
        return any;
      }
      case PlanOp::every: {
        Truth all = kTrue;
        triggers_.each([&](const PlumbTrigger& t) { all = std::min(all, std::max(inverse(pair_of(t)), of(t).truth(n.operands[0]))); });
        return all;
      }
      case PlanOp::count:
      case PlanOp::reach:  // ruled() asks it
      case PlanOp::unknown:
      case PlanOp::constant:
      case PlanOp::date:
      case PlanOp::cell:
      case PlanOp::select:
      case PlanOp::compute:
        break;
    }
    return kUnknown;
  }

 private:
  // The same row, seen from one trigger.
  Point of(const PlumbTrigger& trigger) const {
    Point inner(*this);
    inner.trigger_ = &trigger;
    return inner;
  }

  Truth kind_of(const PlanMeasure& measure) const {
    if (!measure.kind) return kTrue;
    return party_.kind == PLUMB_UNKNOWN ? kUnknown : known_as(party_.kind == static_cast<uint8_t>(*measure.kind));
  }

  // Unknown as soon as one of them is.
  bool count(PlanId condition, Cell& out) const {
    int64_t certain = 0;
    bool known = true;
    triggers_.each([&](const PlumbTrigger& t) {
      const Truth hit = std::min(pair_of(t), of(t).truth(condition));
      if (hit == kTrue) ++certain;
      known = known && hit != kUnknown;
    });
    if (known) out.number = certain;
    return known;
  }

  Truth conjunction(const std::vector<PlanId>& operands) const {
    Truth all = kTrue;
    for (const PlanId operand : operands) {
      all = std::min(all, truth(operand));
      if (all == kFalse) break;
    }
    return all;
  }

  Truth disjunction(const std::vector<PlanId>& operands) const {
    Truth any = kFalse;
    for (const PlanId operand : operands) {
      any = std::max(any, truth(operand));
      if (any == kTrue) break;
    }
    return any;
  }

  // The first cell of a column, as wide as it goes; signed cells keep their sign.
  uint64_t word(uint32_t column) const {
    if (column == party_column(ir::PartyField::kind)) return party_.kind;
    if (column == party_column(ir::PartyField::sector)) return party_.sector;
    return static_cast<uint64_t>(row_.cells[plan_.layout.slots[column].cell]);
  }

  bool valid(uint32_t column) const {
    if (column == party_column(ir::PartyField::kind)) return party_.kind != PLUMB_UNKNOWN;
    if (column == party_column(ir::PartyField::sector)) return party_.sector != PLUMB_UNKNOWN;
    return ir::plane_bit(row_.valid, column);
  }

  // A cell holds its value in 64 bits, whatever the column's width, so that an interval of int32 is one of int64.
  static uint64_t narrowed(uint64_t v, ColumnFormat format) { return format == ColumnFormat::i32 ? static_cast<uint32_t>(v) : v; }
  static uint64_t interval_span(const Interval& interval, ColumnFormat format) { return narrowed(interval.span, format); }

  // False: unknown, and `out` is left alone.
  bool value(PlanId id, Cell& out) const {
    const PlanNode& n = plan_.nodes[id];
    switch (n.op) {
      case PlanOp::constant:
        out = n.value;
        return true;
      case PlanOp::date:
        out.number = date_days_;
        return true;
      case PlanOp::listing:
        return listing_value(*trigger_, static_cast<ir::ListingField>(n.column), out);
      case PlanOp::count:
        return count(n.operands[0], out);
      case PlanOp::cell:
        return n.texts ? text_cell(n.column, out) : number_cell(n, out);
      case PlanOp::select: {
        const Truth condition = truth(n.operands[0]);
        return condition != kUnknown && value(n.operands[condition == kTrue ? 1 : 2], out);
      }
      case PlanOp::compute: {
        Cell a, b{.number = 0};
        if (!value(n.operands[0], a) || (n.operands.size() > 1 && !value(n.operands[1], b))) return false;
        const auto result = compute(n.computation, a, b);
        if (result) out = *result;
        return result.has_value();
      }
      default:
        return false;  // unknown
    }
  }

  bool text_cell(uint32_t column, Cell& out) const {
    if (column < kPartyColumns) {
      if (!valid(column)) return false;
      out.text = row_.texts[word(column)];
      return true;
    }
    const PlumbText& text = column == party_column(ir::PartyField::name) ? party_.name : party_.id;
    if (!text.data) return false;
    out.text = text;
    return true;
  }

  bool number_cell(const PlanNode& n, Cell& out) const {
    if (!valid(n.column)) return false;
    const uint64_t low = word(n.column);
    if (n.format == ColumnFormat::i128) {
      const auto high = static_cast<uint64_t>(row_.cells[plan_.layout.slots[n.column].cell + 1]);
      out.number = static_cast<int128>(static_cast<uint128>(high) << 64 | low);
    } else if (n.format == ColumnFormat::i32 || n.format == ColumnFormat::i64) {
      out.number = static_cast<int64_t>(low);
    } else {
      out.number = low;
    }
    return true;
  }

  const Plan& plan_;
  int32_t date_days_;
  const PlumbRow& row_;
  const PlumbParty& party_;
  Admitted triggers_;
  const PlumbTrigger* trigger_ = nullptr;  // at hand
};

void set(PlumbPlanes planes, size_t i, Truth truth) {
  if (truth == kTrue) ir::set_plane_bit(planes.is_true, i);
  if (truth == kFalse) ir::set_plane_bit(planes.is_false, i);
}

// All of the first `count` bits.
void set_all(uint64_t* plane, size_t count) {
  for (size_t i = 0; i < count; i += 64) plane[i / 64] |= count - i >= 64 ? ~uint64_t{0} : (uint64_t{1} << (count - i)) - 1;
}

}  // namespace

PointProgram point_program(const Plan& plan) {
  PointProgram program;
  for (const PlanMeasure& measure : plan.measures) {
    program.masks |= measure.mask;
    program.anyone = program.anyone || measure.anyone;
  }
  return program;
}

void decide_row(const Plan& plan, const PointProgram& program, int32_t date_days, const PlumbRow& row, const PlumbParty& party, PlumbPlanes planes) {
  if (!program.anyone && ((party.certain | party.uncertain) & program.masks) == 0) return set_all(planes.is_false, plan.measures.size());
  const Point point(plan, date_days, row, party);
  for (size_t i = 0; i < plan.measures.size(); ++i) {
    const PlanMeasure& measure = plan.measures[i];
    Truth truth = point.ruled(measure);
    if (truth != kFalse && measure.looks) {
      ir::set_plane_bit(planes.look, i);
      continue;
    }
    if (truth != kFalse && measure.rest.valid()) truth = std::min(truth, point.truth(measure.rest));
    set(planes, i, truth);
  }
}

void settle_row(const Plan& plan, int32_t date_days, const PlumbRow& row, const PlumbParty& party, std::span<const PlumbTrigger> triggers, PlumbPlanes planes) {
  for (size_t i = 0; i < plan.measures.size(); ++i) {
    if (!ir::plane_bit(planes.look, i)) continue;
    const PlanMeasure& measure = plan.measures[i];
    set(planes, i, Point(plan, date_days, row, party, {triggers, measure.mask}).settled(measure));
  }
}

}  // namespace plumb::columnar
