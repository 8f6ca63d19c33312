// libFuzzer: any bytes, and the same with every checksum made right → a snapshot's file; what is accepted is read whole, and
// nothing but what lies in it: every row of every table, every look-up, the words of a date, holdings and their columns.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include "runtime/rows/row_sections.hpp"
#include "runtime/snapshot/checksum.hpp"
#include "runtime/snapshot/file.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/snapshot/ways.hpp"
#include "tests/unit/decide/small_rules.hpp"

// Looked at from outside, so that no compiler leaves the reading out.
extern volatile uint64_t what_was_read;
volatile uint64_t what_was_read = 0;

namespace {

using namespace plumb;
using snapshot::checksum;

using Bytes = snapshot::ColumnBuffer<std::byte>;

constexpr size_t kLine = 64, kPlace = 32;

template <typename T>
T& at(Bytes& bytes, size_t offset) {
  return *reinterpret_cast<T*>(bytes.data() + offset);
}

// Length and checksums as a writer would have set them (runtime/snapshot/file.cpp), as far as the table can be followed.
void seal(Bytes& bytes) {
  if (bytes.size() < kLine) return;
  at<uint64_t>(bytes, 16) = bytes.size();
  const size_t table = (size_t{at<uint32_t>(bytes, 24)} * kPlace + kLine - 1) / kLine * kLine;
  if (table > bytes.size() - kLine) return;
  for (size_t place = kLine; place + kPlace <= kLine + table; place += kPlace) {
    const uint64_t offset = at<uint64_t>(bytes, place + 8), size = at<uint64_t>(bytes, place + 16);
    if (offset % kLine != 0 || offset > bytes.size() || size > bytes.size() - offset) continue;
    const uint64_t padded = (size + kLine - 1) / kLine * kLine;
    if (padded <= bytes.size() - offset) at<uint64_t>(bytes, place + 24) = checksum(std::span(bytes).subspan(offset, padded));
  }
  at<uint64_t>(bytes, 32) = checksum(std::span(bytes).subspan(kLine, table));
  at<uint64_t>(bytes, 56) = 0;
  at<uint64_t>(bytes, 56) = checksum(std::span(bytes).first(kLine));
}

uint64_t sum(std::string_view text) {
  uint64_t out = 0;
  for (const char c : text) out += static_cast<unsigned char>(c);
  return out;
}

// Columns of holdings: row by row, all of a morsel, and the rows of it that hold on a day.
uint64_t read_rows(const Snapshot& s, Date day) {
  static const std::shared_ptr<const ir::Program> rules = test::small_rules();
  const ir::Program& program = *rules;
  const auto table = rows::rows_in_file(s, program, 1);
  if (!table || !*table) return 0;
  uint64_t total = 0;
  rows::MorselScratch scratch(program);
  for (uint32_t p = 0; p < (*table)->partition_count(); ++p) {
    const rows::Partition partition = (*table)->partition(p);
    uint32_t before = 0;
    for (uint32_t m = 0; m < partition.morsel_count(); ++m) {
      rows::Selection held;
      partition.held(m, day, held.plane.data());
      held.number((partition.rows(m) + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS);
      total += partition.widen(m, scratch).row_count;
      if (held.count > 0) total += partition.gather(m, held, scratch).row_count;
      for (uint32_t row = 0; row < partition.rows(m); ++row) {
        const uint32_t party = partition.parties(m)[row];
        if (party < before || party >= s.party_count()) std::abort();
        before = party;
        if (const auto holding = partition.holding(m, row); holding.valid() && holding.value >= s.holding_count()) std::abort();
        for (const auto& value : partition.row(program, m, row)) total += value ? sum(value->text) : 1;
      }
    }
  }
  return total;
}

void read(const Bytes& bytes) {
  const auto file = snapshot::File::parse(bytes);
  if (!file) return;
  const auto opened = snapshot::read_file(*file, nullptr);
  if (!opened) return;
  const Snapshot& s = **opened;
  const bool whole = s.complete().has_value();
  const Date day{18'000};
  const snapshot::ReachWords words = s.reach().project(day);
  uint64_t total = 0;
  std::vector<snapshot::Way> ways;
  for (uint32_t i = 0; i < s.party_count(); ++i) {
    const snapshot::PartyIndex party(i);
    const snapshot::Party row = s.party(party);
    total += sum(row.id) + sum(row.name) + s.identifiers().masked_records_of(row.id).size() + words.word(i).certain;
    if (const auto found = s.find(row.id); found && s.id(*found) != row.id) std::abort();
    ways.clear();
    snapshot::collect_ways(s, party, day, ways);
    for (const snapshot::Way& way : ways) {
      total += sum(s.entry(way.entry).court);
      if (way.relation.valid()) total += sum(s.relation(way.relation).share);
    }
    for (const auto permit : s.permits_of(party)) total += sum(s.permit(permit).document);
    for (const auto retention : s.retentions_of(party)) total += sum(s.retention(retention).basis);
    if (!whole) continue;
    for (const auto holding : s.holdings_of(party)) total += sum(s.holding(holding).fields) + sum(s.holding(holding).matter);
  }
  if (whole) total += read_rows(s, day);
  what_was_read = total;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  Bytes bytes(size);
  std::memcpy(bytes.data(), data, size);
  read(bytes);
  seal(bytes);
  read(bytes);
  return 0;
}
