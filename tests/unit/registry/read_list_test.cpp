// The list by parties: what was recorded under several documents of one person is one.
#include "runtime/registry/read_list.hpp"

#include "runtime/lifecycle/finding.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

const std::string kCase = "（2019）豫0399执1号", kPassport = "E12345678";
const std::string kEvents = "case_no,party,published_on,kind,on,until,by,document,detail\n";
const std::string kHeader =
    "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,name,age,removal_kind,removal_ground,objection\n";

std::string row(const std::string& party, const std::string& expires = "", const std::string& ground = "", const std::string& removed = "",
                const std::string& more = "true,,,,,,") {
  return kCase + "," + party + ",样例县人民法院,2019-06-10," + expires + "," + ground + "," + removed + "," + more + "\n";
}

class OneList : public PushScratch {
 protected:
  List list(const std::string& rows, const std::string& events = "") {
    (void)take(*registry_, "entries.csv", kHeader + rows);
    if (!events.empty()) (void)take(*registry_, "events.csv", kEvents + events);
    (void)take(*registry_, "documents.csv", "document,party,by,basis\n" + kPassport + "," + kAlpha + ",王五,护照\n");
    return expect_value(registry_->list());
  }
};

std::string iso(const std::optional<Date>& day) { return day ? day->iso() : "-"; }
std::string days(const facts::Entry& entry) { return iso(entry.expires_on) + " " + iso(entry.ground_on) + " " + iso(entry.removed_on); }

TEST_F(OneList, AListingUnderTwoDocumentsIsOne) {
  const List found = list(row(kPassport, "2021-06-10") + row(kAlpha, "2021-07-10", "2019-09-01"));
  ASSERT_EQ(found.entries.size(), 1U);
  EXPECT_EQ(found.entries[0].party, kAlpha);
  EXPECT_EQ(found.listed_as, std::vector<std::string>{kAlpha});
  EXPECT_EQ(days(found.entries[0]), "2021-06-10 2019-09-01 -");
}

TEST_F(OneList, AListingUnderAPassportIsThePartysAndStaysListedAsIt) {
  (void)take(*registry_, "parties.csv", "id,kind,name\n" + kAlpha + ",person,张三\n");
  const List found = list(row(kPassport));
  ASSERT_EQ(found.entries.size(), 1U);
  EXPECT_EQ(found.entries[0].party, kAlpha);
  EXPECT_EQ(found.listed_as, std::vector<std::string>{kPassport});
  ASSERT_EQ(found.parties.size(), 2U) << "and is named as whoever bears it";
  EXPECT_EQ(found.parties[1].id + found.parties[1].name, kPassport + "张三");
}

// As a full push's silence ends it: what lists or steps tell ends it under both.
TEST_F(OneList, WhatEndedUnderOneDocumentAloneIsDueUnderTheOther) {
  const List found = list(row(kPassport, "", "", "2019-09-01", std::string("true,,,,,") + court::kAbsentGround + ",") + row(kAlpha, "2021-07-10"));
  ASSERT_EQ(found.entries.size(), 1U);
  EXPECT_EQ(days(found.entries[0]), "2019-09-01 2019-09-01 -");
}

TEST_F(OneList, WhatListsEndUnderBothEndsOnTheFirstDayAndIsPublishedOnlyWhereBothMayBe) {
  const List found =
      list(row(kPassport, "", "", "2019-09-01", "false,,,17,revoked,错误纳入,") + row(kAlpha, "", "", "2019-10-01", "true,,张三,30,shielded,全部履行,"));
  ASSERT_EQ(found.entries.size(), 1U);
  const facts::Entry& entry = found.entries[0];
  EXPECT_EQ(days(entry), "- - 2019-09-01");
  EXPECT_FALSE(entry.publishable);
  EXPECT_EQ(entry.name + entry.age + entry.removal_kind + entry.removal_ground, "张三17shielded错误纳入");
}

TEST_F(OneList, StepsUnderADocumentBelongToThePartysEntryAndCountOnce) {
  const std::string objection = ",,objection,2019-06-12,,张三,异议书1号,\n";
  const List found = list(row(kAlpha), kCase + "," + kPassport + objection + kCase + "," + kAlpha + objection + kCase + "," + kPassport +
                                           ",,objection_decision,2019-06-14,,样例县人民法院,决定1号,dismissed\n");
  ASSERT_EQ(found.events.size(), 2U);
  const auto told = lifecycle::stories(found.entries, found.events, Date::parse("2019-12-01").value());
  ASSERT_EQ(told.size(), 1U);
  EXPECT_EQ(told[0].events.size(), 2U);
}

TEST_F(OneList, AMaskedNumberThatNobodyBoundStaysApart) {
  const List found = list(row(kAlpha) + row("4103991985****8813"));
  EXPECT_EQ(found.entries.size(), 2U);
}

}  // namespace
}  // namespace plumb::registry
