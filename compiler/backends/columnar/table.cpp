#include "compiler/backends/columnar/table.hpp"

#include <algorithm>
#include <deque>

#include "compiler/backends/columnar/point.hpp"
#include "compiler/backends/columnar/program.hpp"
#include "compiler/ir/layout.hpp"

namespace plumb::columnar {

namespace {

// What the context of an entry points to.
struct Decider {
  Decider(std::shared_ptr<const ir::Program> program, ir::MatterId matter, const ir::Epoch& epoch, const Kernels& chosen)
      : measures(plan(std::move(program), matter, epoch.from, epoch.measures)),
        point(point_program(measures)),
        batch(assemble(measures, Registers::reused)),
        kernels(chosen) {
    for (const ir::MeasureId id : epoch.measures) ids.push_back(id.value);
  }

  Plan measures;
  PointProgram point;
  BatchProgram batch;
  const Kernels& kernels;
  std::vector<uint32_t> ids;
};

void predicate(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, PlumbPlanes planes) {
  const auto& decider = *static_cast<const Decider*>(context);
  decide_row(decider.measures, decider.point, date_days, *row, *party, planes);
}

void settle(const void* context, int32_t date_days, const PlumbRow* row, const PlumbParty* party, const PlumbTrigger* triggers, uint32_t trigger_count,
            PlumbPlanes planes) {
  settle_row(static_cast<const Decider*>(context)->measures, date_days, *row, *party, {triggers, trigger_count}, planes);
}

void batch(const void* context, int32_t date_days, const PlumbMorsel* morsel, PlumbMorselPlanes planes, void* scratch) {
  const auto& decider = *static_cast<const Decider*>(context);
  const size_t blocks = (morsel->row_count + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS;
  for (size_t first = 0; first < blocks; first += kGroupBlocks) {
    const Group group{decider.measures, *morsel, date_days, first, std::min(kGroupBlocks, blocks - first), static_cast<uint64_t*>(scratch)};
    run_group(decider.batch, decider.kernels, group, planes);
  }
}

}  // namespace

struct PredicateTable::Contents {
  std::deque<Decider> deciders;  // entries point into it
  std::vector<PlumbTableEntry> entries;
  std::string layout_digest, meaning_digest;
  PlumbPredicateTable table{};
};

PredicateTable::PredicateTable(std::shared_ptr<const ir::Program> program, InstructionSet set) : contents_(std::make_unique<Contents>()) {
  const Kernels& kernels = kernels_of(set);
  for (const auto& [matter, stage, epoch] : ir::table_entries(*program)) {
    const Decider& decider = contents_->deciders.emplace_back(program, matter, epoch, kernels);
    const bool looks =
        std::any_of(decider.measures.measures.begin(), decider.measures.measures.end(), [](const PlanMeasure& measure) { return measure.looks; });
    contents_->entries.push_back({matter.value, static_cast<uint32_t>(stage), epoch.from.days, epoch.until_days, static_cast<uint32_t>(decider.ids.size()),
                                  decider.ids.data(), predicate, batch, decider.batch.scratch_words * sizeof(uint64_t), looks ? settle : nullptr, &decider});
  }
  contents_->layout_digest = ir::layout_digest(*program);
  contents_->meaning_digest = program->meaning_digest;
  contents_->table = {contents_->layout_digest.c_str(), contents_->meaning_digest.c_str(), static_cast<uint32_t>(contents_->entries.size()),
                      contents_->entries.data()};
}

PredicateTable::~PredicateTable() = default;
PredicateTable::PredicateTable(PredicateTable&&) noexcept = default;
PredicateTable& PredicateTable::operator=(PredicateTable&&) noexcept = default;

const PlumbPredicateTable& PredicateTable::table() const { return contents_->table; }

}  // namespace plumb::columnar
