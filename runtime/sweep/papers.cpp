#include "runtime/sweep/papers.hpp"

#include <algorithm>

#include "compiler/ir/predicate_table.hpp"
#include "runtime/sweep/workers.hpp"

namespace plumb::sweep {

// Names, as permits and retentions give them → sets of measures.
class Papers::Names {
 public:
  Names(const ir::Program& program, Papers& papers) : papers_(papers) {
    papers_.words_ = std::max<size_t>(ir::plane_words(program.measures.size()), 1);
    add();
    const Set all = add();
    permits_.emplace("*", all);
    for (uint32_t m = 0; m < program.measures.size(); ++m) {
      const ir::Measure& measure = program.measures[ir::MeasureId(m)];
      const ir::Name& matter = program.matters[measure.matter].name;
      put(all, m);
      for (const std::string* name : {&measure.name.alias, &measure.name.zh}) put(set_of(retentions_, *name), m);
      for (const std::string* name : {&measure.name.alias, &measure.name.zh, &matter.alias, &matter.zh}) put(set_of(permits_, *name), m);
    }
  }

  Set permits(std::string_view target) const { return find(permits_, target); }
  Set retentions(std::string_view measure) const { return find(retentions_, measure); }

 private:
  using Sets = std::unordered_map<std::string_view, Set>;
  Set add() {
    papers_.members_.resize(papers_.members_.size() + papers_.words_);
    return static_cast<Set>(papers_.members_.size() / papers_.words_ - 1);
  }
  Set set_of(Sets& sets, std::string_view name) {
    const auto [found, fresh] = sets.emplace(name, 0);
    if (fresh) found->second = add();
    return found->second;
  }
  void put(Set set, uint32_t measure) { ir::set_plane_bit(papers_.members_.data() + size_t{set} * papers_.words_, measure); }
  static Set find(const Sets& sets, std::string_view name) {
    const auto found = sets.find(name);
    return found == sets.end() ? 0 : found->second;
  }

  Papers& papers_;
  Sets permits_, retentions_;
};

Papers::Papers(const decide::Context& context, Date d, unsigned threads) : snapshot_(&context.snapshot) {
  const Names names(context.rules.program(), *this);
  const snapshot::Shape& shape = context.snapshot.columns().shape;
  permits_.resize(shape.permits);
  retentions_.resize(shape.retentions);
  constexpr uint64_t kAtOnce = 4096;
  const uint64_t permits = (shape.permits + kAtOnce - 1) / kAtOnce, retentions = (shape.retentions + kAtOnce - 1) / kAtOnce;
  in_any_order(permits + retentions, threads, [&](unsigned, uint64_t piece) {
    const bool is_permits = piece < permits;
    const auto begin = static_cast<uint32_t>((is_permits ? piece : piece - permits) * kAtOnce);
    const uint32_t end = std::min<uint32_t>(begin + kAtOnce, is_permits ? shape.permits : shape.retentions);
    for (uint32_t i = begin; i < end && is_permits; ++i) {
      const snapshot::PermitIndex permit(i);
      if (context.snapshot.permit_period(permit).holds_on(d)) permits_[i] = names.permits(context.snapshot.permit_target(permit));
    }
    for (uint32_t i = begin; i < end && !is_permits; ++i) {
      const snapshot::RetentionIndex retention(i);
      if (!(context.snapshot.retained_until(retention) < d)) retentions_[i] = names.retentions(context.snapshot.retained_measure(retention));
    }
  });
}

}  // namespace plumb::sweep
