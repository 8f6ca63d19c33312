// What decisions on objections say, in the words that courts use, and what each comes to.
#include "runtime/lifecycle/outcome.hpp"

#include <gtest/gtest.h>

#include "runtime/lifecycle/office_word.hpp"

namespace plumb::lifecycle {
namespace {

struct Said {
  const char* detail;
  Outcome outcome;
};

constexpr Said kDecisions[] = {
    {"upheld", Outcome::upheld},
    {"objection upheld", Outcome::upheld},
    {"成立", Outcome::upheld},
    {"理由成立", Outcome::upheld},
    {"理由成立，予以撤销", Outcome::upheld},
    {"异议成立，应予撤销", Outcome::upheld},
    {"撤销失信决定", Outcome::upheld},
    {"被执行人不服提出的异议成立", Outcome::upheld},
    {"未成年人的异议成立", Outcome::upheld},
    {"错误纳入的理由成立", Outcome::upheld},
    {"请求撤销的理由成立", Outcome::upheld},
    {"支持异议请求", Outcome::upheld},

    {"dismissed", Outcome::dismissed},
    {"not upheld", Outcome::dismissed},
    {"not_upheld", Outcome::dismissed},
    {"the objection is not to be upheld", Outcome::dismissed},
    {"理由不成立，予以驳回", Outcome::dismissed},
    {"理由不成立，不予撤销", Outcome::dismissed},
    {"异议理由不能成立", Outcome::dismissed},
    {"理由不足以成立", Outcome::dismissed},
    {"理由未成立", Outcome::dismissed},
    {"理由未能成立", Outcome::dismissed},
    {"理由难以成立", Outcome::dismissed},
    {"理由无法成立", Outcome::dismissed},
    {"没有成立的理由", Outcome::dismissed},
    {"不予撤销", Outcome::dismissed},
    {"不应撤销", Outcome::dismissed},
    {"无需撤销", Outcome::dismissed},
    {"不存在应予撤销的情形", Outcome::dismissed},
    {"不予支持", Outcome::dismissed},
    {"对其请求不支持", Outcome::dismissed},
    {"不予支持其撤销请求", Outcome::dismissed},
    {"维持原决定", Outcome::dismissed},
    {"驳回异议", Outcome::dismissed},
    {"申请撤销失信信息，理由不成立", Outcome::dismissed},

    {"撤销异议申请", Outcome::unknown},
    {"撤回异议申请", Outcome::unknown},
    {"准许撤回异议", Outcome::unknown},
    {"异议成立，后申请人撤回异议", Outcome::unknown},
    {"请求撤销纳入决定", Outcome::unknown},
    {"部分成立，其余驳回", Outcome::unknown},
    {"部分成立", Outcome::unknown},
    {"不完全成立", Outcome::unknown},
    {"理由是否成立尚待审查", Outcome::unknown},
    {"如异议成立则撤销", Outcome::unknown},
    {"拟撤销", Outcome::unknown},
    {"不是不成立", Outcome::unknown},
    {"并非不予撤销", Outcome::unknown},
    {"纳入理由不成立，予以撤销", Outcome::unknown},
    {"纳入理由成立", Outcome::unknown},
    {"不予驳回", Outcome::unknown},
    {"该公司成立于2015年", Outcome::unknown},
    {"decision upheld", Outcome::unknown},
    {"not dismissed", Outcome::unknown},
    {"撤销原裁定，发回重新审查", Outcome::unknown},
    {"已答复", Outcome::unknown},
    {"", Outcome::unknown},
};

TEST(Outcome, IsReadOnlyWhereTheDecisionSaysOneBeyondDoubt) {
  for (const Said& one : kDecisions) EXPECT_EQ(static_cast<int>(outcome_of(one.detail)), static_cast<int>(one.outcome)) << one.detail;
}

// What is left of a text in which somebody may be named says the same, and is a word that could stand in anybody's.
TEST(OfficeWord, SaysOfADecisionWhatTheWholeTextDid) {
  for (const Said& one : kDecisions) {
    for (const Step step : {Step::objection_decision, Step::reconsideration_decision}) {
      const std::string_view word = office_word(step, one.detail);
      EXPECT_EQ(static_cast<int>(outcome_of(word)), static_cast<int>(one.outcome)) << one.detail;
      EXPECT_EQ(word.empty(), one.outcome == Outcome::unknown) << one.detail;
      EXPECT_EQ(office_word(step, word), word) << one.detail;
    }
  }
  EXPECT_EQ(office_word(Step::objection_decision, "理由成立"), "理由成立");
  EXPECT_EQ(office_word(Step::objection_decision, "张三的异议理由成立"), "upheld");
  EXPECT_EQ(office_word(Step::reconsideration_decision, "驳回张三的复议申请"), "dismissed");
}

TEST(OfficeWord, SaysOfAGroundTheWordForIt) {
  for (const Step step : {Step::removal, Step::removal_ground}) {
    EXPECT_EQ(office_word(step, "全部履行"), "全部履行");
    EXPECT_EQ(office_word(step, "对张三系错误纳入"), "错误纳入");
    EXPECT_EQ(office_word(step, "张三已还清"), "");
  }
  for (const Step step : {Step::service, Step::objection, Step::review, Step::push, Step::permit}) EXPECT_EQ(office_word(step, "upheld"), "");
}

}  // namespace
}  // namespace plumb::lifecycle
