// Measures of one matter → which of its fields their conditions read, and what they read of their triggers, so that a sweep
// leaves the rest alone. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "compiler/ir/program.hpp"
#include "runtime/decide/trigger.hpp"

namespace plumb::sweep {

struct FieldsRead {
  std::vector<uint64_t> fields;                            // one bit a field of the matter; at least one word
  bool kind = false, sector = false, party_texts = false;  // of the party; texts are its name and id
};
FieldsRead fields_read(const ir::Program& program, ir::MatterId matter, std::span<const uint32_t> measures);
decide::TriggerParts parts_read(const ir::Program& program, std::span<const uint32_t> measures);

}  // namespace plumb::sweep
