#include "runtime/decide/rule_index.hpp"

#include <algorithm>
#include <numeric>

namespace plumb::decide {

RuleIndex::RuleIndex(std::shared_ptr<const ir::Program> program) : program_(std::move(program)) {
  for (uint32_t i = 0; i < program_->matters.size(); ++i) {
    const ir::MatterId id(i);
    const ir::Matter& matter = program_->matters[id];
    matters_.emplace(matter.name.zh, id);
    matters_.emplace(matter.name.alias, id);
    layouts_.push_back(ir::layout_of(matter));
  }
  const size_t count = program_->measures.size();
  for (uint32_t i = 0; i < count; ++i) {
    const ir::MeasureId id(i);
    const ir::Name& name = program_->measures[id].name;
    measures_[name.alias].push_back(id);
    if (name.zh != name.alias) measures_[name.zh].push_back(id);
  }
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const auto key = [&](uint32_t i) { return std::pair(std::string_view(program_->measures[ir::MeasureId(i)].name.alias), i); };
    return key(a) < key(b);
  });
  ranks_.resize(count);
  for (uint32_t i = 0; i < count; ++i) ranks_[order[i]] = i;
}

std::optional<ir::MatterId> RuleIndex::matter(std::string_view name) const {
  const auto found = matters_.find(name);
  return found == matters_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<uint32_t> RuleIndex::field(const ir::Matter& matter, std::string_view name) {
  for (uint32_t i = 0; i < matter.fields.size(); ++i) {
    if (matter.fields[i].name.matches(name)) return i;
  }
  return std::nullopt;
}

bool RuleIndex::has_stage(const ir::Matter& matter, Stage stage) { return std::find(matter.stages.begin(), matter.stages.end(), stage) != matter.stages.end(); }

std::span<const ir::MeasureId> RuleIndex::measures_named(std::string_view name) const {
  const auto found = measures_.find(name);
  return found == measures_.end() ? std::span<const ir::MeasureId>() : std::span<const ir::MeasureId>(found->second);
}

}  // namespace plumb::decide
