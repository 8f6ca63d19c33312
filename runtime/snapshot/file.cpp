#include "runtime/snapshot/file.hpp"

#include <algorithm>
#include <atomic>
#include <cstring>
#include <mutex>
#include <utility>

#include "compiler/base/check.hpp"
#include "runtime/snapshot/checksum.hpp"
#include "runtime/snapshot/threads.hpp"
#include "runtime/snapshot/validate.hpp"

namespace plumb::snapshot {

namespace {

constexpr size_t kLine = kColumnAlignment;
static_assert(kLine == Checksum::kLine, "sections lie on lines");
constexpr uint32_t kByteOrder = 0x01020304;

struct Header {
  std::array<char, 8> magic = kFileMagic;
  uint32_t version = kFileVersion;
  uint32_t byte_order = kByteOrder;
  uint64_t file_size = 0;
  uint32_t sections = 0;
  uint32_t reserved = 0;
  uint64_t table_checksum = 0;
  std::array<uint64_t, 2> zeros{};
  uint64_t own_checksum = 0;  // of the header with zero here
};
static_assert(sizeof(Header) == kLine);

constexpr size_t padded(size_t bytes) { return (bytes + kLine - 1) / kLine * kLine; }

uint64_t header_checksum(Header header) {
  header.own_checksum = 0;
  alignas(kLine) std::array<std::byte, sizeof(Header)> bytes;
  std::memcpy(bytes.data(), &header, sizeof(header));
  return checksum(bytes);
}

Error damaged(uint64_t offset) { return {"snapshot.damaged", "byte " + std::to_string(offset)}; }
Error damaged_section(uint32_t number) { return {"snapshot.damaged", "section " + std::to_string(number)}; }

// The last line of a section, filled up with zeros.
std::array<std::byte, kLine> last_line(std::span<const std::byte> bytes) {
  std::array<std::byte, kLine> line{};
  const std::span<const std::byte> rest = bytes.subspan(bytes.size() / kLine * kLine);
  if (!rest.empty()) std::memcpy(line.data(), rest.data(), rest.size());
  return line;
}

void least(std::atomic<uint64_t>& so_far, uint64_t number) {
  uint64_t before = so_far;
  while (number < before && !so_far.compare_exchange_weak(before, number)) {
  }
}

uint64_t section_checksum(std::span<const std::byte> bytes) {
  Checksum sum;
  sum.add(bytes.first(bytes.size() / kLine * kLine));
  if (bytes.size() % kLine != 0) sum.add(last_line(bytes));
  return sum.value();
}

}  // namespace

bool write_file(const Snapshot& snapshot, std::span<const Section> extra, const std::function<bool(std::span<const std::byte>)>& write) {
  const Columns& columns = snapshot.columns();
  std::vector<Section> sections{{0, std::as_bytes(std::span(&columns.shape, 1))}};
  for_each_column(columns, [&](uint32_t number, const auto& column) {
    if (!column.empty()) sections.push_back({number, column.bytes()});
  });
  sections.insert(sections.end(), extra.begin(), extra.end());
  std::sort(sections.begin(), sections.end(), [](const Section& a, const Section& b) { return a.number < b.number; });

  ColumnBuffer<std::byte> table(padded(sections.size() * sizeof(File::Place)));
  uint64_t offset = sizeof(Header) + table.size();
  for (size_t i = 0; i < sections.size(); ++i) {
    const std::span<const std::byte> bytes = sections[i].bytes;
    const File::Place place{sections[i].number, 0, offset, bytes.size(), section_checksum(bytes)};
    std::memcpy(table.data() + i * sizeof(place), &place, sizeof(place));
    offset += padded(bytes.size());
  }
  Header header;
  header.file_size = offset;
  header.sections = static_cast<uint32_t>(sections.size());
  header.table_checksum = checksum(table);
  header.own_checksum = header_checksum(header);
  if (!write(std::as_bytes(std::span(&header, 1))) || !write(table)) return false;
  for (const Section& section : sections) {
    const size_t whole = section.bytes.size() / kLine * kLine;
    if (whole != 0 && !write(section.bytes.first(whole))) return false;
    if (whole != section.bytes.size() && !write(last_line(section.bytes))) return false;
  }
  return true;
}

Result<File> File::parse(std::span<const std::byte> bytes) {
  Header header;
  if (bytes.size() < kFileMagic.size() || std::memcmp(bytes.data(), kFileMagic.data(), kFileMagic.size()) != 0) return Error{"snapshot.foreign", ""};
  if (bytes.size() < sizeof(Header)) return damaged(bytes.size());
  std::memcpy(&header, bytes.data(), sizeof(header));
  if (header.byte_order == __builtin_bswap32(kByteOrder)) return Error{"snapshot.byte_order", ""};
  if (header.own_checksum != header_checksum(header)) return damaged(0);
  if (header.version != kFileVersion) return Error{"snapshot.newer", ""};
  if (header.byte_order != kByteOrder) return damaged(offsetof(Header, byte_order));
  if (header.file_size != bytes.size()) return damaged(std::min<uint64_t>(header.file_size, bytes.size()));

  const size_t table_bytes = padded(header.sections * sizeof(Place));
  if (table_bytes > bytes.size() - sizeof(Header)) return damaged(sizeof(Header));
  const std::span<const std::byte> table = bytes.subspan(sizeof(Header), table_bytes);
  if (checksum(table) != header.table_checksum) return damaged(sizeof(Header));
  File out;
  out.bytes_ = bytes;
  out.places_.resize(header.sections);
  if (header.sections != 0) std::memcpy(out.places_.data(), table.data(), header.sections * sizeof(Place));
  // One after another without a gap, so nothing overlaps, nothing is left over and every section lies on a line.
  uint64_t next = sizeof(Header) + table_bytes;
  for (size_t i = 0; i < out.places_.size(); ++i) {
    const Place& place = out.places_[i];
    const bool rising = i == 0 || out.places_[i - 1].number < place.number;
    if (!rising || place.offset != next || place.size > bytes.size() - next || padded(place.size) > bytes.size() - next) return damaged_section(place.number);
    next += padded(place.size);
  }
  if (next != bytes.size()) return damaged(next);
  return out;
}

std::span<const std::byte> File::section(uint32_t number) const {
  const auto found = std::lower_bound(places_.begin(), places_.end(), number, [](const Place& place, uint32_t n) { return place.number < n; });
  if (found == places_.end() || found->number != number) return {};
  return bytes_.subspan(found->offset, found->size);
}

// A section that is being read for its checksum.
struct File::Reading {
  const Place* place = nullptr;  // null: none
  std::span<const std::byte> left;
  Checksum sum;

