// Rows that go into a morsel come out of its columns as they went in.
#include "compiler/ir/columns.hpp"

#include <gtest/gtest.h>

#include <cstdint>

#include "compiler/ir/layout.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = plumb::testing::world;

std::string text_of(const PlumbText& text) { return text.data ? std::string(text.data, text.size) : "(unknown)"; }

// The value of one cell of a column, read as convention 5 says.
Value cell(const Program& program, Type type, const PlumbMorsel& morsel, const PlumbColumn& column, uint32_t row) {
  const auto at = [&]<typename T>(T) { return static_cast<const T*>(column.values)[row]; };
  if (type.kind == TypeKind::text) return {type, 0, text_of(morsel.texts[at(uint32_t{})])};
  switch (format_of(program, type)) {
    case ColumnFormat::bits:
      return {type, plane_bit(static_cast<const uint64_t*>(column.values), row) ? 1 : 0, {}};
    case ColumnFormat::u8:
      return {type, at(uint8_t{}), {}};
    case ColumnFormat::u16:
      return {type, at(uint16_t{}), {}};
    case ColumnFormat::u32:
      return {type, at(uint32_t{}), {}};
    case ColumnFormat::u64:
      return {type, at(uint64_t{}), {}};
    case ColumnFormat::i32:
      return {type, at(int32_t{}), {}};
    case ColumnFormat::i64:
      return {type, at(int64_t{}), {}};
    case ColumnFormat::i128:
      return {type, at(int128{}), {}};
  }
  return {};
}

bool aligned(const void* p) { return reinterpret_cast<uintptr_t>(p) % PLUMB_ALIGNMENT == 0; }

class Columns : public ::testing::TestWithParam<uint32_t> {};

TEST_P(Columns, KeepRowsAsTheyWentIn) {
  testing::Random random(GetParam());
  const Program program = testing::declarations();
  for (const MatterId matter : {world::kLodging, world::kCredit}) {
    MorselBuffer buffer(program, matter);
    for (int use = 0; use < 2; ++use) {  // a cleared buffer is as good as a new one
      buffer.clear();
      const Layout layout = layout_of(program.matters[matter]);
      std::vector<reference::Row> rows;
      std::vector<reference::Party> parties;
      for (uint32_t i = 0; i < GetParam(); ++i) {
        rows.push_back(testing::random_row(random, program, matter));
        parties.push_back(testing::random_party(random));
        const reference::Party& p = parties.back();
        const PackedRow packed(layout, rows.back());
        buffer.append(packed.view(), {i, ~uint64_t{i}, 1, 2, p.name ? PlumbText{p.name->data(), p.name->size()} : PlumbText{}, {"id", 2}});
      }
      const PlumbMorsel morsel = buffer.view();
      ASSERT_EQ(morsel.row_count, GetParam());
      EXPECT_EQ(buffer.full(), GetParam() == PLUMB_MORSEL_ROWS);
      for (size_t f = 0; f < program.matters[matter].fields.size(); ++f) {
        const PlumbColumn& column = morsel.columns[f];
        EXPECT_TRUE(aligned(column.values) && aligned(column.valid));
        for (uint32_t i = 0; i < morsel.row_count; ++i) {
          ASSERT_EQ(plane_bit(column.valid, i), rows[i][f].has_value());
          if (rows[i][f]) {
            EXPECT_EQ(cell(program, program.matters[matter].fields[f].type, morsel, column, i), *rows[i][f]) << f << " " << i;
          }
        }
      }
      // And back: a row of the morsel has the cells that it was packed into.
      MorselRow back(program, matter);
      for (uint32_t i = 0; i < morsel.row_count; ++i) {
        ASSERT_EQ(unpack(program.matters[matter], layout, back.read(morsel, i)), rows[i]) << i;
        EXPECT_EQ(MorselRow::party(morsel, i).uncertain, ~uint64_t{i});
      }
      for (size_t f = 0; f < program.matters[matter].fields.size(); ++f) {
        const PlumbColumn& column = morsel.columns[f];
        for (uint32_t i = morsel.row_count; i % PLUMB_BLOCK_ROWS != 0; ++i) EXPECT_FALSE(plane_bit(column.valid, i));
      }
      for (uint32_t i = 0; i < morsel.row_count; ++i) {
        EXPECT_EQ(morsel.certain[i], i);
        EXPECT_EQ(morsel.uncertain[i], ~uint64_t{i});
        EXPECT_EQ(text_of(morsel.names[i]), parties[i].name.value_or("(unknown)"));
        EXPECT_EQ(text_of(morsel.ids[i]), "id");
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rows, Columns, ::testing::Values(1u, 63u, 64u, 65u, 4095u, 4096u));

TEST(ColumnFormats, AreTheNarrowestThatHoldEveryValue) {
  const Program program = testing::declarations();
  EXPECT_EQ(format_of(program, {TypeKind::boolean}), ColumnFormat::bits);
  EXPECT_EQ(format_of(program, {TypeKind::enumeration, world::kWide.value}), ColumnFormat::u8);
  EXPECT_EQ(format_of(program, {TypeKind::set, world::kColour.value}), ColumnFormat::u8);
  EXPECT_EQ(format_of(program, {TypeKind::set, world::kWide.value}), ColumnFormat::u64);
  EXPECT_EQ(format_of(program, {TypeKind::code, world::kIndustry.value}), ColumnFormat::u8);
  EXPECT_EQ(format_of(program, {TypeKind::date}), ColumnFormat::i32);
  EXPECT_EQ(format_of(program, {TypeKind::ratio}), ColumnFormat::i128);
}

}  // namespace
}  // namespace plumb::ir
