#include "runtime/lifecycle/finding.hpp"

#include <gtest/gtest.h>

#include "tests/unit/lifecycle/county.hpp"

namespace plumb::lifecycle {
namespace {

std::string kinds(const std::vector<facts::Entry>& entries, const std::vector<Event>& events, std::string_view today = "2019-12-01") {
  const auto told = stories(entries, events, day(today));
  std::string out;
  for (const Finding& finding : findings(told, {}, Calendar2019(), day(today))) out += (out.empty() ? "" : " ") + std::string(word(finding.kind).alias);
  return out;
}

facts::Entry removed(std::string_view published, std::string_view ground, std::string_view removed_on) {
  facts::Entry out = entry(published);
  if (!ground.empty()) out.ground_on = day(ground);
  out.removed_on = day(removed_on);
  return out;
}

TEST(Finding, RemovalsLateOmittedWithoutGroundAndBeforeIt) {
  EXPECT_EQ(kinds({removed("2019-03-01", "2019-06-03", "2019-06-06")}, {}), "");
  EXPECT_EQ(kinds({removed("2019-03-01", "2019-06-03", "2019-06-07")}, {}), "late_removal");
  EXPECT_EQ(kinds({removed("2019-03-01", "2019-06-03", "2019-06-07")}, {}, "2019-06-06"), "");
  EXPECT_EQ(kinds({removed("2019-03-01", "2019-06-03", "2019-06-08")}, {}, "2019-06-07"), "omitted_removal");
  EXPECT_EQ(kinds({removed("2019-03-01", "", "2019-06-07")}, {}), "removal_without_ground");
  EXPECT_EQ(kinds({removed("2019-03-01", "2019-06-08", "2019-06-07")}, {}), "removal_before_ground");
  facts::Entry over = removed("2019-03-01", "", "2019-06-07");
  over.expires_on = day("2019-06-07");
  EXPECT_EQ(kinds({over}, {}), "");
}

TEST(Finding, LateByTheCalendarAndInTimeByWorkingDaysIsToldSo) {
  const std::vector<facts::Entry> entries{removed("2019-03-01", "2019-09-29", "2019-10-09")};
  const auto told = stories(entries, {}, day("2019-12-01"));
  const auto found = findings(told, {}, Calendar2019(), day("2019-12-01"));
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found[0].days_late, 7);
  EXPECT_EQ(found[0].working_days_late, 0);
  EXPECT_EQ(detail_json(found[0]),
            "{\"case_no\":\"（2019）豫0399执1号\",\"published_on\":\"2019-03-01\",\"whom\":\"样例县人民法院\",\"on\":\"2019-10-02\",\"days_late\":7,"
            "\"working_days_late\":0,\"clause\":\"四（二）4\"}");
  EXPECT_EQ(subject(found[0]), "（2019）豫0399执1号|410399198503121236|2019-03-01|2019-10-02||样例县人民法院||");
}

// Whoever mistypes a measure permits nothing and retains nothing, and would not know.
TEST(Finding, PermitsAndRetentionsOfMeasuresThatNoRuleHas) {
  const RuleNames names{{"luxury_lodging", "高档宾馆住宿"}, {"lodging", "住宿"}};
  const auto permit = [](const char* target, std::optional<Date> to = {}) { return facts::Permit{"甲", target, {day("2019-03-01"), to}, "准1"}; };
  const auto retention = [](const char* measure, std::string_view until = "2020-01-01") {
    return facts::Retention{"（2019）豫0399执1号", "甲", measure, day(until), "某法第1条"};
  };
  const Date today = day("2019-12-01");
  const std::vector<facts::Permit> permits{permit("*"), permit("lodging"), permit("高档宾馆住宿"), permit("luxury_lodgin"), permit("lodgin", today)};
  const std::vector<facts::Retention> retentions{retention("luxury_lodging"), retention("lodging"), retention("luxury", "2019-11-30"),
                                                 retention("luxury", "2019-12-01")};
  const auto found = findings_of_unknown_measures(permits, retentions, names, today);
  ASSERT_EQ(found.size(), 3U);
  EXPECT_STREQ(word(found[0].kind).alias, "permit_of_unknown_target");
  EXPECT_EQ(detail_json(found[0]), R"({"measure":"luxury_lodgin","on":"2019-03-01","document":"准1"})");
  EXPECT_EQ(subject(found[0]), "|甲||2019-03-01|||luxury_lodgin|准1");
  EXPECT_STREQ(word(found[1].kind).alias, "retention_of_unknown_measure");
  EXPECT_EQ(found[1].measure, "lodging") << "a matter is no measure, and only measures are retained";
  EXPECT_EQ(found[2].measure, "luxury") << "its last day is its own";
  EXPECT_EQ(detail_json(found[2]), R"({"case_no":"（2019）豫0399执1号","measure":"luxury","until":"2019-12-01","document":"某法第1条","clause":"四（二）5"})");
  const std::vector<facts::Permit> since_ever{{"甲", "x", {}, "准1"}, {"甲", "x", {}, "准1"}};
  const auto twice = findings_of_unknown_measures(since_ever, {}, names, today);
  ASSERT_EQ(twice.size(), 2U);
  EXPECT_NE(subject(twice[0]), subject(twice[1])) << "under two documents of one party";
  EXPECT_EQ(detail_json(twice[0]), R"({"measure":"x","document":"准1"})");
}

TEST(Finding, WrongListings) {
  facts::Entry wrong = removed("2019-03-01", "2019-06-03", "2019-06-04");
  wrong.removal_ground = "错误纳入";
  EXPECT_EQ(kinds({wrong}, {}), "wrong_listing");
  facts::Entry minor = entry("2019-03-01");
  minor.party = "41039920050312123X";
  EXPECT_EQ(kinds({minor}, {}), "listed_minor");
}

TEST(Finding, ProcedureIsMissedOnlyWhereSomeOfItIsRecorded) {
  const facts::Entry listed = entry("2019-03-01");
  EXPECT_EQ(kinds({listed}, {}), "");
  const Event push = event(Step::push, "2019-03-01");
  EXPECT_EQ(kinds({listed}, {event(Step::listing_decision, "2019-03-01"), push}), "listed_without_risk_notice listed_without_service");
  EXPECT_EQ(kinds({listed}, {event(Step::risk_notice, "2019-03-02"), event(Step::publication, "2019-03-01"), event(Step::service, "2019-03-04"), push}),
            "listed_without_risk_notice");
  EXPECT_EQ(kinds({listed}, {event(Step::risk_notice, "2019-02-01"), event(Step::service, "2019-03-04")}), "omitted_push");
  const Event told = event(Step::risk_notice, "2019-02-01"), served = event(Step::service, "2019-03-04");
  EXPECT_EQ(kinds({listed}, {told, event(Step::listing_decision, "2019-03-01"), served, push}), "");
  EXPECT_EQ(kinds({listed}, {told, event(Step::listing_decision, "2019-03-02"), served, push}), "listed_before_decision");
}

TEST(Finding, ListedUnderObjectionAndAgainstOneThatWasUpheld) {
  facts::Entry listed = entry("2019-03-05");
  listed.served_on = day("2019-03-01");
  std::vector<Event> events{event(Step::risk_notice, "2019-02-01"), event(Step::objection, "2019-03-04", "张三"), event(Step::push, "2019-03-05"),
                            event(Step::objection_decision, "2019-03-06", kCourt, "理由不成立")};
  EXPECT_EQ(kinds({listed}, events), "listed_under_objection");
  events.back().on = day("2019-03-05");
  EXPECT_EQ(kinds({listed}, events), "");
  events.back().detail = "理由成立";
  listed.removed_on = day("2019-03-07");
  EXPECT_EQ(kinds({listed}, events), "wrong_listing");
  events.back().detail = "已处理";
  listed.removed_on.reset();
  EXPECT_EQ(kinds({listed}, events), "decision_without_outcome");
}

TEST(Finding, UpheldObjectionIsAGroundForRemoval) {
  const std::vector<Event> events{event(Step::objection, "2019-04-01", "张三"), event(Step::objection_decision, "2019-04-03", kCourt, "upheld")};
  EXPECT_EQ(kinds({entry("2019-03-05")}, events, "2019-04-06"), "wrong_listing");
  EXPECT_EQ(kinds({entry("2019-03-05")}, events, "2019-04-07"), "omitted_removal wrong_listing");
}

TEST(Finding, UnitsDepartmentsAndThePublicAreTold) {
  facts::Entry hidden = entry("2019-03-01");
  hidden.publishable = false;
  EXPECT_EQ(kinds({hidden}, {}, "2019-03-04"), "");
  EXPECT_EQ(kinds({hidden}, {}), "unit_not_told");
  EXPECT_EQ(kinds({hidden}, {event(Step::unit_notice, "2019-03-02")}), "");
  EXPECT_EQ(kinds({hidden}, {event(Step::unit_notice, "2019-03-09")}), "late_unit_notice");

  facts::Entry gone = removed("2019-03-01", "2019-06-03", "2019-06-04");
  std::vector<Event> events{event(Step::push, "2019-03-01", kCourt, "县公安局、县财政局"), event(Step::removal, "2019-06-04")};
  EXPECT_EQ(kinds({gone}, events), "removal_not_announced department_not_told department_not_told");
  events.push_back(event(Step::removal_notice, "2019-06-05"));
  events.push_back(event(Step::department_notice, "2019-06-05", kCourt, "县公安局"));
  EXPECT_EQ(kinds({gone}, events), "department_not_told overdue_confirmation");
  events.push_back(event(Step::department_notice, "2019-06-20"));  // names nobody: to all
  events.push_back(event(Step::confirmation, "2019-06-06", "县公安局"));
  EXPECT_EQ(kinds({gone}, events), "late_department_notice overdue_confirmation") << "of the one that was told with all others; the other confirmed before";
  events.push_back(event(Step::confirmation, "2019-06-21", "县财政局"));
  EXPECT_EQ(kinds({gone}, events), "late_department_notice");
  gone.publishable = false;
  events.erase(events.begin() + 2);
  EXPECT_EQ(kinds({gone}, events), "late_department_notice") << "nothing is announced of what may not be published";
}

TEST(Finding, RetentionsNeedABasisAnEndAndAnEntryRightlyMade) {
  facts::Entry gone = removed("2019-03-01", "2019-06-03", "2019-06-04");
  Event kept = event(Step::retention, "2019-06-04", "县财政局");
  EXPECT_EQ(kinds({gone}, {kept}), "retention_without_basis");
  kept.document = "（2019）依据1号";
  EXPECT_EQ(kinds({gone}, {kept}), "retention_without_basis");
  kept.until = day("2020-06-04");
  EXPECT_EQ(kinds({gone}, {kept}), "");
  gone.removal_ground = "wrongly_made";
  EXPECT_EQ(kinds({gone}, {kept}), "wrong_listing retention_of_wrong_entry");
}

TEST(Finding, StepsOfAnEntryThatIsNotThere) {
  EXPECT_EQ(kinds({}, {event(Step::removal, "2019-06-04")}), "event_without_entry");
  EXPECT_EQ(kinds({}, {event(Step::objection_decision, "2019-06-04", kCourt, "upheld")}), "event_without_entry");
  EXPECT_EQ(kinds({}, {event(Step::risk_notice, "2019-06-04"), event(Step::objection, "2019-06-05", "张三")}, "2019-06-06"), "");
  EXPECT_EQ(kinds({}, {event(Step::listing_decision, "2019-06-04")}), "omitted_listing");
}

TEST(Finding, ASuspensionSaysWhenItEnds) {
  Event stop = event(Step::suspension, "2019-06-04");
  EXPECT_EQ(kinds({entry("2019-03-01")}, {stop}), "suspension_without_end");
  stop.until = day("2019-07-04");
  EXPECT_EQ(kinds({entry("2019-03-01")}, {stop}), "");
}

}  // namespace
}  // namespace plumb::lifecycle
