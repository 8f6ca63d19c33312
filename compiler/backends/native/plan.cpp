#include "compiler/backends/native/plan.hpp"

#include <algorithm>
#include <unordered_map>

#include "compiler/ir/columns.hpp"
#include "compiler/ir/layout.hpp"

namespace plumb::native {

namespace {

PlannedMeasure planned(const ir::Program& program, ir::MeasureId id, Date date) {
  const ir::Measure& measure = program.measures[id];
  PlannedMeasure out{id, measure.reach.anyone, ir::reach_mask(measure.reach), measure.party, ir::looks(program, measure, date), measure.condition, {}};
  for (const ir::Exception& exception : measure.exceptions) {
    if (ir::in_force(program, exception, date)) out.exceptions.push_back(exception.condition);
  }
  return out;
}

// Writes a chunk's meaning: nodes numbered by first use, leaves by what they read rather than by name.
class Key {
 public:
  Key(const Chunk& chunk, Shape shape) : chunk_(chunk), shape_(shape), program_(*chunk.program), layout_(ir::layout_of(program_.matters[chunk.matter])) {}

  std::string of() && {
    number(static_cast<uint64_t>(shape_));
    for (const PlannedMeasure& measure : chunk_.measures) add(measure);
    return std::move(out_);
  }

 private:
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_.push_back(static_cast<char>(value | 0x80));
    out_.push_back(static_cast<char>(value));
  }
  void text(const std::string& value) {
    number(value.size());
    out_ += value;
  }
  void value(const ir::Value& value) {
    const auto units = static_cast<uint128>(value.number);
    number(static_cast<uint64_t>(units));
    number(static_cast<uint64_t>(units >> 64));
    text(value.text);
  }
  void calendar(ir::CalendarId id) {
    if (!id.valid()) return number(0);
    const ir::Calendar& calendar = program_.calendars[id];
    number(1);
    const auto day = [&](Date d) { number(static_cast<uint64_t>(d.days) & UINT32_MAX); };
    const auto days = [&](const std::vector<Date>& list) {
      number(list.size());
      for (const Date d : list) day(d);
    };
    day(calendar.first);
    day(calendar.last);
    days(calendar.holidays);
    days(calendar.makeup);
  }

  void leaf(const ir::Node& node) {
    switch (node.op) {
      case ir::Op::constant:
        return value(program_.constants[node.immediate]);
      case ir::Op::parameter: {
        const ir::Value* set = parameter_value(chunk_, node.immediate);
        number(set ? 1 : 0);
        if (set) value(*set);
        return;
      }
      case ir::Op::matter_field:
        number(node.immediate);
        number(layout_.slots[node.immediate].cell);
        return number(static_cast<uint64_t>(ir::format_of(program_, node.type)));
      case ir::Op::date_add:
      case ir::Op::date_subtract:
        return calendar(ir::CalendarId(node.immediate));
      case ir::Op::in_codes: {
        const std::vector<Range> ranges = ranges_of(program_, node);
        number(ranges.size());  // as of every list: no key begins like another's and goes on
        for (const Range& range : ranges) {
          number(range.first);
          number(range.last);
        }
        return;
      }
      default:
        return number(node.immediate);
    }
  }

  uint64_t node(ir::NodeId id) {
    if (const auto known = numbers_.find(id.value); known != numbers_.end()) return known->second;
    std::vector<uint64_t> below;
    for (const ir::NodeId operand : ir::operands(program_, id)) below.push_back(node(operand));
    const ir::Node& n = program_.nodes[id];
    number(static_cast<uint64_t>(n.op) + 1);
    number(static_cast<uint64_t>(n.type.kind));
    number(below.size());
    for (const uint64_t operand : below) number(operand);
    leaf(n);
    const uint64_t given = numbers_.size();
    numbers_.emplace(id.value, given);
    return given;
  }

  void add(const PlannedMeasure& measure) {
    std::vector<uint64_t> roots;
    if (!measure.looks || shape_ == Shape::settle) {
      if (measure.condition.valid()) roots.push_back(node(measure.condition));
      for (const ir::NodeId exception : measure.exceptions) roots.push_back(node(exception));
    }
    number(0);  // no instruction: a measure
    number((measure.anyone ? 1 : 0) + (measure.looks ? 2 : 0) + (measure.condition.valid() ? 4 : 0));
    number(measure.mask);
    number(measure.kind ? static_cast<uint64_t>(*measure.kind) + 1 : 0);
    number(roots.size());
    for (const uint64_t root : roots) number(root);
  }

  const Chunk& chunk_;
  Shape shape_;
  const ir::Program& program_;
  ir::Layout layout_;
  std::unordered_map<uint32_t, uint64_t> numbers_;
  std::string out_;
};

}  // namespace

std::vector<PlannedEntry> plan(const ir::Program& program) {
  std::vector<PlannedEntry> out;
  for (ir::EntryScope& scope : ir::table_entries(program)) {
    PlannedEntry& entry = out.emplace_back(PlannedEntry{scope.matter, scope.stage, {}, {}});
    for (const ir::MeasureId id : scope.epoch.measures) entry.measures.push_back(planned(program, id, scope.epoch.from));
    entry.epoch = std::move(scope.epoch);
  }
  return out;
}

Chunk chunk_of(const ir::Program& program, const PlannedEntry& entry, Shape shape, size_t offset) {
  const size_t most = shape == Shape::point ? kPointMeasures : shape == Shape::batch ? kBatchMeasures : 1;
  const auto from = entry.measures.begin() + static_cast<std::ptrdiff_t>(offset);
  const auto count = static_cast<std::ptrdiff_t>(std::min(most, entry.measures.size() - offset));
  return {&program, entry.matter, entry.epoch.from, offset, {from, from + count}};
}

std::string key_of(const Chunk& chunk, Shape shape) { return Key(chunk, shape).of(); }

const ir::Value* parameter_value(const Chunk& chunk, uint32_t parameter) {
  return ir::value_on(chunk.program->parameters[ir::ParameterId(parameter)], chunk.date);
}

}  // namespace plumb::native
