#include "tests/differential/agreement/reduction.hpp"

#include <algorithm>

#include "compiler/backends/reference/table.hpp"
#include "compiler/ir/printer.hpp"
#include "compiler/ir/words.hpp"

namespace plumb::agreement {

namespace {

// One measure over one row.
struct Specimen {
  ir::Program program;
  int32_t date_days = 0;
  uint32_t stage = 0;
  ir::MatterId matter;
  reference::Row values;
  PlumbParty party{};
  std::vector<reference::Trigger> triggers;

  const ir::Measure& measure() const { return program.measures[ir::MeasureId(0)]; }
};

ir::Program with_measure(const ir::Program& program, const ir::Measure& measure) {
  ir::Program out = program;
  out.measures = {};
  out.measures.add(measure);
  return out;
}

class Reducer {
 public:
  Reducer(const Contestant& contestant, Way way) : contestant_(contestant), way_(way) {}

  // How the contestant differs; nothing when it agrees.
  std::optional<Disagreement> differs_on(const Specimen& s) const {
    const auto program = std::make_shared<const ir::Program>(s.program);
    const reference::PredicateTable definition(program);
    const ValuePools layout_only(*program, s.matter);
    const Rows rows(layout_only, s.values, s.party, s.triggers);
    const PlumbTableEntry* entry = ir::find_entry(definition.table(), s.matter.value, s.stage, s.date_days);
    if (!entry || entry->measure_count == 0) return std::nullopt;
    const auto table = contestant_.table(program);
    const PlumbTableEntry* other = ir::find_entry(*table, s.matter.value, s.stage, s.date_days);
    if (!other || !offers(*other, way_, rows) || (way_ == Way::settled && !entry->settle)) return std::nullopt;
    return differs(*other, way_, s.date_days, rows, defined(*entry, way_, s.date_days, rows));
  }

  // Smaller and smaller, until nothing can be taken away.
  void reduce(Specimen& s) const {
    while (drop_exception(s) || descend(s) || forget_field(s) || widen(s)) {
    }
  }

 private:
  bool keep(Specimen& s, Specimen smaller) const {
    if (!differs_on(smaller)) return false;
    s = std::move(smaller);
    return true;
  }

  bool with(Specimen& s, const ir::Measure& measure) const {
    Specimen smaller = s;
    smaller.program = with_measure(s.program, measure);
    return keep(s, std::move(smaller));
  }

  bool drop_exception(Specimen& s) const {
    for (size_t i = 0; i < s.measure().exceptions.size(); ++i) {
      ir::Measure m = s.measure();
      m.exceptions.erase(m.exceptions.begin() + static_cast<std::ptrdiff_t>(i));
      if (with(s, m)) return true;
    }
    return false;
  }

  // Puts a boolean operand in the condition's place; an exception's condition in that of none.
  bool descend(Specimen& s) const {
    ir::Measure m = s.measure();
    if (m.condition.valid()) {
      for (const ir::NodeId operand : ir::operands(s.program, s.measure().condition)) {
        if (s.program.nodes[operand].type.kind != ir::TypeKind::boolean) continue;
        m.condition = operand;
        if (with(s, m)) return true;
      }
      m = s.measure();
      m.condition = {};
      if (with(s, m)) return true;
    }
    for (size_t i = 0; i < s.measure().exceptions.size(); ++i) {
      for (const ir::NodeId operand : ir::operands(s.program, s.measure().exceptions[i].condition)) {
        if (s.program.nodes[operand].type.kind != ir::TypeKind::boolean) continue;
        m = s.measure();
        m.exceptions[i].condition = operand;
        if (with(s, m)) return true;
      }
    }
    return false;
  }

  bool forget_field(Specimen& s) const {
    for (auto& value : s.values) {
      if (!value) continue;
      Specimen smaller = s;
      smaller.values[static_cast<size_t>(&value - s.values.data())].reset();
      if (keep(s, std::move(smaller))) return true;
    }
    return false;
  }

  // Reaches anyone of any kind.
  bool widen(Specimen& s) const {
    ir::Measure m = s.measure();
    if (m.party) {
      m.party.reset();
      if (with(s, m)) return true;
    }
    if (m.reach.anyone || !m.exceptions.empty() || ir::looks(s.program, m, Date{s.date_days})) return false;
    m = s.measure();
    m.reach = {};
    m.reach.anyone = true;
    return with(s, m);
  }

  const Contestant& contestant_;
  Way way_;
};

std::string described(const Specimen& s, const Disagreement& found) {
  const ir::Measure& m = s.measure();
  std::string out = "  " + found.contestant + ", " + found.how + ": plane " + name(found.plane) + " should be " + (found.expected ? "set" : "clear") +
                    "\n  on " + Date{s.date_days}.iso() + ", matter " + s.program.matters[s.matter].name.alias + ", measure " + m.name.alias +
                    (m.reach.anyone ? " reaching anyone" : " with reach mask " + std::to_string(ir::reach_mask(m.reach))) +
                    (m.party ? std::string(", party ") + ir::word_of(*m.party) : "") + "\n";
  if (m.condition.valid()) out += "  condition " + ir::print(s.program, m.condition, s.matter) + "\n";
  for (const ir::Exception& e : m.exceptions) out += "  except " + ir::print(s.program, e.condition, s.matter) + "\n";
  for (size_t f = 0; f < s.values.size(); ++f) {
    if (s.values[f]) out += "  " + s.program.matters[s.matter].fields[f].name.alias + " = " + ir::value_text(s.program, *s.values[f]) + "\n";
  }
  out += "  party: certain " + std::to_string(s.party.certain) + ", uncertain " + std::to_string(s.party.uncertain) + ", kind " + std::to_string(s.party.kind) +
         ", sector " + std::to_string(s.party.sector) + "\n";
  return out;
}

}  // namespace

std::string reduced(const Contestant& contestant, const std::shared_ptr<const ir::Program>& program, const PlumbTableEntry& entry, int32_t date_days,
                    const Rows& rows, const Disagreement& found) {
  const ir::MeasureId id(entry.measure_count == 0 ? 0 : entry.measures[found.measure]);
  const uint32_t row = std::min(found.row, rows.count() - 1);
  Specimen s{with_measure(*program, program->measures[id]), date_days, entry.stage, ir::MatterId(entry.matter), rows.values(row), rows.party(row), {}};
  if (rows.have_triggers()) s.triggers.assign(rows.asked(row).begin(), rows.asked(row).end());
  Way way = Way::one_row;
  for (const Way each : kWays) {
    if (found.how == name(each)) way = each;
  }
  const Reducer reducer(contestant, way);
  if (!reducer.differs_on(s)) {
    return "  (not shown by this row and measure alone: row " + std::to_string(found.row) + " of " + std::to_string(rows.count()) + ", measure " +
           std::to_string(found.measure) + " of " + std::to_string(entry.measure_count) + ")\n" + described(s, found);
  }
  reducer.reduce(s);
  Disagreement last = *reducer.differs_on(s);
  last.contestant = found.contestant;
  return described(s, last);
}

}  // namespace plumb::agreement
