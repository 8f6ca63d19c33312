#include "tests/differential/agreement/contestant.hpp"

#include "compiler/backends/columnar/missing.hpp"
#include "compiler/backends/columnar/table.hpp"
#include "compiler/backends/reference/table.hpp"
#ifdef PLUMB_HAS_NATIVE
#include <chrono>
#include <stdexcept>
#include <thread>

#include "compiler/backends/native/emit/build.hpp"
#include "compiler/backends/native/table.hpp"
#include "compiler/base/check.hpp"
#include "compiler/ir/layout.hpp"
#endif

namespace plumb::agreement {

namespace {

std::shared_ptr<const PlumbPredicateTable> reference_table(const std::shared_ptr<const ir::Program>& program) {
  const auto owner = std::make_shared<const reference::PredicateTable>(program);
  return {owner, &owner->table()};
}

// One instruction set of the columnar evaluator.
Contestant columnar(columnar::InstructionSet set) {
  const auto table = [set](const std::shared_ptr<const ir::Program>& program) -> std::shared_ptr<const PlumbPredicateTable> {
    const auto owner = std::make_shared<const columnar::PredicateTable>(program, set);
    return {owner, &owner->table()};
  };
  const auto missing = [set](const std::shared_ptr<const ir::Program>& program, ir::MeasureId measure, Date date, const PlumbMorsel& morsel) {
    static const std::vector<std::string> kReach = {"reach"};
    return columnar::MissingInputs(program, measure, date, set).planes(morsel, kReach);
  };
  return {std::string("columnar ") + columnar::name(set), table, missing};
}

#ifdef PLUMB_HAS_NATIVE
// Asks the table once, so that optimised code is made, and waits for it.
void await_optimised(const native::Table& table, const ir::Program& program) {
  for (uint32_t i = 0; i < table.table().entry_count; ++i) {
    const PlumbTableEntry& entry = table.table().entries[i];
    if (entry.measure_count == 0) continue;
    const ir::Layout layout = ir::layout_of(program.matters[ir::MatterId(entry.matter)]);
    const std::vector<int64_t> cells(layout.cell_count);
    const std::vector<uint64_t> valid(layout.valid_words);
    const PlumbRow row{cells.data(), valid.data(), nullptr};
    const PlumbParty party{0, 0, PLUMB_UNKNOWN, PLUMB_UNKNOWN, {nullptr, 0}, {nullptr, 0}};
    std::vector<uint64_t> planes[3];
    for (auto& plane : planes) plane.resize(ir::plane_words(entry.measure_count));
    entry.predicate(entry.context, entry.from_days, &row, &party, {planes[0].data(), planes[1].data(), planes[2].data()});
    while (!table.report().optimised) {
      if (const Error why = table.report().not_optimised; !why.code.empty()) throw std::runtime_error(why.code + ": " + why.message);
      std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return;
  }
}

// `vector_bytes` of the batch kernels; 0: the widest that the processor has.
Contestant native(const char* name, bool optimised, unsigned vector_bytes) {
  return {name, [optimised, vector_bytes](const std::shared_ptr<const ir::Program>& program) -> std::shared_ptr<const PlumbPredicateTable> {
            native::TableOptions options;
            options.optimise_after = optimised ? 0 : UINT32_MAX;
            options.vector_bytes = vector_bytes;
            auto compiled = native::Table::compile(program, native::compile, options);
            check(compiled.has_value(), "a verified program compiles");
            const std::shared_ptr<const native::Table> owner = *std::move(compiled);
            if (optimised) await_optimised(*owner, *program);
            return {owner, &owner->table()};
          }};
}
#endif

std::vector<Contestant> all() {
  std::vector<Contestant> out = {{"reference", reference_table, {}, false}};
  for (const columnar::InstructionSet set : columnar::supported_sets()) out.push_back(columnar(set));
#ifdef PLUMB_HAS_NATIVE
  out.push_back(native("native", false, 0));
  out.push_back(native("native optimised", true, 0));
  out.push_back(native("native 16 bytes", false, 16));
  if (columnar::supported_sets().size() > 1) out.push_back(native("native 32 bytes", false, 32));  // AVX2
#endif
  return out;
}

}  // namespace

const std::vector<Contestant>& contestants() {
  static const std::vector<Contestant> kContestants = all();
  return kContestants;
}

}  // namespace plumb::agreement
