// Steps of entries: how they come in, and that none is lost to another.
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry {
namespace {

using Events = Scratch;

TEST_F(Events, ComeByAliasOrChineseNameAndAreReadBack) {
  Registry registry = make();
  const ImportSummary summary = take(registry, "events.csv",
                                     "案号,主体,步骤,日期,至,经办,文书,说明\n"
                                     "（2019）豫0399执1号,410399198503121236,风险提示,2019年5月20日,,样例县人民法院,提示书,\n"
                                     "（2019）豫0399执1号,410399198503121236,retention,2019-07-01,2019-12-31,县财政局,依据,policy\n"
                                     "（2019）豫0399执1号,410399198503121236,晚饭,2019-07-01,,,,\n");
  EXPECT_EQ(summary.taken(), 2U);
  ASSERT_EQ(summary.rejects.size(), 1U);
  EXPECT_EQ(summary.rejects[0].reason, RejectReason::unknown_step);
  EXPECT_EQ(summary.rejects[0].value, "晚饭");
  const auto events = expect_value(registry.events());
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].step, lifecycle::Step::risk_notice);
  EXPECT_EQ(events[0].on, Date::parse("2019-05-20"));
  EXPECT_EQ(events[0].by, "样例县人民法院");
  EXPECT_FALSE(events[0].until);
  EXPECT_EQ(events[1].step, lifecycle::Step::retention);
  EXPECT_EQ(events[1].until, Date::parse("2019-12-31"));
  EXPECT_EQ(events[1].detail, "policy");
}

TEST_F(Events, TwoDepartmentsOnOneDayAreTwo) {
  Registry registry = make();
  const std::string rows =
      "case_no,party,kind,on,by\n"
      "c1,410399198503121236,confirmation,2019-07-01,县公安局\n"
      "c1,410399198503121236,confirmation,2019-07-01,县财政局\n";
  EXPECT_EQ(take(registry, "events.csv", rows).files[0].added, 2U);
  EXPECT_EQ(take(registry, "events.csv", rows).files[0].unchanged, 2U);
  EXPECT_EQ(expect_value(registry.events()).size(), 2U);
}

TEST_F(Events, AreReadAsKnownThen) {
  Registry registry = make();
  (void)take(registry, "events.csv", "case_no,party,kind,on,detail\nc1,410399198503121236,objection_decision,2019-07-01,驳回\n");
  (void)take(registry, "events.csv", "case_no,party,kind,on,detail\nc1,410399198503121236,objection_decision,2019-07-01,理由成立\n");
  EXPECT_EQ(expect_value(registry.events())[0].detail, "理由成立");
  EXPECT_EQ(expect_value(registry.events("2019-10-01T00:00:00Z"))[0].detail, "驳回");
  EXPECT_TRUE(expect_value(registry.events("2019-09-30T00:00:00Z")).empty());
  EXPECT_EQ(registry.events("yesterday").error().code, "registry.time");
}

}  // namespace
}  // namespace plumb::registry
