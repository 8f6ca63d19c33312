// Plan → steps with registers: operands first, each node once, registers given back after the last use.
#include <algorithm>

#include "compiler/backends/columnar/program.hpp"
#include "compiler/base/check.hpp"

namespace plumb::columnar {

using ir::ColumnFormat;

namespace {

constexpr uint32_t kPlaneWords = 2 * kGroupBlocks;
constexpr uint32_t kCellWords = kGroupRows * sizeof(Cell) / sizeof(uint64_t);

uint8_t width_of(ColumnFormat format) {
  switch (format) {
    case ColumnFormat::u8:
      return 0;
    case ColumnFormat::u16:
      return 1;
    case ColumnFormat::u32:
    case ColumnFormat::i32:
      return 2;
    case ColumnFormat::u64:
    case ColumnFormat::i64:
      return 3;
    case ColumnFormat::bits:
    case ColumnFormat::i128:
      break;
  }
  return 0;
}

// Pieces of one size: those given back are taken first.
class Pool {
 public:
  Pool(uint32_t words, uint32_t& top) : words_(words), top_(top) {}
  uint32_t take() {
    if (free_.empty()) {
      const uint32_t at = top_;
      top_ += words_;
      return at;
    }
    const uint32_t at = free_.back();
    free_.pop_back();
    return at;
  }
  void give_back(uint32_t at) { free_.push_back(at); }

 private:
  uint32_t words_;
  uint32_t& top_;
  std::vector<uint32_t> free_;
};

class Assembler {
 public:
  Assembler(const Plan& plan, Registers registers)
      : plan_(plan),
        reuse_(registers == Registers::reused),
        states_(plan.nodes.size()),
        planes_(kPlaneWords, out_.scratch_words),
        cells_(kCellWords, out_.scratch_words) {
    out_.scratch_words = 3 * kGroupBlocks;  // kLive, kKindKnown, kSectorKnown
    out_.planes.resize(plan.nodes.size());
    out_.values.resize(plan.nodes.size());
  }

  BatchProgram assemble() && {
    for (const PlanMeasure& measure : plan_.measures) use(root(measure));
    for (uint32_t i = 0; i < plan_.measures.size(); ++i) {
      const PlanId node = root(plan_.measures[i]);
      emit(node);
      Step step{.op = plan_.measures[i].looks ? Step::Op::looked_at : Step::Op::decided, .measure = i};
      step.a = out_.planes[node.value];
      out_.steps.push_back(step);
      release(node);
    }
    if (reuse_) {
      out_.planes.clear();
      out_.values.clear();
    }
    return std::move(out_);
  }

 private:
  // How a node stands: how often it is still asked for, and which registers it holds.
  struct State {
    uint32_t uses = 0;
    bool emitted = false;
    std::vector<uint32_t> planes = {}, cells = {};
  };

  static PlanId root(const PlanMeasure& measure) { return measure.looks ? measure.ruled : measure.root; }

  void use(PlanId id) {
    if (states_[id.value].uses++ > 0) return;
    for (const PlanId operand : plan_.nodes[id].operands) use(operand);
  }

  void release(PlanId id) {
    State& state = states_[id.value];
    if (--state.uses > 0 || !reuse_) return;
    for (const uint32_t at : state.planes) planes_.give_back(at);
    for (const uint32_t at : state.cells) cells_.give_back(at);
    if (plan_.nodes[id].op == PlanOp::logical_not) release(plan_.nodes[id].operands[0]);
  }

  PlaneRef take_planes(PlanId id) {
    const uint32_t at = planes_.take();
    states_[id.value].planes.push_back(at);
    return {at, static_cast<uint32_t>(at + kGroupBlocks)};
  }

  void emit(PlanId id) {
    if (states_[id.value].emitted) return;
    states_[id.value].emitted = true;
    const PlanNode& node = plan_.nodes[id];
    note_party_columns(node.column);
    for (const PlanId operand : node.operands) emit(operand);
    if (node.op == PlanOp::logical_not) {  // the operand, as long as this is asked for
      const PlaneRef swapped = out_.planes[node.operands[0].value];
      out_.planes[id.value] = {swapped.is_false, swapped.is_true};
      return;
    }
    if (node.boolean) {
      emit_planes(id, node);
    } else {
      emit_value(id, node);
    }
    for (const PlanId operand : node.operands) release(operand);
  }

