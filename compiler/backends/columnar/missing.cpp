// The batch program runs upwards and keeps every node's planes; relevance then runs downwards: the rows whose unknown answer
// depends on a node. At the root these are the rows that are unknown; below, those of the user on which the node is unknown
// too. That is what simplifying by constants only leaves: a false conjunct makes its conjunction known, which ends it there.
#include "compiler/backends/columnar/missing.hpp"

#include <algorithm>
#include <array>
#include <new>

#include "compiler/backends/columnar/program.hpp"
#include "compiler/base/check.hpp"

namespace plumb::columnar {

namespace {

using Rows = std::array<uint64_t, kGroupBlocks>;

struct AlignedDelete {
  void operator()(uint64_t* words) const { ::operator delete(words, std::align_val_t(PLUMB_ALIGNMENT)); }
};
using Scratch = std::unique_ptr<uint64_t, AlignedDelete>;

Scratch scratch_of(size_t words) { return Scratch(static_cast<uint64_t*>(::operator new(words * sizeof(uint64_t), std::align_val_t(PLUMB_ALIGNMENT)))); }

}  // namespace

struct MissingInputs::Contents {
  std::string name;  // of the measure
  Date date;
  Plan plan;
  BatchProgram program;
  const Kernels& kernels;
};

namespace {

// Relevance over one group of blocks.
class Downwards {
 public:
  using Planes = MissingInputs::Planes;

  Downwards(const BatchProgram& program, const Group& group, const std::string& measure, std::span<const std::string> reach_unknown, Planes& into)
      : program_(program), group_(group), plan_(group.plan), measure_(measure), reach_unknown_(reach_unknown), into_(into), relevant_(plan_.nodes.size()) {}

  void run() {
    const PlanId root = plan_.measures[0].root;
    Rows live{};
    std::copy_n(group_.plane(kLive), group_.blocks, live.begin());
    pass(live, root);
    // Operands precede their users.
    for (uint32_t i = root.value + 1; i-- > 0;) descend(PlanId(i));
  }

 private:
  template <typename Word>
  Rows each(const Word& word) const {
    Rows rows{};
    for (size_t b = 0; b < group_.blocks; ++b) rows[b] = word(b);
    return rows;
  }

  Rows known(PlanId id) const {
    if (!plan_.nodes[id].boolean) {
      const uint64_t* plane = group_.known(program_.values[id.value]);
      return each([&](size_t b) { return plane[b]; });
    }
    const PlanePair planes = group_.planes(program_.planes[id.value]);
    return each([&](size_t b) { return planes.is_true[b] | planes.is_false[b]; });
  }

  // The rows matter to the operand where it is unknown.
  void pass(const Rows& rows, PlanId operand) {
    const Rows is_known = known(operand);
    for (size_t b = 0; b < group_.blocks; ++b) relevant_[operand.value][b] |= rows[b] & ~is_known[b];
  }

