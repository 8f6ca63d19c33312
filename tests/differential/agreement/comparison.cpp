#include "tests/differential/agreement/comparison.hpp"

#include <algorithm>
#include <bit>
#include <cstring>
#include <memory>
#include <new>

namespace plumb::agreement {

namespace {

constexpr uint64_t kGuard = 0xA5C3'5A3C'96E1'0F87U;  // no plane looks like this by chance
constexpr uint32_t kGuardWords = 8;
constexpr uint32_t kSpareWords = 3;  // between the planes of two measures

// A callee's words with guards on both sides, aligned as scratch must be.
class GuardedWords {
 public:
  explicit GuardedWords(size_t words)
      : words_((words + kGuardWords - 1) / kGuardWords * kGuardWords),
        data_(static_cast<uint64_t*>(::operator new((words_ + 2 * kGuardWords) * sizeof(uint64_t), std::align_val_t(PLUMB_ALIGNMENT)))) {
    std::fill_n(data_, words_ + 2 * kGuardWords, kGuard);
  }
  ~GuardedWords() { ::operator delete(data_, std::align_val_t(PLUMB_ALIGNMENT)); }
  GuardedWords(const GuardedWords&) = delete;
  GuardedWords& operator=(const GuardedWords&) = delete;

  uint64_t* begin() { return data_ + kGuardWords; }
  // Nothing outside the first `used` words was touched.
  bool intact(size_t used) const {
    const auto is_guard = [](uint64_t word) { return word == kGuard; };
    return std::all_of(data_, data_ + kGuardWords, is_guard) && std::all_of(data_ + kGuardWords + used, data_ + words_ + 2 * kGuardWords, is_guard);
  }

