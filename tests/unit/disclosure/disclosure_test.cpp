#include "runtime/disclosure/disclosure.hpp"

#include <gtest/gtest.h>

#include "tests/unit/disclosure/list.hpp"

namespace plumb::disclosure {
namespace {

std::string cases(const Disclosure& shown) {
  std::string out;
  for (const PublicEntry& entry : shown.entries) out += entry.case_no;
  return out;
}

TEST(Disclosure, ShowsWhatIsPublishedOnTheDayAndMayBe) {
  const Disclosure shown = sample().shown();
  EXPECT_EQ(cases(shown), "（2019）豫0399执2号（2019）豫0399执1号");
  EXPECT_EQ(shown.withheld.not_publishable, 1U);
  EXPECT_EQ(shown.withheld.minors, 1U);
  EXPECT_EQ(shown.withheld.expired, 1U);
  EXPECT_EQ(cases(sample().shown("2019-10-07")), "（2019）豫0399执2号（2019）豫0399执5号（2019）豫0399执1号");
  EXPECT_EQ(cases(sample().shown("2018-12-31")), "");
}

TEST(Disclosure, ShowsALineOnceThatTwoEntriesWouldShow) {
  List list = sample();
  const size_t before = list.shown().entries.size();
  facts::Entry masked = list.entries[0];
  masked.party = "4103991985****1236";
  masked.name = "张三";
  list.entries.push_back(masked);
  masked.duty = "另一义务";
  list.entries.push_back(masked);
  list.entries.push_back(list.entries[list.entries.size() - 2]);
  EXPECT_EQ(list.shown().entries.size(), before + 1) << "another duty is another line";
  EXPECT_EQ(list.shown().withheld.repeated, 2U);
}

TEST(Disclosure, AnnouncesRemovalsForAWhileAndNothingOfWhatMayNotBePublished) {
  const auto announced = [](std::string_view on, int days) {
    std::string out;
    for (const PublicRemoval& removal : sample().shown(on, days).removals) out += removal.case_no + " " + removal.name + " " + removal.kind + ";";
    return out;
  };
  EXPECT_EQ(announced("2019-10-08", 30), "（2019）豫0399执6号 欧阳某 shielded;");
  EXPECT_EQ(announced("2019-10-08", 8), "（2019）豫0399执6号 欧阳某 shielded;");
  EXPECT_EQ(announced("2019-10-08", 7), "");
  EXPECT_EQ(announced("2019-09-30", 30), "（2019）豫0399执7号  ;");
  EXPECT_EQ(announced("2019-10-08", 0), "");
  EXPECT_EQ(announced("2019-10-08", -5), "");
}

TEST(Disclosure, NeverShowsAPersonsNumberInFull) {
  List list;
  list.add("a", "410399198503121236", "2019-01-01");
  list.add("b", "410399198503121*36", "2019-01-01");  // from another list, with another place hidden
  list.add("c", "41039919850****236", "2019-01-01");
  list.add("d", "G12345678", "2019-01-01");
  list.add("e", "914103990000000219", "2019-01-01");
  list.add("f", "12345678-9", "2019-01-01");
  // Recorded as an organisation under a person's number.
  list.add("g", "410399197001011234", "2019-01-01");
  // So is a passport, and a number with a place too few.
  list.add("h", "E12345670", "2019-01-01");
  list.add("i", "41039919850312123", "2019-01-01");
  list.parties = {{"410399197001011234", PartyKind::organisation, "丙厂", {}},
                  {"E12345670", PartyKind::organisation, "周百", {}},
                  {"41039919850312123", PartyKind::organisation, "李五", {}}};
  std::string shown;
  for (const PublicEntry& entry : list.shown().entries) shown += entry.identifier + " ";
  EXPECT_EQ(shown,
            "4103991985****1236 4103991985****1*36 4103991985*****236 G12****78 914103990000000219 12345678-9 4103991970****1234 E12****70 4103991****312123 ");
}

TEST(Disclosure, TextsAreOneLineAndHideNumbersInThem) {
  const Disclosure shown = sample().shown();
  const PublicEntry& person = shown.entries[1];
  EXPECT_EQ(person.duty, "偿还借款5万元，保证人4103991970****1234负连带责任");
  EXPECT_EQ(person.legal_representative, "");
  EXPECT_EQ(shown.entries[0].duty, "第一行 第二行 第三行");
  EXPECT_EQ(shown.entries[0].gender, "");
  List list;
  list.add("\x1b[31m案\u202e号", "G12345678", "2019-01-01").name = "张\x07三";
  EXPECT_EQ(list.shown().entries[0].case_no, "␛[31m案␦号");
  EXPECT_EQ(list.shown().entries[0].name, "张␇三");
}

TEST(Disclosure, ARecordedAgeMakesAMinorToo) {
  for (const auto& [age, shown] : {std::pair("17", 0U), {"17岁", 0U}, {"18", 1U}, {"", 1U}, {"不详", 1U}, {"17-60", 1U}}) {
    List list;
    list.add("a", "G12345678", "2019-01-01").age = age;
    EXPECT_EQ(list.shown().entries.size(), shown) << age;
  }
}

TEST(Disclosure, OfWhoWasErasedNothingIsShownOrAnnounced) {
  List list;
  list.add("a", "erased-1", "2019-01-01");
  list.add("b", "ERASED20", "2019-01-01");
  list.entries.back().removed_on = Date::parse("2019-10-01");
  list.add("c", "410399198503121236", "2019-01-01");
  for (const char* day : {"2019-09-30", "2019-10-08"}) {
    const Disclosure shown = list.shown(day, 30);
    EXPECT_EQ(cases(shown), "c") << day;
    EXPECT_TRUE(shown.removals.empty()) << day;
  }
}

TEST(Disclosure, FamilyNames) {
  for (const auto& [name, shown] : {std::pair("张三", "张某"), {"欧阳修", "欧阳某"}, {"欧阳", "欧某"}, {"𬳵骍", "𬳵某"}, {"Smith", "S某"}, {"", ""}}) {
    EXPECT_EQ(family_name_only(name), shown);
  }
}

TEST(Disclosure, TheDigestIsOfWhatIsShownAlone) {
  List list = sample();
  const Disclosure first = list.shown();
  EXPECT_EQ(first.digest.size(), 64U);
  list.entries[0].unit = "另一单位";
  std::reverse(list.entries.begin(), list.entries.end());
  EXPECT_EQ(list.shown().digest, first.digest);
  list.entries.back().duty += "。";
  EXPECT_NE(list.shown().digest, first.digest);
}

}  // namespace
}  // namespace plumb::disclosure