  void tell(const std::string& name, const Rows& rows) {
    if (std::all_of(rows.begin(), rows.end(), [](uint64_t word) { return word == 0; })) return;
    auto [it, fresh] = into_.try_emplace(name);
    if (fresh) it->second.resize((group_.morsel.row_count + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS);
    for (size_t b = 0; b < group_.blocks; ++b) it->second[group_.first_block + b] |= rows[b];
  }

  void descend(PlanId id) {
    const PlanNode& node = plan_.nodes[id];
    const Rows rows = relevant_[id.value];
    switch (node.op) {
      case PlanOp::flag:
      case PlanOp::within:
      case PlanOp::among:
      case PlanOp::has_any:
      case PlanOp::has_all:
      case PlanOp::equal_columns:
      case PlanOp::below_columns:
        tell_column(node.column, rows);
        if (node.other != kNoColumn) tell_column(node.other, rows);
        return;
      case PlanOp::cell:
        return tell(name_of(node.column), rows);
      case PlanOp::unknown:
        return tell(name_of(node.reason), rows);
      case PlanOp::reach:
        for (const std::string& name : reach_unknown_) tell(name, rows);
        return;
      case PlanOp::logical_not:
      case PlanOp::logical_and:
      case PlanOp::logical_or:
      case PlanOp::same:
      case PlanOp::compare:
      case PlanOp::test:
        for (const PlanId operand : node.operands) pass(rows, operand);
        return;
      case PlanOp::compute:
        return descend_computation(node, rows);
      case PlanOp::select:
        return descend_selection(node, rows);
      case PlanOp::always:
      case PlanOp::known:
      case PlanOp::constant:
      case PlanOp::date:
        return;  // never unknown
      case PlanOp::listed_on:
      case PlanOp::exists:
      case PlanOp::every:
      case PlanOp::count:
      case PlanOp::listing:
        return;  // not in a measure that asks no triggers
    }
  }

  void tell_column(uint32_t column, const Rows& rows) {
    const uint64_t* valid = group_.valid(column);
    tell(name_of(column), each([&](size_t b) { return rows[b] & ~valid[b]; }));
  }

  // Known operands and no result: the fault is its own.
  void descend_computation(const PlanNode& node, const Rows& rows) {
    Rows faults = rows;
    for (const PlanId operand : node.operands) {
      const Rows is_known = known(operand);
      for (size_t b = 0; b < group_.blocks; ++b) faults[b] &= is_known[b];
      pass(rows, operand);
    }
    tell("fault." + measure_, faults);
  }

  // A branch not taken does not matter; an unknown condition leaves both in play.
  void descend_selection(const PlanNode& node, const Rows& rows) {
    const PlanePair condition = group_.planes(program_.planes[node.operands[0].value]);
    pass(rows, node.operands[0]);
    pass(each([&](size_t b) { return rows[b] & ~condition.is_false[b]; }), node.operands[1]);
    pass(each([&](size_t b) { return rows[b] & ~condition.is_true[b]; }), node.operands[2]);
  }

  std::string name_of(uint32_t column) const {
    if (column >= kPartyColumns) return std::string("party.") + ir::word(static_cast<ir::PartyField>(column - kPartyColumns)).alias;
    const ir::Matter& matter = plan_.program->matters[plan_.matter];
    return matter.name.alias + "." + matter.fields[column].name.alias;
  }

  std::string name_of(const Reason& reason) const {
    if (reason.kind == Reason::Kind::parameter) return "parameter." + plan_.program->parameters[reason.parameter].name.alias;
    return "fault." + measure_;
  }

  const BatchProgram& program_;
  const Group& group_;
  const Plan& plan_;
  const std::string& measure_;
  std::span<const std::string> reach_unknown_;
  Planes& into_;
  std::vector<Rows> relevant_;  // by plan node
};

}  // namespace

MissingInputs::MissingInputs(std::shared_ptr<const ir::Program> program, ir::MeasureId measure, Date date, InstructionSet set) {
  const ir::Measure& asked = program->measures[measure];
  if (!ir::in_force(*program, asked, date)) return;
  contents_ = std::make_unique<Contents>(Contents{asked.name.alias, date, plan(program, asked.matter, date, std::span(&measure, 1)), {}, kernels_of(set)});
  check(!contents_->plan.measures[0].looks, "what a measure misses is told without looking at its triggers");
  contents_->program = assemble(contents_->plan, Registers::kept);
}

MissingInputs::~MissingInputs() = default;
MissingInputs::MissingInputs(MissingInputs&&) noexcept = default;
MissingInputs& MissingInputs::operator=(MissingInputs&&) noexcept = default;

MissingInputs::Planes MissingInputs::planes(const PlumbMorsel& morsel, std::span<const std::string> reach_unknown) const {
  Planes out;
  if (!contents_) return out;
  const Contents& c = *contents_;
  const size_t blocks = (morsel.row_count + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS;
  const Scratch scratch = scratch_of(c.program.scratch_words);
  std::vector<uint64_t> answers(3 * blocks);
  const PlumbMorselPlanes planes{answers.data(), answers.data() + blocks, answers.data() + 2 * blocks, static_cast<uint32_t>(blocks)};
  for (size_t first = 0; first < blocks; first += kGroupBlocks) {
    const Group group{c.plan, morsel, c.date.days, first, std::min(kGroupBlocks, blocks - first), scratch.get()};
    run_group(c.program, c.kernels, group, planes);
    Downwards(c.program, group, c.name, reach_unknown, out).run();
  }
  return out;
}

}  // namespace plumb::columnar
