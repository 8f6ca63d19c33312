// A RowTable ↔ sections of a snapshot's file (runtime/snapshot/file.hpp). Pure; any thread.
#pragma once

#include <optional>
#include <vector>

#include "runtime/rows/row_table.hpp"
#include "runtime/snapshot/file.hpp"

namespace plumb::rows {

// They point into the table.
std::vector<snapshot::Section> sections_of(const RowTable& table);

// The rows in the file that a snapshot lies in, verified; nothing where it lies in none, or the file has rows of another
// layout than the program's. The snapshot must outlive the table. Error: snapshot.damaged.
Result<std::optional<RowTable>> rows_in_file(const Snapshot& snapshot, const ir::Program& program, unsigned threads);

}  // namespace plumb::rows
