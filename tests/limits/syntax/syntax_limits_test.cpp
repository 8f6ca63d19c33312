// Every hard limit of reading rule text, from both sides; and input that is no rule text at all.
#include <gtest/gtest.h>

#include "compiler/syntax/pieces.hpp"
#include "tests/unit/syntax/syntax_texts.hpp"

namespace plumb::syntax_test {
namespace {

std::string repeated(const std::string& text, size_t times) {
  std::string out;
  out.reserve(text.size() * times);
  for (size_t i = 0; i < times; ++i) out += text;
  return out;
}

// One bracket is the measure's own.
std::string brackets(size_t depth) { return measure_when(repeated("(", depth - 1) + "a" + repeated(")", depth - 1)); }

TEST(SyntaxLimits, NestingOf256IsReadAnd257Told) {
  EXPECT_EQ(parse(brackets(256)).codes, "");
  EXPECT_NE(format(brackets(256)), "");
  EXPECT_EQ(parse(brackets(257)).codes, "P0003");
}

TEST(SyntaxLimits, TenThousandDeep) {
  EXPECT_EQ(parse(brackets(10'000)).codes, "P0003");
  EXPECT_EQ(parse(measure_when(repeated("非 ", 10'000) + "a")).codes, "P0005");
  EXPECT_EQ(parse(measure_when("a = " + repeated("-", 10'000) + "1")).codes, "P0005");
  EXPECT_EQ(parse(measure_when(repeated("若 a 则 1 否则 ", 10'000) + "2")).codes, "P0005");
  EXPECT_EQ(parse(measure_when("a" + repeated("的a", 10'000))).codes, "P0005");
  EXPECT_EQ(parse(measure_when("a = 1" + repeated(" + 1", 10'000))).codes, "P0005");
  EXPECT_EQ(parse(measure_when("a" + repeated(" 且 a", 10'000))).codes, "P0005");
  EXPECT_EQ(parse(measure_when("a 属于 " + repeated("{", 10'000))).codes, "P0003");
  EXPECT_EQ(parse(repeated("分类目录 甲 { A 乙 {", 10'000)).codes.substr(0, 5), "P0003");
  EXPECT_EQ(parse(repeated("下列之一 {", 10'000)).codes, "P0126");
}

TEST(SyntaxLimits, LongListsAreNotDeep) {
  EXPECT_EQ(parse("部门 甲" + repeated("、甲/a", 10'000)).codes, "");
  EXPECT_EQ(parse("分类目录 甲 {" + repeated(" A1 乙/b", 10'000) + " }").codes, "");
  EXPECT_EQ(parse(measure_when("a 属于 {b" + repeated("、b的c", 10'000) + "}")).codes, "");
  EXPECT_EQ(parse(measure_when("下列之一 {a 且 b" + repeated("；a 且 b", 1'000) + "}")).codes, "");
}

// Would take minutes if laying out were quadratic in the list.
TEST(SyntaxLimits, LongListsAreLaidOut) {
  const std::string text = format(measure_when("a 属于 {b" + repeated("、b", 50'000) + "}"));
  EXPECT_GT(text.size(), size_t{50'000} * 4);
}

TEST(SyntaxLimits, FourMegabytes) {
  std::string text = "部门 甲\n// ";
  text.resize(syntax::kMaxFileBytes, 'x');
  EXPECT_EQ(parse(text).codes, "");
  text += 'x';
  EXPECT_EQ(parse(text).codes, "P0002");
  EXPECT_EQ(format(text), "");
  EXPECT_EQ(parse(repeated("措施 甲 { 处理 限制 }\n", 400'000)).codes, "P0002");
}

// Four megabytes of the costliest words end in seconds and in a bounded number of messages.
TEST(SyntaxLimits, FourMegabytesOfAnything) {
  for (const std::string word :
       {"2019年且", "{", "}", "(", "“", "「", "《", "@", "且", "的", "的的", "1,000元 ", "措施\n", "措施 甲 {\n", "非", "甲\n", "/ ", "2019年", "𝒶", "三日 "}) {
    const std::string text = repeated(word, (size_t{1} << 20) / word.size());
    const Parsed parsed = parse(text);
    EXPECT_FALSE(parsed.told.empty()) << word;
    EXPECT_LE(parsed.told.size(), 1001u) << word;
  }
}

TEST(SyntaxLimits, NotUtf8) {
  for (const char* bytes : {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xE4\xB8", "\xF5\x80\x80\x80", "\x80"}) {
    EXPECT_EQ(parse("部门 甲" + std::string(bytes)).codes, "P0001");
    EXPECT_EQ(format("部门 甲" + std::string(bytes)), "");
  }
  const Parsed parsed = parse("部门 甲\xFF");
  EXPECT_EQ(parsed.told[0].primary.span.begin, 10u);
}

TEST(SyntaxLimits, EmptyAndOddFiles) {
  EXPECT_EQ(parse("").codes, "");
  EXPECT_EQ(parse(" \n\t　\r\n").codes, "");
  EXPECT_EQ(parse("\xEF\xBB\xBF部门 甲\n").tree, "(department 甲)\n");
  EXPECT_EQ(parse("措施 甲 {\r\n    条件 a\r\n    处理 b\r\n}\r\n").tree, "(measure 甲 (when a) (impose b))\n");
  EXPECT_EQ(format("部门 甲 // 注\r\n\r\n部门 乙\r\n"), "部门 甲  // 注\n\n部门 乙\n");
  EXPECT_EQ(format(""), "");
  EXPECT_EQ(format("// 只有注释"), "// 只有注释\n");
  EXPECT_EQ(parse(std::string("部门 甲\0乙", 14)).codes, "P0101");
  EXPECT_EQ(parse(std::string(100, '\0')).codes, "P0101");
}

TEST(SyntaxLimits, Unbalanced) {
  EXPECT_EQ(parse("措施 甲 {\n").codes, "P0109");
  EXPECT_EQ(parse("措施 甲 { 条件 (a }\n").codes, "P0109");
  EXPECT_EQ(parse("措施 甲 { } }\n").codes, "P0110");
  EXPECT_EQ(parse("}").codes.substr(0, 5), "P0126");
}

}  // namespace
}  // namespace plumb::syntax_test
