// Rows put into narrow pieces come out as they were: against ir::MorselBuffer, which lays rows out one value at a time.
#include <gtest/gtest.h>

#include <cstring>
#include <random>

#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "runtime/facts/facts.hpp"
#include "runtime/rows/row_builder.hpp"

namespace plumb::test {
namespace {

using ir::Type;
using ir::TypeKind;
using ir::Value;
using rows::kAlways;
using rows::kNever;
using Row = std::vector<std::optional<Value>>;

ir::EnumType enumeration(size_t values) {
  ir::EnumType out;
  for (size_t i = 0; i < values; ++i) out.values.push_back({"值" + std::to_string(i), "v" + std::to_string(i)});
  return out;
}

// A matter with a field of every type, and enumerations, sets and codes of every width.
ir::Program program() {
  ir::Program out;
  for (const size_t size : {3u, 300u, 8u, 16u, 32u, 64u}) out.enums.add(enumeration(size));
  ir::Taxonomy few, many;
  few.codes.resize(200);
  many.codes.resize(70'000);
  out.taxonomies.add(few);
  out.taxonomies.add(many);
  ir::Matter matter;
  matter.name = {"事项", "matter"};
  matter.stages = {Stage::holding, Stage::application};
  for (const Type type :
       {Type{TypeKind::boolean}, Type{TypeKind::integer}, Type{TypeKind::decimal}, Type{TypeKind::money}, Type{TypeKind::ratio}, Type{TypeKind::date},
        Type{TypeKind::duration}, Type{TypeKind::text}, Type{TypeKind::enumeration, 0}, Type{TypeKind::enumeration, 1}, Type{TypeKind::set, 2},
        Type{TypeKind::set, 3}, Type{TypeKind::set, 4}, Type{TypeKind::set, 5}, Type{TypeKind::code, 0}, Type{TypeKind::code, 1}}) {
    const std::string name = "f" + std::to_string(matter.fields.size());
    matter.fields.push_back({{name, name}, type});
  }
  out.matters.add(matter);
  return out;
}

constexpr ir::MatterId kMatter{0};

// How far numbers of one table reach: what is narrow must be seen to be narrow, and what is wide to stay whole.
enum class Reach { constant, bytes, steps, words, all };

class Random {
 public:
  explicit Random(uint64_t seed) : engine_(seed) {}
  uint64_t below(uint64_t n) { return engine_() % n; }
  bool chance(uint64_t percent) { return below(100) < percent; }

  Value value(const ir::Program& p, Type type, Reach reach) {
    Value out{type, 0, {}};
    switch (type.kind) {
      case TypeKind::boolean:
        out.number = reach == Reach::constant ? 0 : static_cast<int64_t>(below(2));
        break;
      case TypeKind::integer:
      case TypeKind::money:
      case TypeKind::duration:
        out.number = number(reach);
        break;
      case TypeKind::decimal:
      case TypeKind::ratio:
        out.number = static_cast<int128>(number(reach)) * (reach == Reach::all && chance(50) ? 1'000'000'000'000'000'000 : 1);
        break;
      case TypeKind::date:
        out.number = reach == Reach::all ? static_cast<int64_t>(below(3'000'000)) - 700'000 : 18'000 + static_cast<int64_t>(below(900));
        break;
      case TypeKind::text:
        out.text = "文" + std::to_string(below(50));
        break;
      case TypeKind::enumeration:
        out.number = static_cast<int64_t>(below(p.enums[ir::EnumId(type.ref)].values.size()));
        break;
      case TypeKind::set: {
        const size_t members = p.enums[ir::EnumId(type.ref)].values.size();
        out.number = static_cast<int128>(members == 64 ? engine_() : below(uint64_t{1} << members));
        break;
      }
      case TypeKind::code:
        out.number = static_cast<int64_t>(below(p.taxonomies[ir::TaxonomyId(type.ref)].codes.size()));
        break;
    }
    return out;
  }

 private:
  int64_t number(Reach reach) {
    switch (reach) {
      case Reach::constant:
        return 7'000'000;
      case Reach::bytes:
        return 1'000'000 + static_cast<int64_t>(below(200));
      case Reach::steps:
        return 100 * static_cast<int64_t>(below(20'000)) - 500;
      case Reach::words:
        return static_cast<int64_t>(below(uint64_t{1} << 31)) - 5;
      case Reach::all:
        return static_cast<int64_t>(engine_());
    }
    return 0;
  }

  std::mt19937_64 engine_;
};

struct Table {
  std::vector<Row> rows;
  std::vector<uint32_t> parties, holdings;
  std::vector<int32_t> from, until;
};

ir::MorselBuffer laid_out(const ir::Program& p, const Table& table, std::span<const uint16_t> selected) {
  ir::MorselBuffer buffer(p, kMatter);
  const ir::Layout layout = ir::layout_of(p.matters[kMatter]);
  for (const uint16_t row : selected) {
    const ir::PackedRow packed(layout, table.rows[row]);
    buffer.append(packed.view(), PlumbParty{});
  }
  return buffer;
}

rows::Selection selection(const std::vector<uint16_t>& rows, size_t among) {
  rows::Selection out;
  out.plane.fill(0);
  for (const uint16_t row : rows) ir::set_plane_bit(out.plane.data(), row);
  out.number(static_cast<uint32_t>((among + 63) / 64));
  EXPECT_TRUE(std::equal(rows.begin(), rows.end(), out.rows.begin(), out.rows.begin() + out.count));
  return out;
}

std::vector<uint16_t> all_rows(const Table& table) {
  std::vector<uint16_t> out(table.rows.size());
  for (size_t i = 0; i < out.size(); ++i) out[i] = static_cast<uint16_t>(i);
  return out;
}

// Every cell and bit to the end of the last block, texts by what they say.
void expect_same(const ir::Program& p, const PlumbMorsel& found, const PlumbMorsel& expected) {
  ASSERT_EQ(found.row_count, expected.row_count);
  const size_t blocks = (expected.row_count + 63) / 64;
  const auto& fields = p.matters[kMatter].fields;
  for (size_t f = 0; f < fields.size(); ++f) {
    ASSERT_EQ(reinterpret_cast<uintptr_t>(found.columns[f].values) % PLUMB_ALIGNMENT, 0U);
    ASSERT_EQ(reinterpret_cast<uintptr_t>(found.columns[f].valid) % PLUMB_ALIGNMENT, 0U);
    ASSERT_EQ(std::memcmp(found.columns[f].valid, expected.columns[f].valid, blocks * 8), 0) << "validity of field " << f;
    if (fields[f].type.kind != TypeKind::text) {
      const size_t bytes = ir::block_bytes(ir::format_of(p, fields[f].type)) * blocks;
      ASSERT_EQ(std::memcmp(found.columns[f].values, expected.columns[f].values, bytes), 0) << "values of field " << f;
      continue;
    }
    for (size_t r = 0; r < blocks * 64; ++r) {
      const uint32_t a = static_cast<const uint32_t*>(found.columns[f].values)[r];
      const uint32_t b = static_cast<const uint32_t*>(expected.columns[f].values)[r];
      if (!ir::plane_bit(expected.columns[f].valid, r)) {
        ASSERT_EQ(a, 0U);
        continue;
      }
      ASSERT_EQ(std::string_view(found.texts[a].data, found.texts[a].size), std::string_view(expected.texts[b].data, expected.texts[b].size));
    }
  }
  for (size_t r = 0; r < blocks * 64; ++r) {
    ASSERT_EQ(found.certain[r] | found.uncertain[r] | found.kind[r] | found.sector[r], 0U);
    ASSERT_EQ(found.names, nullptr);
    ASSERT_EQ(found.ids, nullptr);
  }
}

Table random_table(Random& random, const ir::Program& p, size_t count, uint64_t nulls, Reach reach) {
  Table table;
  uint32_t party = 5;
  for (size_t i = 0; i < count; ++i) {
    party += static_cast<uint32_t>(random.below(3));
    table.parties.push_back(party);
    table.holdings.push_back(static_cast<uint32_t>(random.below(100'000)));
    const bool wide = reach == Reach::all;
    table.from.push_back(random.chance(30) ? kAlways : static_cast<int32_t>(18'000 + random.below(wide ? 500'000 : 300)));
    table.until.push_back(random.chance(30) ? kNever : static_cast<int32_t>(18'100 + random.below(wide ? 500'000 : 300)));
    Row row;
    for (const ir::Field& field : p.matters[kMatter].fields) {
      row.push_back(random.chance(nulls) ? std::nullopt : std::optional(random.value(p, field.type, reach)));
    }
    table.rows.push_back(row);
  }
  return table;
}

rows::RowTable built(const ir::Program& p, const Table& table, Stage stage = Stage::holding) {
  ir::MorselBuffer buffer = laid_out(p, table, all_rows(table));
  const PlumbMorsel morsel = buffer.view();
  rows::RowTableBuilder builder(p);
  rows::TypedRows typed;
  typed.row_count = morsel.row_count;
  typed.parties = table.parties.data();
  typed.from = table.from.data();
  typed.until = table.until.data();
  typed.holdings = table.holdings.data();
  typed.columns = morsel.columns;
  typed.texts = morsel.texts;
  builder.append(kMatter, stage, typed);
  return builder.take();
}

void expect_periods(const rows::Partition& partition, const Table& table) {
  std::vector<uint64_t> plane(64);
  std::vector<int32_t> days{Date::kMinDays, Date::kMaxDays, 0};
  for (size_t i = 0; i < table.from.size() && i < 40; ++i) {
    for (const int32_t day : {table.from[i], table.until[i]}) {
      if (day != kAlways && day != kNever) days.insert(days.end(), {day - 1, day, day + 1});
    }
  }
  for (const int32_t day : days) {
    bool all = true;
    const bool told = partition.held(0, Date{day}, plane.data());
    for (size_t r = 0; r < (table.rows.size() + 63) / 64 * 64; ++r) {
      bool holds = false;
      if (r < table.rows.size()) {
        const auto end = [](int32_t at, int32_t open) { return at == open ? std::nullopt : std::optional(Date{at}); };
        holds = facts::Period{end(table.from[r], kAlways), end(table.until[r], kNever)}.holds_on(Date{day});
        all &= holds;
      }
      ASSERT_EQ(ir::plane_bit(plane.data(), r), holds) << "row " << r << ", day " << day << ": " << table.from[r] << " to " << table.until[r];
    }
    ASSERT_EQ(told, all);
  }
}

TEST(RowTable, GivesRowsBackAsTheyWere) {
  const ir::Program p = program();
  Random random(1);
  for (const size_t count : {1u, 63u, 64u, 65u, 1000u, 4095u, 4096u}) {
    for (const uint64_t nulls : {0u, 1u, 50u, 100u}) {
      for (const Reach reach : {Reach::constant, Reach::bytes, Reach::steps, Reach::words, Reach::all}) {
        SCOPED_TRACE(std::to_string(count) + " rows, " + std::to_string(nulls) + " % unknown, reach " + std::to_string(static_cast<int>(reach)));
        if (count > 1000 && nulls == 100 && reach != Reach::all) continue;
        const Table table = random_table(random, p, count, nulls, reach);
        const rows::RowTable laid = built(p, table);
        const auto partition = laid.find(kMatter, Stage::holding);
        ASSERT_TRUE(partition);
        ASSERT_FALSE(laid.find(kMatter, Stage::application));
        ASSERT_EQ(partition->row_count(), count);
        const auto parties = partition->parties(0);
        ASSERT_TRUE(std::equal(parties.begin(), parties.end(), table.parties.begin(), table.parties.end()));

        rows::MorselScratch scratch(p);
        ir::MorselBuffer expected = laid_out(p, table, all_rows(table));
        expect_same(p, partition->widen(0, scratch), expected.view());

        std::vector<uint16_t> numbers;
        for (size_t r = 0; r < count; ++r) {
          if (r == 0 || random.chance(30)) numbers.push_back(static_cast<uint16_t>(r));
        }
        const rows::Selection selected = selection(numbers, count);
        ir::MorselBuffer of_selected = laid_out(p, table, numbers);
        expect_same(p, partition->gather(0, selected, scratch), of_selected.view());

        for (size_t r = 0; r < count; r += 1 + count / 50) {
          ASSERT_EQ(partition->holding(0, static_cast<uint32_t>(r)).value, table.holdings[r]);
          ASSERT_EQ(partition->row(p, 0, static_cast<uint32_t>(r)), table.rows[r]);
        }
        expect_periods(*partition, table);
      }
    }
  }
}

TEST(RowTable, LeavesFieldsUnknownThatAreNotNeeded) {
  const ir::Program p = program();
  Random random(2);
  const Table table = random_table(random, p, 100, 0, Reach::words);
  const rows::RowTable laid = built(p, table);
  rows::MorselScratch scratch(p);
  const uint64_t needed = 1 << 3 | 1 << 8;
  const rows::Selection selected = selection({4, 70}, 100);
  for (const PlumbMorsel& morsel : {laid.partition(0).widen(0, scratch, {&needed, 1}), laid.partition(0).gather(0, selected, scratch, {&needed, 1})}) {
    for (size_t f = 0; f < p.matters[kMatter].fields.size(); ++f) EXPECT_EQ(morsel.columns[f].valid[0] != 0, f == 3 || f == 8) << f;
  }
}

size_t bytes_a_row(const ir::Program& p, uint32_t rows, Type type, uint64_t nulls, Reach reach) {
  ir::Program one = p;
  one.matters[kMatter].fields = {{{"f", "f"}, type}};
  Random random(3);
  const Table table = random_table(random, one, rows, nulls, reach);
  rows::RowTableBuilder builder(one);
  ir::MorselBuffer buffer = laid_out(one, table, all_rows(table));
  const PlumbMorsel morsel = buffer.view();
  rows::TypedRows typed;
  typed.row_count = rows;
  typed.parties = table.parties.data();
  typed.columns = morsel.columns;
  typed.texts = morsel.texts;
  builder.append(kMatter, Stage::application, typed);
  return builder.take().columns().bytes.size() / rows - sizeof(uint32_t);
}

TEST(RowTable, TakesTheNarrowestPieces) {
  const ir::Program p = program();
  constexpr uint32_t kRows = 4096;
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::money}, 0, Reach::constant), 0U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::money}, 100, Reach::all), 0U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::money}, 0, Reach::bytes), 1U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::money}, 0, Reach::steps), 2U) << "whole yuan in a hundredth of the width";
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::money}, 0, Reach::words), 4U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::money}, 0, Reach::all), 8U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::date}, 0, Reach::bytes), 2U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::enumeration, 0}, 0, Reach::bytes), 1U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::decimal}, 0, Reach::bytes), 1U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::decimal}, 0, Reach::all), 16U);
  EXPECT_EQ(bytes_a_row(p, kRows, {TypeKind::text}, 0, Reach::all), 1U) << "fifty texts";
}

}  // namespace
}  // namespace plumb::test
