#include "bench/sweep/by_plumb.hpp"

#include <algorithm>

#include "bench/copies.hpp"
#include "bench/sweep/county_snapshot.hpp"
#include "compiler/backends/columnar/table.hpp"
#include "plumb/compiler.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/sweep/count.hpp"

namespace plumb::bench {

namespace {

template <typename... Columns>
uint64_t bytes_of(const Columns&... columns) {
  return (uint64_t{0} + ... + columns.bytes().size());
}

constexpr std::string_view kColumnar = "columnar_";

Result<std::shared_ptr<const PlumbPredicateTable>> table_of(const std::shared_ptr<const ir::Program>& program, std::string_view evaluator) {
  if (evaluator == "native") {
    const auto compiled = native_evaluator(RuleSet(program), {});
    if (!compiled) return compiled.error();
    const auto owner = std::make_shared<const Evaluator>(*compiled);
    return std::shared_ptr<const PlumbPredicateTable>(owner, &owner->table());
  }
  for (const columnar::InstructionSet set : columnar::supported_sets()) {
    if (std::string(kColumnar) + columnar::name(set) != evaluator) continue;
    const auto owner = std::make_shared<const columnar::PredicateTable>(program, set);
    return std::shared_ptr<const PlumbPredicateTable>(owner, &owner->table());
  }
  return Error{"evaluator.unavailable", "no such evaluator on this machine: " + std::string(evaluator)};
}

}  // namespace

struct ByPlumb::State {
  State(const std::shared_ptr<const ir::Program>& program, RawCounty& county, std::shared_ptr<const PlumbPredicateTable> predicates)
      : index(program), table(std::move(predicates)), snapshot(take_snapshot(*program, county)), rows(take_rows(*program, county)) {}

  decide::RuleIndex index;
  std::shared_ptr<const PlumbPredicateTable> table;
  std::shared_ptr<const Snapshot> snapshot;
  rows::RowTable rows;
};

std::vector<std::string> ByPlumb::evaluators() {
  std::vector<std::string> out;
  for (const columnar::InstructionSet set : columnar::supported_sets()) out.insert(out.begin(), std::string(kColumnar) + columnar::name(set));
  out.emplace_back("native");
  return out;
}

Result<std::unique_ptr<ByPlumb>> ByPlumb::make(const RuleSet& rules, RawCounty county, const std::string& evaluator, unsigned copies) {
  const auto program = with_copies(rules.share(), copies);
  auto table = table_of(program, evaluator);
  if (!table) return table.error();
  return std::unique_ptr<ByPlumb>(new ByPlumb(std::make_unique<State>(program, county, *std::move(table))));
}

ByPlumb::ByPlumb(std::unique_ptr<State> state) : state_(std::move(state)) {}
ByPlumb::~ByPlumb() = default;

const ir::Program& ByPlumb::program() const { return state_->index.program(); }

void ByPlumb::make_reach(Date date, unsigned threads) { state_->snapshot->reach().project(date, threads); }

SweepCounts ByPlumb::sweep(Date date, unsigned threads) {
  const decide::Context context{state_->index, *state_->table, *state_->snapshot};
  const sweep::Counts counts = sweep::count(context, {}, state_->rows, date, threads);
  SweepCounts out;
  for (const auto& measure : counts.measures) out.push_back({measure.applies, measure.undetermined, measure.permitted});
  return out;
}

uint64_t ByPlumb::bytes() const {
  uint64_t sum = row_bytes();
  snapshot::for_each_column(state_->snapshot->columns(), [&](uint32_t, const auto& column) { sum += column.bytes().size(); });
  return sum;
}

uint64_t ByPlumb::row_bytes() const {
  const auto& c = state_->rows.columns();
  return bytes_of(c.partitions, c.morsels, c.pieces, c.bytes, c.text_begins, c.text_chars, c.refused);
}

}  // namespace plumb::bench
