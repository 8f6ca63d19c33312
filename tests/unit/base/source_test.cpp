#include "compiler/base/source.hpp"

#include <gtest/gtest.h>

#include "compiler/base/check.hpp"
#include "compiler/base/result.hpp"
#include "compiler/base/sha256.hpp"

namespace plumb {
namespace {

TEST(Source, LocatesBytes) {
  const Source source("a.plumb", "ab\n    条件  星及\r\n\nend");
  EXPECT_EQ(source.line_count(), 4u);
  EXPECT_EQ(source.line(1), "ab");
  EXPECT_EQ(source.line(2), "    条件  星及");
  EXPECT_EQ(source.line(3), "");
  EXPECT_EQ(source.line(4), "end");
  const auto at = static_cast<uint32_t>(source.text().find("星"));
  const LineColumn place = source.locate(at);
  EXPECT_EQ(place.line, 2u);
  EXPECT_EQ(place.column, 9u);
  EXPECT_EQ(place.display_column, 11u);
  EXPECT_EQ(source.locate(0).column, 1u);
  EXPECT_EQ(source.locate(2).line, 1u);
  EXPECT_EQ(source.locate(3).line, 2u);
}

TEST(Source, LocatesItsEndAndPastIt) {
  const Source source("a", "x\n");
  EXPECT_EQ(source.locate(2).line, 2u);
  EXPECT_EQ(source.locate(2).column, 1u);
  EXPECT_EQ(source.locate(999).line, 2u);
  EXPECT_EQ(source.line(2), "");
  const Source empty("b", "");
  EXPECT_EQ(empty.line_count(), 1u);
  EXPECT_EQ(empty.locate(0).line, 1u);
  EXPECT_EQ(empty.line(1), "");
}

// Each byte's line and column, against counting from the front.
TEST(Source, AgreesWithCounting) {
  const std::string text = "\n\na\xE5\x87\x86\tb\n绳，\r\n\"x\"";
  const Source source("a", text);
  uint32_t line = 1, column = 1;
  for (uint32_t i = 0; i <= text.size(); ++i) {
    const LineColumn place = source.locate(i);
    const bool inside = i < text.size() && (static_cast<unsigned char>(text[i]) & 0xC0) == 0x80;
    if (!inside) {
      EXPECT_EQ(place.line, line) << i;
      EXPECT_EQ(place.column, column) << i;
    }
    if (i == text.size()) break;
    const bool ends_character = i + 1 == text.size() || (static_cast<unsigned char>(text[i + 1]) & 0xC0) != 0x80;
    if (text[i] == '\n') {
      ++line;
      column = 1;
    } else if (ends_character) {
      ++column;
    }
  }
}

TEST(Source, LeavesTheByteOrderMarkOut) {
  const Source source("a", "\xEF\xBB\xBF规则");
  EXPECT_EQ(source.text(), "规则");
  EXPECT_EQ(source.bom_length(), 3u);
  EXPECT_EQ(Source("b", "x").bom_length(), 0u);
}

TEST(Span, JoinsToTheSmallestThatHoldsBoth) {
  const SourceId id(0);
  EXPECT_EQ(join({id, 2, 5}, {id, 9, 11}), (Span{id, 2, 11}));
  EXPECT_EQ(join({id, 9, 11}, {id, 2, 5}), (Span{id, 2, 11}));
  EXPECT_EQ(join({}, {id, 2, 5}), (Span{id, 2, 5}));
  EXPECT_EQ(join({id, 2, 5}, {}), (Span{id, 2, 5}));
  EXPECT_FALSE(join({}, {}).valid());
}

TEST(SourceMap, GivesTextOfSpans) {
  SourceMap sources;
  const SourceId first = sources.add("a", "one");
  const SourceId second = sources.add("b", "two three");
  EXPECT_EQ(sources.text({second, 4, 9}), "three");
  EXPECT_EQ(sources.text({first, 0, 3}), "one");
  EXPECT_EQ(sources.text({}), "");
}

// FIPS 180-4 examples.
TEST(Sha256, KnownDigests) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Result, HoldsAValueOrAnError) {
  const Result<int> good = 7;
  const Result<int> bad = Error{"registry.locked", "the registry is locked"};
  EXPECT_TRUE(good && *good == 7);
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().code, "registry.locked");
  EXPECT_TRUE(Result<void>());
  EXPECT_FALSE(Result<void>(Error{"x", "y"}));
}

TEST(Check, ThrowsWithThePlace) {
  check(true, "fine");
  try {
    check(false, "the sky is above");
    FAIL();
  } catch (const InternalError& error) {
    EXPECT_NE(std::string(error.what()).find("source_test.cpp"), std::string::npos);
    EXPECT_NE(std::string(error.what()).find("the sky is above"), std::string::npos);
  }
}

}  // namespace
}  // namespace plumb