  void note_party_columns(uint32_t column) {
    out_.asks_kind = out_.asks_kind || column == party_column(ir::PartyField::kind);
    out_.asks_sector = out_.asks_sector || column == party_column(ir::PartyField::sector);
  }

  void emit_planes(PlanId id, const PlanNode& node) {
    const PlaneRef out = take_planes(id);
    out_.planes[id.value] = out;
    Step step{.op = step_of(node), .width = width_of(node.format), .node = id, .out = out};
    if (node.op == PlanOp::logical_and || node.op == PlanOp::logical_or) {
      step.a = out_.planes[node.operands[0].value];
      for (size_t i = 1; i < node.operands.size(); ++i) {
        step.b = out_.planes[node.operands[i].value];
        out_.steps.push_back(step);
        step.a = out;
      }
      return;
    }
    set_operands(step, node);
    out_.steps.push_back(step);
  }

  void set_operands(Step& step, const PlanNode& node) {
    PlaneRef* boolean = &step.a;
    ValueRef* value = &step.left;
    for (const PlanId operand : node.operands) {
      if (plan_.nodes[operand].boolean) {
        *boolean = out_.planes[operand.value];
        boolean = &step.b;
      } else {
        *value = out_.values[operand.value];
        value = &step.right;
      }
    }
  }

  void emit_value(PlanId id, const PlanNode& node) {
    using Where = ValueRef::Where;
    ValueRef& value = out_.values[id.value];
    if (node.op == PlanOp::constant) {
      value = {Where::constant, id.value, kLive};
    } else if (node.op == PlanOp::date) {
      value = {Where::date, 0, kLive};
    } else if (node.op == PlanOp::cell && node.format == ColumnFormat::i128) {
      value = {Where::wide_column, node.column, 0};
    } else {
      Step step{.op = step_of(node), .width = width_of(node.format), .node = id, .out = take_planes(id)};
      set_operands(step, node);
      if (node.op != PlanOp::unknown) {
        step.cells = cells_.take();
        states_[id.value].cells.push_back(step.cells);
      }
      value = {Where::scratch, step.cells, step.out.is_true};
      out_.steps.push_back(step);
    }
  }

  Step::Op step_of(const PlanNode& node) const {
    switch (node.op) {
      case PlanOp::always:
        return Step::Op::fill;
      case PlanOp::flag:
        return Step::Op::flag;
      case PlanOp::within:
        return node.by_date ? Step::Op::within_date : Step::Op::within;
      case PlanOp::among:
        return Step::Op::among;
      case PlanOp::has_any:
        return Step::Op::has_any;
      case PlanOp::has_all:
        return Step::Op::has_all;
      case PlanOp::equal_columns:
        return Step::Op::equal_columns;
      case PlanOp::below_columns:
        return Step::Op::below_columns;
      case PlanOp::reach:
        return Step::Op::reach;
      case PlanOp::logical_and:
        return Step::Op::both;
      case PlanOp::logical_or:
        return Step::Op::either;
      case PlanOp::same:
        return Step::Op::same;
      case PlanOp::known:
        return plan_.nodes[node.operands[0]].boolean ? Step::Op::known_boolean : Step::Op::known_value;
      case PlanOp::compare:
        return Step::Op::compare;
      case PlanOp::test:
        return Step::Op::test;
      case PlanOp::cell:
        return Step::Op::load;
      case PlanOp::select:
        return Step::Op::select;
      case PlanOp::compute:
        return Step::Op::compute;
      case PlanOp::unknown:
        return Step::Op::unknown;
      case PlanOp::logical_not:
      case PlanOp::constant:
      case PlanOp::date:
        break;
      case PlanOp::listed_on:
      case PlanOp::exists:
      case PlanOp::every:
      case PlanOp::count:
      case PlanOp::listing:
        break;  // asked when a row is settled, never of a morsel
    }
    check(false, "a node that takes a step");
    return Step::Op::fill;
  }

  const Plan& plan_;
  bool reuse_;
  std::vector<State> states_;
  BatchProgram out_;
  Pool planes_, cells_;
};

}  // namespace

BatchProgram assemble(const Plan& plan, Registers registers) { return Assembler(plan, registers).assemble(); }

}  // namespace plumb::columnar
