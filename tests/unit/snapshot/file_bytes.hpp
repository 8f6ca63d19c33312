// A snapshot as the bytes of its file, in memory: for tests that read, change and read again.
#pragma once

#include <cstring>

#include "runtime/rows/row_sections.hpp"
#include "runtime/snapshot/file.hpp"

namespace plumb::test {

using FileBytes = snapshot::ColumnBuffer<std::byte>;

inline FileBytes file_bytes(const Snapshot& snapshot, const rows::RowTable* table = nullptr) {
  FileBytes out;
  const auto sections = table ? rows::sections_of(*table) : std::vector<snapshot::Section>();
  snapshot::write_file(snapshot, sections, [&](std::span<const std::byte> bytes) {
    out.insert(out.end(), bytes.begin(), bytes.end());
    return true;
  });
  return out;
}

// Everything that can be asked of a file: the snapshot, its holdings, and the rows for the program.
struct Read {
  std::shared_ptr<const Snapshot> snapshot;
  std::optional<rows::RowTable> rows;
};

inline Result<Read> read_all(std::span<const std::byte> bytes, const ir::Program& program) {
  const auto file = snapshot::File::parse(bytes);
  if (!file) return file.error();
  auto read = snapshot::read_file(*file, nullptr);
  if (!read) return read.error();
  if (auto whole = (*read)->complete(); !whole) return whole.error();
  auto rows = rows::rows_in_file(**read, program, 1);
  if (!rows) return rows.error();
  return Read{*read, *std::move(rows)};
}

}  // namespace plumb::test
