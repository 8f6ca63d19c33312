// Columns of a morsel and a plane of wanted rows → the wanted values side by side: what is done to 64 rows at once, in the
// vector instructions that the CPU has. Every set gives the same bytes; they differ in speed.
//
// For row_table.cpp and runtime/sweep alone. Arrays start on 64 bytes, are zero up to the end of their last block where they are
// read, and have room for 64 values more where they are written. Pure, but for asking the CPU what it has.
#pragma once

#include <cstdint>
#include <vector>

namespace plumb::rows {

// Past the last row: what a whole register may write beyond it.
inline constexpr uint32_t kSlackRows = 64;

struct Lanes {
  // Clears the bits of rows whose party has no bit in `plane`, which is read up to 128 bytes past its end. Parties ascend, but
  // for zeros that may follow the last row.
  void (*keep_among)(const uint64_t* plane, const uint32_t* parties, uint32_t blocks, uint64_t* wanted);
  // The numbers of the set bits, ascending; returns how many.
  uint32_t (*rows_of_plane)(const uint64_t* plane, uint32_t blocks, uint16_t* rows);
  // base + scale * stored for each wanted row (null: all of `count`), zero from there to the end of the block. `room` holds as
  // many stored values as there are rows. Bytes of a value are 1, 2, 4 or 8.
  void (*numbers)(const void* stored, uint32_t stored_bytes, uint64_t base, uint64_t scale, const uint64_t* wanted, uint32_t blocks, uint32_t count, void* room,
                  void* out, uint32_t out_bytes);
  // One bit for each wanted row, zero from there to the end of the block.
  void (*bits)(const uint64_t* stored, const uint64_t* wanted, uint32_t blocks, uint64_t* out);
  // Each party's word: snapshot::ReachWords::packed().
  void (*packed)(const uint64_t* listed, const uint32_t* ranks, const uint64_t* words, const uint32_t* parties, uint32_t count, uint64_t* out);
  // What such words say, as a morsel has it (snapshot::PackedReach); kinds and sectors that are not known are 255.
  void (*spread)(const uint64_t* packed, uint32_t count, uint64_t* certain, uint64_t* uncertain, uint8_t* kind, uint8_t* sector);
  // One bit of each of such words, zero from there to the end of the block.
  void (*flags)(const uint64_t* packed, uint32_t count, uint32_t bit, uint64_t* plane);
  // How many bits two planes have in common; and how many of `among` neither of three has.
  uint64_t (*count_both)(const uint64_t* a, const uint64_t* b, uint32_t blocks);
  uint64_t (*count_none)(const uint64_t* a, const uint64_t* b, const uint64_t* c, const uint64_t* among, uint32_t blocks);
};

enum class LaneSet : uint8_t { portable, avx2, avx512 };
// Those that this build has and this CPU runs, slowest first; never empty.
std::vector<LaneSet> supported_lanes();
const Lanes& lanes_of(LaneSet set);
// The last of them.
const Lanes& lanes();

}  // namespace plumb::rows
