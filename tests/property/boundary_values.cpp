#include "tests/property/boundary_values.hpp"

#include <algorithm>
#include <limits>

#include "compiler/ir/values.hpp"

namespace plumb::testing {

using ir::TypeKind;
using ir::Value;

namespace {

std::vector<Value> integers(ir::Type type) {
  std::vector<Value> out;
  for (const int64_t v : {int64_t{0},
                          int64_t{1},
                          int64_t{-1},
                          int64_t{2},
                          int64_t{-2},
                          int64_t{3},
                          int64_t{5},
                          int64_t{-5},
                          int64_t{7},
                          int64_t{50},
                          int64_t{127},
                          int64_t{-128},
                          int64_t{255},
                          int64_t{256},
                          int64_t{INT32_MAX},
                          int64_t{INT32_MIN},
                          int64_t{UINT32_MAX},
                          int64_t{UINT32_MAX} + 1,
                          int64_t{1} << 53,
                          (int64_t{1} << 53) + 1,
                          int64_t{3'037'000'499},
                          int64_t{3'037'000'500},
                          INT64_MAX / 2,
                          INT64_MAX / 2 + 1,
                          INT64_MAX - 1,
                          INT64_MAX,
                          INT64_MIN,
                          INT64_MIN + 1}) {
    out.push_back({type, v, {}});
  }
  return out;
}

// Units of 10^-18. Halves of a unit and of a 分 are where rounding decides; products of the square roots just fit.
std::vector<Value> fractions(ir::Type type) {
  constexpr int128 kOne = Decimal::kOne;
  constexpr int128 kMost = std::numeric_limits<int128>::max();
  constexpr int128 k64 = static_cast<int128>(1) << 64;
  std::vector<Value> out;
  for (const int128 v : {static_cast<int128>(0),
                         static_cast<int128>(1),
                         static_cast<int128>(2),
                         static_cast<int128>(3),
                         kOne,
                         2 * kOne,
                         3 * kOne,
                         kOne / 2,
                         3 * kOne / 2,
                         5 * kOne / 2,
                         kOne / 3,
                         kOne / 100,
                         kOne / 200,
                         kOne - 1,
                         kOne + 1,
                         k64 / 2 - 1,
                         k64 / 2,
                         k64 - 1,
                         k64,
                         k64 + 1,
                         static_cast<int128>(INT64_MAX) * kOne,
                         kMost / kOne,
                         kMost / kOne + 1,
                         kMost / 2,
                         kMost / 2 + 1,
                         kMost - 1,
                         kMost}) {
    out.push_back({type, v, {}});
    out.push_back({type, -v, {}});
  }
  out.push_back({type, std::numeric_limits<int128>::min(), {}});
  out.push_back({type, std::numeric_limits<int128>::min() + 1, {}});
  return out;
}

std::vector<Value> dates(const ir::Program& program) {
  std::vector<Value> out;
  const auto around = [&](Date d) {
    for (const int32_t days : {d.days - 1, d.days, d.days + 1}) {
      if (Date{days}.in_range()) out.push_back(ir::date_value(Date{days}));
    }
  };
  around(Date{Date::kMinDays});
  around(Date{Date::kMaxDays});
  around(Date{0});
  for (const int year : {1900, 2000, 2019, 2020, 2021}) {
    for (const auto& [month, day] : {std::pair(1, 31), std::pair(2, 28), std::pair(3, 31), std::pair(4, 30), std::pair(12, 31)}) {
      around(*Date::from_ymd(year, month, day));
    }
  }
  for (const ir::Calendar& calendar : program.calendars) {
    around(calendar.first);
    around(calendar.last);
    for (const Date d : calendar.holidays) out.push_back(ir::date_value(d));
    for (const Date d : calendar.makeup) out.push_back(ir::date_value(d));
  }
  return out;
}

std::vector<Value> durations() {
  std::vector<Value> out;
  for (const auto unit : {Duration::Unit::day, Duration::Unit::working_day, Duration::Unit::month}) {
    for (const int32_t count : {0, 1, -1, 5, -5, 12, -12, 13, 31, 365, -366, 119'988, INT32_MAX, INT32_MIN}) out.push_back(ir::duration_value({unit, count}));
  }
  return out;
}

std::vector<Value> texts() {
  using namespace std::string_literals;
  std::vector<Value> out;
  for (const std::string& text : {""s, "甲"s, "乙"s, "甲乙"s, "甲乙丙"s, "a"s, "A"s, "a "s, "\0"s, "a\0b"s, "a\0c"s, std::string(7, 'x'), std::string(8, 'x'),
                                  std::string(16, 'x'), std::string(65, 'x'), std::string(64, 'x') + "y"}) {
    out.push_back(ir::text_value(text));
  }
  return out;
}

std::vector<Value> indices(ir::Type type, size_t count) {
  std::vector<Value> out;
  for (const size_t i : {size_t{0}, size_t{1}, count / 2, size_t{31}, size_t{32}, size_t{63}, size_t{127}, size_t{128}, size_t{255}, size_t{256}, count - 1}) {
    if (i < count) out.push_back({type, static_cast<int128>(i), {}});
  }
  return out;
}

std::vector<Value> sets(ir::Type type, uint64_t full) {
  std::vector<Value> out;
  for (const uint64_t mask : {uint64_t{0}, full, uint64_t{1}, full & ~uint64_t{1}, full ^ (full >> 1), full & 0x5555'5555'5555'5555U, full & 0xFFFF'FFFFU,
                              full & ~uint64_t{0xFFFF'FFFFU}, full & (uint64_t{1} << 31), full & (uint64_t{1} << 32)}) {
    out.push_back({type, static_cast<int128>(mask), {}});
  }
  return out;
}

}  // namespace

std::vector<Value> boundary_values(const ir::Program& program, ir::Type type) {
  switch (type.kind) {
    case TypeKind::boolean:
      return {ir::boolean_value(false), ir::boolean_value(true)};
    case TypeKind::integer:
    case TypeKind::money:
      return integers(type);
    case TypeKind::decimal:
    case TypeKind::ratio:
      return fractions(type);
    case TypeKind::date:
      return dates(program);
    case TypeKind::duration:
      return durations();
    case TypeKind::text:
      return texts();
    case TypeKind::enumeration:
      return indices(type, program.enums[ir::EnumId(type.ref)].values.size());
    case TypeKind::set:
      return sets(type, ir::full_mask(program.enums[ir::EnumId(type.ref)]));
    case TypeKind::code:
      return indices(type, program.taxonomies[ir::TaxonomyId(type.ref)].codes.size());
  }
  return {};
}

}  // namespace plumb::testing
