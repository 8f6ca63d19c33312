// Whether numbers in columns point to what is there, so that reading them reads nothing else. Pure; any thread; uses up to `threads` threads.
//
// For columns from a file, whose bytes could come from anywhere. Returns the number of the first section that is wrong.
// Values that are merely untrue (a date that was another) no reader can tell; checksums are against those.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "runtime/snapshot/columns.hpp"

namespace plumb::snapshot {

// The numbers of the large columns outside holdings, as their bytes come by: what reads these for their checksums lets this look at each part
// while it is in the processor's cache, so that memory is read once. Any thread.
class LooksInPassing {
 public:
  // REQUIRES: the columns, and their shape, outlive this.
  explicit LooksInPassing(const Columns& columns) : columns_(columns) {}
  // `part`: of the section with this number, as it lies in the column; begins on a line, and may go on into the zeros after the section. Whatever the
  // bytes and the shape say, nothing outside the column is read: neither is known to be whole yet.
  void look(uint32_t section, std::span<const std::byte> part);
  // Among the sections that this looks at; whole once every part of them came by.
  std::optional<uint32_t> fault() const;

 private:
  void require(bool holds, uint32_t section);
  const Columns& columns_;
  std::atomic<uint32_t> wrong_ = UINT32_MAX;
};

// REQUIRES: every section came by `passed`, which looked at these columns. Its fault, or else what it leaves to be looked at.
std::optional<uint32_t> fault_outside_holdings(const Columns& columns, const LooksInPassing& passed, unsigned threads);
std::optional<uint32_t> fault_in_holdings(const Columns& columns, unsigned threads);

}  // namespace plumb::snapshot
