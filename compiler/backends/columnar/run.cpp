// The steps of a batch program over one group of blocks. Leaves with a kernel of their own go to the instruction set's
// kernels; the rest is computed row by row, for the rows whose operands are known.
#include <algorithm>
#include <cstring>

#include "compiler/backends/columnar/program.hpp"

namespace plumb::columnar {

using ir::ColumnFormat;
using ir::Op;

namespace {

constexpr size_t kBlockRows = PLUMB_BLOCK_ROWS;

// Calls see(row within the group) for every bit.
template <typename See>
void each_row(const uint64_t* rows, size_t blocks, const See& see) {
  for (size_t b = 0; b < blocks; ++b) {
    for (uint64_t rest = rows[b]; rest != 0; rest &= rest - 1) see(b * kBlockRows + static_cast<size_t>(__builtin_ctzll(rest)));
  }
}

void set_bit(uint64_t* plane, size_t row) { plane[row / kBlockRows] |= uint64_t{1} << (row % kBlockRows); }

// One value a row, or one for all.
struct Values {
  const std::byte* at;
  size_t stride;  // bytes; 0: the same for every row

  Cell operator[](size_t row) const {
    Cell cell;
    std::memcpy(&cell, at + row * stride, sizeof(Cell));
    return cell;
  }
};

class GroupRun {
 public:
  GroupRun(const BatchProgram& program, const Kernels& kernels, const Group& group, const PlumbMorselPlanes& planes)
      : program_(program), kernels_(kernels), group_(group), morsel_(group.morsel), planes_(planes), blocks_(group.blocks) {
    date_.number = group.date_days;
  }

  void run() {
    mark_live();
    if (program_.asks_kind) mark_known(morsel_.kind, kKindKnown);
    if (program_.asks_sector) mark_known(morsel_.sector, kSectorKnown);
    for (const Step& step : program_.steps) take(step);
  }

 private:
  void mark_live() {
    uint64_t* live = group_.plane(kLive);
    const size_t first_row = group_.first_block * kBlockRows;
    for (size_t b = 0; b < blocks_; ++b) {
      const size_t left = morsel_.row_count - first_row - b * kBlockRows;
      live[b] = left >= kBlockRows ? ~uint64_t{0} : (uint64_t{1} << left) - 1;
    }
  }

  void mark_known(const uint8_t* values, uint32_t offset) {
    uint64_t unknown[kGroupBlocks];
    const uint8_t* rows = values + group_.first_block * kBlockRows;
    kernels_.within[0](rows, group_.plane(kLive), blocks_, PLUMB_UNKNOWN, 0, unknown, group_.plane(offset));
  }

  const void* column(uint32_t index, ColumnFormat format) const {
    if (index == party_column(ir::PartyField::kind)) return morsel_.kind + group_.first_block * kBlockRows;
    if (index == party_column(ir::PartyField::sector)) return morsel_.sector + group_.first_block * kBlockRows;
    return static_cast<const std::byte*>(morsel_.columns[index].values) + group_.first_block * ir::block_bytes(format);
  }

  Values values(ValueRef ref) const {
    switch (ref.where) {
      case ValueRef::Where::constant:
        return {reinterpret_cast<const std::byte*>(&group_.plan.nodes[PlanId(ref.at)].value), 0};
      case ValueRef::Where::date:
        return {reinterpret_cast<const std::byte*>(&date_), 0};
      case ValueRef::Where::wide_column:
        return {static_cast<const std::byte*>(column(ref.at, ColumnFormat::i128)), sizeof(Cell)};
      case ValueRef::Where::scratch:
        break;
    }
    return {reinterpret_cast<const std::byte*>(group_.plane(ref.at)), sizeof(Cell)};
  }

