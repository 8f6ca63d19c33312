// Random rows as both evaluators take them: values for the reference, packed cells and columns for the columnar one.
#pragma once

#include <deque>
#include <optional>
#include <vector>

#include "compiler/ir/columns.hpp"
#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "tests/property/random_expression.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::columnar::testing {

using plumb::testing::Random;

// As random_program, but no measure asks its triggers, so that all of them are decided. Verified.
inline ir::Program random_plain_program(Random& random, plumb::testing::Shape shape) {
  ir::Program program = plumb::testing::random_program(random, shape);
  ir::Builder builder(program);
  constexpr ir::Type kBoolean{ir::TypeKind::boolean};
  for (ir::Measure& measure : program.measures) {
    plumb::testing::ExpressionMaker maker(random, builder, program, measure.matter);
    if (measure.condition.valid()) measure.condition = maker.make(kBoolean, shape.depth, {});
    for (ir::Exception& exception : measure.exceptions) exception.condition = maker.make(kBoolean, shape.depth - 1, {});
  }
  return program;
}

// One row and its party, in all three forms.
struct Case {
  reference::Row row;
  reference::Party party;
  ir::PackedRow packed;
  PlumbParty words{};
};

// Words in which about every fourth way is taken.
inline uint64_t random_reach(Random& random) { return random.bits() & random.bits() & ((uint64_t{1} << (1 + 2 * PLUMB_ROLE_CAPACITY)) - 1); }

inline PlumbText text_of(const std::optional<std::string>& text) { return text ? PlumbText{text->data(), text->size()} : PlumbText{nullptr, 0}; }

// `nulls`: percent of fields and of the party's that are unknown.
class Cases {
 public:
  Cases(Random& random, const ir::Program& program, ir::MatterId matter, size_t count, uint64_t nulls) : morsel_(program, matter) {
    const ir::Layout layout = ir::layout_of(program.matters[matter]);
    for (size_t i = 0; i < count; ++i) {
      Case& c = cases_.emplace_back();
      for (const ir::Field& field : program.matters[matter].fields) {
        c.row.push_back(random.chance(nulls) ? std::nullopt : std::optional(plumb::testing::random_value(random, program, field.type)));
      }
      if (!random.chance(nulls)) c.party = plumb::testing::random_party(random);
      c.packed = ir::PackedRow(layout, c.row);
      c.words = {random_reach(random),
                 random_reach(random),
                 c.party.kind ? static_cast<uint8_t>(*c.party.kind) : uint8_t{PLUMB_UNKNOWN},
                 c.party.sector ? static_cast<uint8_t>(*c.party.sector) : uint8_t{PLUMB_UNKNOWN},
                 text_of(c.party.name),
                 text_of(c.party.id)};
      morsel_.append(c.packed.view(), c.words);
    }
  }

  size_t size() const { return cases_.size(); }
  const Case& operator[](size_t i) const { return cases_[i]; }
  PlumbMorsel morsel() { return morsel_.view(); }

 private:
  std::deque<Case> cases_;
  ir::MorselBuffer morsel_;
};

// Triggers of any way, certain or not.
inline std::vector<PlumbTrigger> random_triggers(Random& random) {
  const auto day = [&]() -> int32_t { return random.chance(40) ? PLUMB_NO_DATE : plumb::testing::random_date(random).days; };
  std::vector<PlumbTrigger> out(random.below(5));
  for (PlumbTrigger& t : out) {
    const auto role = static_cast<Role>(random.below(kRoleCount));
    const bool self = random.chance(40);
    t.bit = self ? ir::kSelfBit : random.chance(50) ? ir::debtor_bit(role) : ir::own_bit(role);
    t.certain = random.chance(70) ? 1 : 0;
    t.role = self ? uint8_t{PLUMB_UNKNOWN} : static_cast<uint8_t>(role);
    t.state = static_cast<uint8_t>(random.below(4));
    t.publishable = random.chance(50) ? 1 : 0;
    t.by_relation = !self && random.chance(70) ? 1 : 0;
    t.has_performed = random.chance(50) ? 1 : 0;
    t.has_unperformed = random.chance(50) ? 1 : 0;
    t.published_on = plumb::testing::random_date(random).days;
    t.expires_on = day();
    t.ground_on = day();
    t.removed_on = day();
    t.filed_on = day();
    t.relation_from = day();
    t.relation_to = day();
    t.performed_fen = t.has_performed != 0 ? static_cast<int64_t>(random.below(7)) - 3 : 0;
    t.unperformed_fen = t.has_unperformed != 0 ? static_cast<int64_t>(random.below(7)) - 3 : 0;
    t.case_no = random.chance(50) ? PlumbText{"甲", 3} : PlumbText{"（2019）豫0323执12号", 25};
  }
  return out;
}

