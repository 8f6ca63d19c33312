// The registry, the sink's order and counts, and fixes.
#include "compiler/diagnostics/sink.hpp"

#include <gtest/gtest.h>

#include "compiler/base/check.hpp"
#include "compiler/diagnostics/fix.hpp"

namespace plumb::diagnostics {
namespace {

const SourceId kFirst(0), kSecond(1);

Span at(SourceId source, uint32_t begin, uint32_t end) { return {source, begin, end}; }

TEST(Kinds, SpeakWithOneVoice) {
  std::string_view previous;
  for (const KindInfo& k : all_kinds()) {
    EXPECT_EQ(&info(k.kind), &k);
    EXPECT_LT(previous, k.code) << "rows are sorted by code";
    previous = k.code;
    for (const std::string_view text : {k.message.en, k.message.zh}) {
      EXPECT_FALSE(text.empty()) << k.code;
      EXPECT_FALSE(text.ends_with('.') || text.ends_with("。") || text.ends_with('!') || text.ends_with("！")) << k.code << ": no final stop";
      EXPECT_EQ(text.find('\n'), std::string_view::npos) << k.code << ": one line";
    }
    EXPECT_FALSE(k.message.en[0] >= 'A' && k.message.en[0] <= 'Z' && k.message.en[1] >= 'a') << k.code << ": lower case";
  }
}

TEST(Format, PutsArgumentsInTheirPlaces) {
  const Template message{"{1} before {0}, {{kept}}", "先 {1} 后 {0}，{{原样}}", 2};
  EXPECT_EQ(format(message, {"a", 7}, Language::en), "7 before a, {kept}");
  EXPECT_EQ(format(message, {"甲", Term::matter}, Language::zh), "先 事项 后 甲，{原样}");
  EXPECT_EQ(format(message, {"{0}", Term::matter}, Language::en), "matter before {0}, {kept}");
  EXPECT_THROW(format(message, {"a"}, Language::en), InternalError);
}

TEST(Format, Lists) {
  const std::vector<std::string> names{"星级", "国家等级", "高消费场所"};
  EXPECT_EQ(Argument::list(names).zh, "星级、国家等级、高消费场所");
  EXPECT_EQ(Argument::list(names).en, "星级, 国家等级, 高消费场所");
  EXPECT_EQ(Argument::list(names, 2).zh, "星级、国家等级 等 3 项");
  EXPECT_EQ(Argument::list(names, 2).en, "星级, 国家等级 and 1 more");
  EXPECT_EQ(Argument::list({}).en, "");
}

TEST(Sink, RefusesAWrongNumberOfArguments) {
  Sink sink;
  EXPECT_THROW(sink.report(Kind::unknown_field, at(kFirst, 0, 1), {"住宿"}), InternalError);
  EXPECT_THROW(sink.report(Kind::unknown_field, at(kFirst, 0, 1), {"住宿", "星及"}).help(HelpKind::change_to), InternalError);
}

TEST(Sink, OrdersByPlaceAndDropsRepetitions) {
  Sink sink;
  sink.report(Kind::unknown_field, at(kSecond, 5, 6), {"a", "4"});
  sink.report(Kind::unknown_field, at(kFirst, 9, 10), {"a", "3"});
  sink.report(Kind::unknown_field, at(kFirst, 2, 4), {"a", "2"});
  sink.report(Kind::unknown_field, at(kFirst, 9, 10), {"a", "3"});
  sink.report(Kind::unknown_field, {}, {"a", "1"});
  sink.report(Kind::invalid_utf8, at(kFirst, 2, 4), {3});
  std::string order;
  for (const Diagnostic& d : sink.sorted()) order += d.kind == Kind::invalid_utf8 ? "x" : d.arguments[1].en;
  EXPECT_EQ(order, "1x234");
  EXPECT_EQ(sink.error_count(), 6u);
  EXPECT_EQ(sink.warning_count(), 0u);
}

TEST(Sink, CountsSeveritiesAsTheyAreNow) {
  Sink sink;
  EXPECT_TRUE(sink.empty());
  sink.report(Kind::unknown_field, at(kFirst, 0, 1), {"a", "b"}).severity = Severity::warning;
  EXPECT_FALSE(sink.has_errors());
  EXPECT_EQ(sink.warning_count(), 1u);
}

TEST(Sink, ShowsAThousandOfASourceAndTellsHowManyMore) {
  Sink sink;
  for (uint32_t i = 0; i < Sink::kMaxPerSource + 5; ++i) sink.report(Kind::unknown_field, at(kFirst, i, i + 1), {"a", i}).help(HelpKind::save_as_utf8);
  sink.report(Kind::unknown_field, at(kSecond, 0, 1), {"a", "b"});
  const auto shown = sink.sorted();
  ASSERT_EQ(shown.size(), Sink::kMaxPerSource + 2);
  const Diagnostic& last = shown[Sink::kMaxPerSource];
  EXPECT_EQ(last.kind, Kind::too_many_diagnostics);
  EXPECT_EQ(last.message(Language::en), "5 more messages about this file are not shown");
  EXPECT_EQ(sink.error_count(), Sink::kMaxPerSource + 6);
}

TEST(Sink, AbsorbsAnother) {
  Sink sink, other;
  sink.report(Kind::unknown_field, at(kFirst, 5, 6), {"a", "2"});
  other.report(Kind::unknown_field, at(kFirst, 1, 2), {"a", "1"});
  for (uint32_t i = 0; i < Sink::kMaxPerSource + 1; ++i) other.report(Kind::unknown_field, at(kSecond, i, i), {"a", i});
  sink.absorb(std::move(other));
  EXPECT_EQ(sink.sorted().front().arguments[1].en, "1");
  EXPECT_EQ(sink.sorted().back().kind, Kind::too_many_diagnostics);
  EXPECT_EQ(sink.error_count(), Sink::kMaxPerSource + 3);
}

Fix replace(uint32_t begin, uint32_t end, std::string text) { return {{HelpKind::change_to, {text}}, {{at(kFirst, begin, end), text}}}; }

TEST(Fixes, AreMadeInAnyOrder) {
  const Fix fixes[] = {replace(4, 5, "Z"), replace(0, 1, "AA"), replace(3, 3, "+")};
  const Applied out = apply(fixes, kFirst, "abcde");
  EXPECT_EQ(out.text, "AAbc+dZ");
  EXPECT_EQ(out.applied, 3u);
}

TEST(Fixes, OfTwoThatOverlapTheFirstWins) {
  const Fix fixes[] = {replace(1, 4, "X"), replace(3, 5, "Y"), replace(2, 2, "+"), replace(4, 4, "!")};
  const Applied out = apply(fixes, kFirst, "abcde");
  EXPECT_EQ(out.text, "aX!e");
  EXPECT_EQ(out.applied, 2u);
  EXPECT_EQ(out.skipped, 2u);
}

TEST(Fixes, AreMadeAsAWholeOrNotAtAll) {
  const Fix both{{HelpKind::change_to, {"()"}}, {{at(kFirst, 0, 0), "("}, {at(kFirst, 4, 4), ")"}}};
  const Fix fixes[] = {replace(3, 5, "Y"), both};
  EXPECT_EQ(apply(fixes, kFirst, "abcde").text, "abcY");
  const Fix alone[] = {both};
  EXPECT_EQ(apply(alone, kFirst, "abcde").text, "(abcd)e");
}

TEST(Fixes, GivenTwiceAreMadeOnce) {
  const Fix fixes[] = {replace(2, 2, "。"), replace(2, 2, "。")};
  const Applied out = apply(fixes, kFirst, "abc");
  EXPECT_EQ(out.text, "ab。c");
  EXPECT_EQ(out.skipped, 0u);
}

TEST(Fixes, AtOnePointHaveNoOrder) {
  const Fix fixes[] = {replace(2, 2, "x"), replace(2, 2, "y"), replace(2, 3, "z")};
  const Applied out = apply(fixes, kFirst, "abc");
  EXPECT_EQ(out.text, "abxc");
  EXPECT_EQ(out.skipped, 2u);
}

TEST(Fixes, OutsideTheTextAreSkipped) {
  const Fix elsewhere{{HelpKind::change_to, {"x"}}, {{at(kSecond, 0, 1), "x"}}};
  const Fix fixes[] = {replace(3, 9, "x"), elsewhere};
  const Applied out = apply(fixes, kFirst, "abcde");
  EXPECT_EQ(out.text, "abcde");
  EXPECT_EQ(out.skipped, 2u);
}

}  // namespace
}  // namespace plumb::diagnostics
