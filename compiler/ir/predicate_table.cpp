#include "compiler/ir/predicate_table.hpp"

#include <algorithm>
#include <set>
#include <tuple>

namespace plumb::ir {

static_assert(kRoleCount <= PLUMB_ROLE_CAPACITY, "every role has its bit in a reach word");

uint64_t reach_mask(const Reach& reach) {
  if (reach.anyone) return 0;
  return (reach.self ? kSelfBit : 0) | (uint64_t{reach.debtor_roles} << 1) | (uint64_t{reach.own_roles} << (1 + PLUMB_ROLE_CAPACITY));
}

namespace {

class Boundaries {
 public:
  explicit Boundaries(const Program& program) : program_(program) { days_.insert(Date::kMinDays); }

  void add(const Measure& measure) {
    add(measure.from);
    add(measure.until);
    add(measure.basis);
    add_parameters(measure.condition);
    for (const Exception& exception : measure.exceptions) {
      add(exception.basis);
      add_parameters(exception.condition);
    }
    for (const NodeId argument : measure.arguments) add_parameters(argument);
  }
  const std::set<int32_t>& days() const { return days_; }

 private:
  void add(std::optional<Date> d) {
    if (d) days_.insert(d->days);
  }
  void add(const std::vector<Citation>& basis) {
    for (const Citation& citation : basis) {
      add(program_.documents[citation.document].from);
      add(program_.documents[citation.document].until);
    }
  }
  void add_parameters(NodeId node) {
    for (const ParameterId id : parameters_of(program_, node)) {
      for (const ParameterVersion& version : program_.parameters[id].versions) add(version.from);
    }
  }

  const Program& program_;
  std::set<int32_t> days_;
};

}  // namespace

std::vector<Epoch> epochs(const Program& program, MatterId matter, Stage stage) {
  std::vector<MeasureId> measures;
  Boundaries boundaries(program);
  for (size_t i = 0; i < program.measures.size(); ++i) {
    const MeasureId id = program.measures.id_at(i);
    const Measure& measure = program.measures[id];
    if (measure.matter != matter || measure.stage != stage) continue;
    measures.push_back(id);
    boundaries.add(measure);
  }
  std::vector<Epoch> out;
  for (auto it = boundaries.days().begin(); it != boundaries.days().end(); ++it) {
    const auto next = std::next(it);
    Epoch epoch{Date{*it}, next == boundaries.days().end() ? Date::kMaxDays + 1 : *next, {}};
    std::copy_if(measures.begin(), measures.end(), std::back_inserter(epoch.measures),
                 [&](MeasureId id) { return in_force(program, program.measures[id], epoch.from); });
    out.push_back(std::move(epoch));
  }
  return out;
}

std::vector<EntryScope> table_entries(const Program& program) {
  std::vector<EntryScope> out;
  for (size_t m = 0; m < program.matters.size(); ++m) {
    const MatterId matter = program.matters.id_at(m);
    std::vector<Stage> stages = program.matters[matter].stages;  // the default first
    std::sort(stages.begin(), stages.end());
    for (const Stage stage : stages) {
      for (Epoch& epoch : epochs(program, matter, stage)) out.push_back({matter, stage, std::move(epoch)});
    }
  }
  return out;
}

bool looks(const Program& program, const Measure& measure, Date d) {
  const auto asks = [&](NodeId node) { return asks_trigger(program, node) || has_quantifier(program, node); };
  return asks(measure.condition) ||
         std::any_of(measure.exceptions.begin(), measure.exceptions.end(), [&](const Exception& e) { return in_force(program, e, d) && asks(e.condition); });
}

const PlumbTableEntry* find_entry(const PlumbPredicateTable& table, uint32_t matter, uint32_t stage, int32_t date_days) {
  const PlumbTableEntry* const end = table.entries + table.entry_count;
  const auto key = [](const PlumbTableEntry& e) { return std::tuple(e.matter, e.stage, e.from_days); };
  const PlumbTableEntry* after =
      std::upper_bound(table.entries, end, std::tuple(matter, stage, date_days), [&](const auto& wanted, const PlumbTableEntry& e) { return wanted < key(e); });
  if (after == table.entries) return nullptr;
  const PlumbTableEntry* entry = after - 1;
  const bool holds = entry->matter == matter && entry->stage == stage && entry->from_days <= date_days && date_days < entry->until_days;
  return holds ? entry : nullptr;
}

}  // namespace plumb::ir