  void take(const Step& step) {
    const PlanePair out = group_.planes(step.out);
    const PlanNode* node = step.node.valid() ? &group_.plan.nodes[step.node] : nullptr;
    switch (step.op) {
      case Step::Op::fill:
        std::fill_n(out.is_true, blocks_, node->low != 0 ? ~uint64_t{0} : 0);
        std::fill_n(out.is_false, blocks_, node->low != 0 ? 0 : ~uint64_t{0});
        return;
      case Step::Op::unknown:
        std::fill_n(out.is_true, blocks_, 0);
        std::fill_n(out.is_false, blocks_, 0);
        return;
      case Step::Op::flag:
        return flag(*node, out);
      case Step::Op::within:
        return leaf(kernels_.within[step.width], *node, {node->low, node->span}, out);
      case Step::Op::within_date:
        return leaf(kernels_.within[step.width], *node, interval_of(node->relation, group_.date_days, node->format), out);
      case Step::Op::among:
        return leaf(kernels_.among, *node, {node->low, 0}, out);
      case Step::Op::has_any:
        return leaf(kernels_.has_any[step.width], *node, {node->low, 0}, out);
      case Step::Op::has_all:
        return leaf(kernels_.has_all[step.width], *node, {node->low, 0}, out);
      case Step::Op::equal_columns:
        return pair(kernels_.equal[step.width], *node, out);
      case Step::Op::below_columns:
        return pair(node->format == ColumnFormat::i32 ? kernels_.below32 : kernels_.below64, *node, out);
      case Step::Op::reach: {
        const size_t row = group_.first_block * kBlockRows;
        kernels_.reach(morsel_.certain + row, morsel_.uncertain + row, blocks_, node->low, out.is_true, out.is_false);
        return;
      }
      case Step::Op::both:
        return kernels_.both(group_.planes(step.a), group_.planes(step.b), blocks_, out);
      case Step::Op::either:
        return kernels_.either(group_.planes(step.a), group_.planes(step.b), blocks_, out);
      case Step::Op::same:
        return kernels_.same(group_.planes(step.a), group_.planes(step.b), blocks_, out);
      case Step::Op::known_boolean:
        return known_boolean(group_.planes(step.a), out);
      case Step::Op::known_value:
        return known_value(group_.known(step.left), out);
      case Step::Op::compare:
        return compare_values(step, *node, out);
      case Step::Op::test:
        return test_values(step, *node, out);
      case Step::Op::load:
        return load(step, *node);
      case Step::Op::select:
        return select(step);
      case Step::Op::compute:
        return compute_values(step, *node);
      case Step::Op::decided:
        return decided(step);
      case Step::Op::looked_at:
        return looked_at(step);
    }
  }

  // ---- planes ----------------------------------------------------------------------------------------------------------

  void leaf(TestKernel kernel, const PlanNode& node, Interval interval, PlanePair out) const {
    kernel(column(node.column, node.format), group_.valid(node.column), blocks_, interval.low, interval.span, out.is_true, out.is_false);
  }

  void pair(PairKernel kernel, const PlanNode& node, PlanePair out) const {
    kernel(column(node.column, node.format), group_.valid(node.column), column(node.other, node.format), group_.valid(node.other), blocks_, out.is_true,
           out.is_false);
  }

  void flag(const PlanNode& node, PlanePair out) const {
    const auto* bits = static_cast<const uint64_t*>(column(node.column, ColumnFormat::bits));
    const uint64_t* valid = group_.valid(node.column);
    for (size_t b = 0; b < blocks_; ++b) {
      out.is_true[b] = bits[b] & valid[b];
      out.is_false[b] = ~bits[b] & valid[b];
    }
  }

  void known_boolean(PlanePair a, PlanePair out) const {
    for (size_t b = 0; b < blocks_; ++b) {
      out.is_true[b] = a.is_true[b] | a.is_false[b];
      out.is_false[b] = ~out.is_true[b];
    }
  }

  void known_value(const uint64_t* known, PlanePair out) const {
    for (size_t b = 0; b < blocks_; ++b) {
      out.is_true[b] = known[b];
      out.is_false[b] = ~known[b];
    }
  }

  // Both known: into out.is_true, from where the outcome is told apart.
  void meet(const uint64_t* a, const uint64_t* b, uint64_t* out) const {
    for (size_t i = 0; i < blocks_; ++i) out[i] = a[i] & b[i];
  }

  // Whether holds(row) for each known row.
  template <typename Holds>
  void tell_apart(const uint64_t* known, PlanePair out, const Holds& holds) const {
    uint64_t hits[kGroupBlocks] = {};
    each_row(known, blocks_, [&](size_t row) { hits[row / kBlockRows] |= uint64_t{holds(row)} << (row % kBlockRows); });
    for (size_t b = 0; b < blocks_; ++b) {
      const uint64_t rows = known[b];
      out.is_true[b] = rows & hits[b];
      out.is_false[b] = rows & ~hits[b];
    }
  }

  void compare_values(const Step& step, const PlanNode& node, PlanePair out) const {
    const Values left = values(step.left), right = values(step.right);
    uint64_t known[kGroupBlocks];
    meet(group_.known(step.left), group_.known(step.right), known);
    if (node.texts) {
      tell_apart(known, out, [&](size_t row) { return compare(node.relation, true, left[row], right[row]); });
    } else if (node.relation == Op::equal) {
      tell_apart(known, out, [&](size_t row) { return left[row].number == right[row].number; });
    } else if (node.relation == Op::at_most) {
      tell_apart(known, out, [&](size_t row) { return left[row].number <= right[row].number; });
    } else {
      tell_apart(known, out, [&](size_t row) { return compare(node.relation, false, left[row], right[row]); });
    }
  }

  void test_values(const Step& step, const PlanNode& node, PlanePair out) const {
    const Values value = values(step.left);
    tell_apart(group_.known(step.left), out, [&](size_t row) { return test(node.relation, node.low, node.span, value[row]); });
  }

  // ---- values ----------------------------------------------------------------------------------------------------------

  Cell* cells(const Step& step) const { return reinterpret_cast<Cell*>(group_.plane(step.cells)); }

  template <typename T>
  void widen(const Step& step, const PlanNode& node) const {
    const T* rows = static_cast<const T*>(column(node.column, node.format));
    Cell* to = cells(step);
    each_row(group_.plane(step.out.is_true), blocks_, [&](size_t row) { to[row].number = rows[row]; });
  }

