// Which grounds of removal say that the entry should never have been made, and which only speak of that.
#include "runtime/facts/removal_ground.hpp"

#include <gtest/gtest.h>

namespace plumb::facts {
namespace {

TEST(RemovalGround, SaysThatTheEntryWasWronglyMade) {
  for (const char* ground : {"wrongly_made", "wrongly made", "错误纳入", "经查系错误纳入", "不应纳入", "原决定不当纳入失信名单", "不慎错误纳入",
                             "未经审查错误纳入", "非被执行人被错误纳入", "不符合条件属错误纳入", "并非全部履行而是错误纳入", "不是履行完毕，是错误纳入"})
    EXPECT_TRUE(is_wrongly_made(ground)) << ground;
}

TEST(RemovalGround, ThatDeniesOrAsksItDoesNotSayIt) {
  for (const char* ground : {"全部履行（并非错误纳入）", "全部履行,非错误纳入", "不属错误纳入", "不属于错误纳入", "不是错误纳入", "未发现错误纳入的情形",
                             "无证据证明系错误纳入", "没有错误纳入", "不构成错误列入", "不能认定为错误纳入", "并非不应纳入", "是否错误纳入待查", "疑似错误纳入",
                             "错误纳入的主张不成立", "not wrongly made", "not_wrongly_made", "was found not to be wrongly made", "全部履行", ""})
    EXPECT_FALSE(is_wrongly_made(ground)) << ground;
}

TEST(RemovalGround, NamedInATextIsTheWordForItAlone) {
  EXPECT_EQ(ground_named_in("全部履行"), "全部履行");
  EXPECT_EQ(ground_named_in("经查，张三身份证号码410399198503121236系错误纳入"), "错误纳入");
  EXPECT_EQ(ground_named_in("张三已经还清"), "") << "may say what is somebody's own";
  EXPECT_EQ(ground_named_in("全部履行（并非错误纳入）"), "");
}

}  // namespace
}  // namespace plumb::facts
