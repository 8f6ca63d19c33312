#include "compiler/ir/layout.hpp"

#include <gtest/gtest.h>

#include "compiler/ir/values.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

TEST(Layout, GivesDecimalsTwoCells) {
  const Matter matter{{"m", "m"}, {Stage::application}, {{{"a", "a"}, {TypeKind::integer}}, {{"b", "b"}, {TypeKind::decimal}}, {{"c", "c"}, {TypeKind::text}}}};
  const Layout layout = layout_of(matter);
  EXPECT_EQ(layout.slots[1].cell, 1u);
  EXPECT_EQ(layout.slots[1].width, 2u);
  EXPECT_EQ(layout.slots[2].cell, 3u);
  EXPECT_EQ(layout.cell_count, 4u);
  EXPECT_EQ(layout.valid_words, 1u);
}

TEST(Layout, PacksAsTheTableStates) {
  const Matter matter{{"m", "m"},
                      {Stage::application},
                      {{{"a", "a"}, {TypeKind::decimal}}, {{"b", "b"}, {TypeKind::text}}, {{"c", "c"}, {TypeKind::integer}}, {{"d", "d"}, {TypeKind::set, 5}}}};
  const std::optional<Value> values[] = {decimal_value({-1}), text_value("甲"), std::nullopt, set_value(EnumId(5), ~uint64_t{0})};
  const PackedRow row(layout_of(matter), values);
  const PlumbRow view = row.view();
  EXPECT_EQ(view.valid[0], 0b1011u);
  EXPECT_EQ(view.cells[0], -1);  // low
  EXPECT_EQ(view.cells[1], -1);  // high
  EXPECT_EQ(view.cells[2], 0);   // index of the text
  EXPECT_EQ(std::string(view.texts[0].data, view.texts[0].size), "甲");
  EXPECT_EQ(view.cells[3], 0);   // unknown
  EXPECT_EQ(view.cells[4], -1);  // all 64 bits
}

TEST(Layout, DigestFollowsFieldsAndMeasuresNotMeaning) {
  const Program before = testing::declarations();
  Program p = before;
  p.measures.add(Measure{});
  EXPECT_NE(layout_digest(p), layout_digest(before));
  p = before;
  p.matters[MatterId(0)].fields[0].type = {TypeKind::integer};
  EXPECT_NE(layout_digest(p), layout_digest(before));
  p = before;
  std::swap(p.enums[EnumId(4)].values[0], p.enums[EnumId(4)].values[1]);
  EXPECT_NE(layout_digest(p), layout_digest(before));
  p = before;
  for (Code& code : p.taxonomies[TaxonomyId(0)].codes) code.name.zh += "业";  // holdings may name it so
  EXPECT_NE(layout_digest(p), layout_digest(before));
  p = before;
  p.version = "2";
  p.parameters[ParameterId(0)].versions.clear();
  EXPECT_EQ(layout_digest(p), layout_digest(before));
}

}  // namespace
}  // namespace plumb::ir