// The planes of one row's decision.
struct RowPlanes {
  explicit RowPlanes(size_t measures) : is_true(ir::plane_words(measures)), is_false(is_true.size()), look(is_true.size()) {}
  PlumbPlanes view() { return {is_true.data(), is_false.data(), look.data()}; }
  friend bool operator==(const RowPlanes&, const RowPlanes&) = default;
  std::vector<uint64_t> is_true, is_false, look;
};

inline RowPlanes decide(const PlumbTableEntry& entry, Date date, const Case& c) {
  RowPlanes planes(entry.measure_count);
  const PlumbRow row = c.packed.view();
  entry.predicate(entry.context, date.days, &row, &c.words, planes.view());
  return planes;
}

// As above, with the measures settled that look at their triggers.
inline RowPlanes settle(const PlumbTableEntry& entry, Date date, const Case& c, const std::vector<PlumbTrigger>& triggers) {
  RowPlanes planes = decide(entry, date, c);
  const PlumbRow row = c.packed.view();
  if (entry.settle) entry.settle(entry.context, date.days, &row, &c.words, triggers.data(), static_cast<uint32_t>(triggers.size()), planes.view());
  return planes;
}

// The planes of a morsel's decision, with a guard behind each measure that must not be written.
class BatchPlanes {
 public:
  static constexpr uint64_t kGuard = 0x5a5a5a5a5a5a5a5a;

  BatchPlanes(const PlumbTableEntry& entry, Date date, const PlumbMorsel& morsel)
      : blocks_((morsel.row_count + 63) / 64), stride_(blocks_ + 1), is_true_(entry.measure_count * stride_, kGuard), is_false_(is_true_), look_(is_true_) {
    // Scratch holds anything.
    std::vector<uint64_t> scratch(entry.scratch_bytes / sizeof(uint64_t) + PLUMB_ALIGNMENT / sizeof(uint64_t), 0xdeadbeefcafef00d);
    auto at = reinterpret_cast<uintptr_t>(scratch.data());
    at = (at + PLUMB_ALIGNMENT - 1) / PLUMB_ALIGNMENT * PLUMB_ALIGNMENT;
    const PlumbMorselPlanes planes{is_true_.data(), is_false_.data(), look_.data(), static_cast<uint32_t>(stride_)};
    entry.batch(entry.context, date.days, &morsel, planes, reinterpret_cast<void*>(at));
  }

  RowPlanes row(size_t measures, size_t row) const {
    RowPlanes out(measures);
    for (size_t i = 0; i < measures; ++i) {
      if (bit(is_true_, i, row)) ir::set_plane_bit(out.is_true.data(), i);
      if (bit(is_false_, i, row)) ir::set_plane_bit(out.is_false.data(), i);
      if (bit(look_, i, row)) ir::set_plane_bit(out.look.data(), i);
    }
    return out;
  }

  // Nothing past the last row, nothing past the last block.
  bool tidy(size_t measures, size_t rows) const {
    for (size_t i = 0; i < measures; ++i) {
      for (const auto* plane : {&is_true_, &is_false_, &look_}) {
        for (size_t r = rows; r < blocks_ * 64; ++r) {
          if (bit(*plane, i, r)) return false;
        }
        if ((*plane)[i * stride_ + blocks_] != kGuard) return false;
      }
    }
    return true;
  }

 private:
  bool bit(const std::vector<uint64_t>& plane, size_t measure, size_t row) const { return (plane[measure * stride_ + row / 64] >> (row % 64) & 1) != 0; }

  size_t blocks_, stride_;
  std::vector<uint64_t> is_true_, is_false_, look_;
};

}  // namespace plumb::columnar::testing
