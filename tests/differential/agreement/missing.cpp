#include "tests/differential/agreement/missing.hpp"

#include <algorithm>

#include "compiler/ir/printer.hpp"
#include "tests/differential/agreement/coverage.hpp"

namespace plumb::agreement {

namespace {

constexpr uint32_t kMostRows = 130;  // two blocks and a remainder; the reference evaluator is asked again for each

std::string listed(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += " " + name;
  return out;
}

}  // namespace

MissingCompared compare_missing(const Contestant& contestant, const std::shared_ptr<const ir::Program>& program, const PlumbTableEntry& entry,
                                int32_t date_days, const Rows& rows, const Planes& plain) {
  MissingCompared out;
  const PlumbMorsel morsel = rows.morsel();
  for (uint32_t m = 0; m < entry.measure_count; ++m) {
    const ir::MeasureId id(entry.measures[m]);
    const ir::Measure& measure = program->measures[id];
    if (ir::looks(*program, measure, Date{date_days})) continue;
    const Contestant::Missing told = contestant.missing(program, id, Date{date_days}, morsel);
    for (uint32_t r = 0; r < std::min(kMostRows, rows.count()); ++r) {
      std::vector<std::string> actual, expected;
      for (const auto& [name, plane] : told) {
        if ((plane[r / 64] >> (r % 64) & 1) != 0) actual.push_back(name);
      }
      if (!plain.bit(Plane::is_true, m, r) && !plain.bit(Plane::is_false, m, r)) {
        ++out.unknown;
        expected = reference::evaluate(*RowInputs(*program, date_days, rows, r).inputs(measure), id).missing;
      }
      if (actual == expected) continue;
      out.disagreement = "  " + contestant.name + ", missing: told" + listed(actual) + "; should be" + listed(expected) + "\n  on " + Date{date_days}.iso() +
                         ", row " + std::to_string(r) + ", measure " + measure.name.alias +
                         (measure.condition.valid() ? ", condition " + ir::print(*program, measure.condition, measure.matter) : "");
      return out;
    }
  }
  return out;
}

}  // namespace plumb::agreement
