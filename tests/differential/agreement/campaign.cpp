#include "tests/differential/agreement/campaign.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <mutex>
#include <thread>

#include "compiler/backends/reference/table.hpp"
#include "tests/differential/agreement/missing.hpp"
#include "tests/differential/agreement/operators.hpp"
#include "tests/differential/agreement/reduction.hpp"

namespace plumb::agreement {

using testing::Random;

namespace {

constexpr uint32_t kRowCounts[] = {0, 1, 63, 64, 65, 4095, 4096, 4097};
constexpr uint32_t kNullPercents[] = {0, 1, 10, 50, 100};
constexpr size_t kCasesAProgram = 16;
constexpr size_t kEnoughDisagreements = 5;

// One program and all who decide it.
struct Trial {
  Trial(std::string described_as, ir::Program made, const std::vector<Contestant>& contestants)
      : description(std::move(described_as)), program(std::make_shared<const ir::Program>(std::move(made))), definition(program) {
    for (const Contestant& contestant : contestants) taking_part.push_back({&contestant, contestant.table(program)});
  }

  struct Part {
    const Contestant* contestant;
    std::shared_ptr<const PlumbPredicateTable> table;
  };
  std::string description;
  std::shared_ptr<const ir::Program> program;
  reference::PredicateTable definition;
  std::vector<Part> taking_part;
};

// One morsel on one date: the definition once, then everybody.
void compare(const Trial& trial, const PlumbTableEntry& entry, int32_t date_days, const Rows& rows, uint32_t sample, Tally& tally) {
  const Planes plain = defined(entry, Way::one_row, date_days, rows);
  OperatorCounts plain_counts, settled_counts;
  count_operators(*trial.program, entry, date_days, Way::one_row, rows, plain, sample, plain_counts);
  std::optional<Planes> settled;
  if (offers(entry, Way::settled, rows)) {
    settled = defined(entry, Way::settled, date_days, rows);
    count_operators(*trial.program, entry, date_days, Way::settled, rows, *settled, sample, settled_counts);
  }
  tally.pairs += rows.count();
  tally.measure_rows += uint64_t{rows.count()} * entry.measure_count;
  for (const auto& [contestant, table] : trial.taking_part) {
    const PlumbTableEntry* other = ir::find_entry(*table, entry.matter, entry.stage, date_days);
    if (!other || !std::equal(entry.measures, entry.measures + entry.measure_count, other->measures, other->measures + other->measure_count)) {
      tally.disagreements.push_back(trial.description + ": " + contestant->name + " has not the measures of matter " + std::to_string(entry.matter) + " on " +
                                    Date{date_days}.iso());
      continue;
    }
    if (const auto broken = breach(*other, entry, contestant->has_batch)) {
      tally.disagreements.push_back(trial.description + ": " + contestant->name + " " + *broken + ", matter " + std::to_string(entry.matter) + " on " +
                                    Date{date_days}.iso());
    }
    for (const Way way : kWays) {
      if (!offers(*other, way, rows) || (way == Way::settled && !settled)) continue;  // a breach, or without triggers
      const std::string counted = column(*contestant, name(way));
      tally.compared[counted] += rows.count();
      if (auto found = differs(*other, way, date_days, rows, way == Way::settled ? *settled : plain)) {
        found->contestant = contestant->name;
        tally.disagreements.push_back(trial.description + "\n" + reduced(*contestant, trial.program, entry, date_days, rows, *found));
        continue;
      }
      OperatorCounts& sum = tally.operators[counted];
      for (const auto& [key, count] : way == Way::settled ? settled_counts : plain_counts) sum[key] += count;
    }
    if (contestant->missing && sample > 0) {
      const MissingCompared missing = compare_missing(*contestant, trial.program, entry, date_days, rows, plain);
      tally.missing[contestant->name] += missing.unknown;
      if (!missing.disagreement.empty()) tally.disagreements.push_back(trial.description + "\n" + missing.disagreement);
    }
  }
}

// A date of the entry's epoch: its edges as often as its inside.
int32_t date_within(Random& random, const PlumbTableEntry& entry) {
  const uint64_t kind = random.below(3);
  if (kind == 0) return entry.from_days;
  if (kind == 1) return entry.until_days - 1;
  return entry.from_days + static_cast<int32_t>(random.below(static_cast<uint64_t>(int64_t{entry.until_days} - entry.from_days)));
}

// Entries of the matter that have measures, most of them of the years that the parameters cover.
const PlumbTableEntry* random_entry(Random& random, const PlumbPredicateTable& table, ir::MatterId matter) {
  std::vector<const PlumbTableEntry*> with_measures;
  for (uint32_t i = 0; i < table.entry_count; ++i) {
    const PlumbTableEntry& entry = table.entries[i];
    if (entry.matter == matter.value && entry.measure_count != 0) with_measures.push_back(&entry);
  }
  return with_measures.empty() ? nullptr : random.pick(with_measures);
}

// `rows` in morsels; none for 0.
void compare_rows(const Trial& trial, Random& random, const ValuePools& pools, const PlumbTableEntry& entry, int32_t date_days, RowShape shape, uint32_t sample,
                  Tally& tally) {
  for (uint32_t left = shape.rows; left > 0;) {
    const uint32_t now = std::min<uint32_t>(left, PLUMB_MORSEL_ROWS);
    compare(trial, entry, date_days, Rows(random, pools, {now, shape.null_percent, shape.triggers}), sample, tally);
    left -= now;
  }
}

const ir::Program& bare() {
  static const ir::Program kBare = testing::declarations();
  return kBare;
}

// How few values a field is drawn from: few, so that they meet, or all.
size_t random_limit(Random& random) { return std::vector<size_t>{2, 4, 12, 1000}[random.below(4)]; }

uint64_t count_of(const Tally& tally, const std::string& column, const std::string& key) {
  const auto counts = tally.operators.find(column);
  if (counts == tally.operators.end()) return 0;
  const auto found = counts->second.find(key);
  return found == counts->second.end() ? 0 : found->second;
}

// Of the columns, that in which the key was counted least.
uint64_t least_count(const Tally& tally, const std::string& key, const std::vector<std::string>& columns) {
  uint64_t least = UINT64_MAX;
  for (const std::string& each : columns) least = std::min(least, count_of(tally, each, key));
  return least;
}

}  // namespace

std::string column(const Contestant& contestant, const std::string& how) { return contestant.name + ", " + how; }

std::vector<std::string> columns(const std::vector<Contestant>& contestants, Asked asked) {
  std::vector<std::string> out;
  for (const Contestant& contestant : contestants) {
    switch (asked) {
      case Asked::rows:
        out.push_back(column(contestant, name(Way::one_row)));
        if (contestant.has_batch) out.push_back(column(contestant, name(Way::morsel)));
        break;
      case Asked::triggers:
        out.push_back(column(contestant, name(Way::settled)));
        break;
      case Asked::decisions:
        out.push_back(column(contestant, kDecide));
        break;
    }
  }
  return out;
}

void Tally::add(const Tally& other) {
  programs += other.programs;
  pairs += other.pairs;
  measure_rows += other.measure_rows;
  for (const auto& [column, count] : other.compared) compared[column] += count;
  for (const auto& [name, count] : other.missing) missing[name] += count;
  for (const auto& [column, counts] : other.operators) {
    for (const auto& [key, count] : counts) operators[column][key] += count;
  }
  disagreements.insert(disagreements.end(), other.disagreements.begin(), other.disagreements.end());
}

Tally compare_operators(const std::vector<Contestant>& contestants, uint64_t seed, uint64_t times) {
  constexpr uint32_t kSample = 256;
  constexpr int kMostRounds = 64;  // a case that is never known would go on for ever
  Tally tally;
  const std::vector<OperatorCase> cases = operator_cases();
  Random random(seed);
  const auto first_of_triggers =
      static_cast<size_t>(std::find_if(cases.begin(), cases.end(), [](const OperatorCase& c) { return asks_triggers(c.op); }) - cases.begin());
  size_t end = 0;
  for (size_t begin = 0; begin < cases.size(); begin = end) {
    end = std::min(begin + kCasesAProgram, begin < first_of_triggers ? first_of_triggers : cases.size());
    const auto now = std::span(cases).subspan(begin, end - begin);
    std::vector<std::string> keys;
    for (const OperatorCase& c : now) keys.push_back(key(c));
    const bool looks = asks_triggers(now.back().op);  // those come last
    const std::vector<std::string> counted = columns(contestants, looks ? Asked::triggers : Asked::rows);
    for (int round = 0; round < kMostRounds && tally.disagreements.size() < kEnoughDisagreements; ++round) {
      const auto enough = [&](const std::string& one) { return least_count(tally, one, counted) >= times; };
      if (round >= 3 && std::all_of(keys.begin(), keys.end(), enough)) break;
      const ValuePools pools(random, bare(), testing::world::kLodging, random_limit(random));
      const Trial trial("operators, seed " + std::to_string(seed) + ", cases from " + std::to_string(begin) + ", round " + std::to_string(round),
                        operator_program(random, pools, now), contestants);
      ++tally.programs;
      // Mostly a date on which parameters are set, so that their operands are known.
      const int32_t usual = Date::from_ymd(2020, 1, 1)->days + static_cast<int32_t>(random.below(700));
      for (const uint32_t nulls : {0U, 10U}) {
        const PlumbTableEntry* entry = ir::find_entry(trial.definition.table(), testing::world::kLodging.value, 0, usual);
        compare_rows(trial, random, pools, *entry, usual, {random.pick(std::vector<uint32_t>{64, 65, 1000, 4096}), nulls, looks}, kSample, tally);
      }
      if (const PlumbTableEntry* entry = random_entry(random, trial.definition.table(), testing::world::kLodging)) {
        compare_rows(trial, random, pools, *entry, date_within(random, *entry), {random.pick(std::vector<uint32_t>{1, 63, 64}), 1, looks}, 8, tally);
      }
    }
  }
  return tally;
}

Tally compare_random(const std::vector<Contestant>& contestants, uint64_t seed, uint32_t morsels) {
  constexpr uint32_t kSample = 2;
  Tally tally;
  Random random(seed);
  const testing::Shape shape{1 + static_cast<uint32_t>(random.below(random.chance(10) ? 70 : 6)), 2 + static_cast<uint32_t>(random.below(5))};
  const Trial trial("random, seed " + std::to_string(seed), testing::random_program(random, shape), contestants);
  ++tally.programs;
  for (uint32_t i = 0; i < morsels; ++i) {
    const ir::MatterId matter(static_cast<uint32_t>(random.below(trial.program->matters.size())));
    const PlumbTableEntry* entry = random_entry(random, trial.definition.table(), matter);
    if (!entry) continue;
    const ValuePools pools(random, *trial.program, matter, random_limit(random));
    const RowShape rows{kRowCounts[random.below(std::size(kRowCounts))], kNullPercents[random.below(std::size(kNullPercents))], random.chance(40)};
    compare_rows(trial, random, pools, *entry, date_within(random, *entry), rows, kSample, tally);
  }
  return tally;
}

Tally compare_many(const std::vector<Contestant>& contestants, uint64_t seed, const Limits& limits) {
  const auto begin = std::chrono::steady_clock::now();
  std::mutex mutex;
  Tally tally;
  std::atomic<uint64_t> next = seed;
  const auto finished = [&] {
    const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    const std::lock_guard lock(mutex);
    if (tally.disagreements.size() >= kEnoughDisagreements) return true;
    return passed >= limits.seconds && tally.pairs >= limits.pairs && tally.programs >= limits.programs;
  };
  const auto work = [&] {
    while (!finished()) {
      const Tally one = compare_random(contestants, next++, limits.morsels);
      const std::lock_guard lock(mutex);
      tally.add(one);
      if (limits.so_far) limits.so_far(tally);
    }
  };
  std::vector<std::thread> threads;
  for (unsigned i = 1; i < limits.threads; ++i) threads.emplace_back(work);
  work();
  for (std::thread& thread : threads) thread.join();
  return tally;
}

CoverageTable coverage_table(const Tally& tally, const std::vector<std::string>& columns, const std::vector<std::string>& keys, uint64_t times) {
  CoverageTable out;
  out.text = "| instruction and operands |";
  for (const std::string& each : columns) out.text += " " + each + " |";
  out.text += "\n|---|";
  for (size_t i = 0; i < columns.size(); ++i) out.text += "---:|";
  out.text += "\n";
  for (const std::string& key : keys) {
    out.text += "| " + key + " |";
    for (const std::string& each : columns) {
      const uint64_t count = count_of(tally, each, key);
      out.text += " " + std::to_string(count) + " |";
      if (count < times) out.below.push_back(key + " by " + each + ": " + std::to_string(count));
    }
    out.text += "\n";
  }
  return out;
}

}  // namespace plumb::agreement
