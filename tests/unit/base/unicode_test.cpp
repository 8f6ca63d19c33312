#include "compiler/base/unicode.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <iterator>
#include <optional>
#include <random>
#include <string>
#include <string_view>

namespace plumb::unicode {
namespace {

TEST(Unicode, DecodesWhatItAppends) {
  for (char32_t c = 0; c <= 0x10FFFF; ++c) {
    if (c >= 0xD800 && c <= 0xDFFF) continue;
    std::string text;
    append(text, c);
    const Decoded d = decode(text, 0);
    ASSERT_TRUE(d.code_point == c && d.length == text.size()) << std::hex << static_cast<uint32_t>(c);
    ASSERT_FALSE(first_invalid(text));
    ASSERT_EQ(length(text), 1u);
    text.pop_back();
    if (!text.empty()) {
      ASSERT_EQ(first_invalid(text), 0u) << "truncated " << std::hex << static_cast<uint32_t>(c);
    }
  }
}

// Every sequence of up to three bytes that is accepted is the one form of its code point.
TEST(Unicode, AcceptsNoSecondForm) {
  for (uint32_t bits = 0; bits < 0x1000000; ++bits) {
    const char bytes[] = {static_cast<char>(bits >> 16), static_cast<char>(bits >> 8), static_cast<char>(bits)};
    const Decoded d = decode(std::string_view(bytes, 3), 0);
    if (d.length < 2) {
      ASSERT_EQ(d.length == 1, (bits >> 16) < 0x80) << std::hex << bits;
      continue;
    }
    std::string form;
    append(form, d.code_point);
    ASSERT_EQ(std::string_view(bytes, d.length), form) << std::hex << bits;
    ASSERT_FALSE(d.code_point >= 0xD800 && d.code_point <= 0xDFFF);
  }
}

// Several bytes are looked at at once; a character at a time says the same, whatever stands before and after.
TEST(Unicode, TheFirstInvalidByteIsWhereACharacterIsNone) {
  const auto one_at_a_time = [](std::string_view text) -> std::optional<size_t> {
    for (size_t at = 0; at < text.size();) {
      const Decoded d = decode(text, at);
      if (d.length == 0) return at;
      at += d.length;
    }
    return std::nullopt;
  };
  const std::string_view pieces[] = {"a", "plumb", "12345678", "0123456789abcdef", "准", "绳", "é", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF", "😀"};
  const std::string_view broken[] = {
      "\x80", "\xE5", "\xE5\x87", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xC0\xAF", "\xF0\x80\x80\xAF", "\xFF", "\xE5\xE5\x87\x86", "\xE5\x87\x41"};
  std::mt19937 random(48);
  size_t valid = 0;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (size_t left = random() % 9; left != 0; --left) {
      const bool breaks = random() % 12 == 0;
      text += breaks ? broken[random() % std::size(broken)] : pieces[random() % std::size(pieces)];
    }
    ASSERT_EQ(first_invalid(text), one_at_a_time(text)) << round;
    valid += first_invalid(text) ? 0 : 1;
  }
  EXPECT_GT(valid, 5'000U);
  EXPECT_LT(valid, 18'000U);
}

TEST(Unicode, RefusesBrokenText) {
  const std::pair<std::string_view, size_t> cases[] = {
      {"\xC0\xAF", 0},            // overlong '/'
      {"\xE0\x80\xAF", 0},        // overlong in three bytes
      {"\xF0\x80\x80\xAF", 0},    // overlong in four bytes
      {"a\xED\xA0\x80", 1},       // surrogate
      {"ab\xF4\x90\x80\x80", 2},  // past U+10FFFF
      {"\x80", 0},                // continuation alone
      {"准\xE5\x87", 3},          // truncated
      {"\xFF", 0},
      {"\xE5\xE5\x87\x86", 0},
  };
  for (const auto& [text, at] : cases) EXPECT_EQ(first_invalid(text), at);
  EXPECT_FALSE(first_invalid("准绳 plumb 😀"));
  EXPECT_FALSE(first_invalid(""));
}

TEST(Unicode, FoldsFullWidthForms) {
  EXPECT_EQ(fold_width("２０１９　Ａｂ：（）"), "2019 Ab:()");
  EXPECT_EQ(fold_width("。、“”《》"), "。、“”《》");
  EXPECT_EQ(fold_width("\xFFx"), "\xFFx");
}

TEST(Unicode, BeginningsCutNoCharacterApart) {
  const std::string text = "a失信被𠮷b";
  for (size_t bytes = 0; bytes <= text.size() + 1; ++bytes) {
    const std::string_view cut = beginning(text, bytes);
    EXPECT_TRUE(text.starts_with(cut)) << bytes;
    EXPECT_FALSE(first_invalid(cut)) << bytes;
    EXPECT_LE(cut.size(), bytes);
    EXPECT_GT(cut.size() + 4, std::min(bytes, text.size())) << "no more is left out than one character";
  }
  EXPECT_EQ(beginning("\x80\x80\x80\x80\x80\x80", 5).size(), 5U) << "no character to keep whole";
}

TEST(Unicode, Widths) {
  EXPECT_EQ(width("星级abc"), 7u);
  EXPECT_EQ(width("“住宿”"), 8u);
  EXPECT_EQ(width("e\u0301"), 1u);
  EXPECT_EQ(width("\u200B"), 0u);
  EXPECT_EQ(width("，：（）"), 8u);
  EXPECT_EQ(width("😀"), 2u);
  EXPECT_EQ(width(""), 0u);
}

TEST(Unicode, Han) {
  EXPECT_TRUE(is_han(U'准') && is_han(U'〇') && is_han(0x20000));
  EXPECT_FALSE(is_han(U'a') || is_han(U'，') || is_han(U'あ'));
}

}  // namespace
}  // namespace plumb::unicode
