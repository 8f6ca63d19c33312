#include "runtime/identity/name.hpp"

#include <gtest/gtest.h>

#include <string>

#include "compiler/base/unicode.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::identity {
namespace {

TEST(Name, TrimsEveryKindOfSpace) {
  EXPECT_EQ(normalise_name("　张三\u00a0\t"), "张三");
  EXPECT_EQ(normalise_name(" \u3000 "), "");
  EXPECT_EQ(trim("\ufeff a b\r\n"), "a b");
  EXPECT_EQ(trim(""), "");
}

TEST(Name, TrimsNothingButSpaces) {
  size_t spaces = 0;
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string one;
    unicode::append(one, c);
    const std::string text = one + "准绳" + one;
    ASSERT_EQ(trim(text), is_space(c) ? "准绳" : text) << static_cast<uint32_t>(c);
    ASSERT_EQ(trim(one), is_space(c) ? "" : one) << static_cast<uint32_t>(c);
    spaces += is_space(c) ? 1 : 0;
  }
  EXPECT_EQ(spaces, 45U);
}

TEST(Name, FoldsWidthAndInnerSpaces) {
  EXPECT_EQ(normalise_name("新安县（集团）ＡＢ公司"), "新安县(集团)AB公司");
  EXPECT_EQ(normalise_name("Anna　 Maria"), "Anna Maria");
}

TEST(Name, KnowsTheNormalForm) {
  for (const char* normal : {"", "张三", "买买提·艾力", "Anna Maria", "新安县(集团)AB公司", "龚\u3400勇"}) EXPECT_TRUE(is_normal_name(normal)) << normal;
  for (const char* other : {" 张三", "买买提• 艾力", "Anna  Maria", "新安县（集团）公司", "Ａ"}) EXPECT_FALSE(is_normal_name(other)) << other;
}

TEST(Name, UnifiesTheMiddleDot) {
  const char* const dots[] = {"\u00b7", "\u0387", "\u1427", "\u16eb", "\u2022", "\u2024", "\u2027",     "\u2219", "\u22c5",
                              "\u25cf", "\u2e31", "\u2e33", "\u30fb", "\u318d", "\ua78f", "\U00010101", "\uff65"};
  for (const std::string dot : dots) {
    EXPECT_EQ(normalise_name("买买提" + dot + "艾力"), "买买提·艾力") << dot;
    EXPECT_EQ(normalise_name("买买提 " + dot + "　艾力" + dot + " 阿不都"), "买买提·艾力·阿不都") << dot;
  }
  // Full stops are none: 4.2 is no transliterated name.
  EXPECT_EQ(normalise_name("买买提.艾力"), "买买提.艾力");
}

// One of each extension block of ideographs, A to J, and of the blocks' ends: rare characters stay what they are.
TEST(Name, KeepsRareCharacters) {
  for (const char* rare : {"\u3400", "\u4dbf", "\u4dae", "\u9fff", "\ufa0e", "\U00020000", "\U0002a6df", "\U0002a700", "\U0002b740", "\U0002b820", "\U0002ceb0",
                           "\U0002ebf0", "\U00030000", "\U00031350", "\U000323af", "\U000323b0"}) {
    const std::string name = std::string("龚") + rare + "勇";
    EXPECT_EQ(normalise_name(name), name);
    EXPECT_EQ(normalise_name("　" + name + " "), name);
  }
}

// What one character was in another encoding, font or printed page.
TEST(Name, GivesEachCharacterOneCodePoint) {
  EXPECT_EQ(normalise_name("龚\ue863"), "龚䶮");              // as GB 18030-2000 kept it
  EXPECT_EQ(normalise_name("\ue815\ue864"), "\u2e81\u9fbb");  // the first and the last of those
  EXPECT_EQ(normalise_name("\ue814\ue865"), "\ue814\ue865");
  EXPECT_EQ(normalise_name("\u2f45\u2fbc"), "方高");  // radicals, copied from a printed page
  EXPECT_EQ(normalise_name("\u2f00\u2fd5"), "一龠");
  EXPECT_EQ(normalise_name("\uf92c\ufa18"), "郎礼");
  EXPECT_EQ(normalise_name("葛\U000e0100城\ufe00"), "葛城");
  EXPECT_EQ(normalise_name("张\u200b三\ufeff"), "张三");
  EXPECT_EQ(normalise_name("\u200b　张三"), "张三");
}

TEST(Name, IsIdempotent) {
  for (const char* name : {"　阿依古丽•（ 集团）  x ", "\u200b 张\u200b \u200b三 \ufe00", " • a •", "\u2f00 \ue863"}) {
    const std::string once = normalise_name(name);
    EXPECT_EQ(normalise_name(once), once);
  }
}

}  // namespace
}  // namespace plumb::identity
