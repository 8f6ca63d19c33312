#include "runtime/sweep/papers.hpp"

#include <algorithm>

#include "compiler/ir/predicate_table.hpp"

namespace plumb::sweep {

Papers::Papers(const decide::Context& context, Date d) : snapshot_(&context.snapshot), date_(d) {
  add_names(context.rules.program());
  const snapshot::Shape& shape = context.snapshot.columns().shape;
  permits_.resize(shape.permits, kUnasked);
  retentions_.resize(shape.retentions, kUnasked);
}

// Names, as permits and retentions give them → sets of measures.
void Papers::add_names(const ir::Program& program) {
  words_ = std::max<size_t>(ir::plane_words(program.measures.size()), 1);
  add();
  const Set all = add();
  permit_names_.emplace("*", all);
  const auto put = [&](Set set, uint32_t measure) { ir::set_plane_bit(members_.data() + size_t{set} * words_, measure); };
  const auto set_of = [&](Sets& sets, std::string_view name) {
    const auto [found, fresh] = sets.emplace(name, 0);
    if (fresh) found->second = add();
    return found->second;
  };
  for (uint32_t m = 0; m < program.measures.size(); ++m) {
    const ir::Measure& measure = program.measures[ir::MeasureId(m)];
    const ir::Name& matter = program.matters[measure.matter].name;
    put(all, m);
    for (const std::string* name : {&measure.name.alias, &measure.name.zh}) put(set_of(retention_names_, *name), m);
    for (const std::string* name : {&measure.name.alias, &measure.name.zh, &matter.alias, &matter.zh}) put(set_of(permit_names_, *name), m);
  }
}

Papers::Set Papers::add() {
  members_.resize(members_.size() + words_);
  return static_cast<Set>(members_.size() / words_ - 1);
}

Papers::Set Papers::of(snapshot::PermitIndex permit) const {
  if (!snapshot_->permit_period(permit).holds_on(date_)) return 0;
  const auto found = permit_names_.find(snapshot_->permit_target(permit));
  return found == permit_names_.end() ? 0 : found->second;
}

Papers::Set Papers::of(snapshot::RetentionIndex retention) const {
  if (snapshot_->retained_until(retention) < date_) return 0;
  const auto found = retention_names_.find(snapshot_->retained_measure(retention));
  return found == retention_names_.end() ? 0 : found->second;
}

}  // namespace plumb::sweep
