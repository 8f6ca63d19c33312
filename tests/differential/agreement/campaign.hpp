// Programs without end, from a seed: each is decided by every contestant in every way over morsels of every size and density,
// and compared with the definition. Seed + limits → what was compared, how often, and every disagreement in its smallest form.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "tests/differential/agreement/contestant.hpp"
#include "tests/differential/agreement/coverage.hpp"

namespace plumb::agreement {

// "native optimised, batch": what is counted under one contestant and way.
std::string column(const Contestant& contestant, const std::string& how);

inline constexpr const char* kDecide = "decide";  // whole decisions; the other ways are name(Way)

struct Tally {
  uint64_t programs = 0;
  uint64_t pairs = 0;                               // (program, row): all measures of one matter and stage, in force on a date, decided for one row
  uint64_t measure_rows = 0;                        // (measure, row)
  std::map<std::string, uint64_t> compared;         // (program, row) pairs by column
  std::map<std::string, OperatorCounts> operators;  // by column
  std::map<std::string, uint64_t> missing;          // (measure, row) pairs that are unknown, by contestant, whose missing inputs were compared
  std::vector<std::string> disagreements;           // each with its seed, measure, row, and who said what
  void add(const Tally& other);
};

// Programs that put one case after the other to the test (operators.hpp), until each has been evaluated `times` times.
Tally compare_operators(const std::vector<Contestant>& contestants, uint64_t seed, uint64_t times);

// One program of the random generator, decided over so many morsels.
inline constexpr uint32_t kMorselsAProgram = 24;  // to each set of tables: making them takes longer than asking
Tally compare_random(const std::vector<Contestant>& contestants, uint64_t seed, uint32_t morsels = kMorselsAProgram);

struct Limits {
  uint64_t programs = 0;  // go on at least until so many were compared
  uint64_t pairs = 0;     // and so many pairs
  double seconds = 0;     // and at least so long
  unsigned threads = 1;
  uint32_t morsels = kMorselsAProgram;       // of each program
  std::function<void(const Tally&)> so_far;  // called after each program, by one thread at a time; may be empty
};
// compare_random of seed, seed + 1, … Stops after a few disagreements.
Tally compare_many(const std::vector<Contestant>& contestants, uint64_t seed, const Limits& limits);

// What is asked of a contestant: rows, one by one and where it has it in morsels; the triggers of a row; whole decisions (worlds.hpp).
enum class Asked : uint8_t { rows, triggers, decisions };
// The columns that there must be, whatever was counted.
std::vector<std::string> columns(const std::vector<Contestant>& contestants, Asked asked);

// A Markdown table: a row for each key, those columns, and the cells that lie below `times`. A column in which nothing was counted
// lies below with every key.
struct CoverageTable {
  std::string text;
  std::vector<std::string> below;
};
CoverageTable coverage_table(const Tally& tally, const std::vector<std::string>& columns, const std::vector<std::string>& keys, uint64_t times);

}  // namespace plumb::agreement