 private:
  size_t words_;
  uint64_t* data_;
};

uint32_t blocks_of(uint32_t rows) { return (rows + PLUMB_BLOCK_ROWS - 1) / PLUMB_BLOCK_ROWS; }

// The first bit of the measures' planes that differs, bits past the last row included.
std::optional<Disagreement> first_difference(const Planes& actual, const Planes& expected, uint32_t blocks) {
  for (uint32_t m = 0; m < expected.measures; ++m) {
    for (size_t p = 0; p < 3; ++p) {
      for (uint32_t b = 0; b < blocks; ++b) {
        const uint64_t differing = actual.words[p][size_t{m} * actual.stride + b] ^ expected.words[p][size_t{m} * expected.stride + b];
        if (differing == 0) continue;
        Disagreement out;
        out.measure = m;
        out.row = b * PLUMB_BLOCK_ROWS + static_cast<uint32_t>(std::countr_zero(differing));
        out.plane = static_cast<Plane>(p);
        out.expected = expected.bit(out.plane, m, out.row);
        return out;
      }
    }
  }
  return std::nullopt;
}

Answers row_by_row(const PlumbTableEntry& entry, bool settled, int32_t date_days, const Rows& rows) {
  const size_t words = ir::plane_words(entry.measure_count);
  GuardedWords one[3] = {GuardedWords(words), GuardedWords(words), GuardedWords(words)};
  Planes out{entry.measure_count, blocks_of(rows.count()), {}};
  for (auto& plane : out.words) plane.resize(size_t{out.measures} * out.stride);
  for (uint32_t r = 0; r < rows.count(); ++r) {
    for (GuardedWords& plane : one) std::fill_n(plane.begin(), words, uint64_t{0});
    const PlumbRow row = rows.row(r);
    const PlumbPlanes planes{one[0].begin(), one[1].begin(), one[2].begin()};
    entry.predicate(entry.context, date_days, &row, &rows.party(r), planes);
    if (settled) {
      const auto triggers = rows.triggers(r);
      entry.settle(entry.context, date_days, &row, &rows.party(r), triggers.data(), static_cast<uint32_t>(triggers.size()), planes);
    }
    for (size_t p = 0; p < 3; ++p) {
      for (size_t w = 0; w < words; ++w) {
        for (uint64_t left = one[p].begin()[w]; left != 0; left &= left - 1) {
          const size_t m = w * 64 + static_cast<size_t>(std::countr_zero(left));
          if (m >= entry.measure_count) return {std::nullopt, "sets bits past the last measure"};
          out.words[p][m * out.stride + r / 64] |= uint64_t{1} << (r % 64);
        }
      }
    }
  }
  if (!std::all_of(std::begin(one), std::end(one), [&](const GuardedWords& plane) { return plane.intact(words); })) {
    return {std::nullopt, "writes beyond the planes"};
  }
  return {std::move(out), nullptr};
}

// Gaps between the planes of two measures are as they were.
bool gaps_intact(const uint64_t* plane, uint32_t measures, uint32_t stride, uint32_t blocks) {
  for (uint32_t m = 0; m < measures; ++m) {
    if (std::any_of(plane + size_t{m} * stride + blocks, plane + size_t{m + 1} * stride, [](uint64_t word) { return word != kGuard; })) return false;
  }
  return true;
}

Answers morsel_at_once(const PlumbTableEntry& entry, int32_t date_days, const Rows& rows) {
  const uint32_t blocks = blocks_of(rows.count()), stride = blocks + kSpareWords;
  const size_t words = size_t{entry.measure_count} * stride;
  GuardedWords planes[3] = {GuardedWords(words), GuardedWords(words), GuardedWords(words)};
  const size_t scratch_words = (entry.scratch_bytes + sizeof(uint64_t) - 1) / sizeof(uint64_t);
  GuardedWords scratch(scratch_words);
  const PlumbMorsel morsel = rows.morsel();
  entry.batch(entry.context, date_days, &morsel, {planes[0].begin(), planes[1].begin(), planes[2].begin(), stride}, scratch.begin());

  Planes out{entry.measure_count, stride, {}};
  for (size_t p = 0; p < 3; ++p) {
    if (!planes[p].intact(words) || !gaps_intact(planes[p].begin(), entry.measure_count, stride, blocks)) return {std::nullopt, "writes beyond the planes"};
    out.words[p].assign(planes[p].begin(), planes[p].begin() + words);
  }
  if (!scratch.intact(scratch_words)) return {std::nullopt, "writes beyond the scratch"};
  return {std::move(out), nullptr};
}

}  // namespace

const char* name(Plane plane) {
  switch (plane) {
    case Plane::is_true:
      return "true";
    case Plane::is_false:
      return "false";
    case Plane::look:
      return "look";
  }
  return "";
}

const char* name(Way way) {
  switch (way) {
    case Way::one_row:
      return "point";
    case Way::morsel:
      return "batch";
    case Way::settled:
      return "settle";
  }
  return "";
}

std::optional<std::string> breach(const PlumbTableEntry& entry, const PlumbTableEntry& definition, bool has_batch) {
  std::string out;
  const auto expect = [&](bool is, bool should, const char* what) {
    if (is != should) out += std::string(out.empty() ? "" : ", ") + (should ? "lacks " : "has an unexpected ") + what;
  };
  expect(entry.predicate != nullptr, true, "predicate");
  expect(entry.batch != nullptr, has_batch, "batch");
  expect(entry.settle != nullptr, definition.settle != nullptr, "settle");
  return out.empty() ? std::nullopt : std::optional(out);
}

bool offers(const PlumbTableEntry& entry, Way way, const Rows& rows) {
  switch (way) {
    case Way::one_row:
      return entry.predicate != nullptr;
    case Way::morsel:
      return entry.batch != nullptr;
    case Way::settled:
      return entry.predicate != nullptr && entry.settle != nullptr && rows.have_triggers();
  }
  return false;
}

Answers answers(const PlumbTableEntry& entry, Way way, int32_t date_days, const Rows& rows) {
  return way == Way::morsel ? morsel_at_once(entry, date_days, rows) : row_by_row(entry, way == Way::settled, date_days, rows);
}

Planes defined(const PlumbTableEntry& entry, Way way, int32_t date_days, const Rows& rows) {
  return row_by_row(entry, way == Way::settled, date_days, rows).planes.value();
}

std::optional<Disagreement> differs(const PlumbTableEntry& entry, Way way, int32_t date_days, const Rows& rows, const Planes& expected) {
  const Answers actual = answers(entry, way, date_days, rows);
  if (!actual.planes) return Disagreement{"", actual.fault, 0, 0, Plane::is_true, false};
  auto found = first_difference(*actual.planes, expected, blocks_of(rows.count()));
  if (found) found->how = name(way);
  return found;
}

}  // namespace plumb::agreement
