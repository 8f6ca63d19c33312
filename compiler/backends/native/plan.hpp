// Program → what is to be compiled: one chunk for each run of measures of a matter, stage and epoch, with everything that an
// epoch settles (parameters, exceptions in force) settled, and a key that two chunks share when their code would be equal.
//
// No LLVM here. Pure. REQUIRES everywhere: the program is verified.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "compiler/ir/membership.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::native {

// Measures of one function: planes are written a word at a time, and a batch kernel of more compiles superlinearly.
inline constexpr size_t kPointMeasures = 64;
inline constexpr size_t kBatchMeasures = 20;

struct PlannedMeasure {
  ir::MeasureId id;
  bool anyone = false;
  uint64_t mask = 0;  // of reach bits
  std::optional<PartyKind> kind;
  bool looks = false;  // its triggers are asked: reach and kind alone are decided here
  ir::NodeId condition;
  std::vector<ir::NodeId> exceptions;  // in force
};

struct Chunk {
  const ir::Program* program = nullptr;
  ir::MatterId matter;
  Date date;          // a day of the epoch
  size_t offset = 0;  // of the first measure in its entry
  std::vector<PlannedMeasure> measures;
};

struct PlannedEntry {
  ir::MatterId matter;
  Stage stage = Stage::application;
  ir::Epoch epoch;
  std::vector<PlannedMeasure> measures;
};

// In the order of a predicate table.
std::vector<PlannedEntry> plan(const ir::Program& program);

// What a chunk is compiled to: measures for one row, measures for a morsel, or one measure by its triggers.
enum class Shape : uint8_t { point, batch, settle };

// The measures of the entry from `offset` on, as many as a function of the shape has. REQUIRES: offset is of a measure.
Chunk chunk_of(const ir::Program& program, const PlannedEntry& entry, Shape shape, size_t offset);

// Everything that the chunk's code depends on besides the emitter, as bytes: equal keys, equal code.
std::string key_of(const Chunk& chunk, Shape shape);

// The value of a parameter in the chunk's epoch; null when unset.
const ir::Value* parameter_value(const Chunk& chunk, uint32_t parameter);

using Range = ir::IndexRange;
using ir::ranges_of;

}  // namespace plumb::native