  void load(const Step& step, const PlanNode& node) const {
    if (node.texts) return load_texts(step, node);
    std::copy_n(group_.valid(node.column), blocks_, group_.plane(step.out.is_true));
    switch (node.format) {
      case ColumnFormat::u8:
        return widen<uint8_t>(step, node);
      case ColumnFormat::u16:
        return widen<uint16_t>(step, node);
      case ColumnFormat::u32:
        return widen<uint32_t>(step, node);
      case ColumnFormat::u64:
        return widen<uint64_t>(step, node);
      case ColumnFormat::i32:
        return widen<int32_t>(step, node);
      case ColumnFormat::i64:
        return widen<int64_t>(step, node);
      case ColumnFormat::bits:
      case ColumnFormat::i128:
        return;
    }
  }

  void load_texts(const Step& step, const PlanNode& node) const {
    uint64_t* known = group_.plane(step.out.is_true);
    Cell* to = cells(step);
    if (node.column < kPartyColumns) {
      std::copy_n(group_.valid(node.column), blocks_, known);
      const auto* indices = static_cast<const uint32_t*>(column(node.column, ColumnFormat::u32));
      each_row(known, blocks_, [&](size_t row) { to[row].text = morsel_.texts[indices[row]]; });
      return;
    }
    std::fill_n(known, blocks_, 0);
    const PlumbText* texts = node.column == party_column(ir::PartyField::name) ? morsel_.names : morsel_.ids;
    if (!texts) return;
    texts += group_.first_block * kBlockRows;
    each_row(group_.plane(kLive), blocks_, [&](size_t row) {
      if (!texts[row].data) return;
      set_bit(known, row);
      to[row].text = texts[row];
    });
  }

  void select(const Step& step) const {
    const PlanePair condition = group_.planes(step.a);
    const uint64_t *left_known = group_.known(step.left), *right_known = group_.known(step.right);
    const Values left = values(step.left), right = values(step.right);
    uint64_t* known = group_.plane(step.out.is_true);
    Cell* to = cells(step);
    for (size_t b = 0; b < blocks_; ++b) {
      const uint64_t from_left = condition.is_true[b] & left_known[b], from_right = condition.is_false[b] & right_known[b];
      known[b] = from_left | from_right;
      const size_t first = b * kBlockRows;
      each_row(&from_left, 1, [&](size_t row) { to[first + row] = left[first + row]; });
      each_row(&from_right, 1, [&](size_t row) { to[first + row] = right[first + row]; });
    }
  }

  void compute_values(const Step& step, const PlanNode& node) const {
    const bool unary = node.operands.size() == 1;
    const Values left = values(step.left), right = unary ? left : values(step.right);
    uint64_t operands[kGroupBlocks];
    meet(group_.known(step.left), unary ? group_.known(step.left) : group_.known(step.right), operands);
    uint64_t* known = group_.plane(step.out.is_true);
    std::fill_n(known, blocks_, 0);
    Cell* to = cells(step);
    each_row(operands, blocks_, [&](size_t row) {
      const auto result = compute(node.computation, left[row], right[row]);
      if (!result) return;
      to[row] = *result;
      set_bit(known, row);
    });
  }

  // ---- the morsel's planes ---------------------------------------------------------------------------------------------

  size_t first_word(const Step& step) const { return size_t{step.measure} * planes_.stride + group_.first_block; }

  void decided(const Step& step) const {
    const PlanePair root = group_.planes(step.a);
    const uint64_t* live = group_.plane(kLive);
    const size_t at = first_word(step);
    for (size_t b = 0; b < blocks_; ++b) {
      planes_.is_true[at + b] = root.is_true[b] & live[b];
      planes_.is_false[at + b] = root.is_false[b] & live[b];
      planes_.look[at + b] = 0;
    }
  }

  void looked_at(const Step& step) const {
    const PlanePair ruled = group_.planes(step.a);
    const uint64_t* live = group_.plane(kLive);
    const size_t at = first_word(step);
    for (size_t b = 0; b < blocks_; ++b) {
      planes_.is_true[at + b] = 0;
      planes_.is_false[at + b] = ruled.is_false[b] & live[b];
      planes_.look[at + b] = ~ruled.is_false[b] & live[b];
    }
  }

  const BatchProgram& program_;
  const Kernels& kernels_;
  const Group& group_;
  const PlumbMorsel& morsel_;
  const PlumbMorselPlanes& planes_;
  size_t blocks_;
  Cell date_;
};

}  // namespace

const uint64_t* Group::valid(uint32_t column) const {
  if (column == party_column(ir::PartyField::kind)) return plane(kKindKnown);
  if (column == party_column(ir::PartyField::sector)) return plane(kSectorKnown);
  return morsel.columns[column].valid + first_block;
}

void run_group(const BatchProgram& program, const Kernels& kernels, const Group& group, const PlumbMorselPlanes& planes) {
  GroupRun(program, kernels, group, planes).run();
}

}  // namespace plumb::columnar