  // Little enough to stay in a processor's cache beside another's.
  std::span<const std::byte> next_part() {
    constexpr size_t kPart = size_t{1} << 14;
    const std::span<const std::byte> part = left.first(std::min(kPart, left.size()));
    left = left.subspan(part.size());
    return part;
  }
};

Result<void> File::verify(uint32_t first, uint32_t last, unsigned threads, const Passing& passing) const {
  std::vector<const Place*> places;
  for (const Place& place : places_) {
    if (first <= place.number && place.number < last) places.push_back(&place);
  }
  // From the longest on, so that nobody is left with one at the end; beside each of them shorter ones, from the shortest on.
  std::sort(places.begin(), places.end(), [](const Place* a, const Place* b) { return std::pair(b->size, a->number) < std::pair(a->size, b->number); });
  std::mutex mutex;
  size_t longest = 0, after_shortest = places.size();
  const auto next_place = [&](bool is_long) -> const Place* {
    const std::lock_guard lock(mutex);
    if (longest == after_shortest) return nullptr;
    return places[is_long ? longest++ : --after_shortest];
  };
  std::atomic<uint64_t> wrong = UINT64_MAX;
  const size_t readers = std::clamp<size_t>((places.size() + 1) / 2, 1, std::max(threads, 1U));
  each_piece(readers, threads, [&](size_t) {
    Reading one, other;
    const auto go_on = [&](Reading& reading, bool is_long) {
      while (reading.left.empty()) {
        if (reading.place != nullptr && reading.sum.value() != reading.place->checksum) least(wrong, reading.place->number);
        const Place* const next = next_place(is_long);
        reading = {next, next == nullptr ? std::span<const std::byte>() : bytes_.subspan(next->offset, padded(next->size)), {}};
        if (next == nullptr) return;
      }
    };
    for (;;) {
      go_on(one, true);
      go_on(other, false);
      if (one.place == nullptr && other.place == nullptr) return;
      const auto part = one.next_part(), beside = other.next_part();
      one.sum.add(part, other.sum, beside);
      if (passing && !part.empty()) passing(one.place->number, part);
      if (passing && !beside.empty()) passing(other.place->number, beside);
    }
  });
  if (wrong != UINT64_MAX) return damaged_section(static_cast<uint32_t>(wrong));
  return {};
}

Result<std::shared_ptr<const Snapshot>> read_file(const File& file, std::shared_ptr<const void> keeper, unsigned threads) {
  Columns columns;
  const std::span<const std::byte> shape = file.section(0);
  if (shape.size() != sizeof(Shape)) return damaged_section(0);
  std::memcpy(&columns.shape, shape.data(), sizeof(Shape));
  std::optional<uint32_t> wrong;
  for_each_column(columns, [&]<typename T>(uint32_t number, Column<T>& column) {
    const std::span<const std::byte> bytes = file.section(number);
    if (bytes.size() % sizeof(T) != 0 && !wrong) wrong = number;
    column = Column<T>::over({reinterpret_cast<const T*>(bytes.data()), bytes.size() / sizeof(T)});
  });
  LooksInPassing looks(columns);
  const auto look = [&](uint32_t number, std::span<const std::byte> part) { looks.look(number, part); };
  if (auto whole = file.verify(0, kHoldings, threads, look); !whole) return whole.error();
  if (!wrong) wrong = fault_outside_holdings(columns, looks, threads);
  if (wrong) return damaged_section(*wrong);
  return Snapshot::over(std::move(columns), std::make_shared<const File>(file), std::move(keeper), [file, threads](const Columns& all) -> Result<void> {
    if (auto whole = file.verify(kHoldings, kOthers, threads); !whole) return whole;
    if (const auto fault = fault_in_holdings(all, threads)) return damaged_section(*fault);
    return {};
  });
}

}  // namespace plumb::snapshot
