#include "compiler/backends/prose/phrase.hpp"

#include <gtest/gtest.h>

#include "compiler/backends/prose/wording.hpp"
#include "compiler/ir/values.hpp"
#include "tests/unit/prose/rule_set.hpp"

namespace plumb::prose {
namespace {

using Set = SmallRuleSet;

class Phrase : public ::testing::Test {
 protected:
  std::string zh(ir::NodeId node) { return phrase(Context{rules_.program, rules_.lodging, Language::zh}, node); }
  std::string en(ir::NodeId node) { return phrase(Context{rules_.program, rules_.lodging, Language::en}, node); }
  ir::NodeId negated(ir::NodeId node) { return rules_.builder.logical_not(node); }

  SmallRuleSet rules_;
  ir::Builder& b_ = rules_.builder;
  ir::NodeId stars_ = rules_.field(Set::stars), rank_ = rules_.field(Set::rank), luxurious_ = rules_.field(Set::luxurious), sells_ = rules_.field(Set::sells),
             won_on_ = rules_.field(Set::won_on);
};

TEST_F(Phrase, Comparisons) {
  EXPECT_EQ(zh(b_.binary(ir::Op::at_least, stars_, b_.integer(4))), "“星级”不低于4");
  EXPECT_EQ(zh(negated(b_.binary(ir::Op::at_least, stars_, b_.integer(4)))), "“星级”低于4");
  EXPECT_EQ(zh(negated(b_.binary(ir::Op::below, stars_, b_.integer(4)))), "“星级”不低于4");
  EXPECT_EQ(zh(negated(b_.binary(ir::Op::at_most, stars_, b_.integer(4)))), "“星级”超过4");
  EXPECT_EQ(zh(negated(b_.binary(ir::Op::above, stars_, b_.integer(4)))), "“星级”不超过4");
  EXPECT_EQ(zh(b_.binary(ir::Op::below, won_on_, b_.date(day(2020, 1, 2)))), "“取得日期”早于2020年1月2日");
  EXPECT_EQ(en(b_.binary(ir::Op::above, won_on_, b_.decision_date())), "“won on” is after the date of the decision");
  EXPECT_EQ(zh(b_.binary(ir::Op::equal, rank_, b_.enumerator(rules_.grade, 1))), "“等级”为一级");
  EXPECT_EQ(zh(negated(b_.binary(ir::Op::equal, rank_, b_.enumerator(rules_.grade, 1)))), "“等级”不为一级");
  EXPECT_EQ(zh(b_.binary(ir::Op::not_equal, rank_, b_.enumerator(rules_.grade, 1))), "“等级”不为一级");
}

TEST_F(Phrase, Booleans) {
  EXPECT_EQ(zh(luxurious_), "“高档”为是");
  EXPECT_EQ(zh(negated(luxurious_)), "“高档”为否");
  EXPECT_EQ(zh(b_.binary(ir::Op::equal, luxurious_, b_.boolean(false))), "“高档”为否");
  EXPECT_EQ(zh(b_.binary(ir::Op::not_equal, luxurious_, b_.boolean(false))), "“高档”为是");
  EXPECT_EQ(zh(b_.boolean(true)), "一律如此");
  EXPECT_EQ(zh(negated(b_.boolean(true))), "从不如此");
  EXPECT_EQ(en(b_.known(stars_)), "“star rating” is known");
  EXPECT_EQ(zh(negated(b_.known(stars_))), "“星级”未知");
}

TEST_F(Phrase, DecisionTablesAreToldAsCases) {
  const auto is = [&](uint32_t rank) { return b_.binary(ir::Op::equal, rank_, b_.enumerator(rules_.grade, rank)); };
  const ir::NodeId table = b_.select(is(0), b_.integer(4), b_.select(is(1), b_.integer(3), b_.integer(2)));
  EXPECT_EQ(zh(table), "（“等级”为特级的，为4；“等级”为一级的，为3；其余情形，为2）");
  EXPECT_EQ(en(table), "(4 where “grade” is special; 3 where “grade” is first class; otherwise 2)");
  EXPECT_EQ(zh(b_.select(is(0), b_.integer(4), b_.integer(2))), "如果“等级”为特级，则为4，否则为2");
}

TEST_F(Phrase, AmountsAsOneSaysThem) {
  const auto yuan = [](int64_t fen) { return ir::money_value(Money{fen}); };

  const auto spelt = [&](int64_t fen, Language language) { return spell(rules_.program, yuan(fen), language); };
  EXPECT_EQ(spelt(50'000'000, Language::zh), "50万元");
  EXPECT_EQ(spelt(3'500'000, Language::zh), "3.5万元");
  EXPECT_EQ(spelt(12'345'600, Language::zh), "123456元");
  EXPECT_EQ(spelt(20'000'000'000, Language::zh), "2亿元");
  EXPECT_EQ(spelt(50'000, Language::zh), "500元");
  EXPECT_EQ(spelt(50'050, Language::zh), "500.50元");
  EXPECT_EQ(spelt(50'000'000, Language::en), "500,000 yuan");
  EXPECT_EQ(spelt(123'456'750, Language::en), "1,234,567.50 yuan");
}

TEST_F(Phrase, Sets) {
  EXPECT_EQ(zh(b_.in_set(rank_, b_.set(rules_.grade, 0b011))), "“等级”为特级或者一级");
  EXPECT_EQ(zh(negated(b_.in_set(rank_, b_.set(rules_.grade, 0b011)))), "“等级”不为特级或者一级");
  EXPECT_EQ(en(negated(b_.in_set(rank_, b_.set(rules_.grade, 0b011)))), "“grade” is none of special, first class");
  EXPECT_EQ(zh(b_.has_any(sells_, b_.set(rules_.goods, 0b111))), "“经营”含有茶、酒或者盐");
  EXPECT_EQ(zh(b_.has_all(sells_, b_.set(rules_.goods, 0b101))), "“经营”同时含有茶、盐");
}

TEST_F(Phrase, ConnectivesKeepTheirBracketsAndNegationGoesInward) {
  const ir::NodeId both = b_.logical_and({luxurious_, b_.binary(ir::Op::above, stars_, b_.integer(1))});
  const ir::NodeId either = b_.logical_or({both, luxurious_});
  EXPECT_EQ(zh(either), "（“高档”为是，并且“星级”超过1），或者“高档”为是");
  EXPECT_EQ(zh(negated(either)), "（“高档”为否，或者“星级”不超过1），并且“高档”为否");
}

TEST_F(Phrase, LeavesOutWhatSaysNothing) {
  EXPECT_EQ(zh(b_.logical_or({luxurious_, b_.logical_and({negated(luxurious_), b_.boolean(true)})})), "“高档”为是，或者（“高档”为否）");
  EXPECT_EQ(zh(negated(b_.logical_or({luxurious_, b_.boolean(false)}))), "“高档”为否");
}

TEST_F(Phrase, EntriesOnTheList) {
  const ir::NodeId publishable = b_.listing_field(ir::ListingField::publishable);
  EXPECT_EQ(zh(b_.exists(publishable)), "至少一条名单条目：名单条目的可公布为是");
  EXPECT_EQ(zh(negated(b_.exists(publishable))), "每一条名单条目：名单条目的可公布为否");
  EXPECT_EQ(zh(b_.listed_on(won_on_)), "列入名单的期间包括“取得日期”");
  EXPECT_EQ(en(negated(b_.listed_on(won_on_))), "the listing did not stand on “won on”");
  EXPECT_EQ(zh(b_.binary(ir::Op::at_least, b_.count(publishable), b_.integer(2))), "名单条目中符合“名单条目的可公布为是”的条数不低于2");
}

TEST_F(Phrase, Arithmetic) {
  const ir::NodeId term = b_.duration({Duration::Unit::month, 6});
  EXPECT_EQ(zh(b_.date_add(won_on_, term, {})), "“取得日期”之后6个月的那一天");
  EXPECT_EQ(zh(b_.date_add(won_on_, b_.duration({Duration::Unit::month, 24}), {})), "“取得日期”之后2年的那一天");
  EXPECT_EQ(en(b_.date_add(won_on_, b_.duration({Duration::Unit::month, 12}), {})), "1 year after “won on”");
  EXPECT_EQ(zh(b_.date_add(won_on_, b_.duration({Duration::Unit::month, 18}), {})), "“取得日期”之后18个月的那一天");
  EXPECT_EQ(en(b_.date_subtract(won_on_, b_.duration({Duration::Unit::working_day, 1}), {})), "1 working day before “won on”");
  EXPECT_EQ(zh(b_.days_between(b_.decision_date(), won_on_)), "从“取得日期”到决定之日的天数");
  EXPECT_EQ(zh(b_.binary(ir::Op::multiply, b_.binary(ir::Op::add, stars_, b_.integer(1)), b_.integer(2))), "（“星级”加1）乘以2");
  EXPECT_EQ(zh(b_.select(luxurious_, b_.integer(1), stars_)), "如果“高档”为是，则为1，否则为“星级”");
  EXPECT_EQ(zh(b_.ratio(Decimal::from_integer(1))), "100%");
  EXPECT_EQ(zh(b_.parameter(rules_.cap)), "“消费限额”");
}

TEST_F(Phrase, LaysOutNestedGroups) {
  const Conditions conditions = lay_out(Context{rules_.program, rules_.lodging, Language::zh}, rules_.program.measures[ir::MeasureId{0}].condition);
  EXPECT_EQ(conditions.connective, Connective::any);
  ASSERT_EQ(conditions.items.size(), 2u);
  EXPECT_EQ(conditions.items[1].text, "同时符合：");
  ASSERT_EQ(conditions.items[1].children.size(), 2u);
  EXPECT_EQ(conditions.items[1].children[1].text, "“高档”为否");
}

}  // namespace
}  // namespace plumb::prose
