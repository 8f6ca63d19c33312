#include "runtime/feed/court_record.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace plumb::feed {
namespace {

std::variant<CourtRecord, CourtRefusal> read(const std::string& text) {
  CourtReader reader(text);
  RawRecord raw;
  EXPECT_TRUE(reader.next(raw));
  return read_court_record(raw);
}

CourtRecord taken(const std::string& text) {
  const auto read_back = read(text);
  const auto* record = std::get_if<CourtRecord>(&read_back);
  EXPECT_NE(record, nullptr) << reason_code(std::get<CourtRefusal>(read_back).reason);
  return record == nullptr ? CourtRecord() : *record;
}

std::string refused(const std::string& text) {
  const auto read_back = read(text);
  const auto* refusal = std::get_if<CourtRefusal>(&read_back);
  return refusal == nullptr ? "taken" : std::string(reason_code(refusal->reason)) + " " + refusal->key;
}

TEST(CourtRecord, ReadsAPublishedRecordWhole) {
  const CourtRecord record = taken(
      R"({"iname":"新安某某有限公司","caseCode":"(2019)豫0323执12号","cardNum":"914103990002104117","age":"0","sexy":"","businessEntity":"张三 ","courtName":"新安县人民法院","areaName":"河南","partyTypeName":"1","gistId":"（2018）豫0323民初7号","regDate":"20190103","gistUnit":"新安县人民法院","duty":"偿还借款20000元","performance":"全部未履行","performedPart":"","unperformPart":"全部","disruptTypeName":"违反财产报告制度","publishDate":"2019年07月09日"})");
  EXPECT_EQ(record.kind, CourtRecord::Kind::entry);
  EXPECT_EQ(record.value(Field::case_no), "（2019）豫0323执12号");
  EXPECT_EQ(record.value(Field::filed_on), "2019-01-03");
  EXPECT_EQ(record.value(Field::legal_representative), "张三");
  EXPECT_EQ(record.value(Field::conduct), "违反财产报告制度");
  EXPECT_EQ(record.value(Field::publishable), "1");
  EXPECT_EQ(record.value(Field::age), std::nullopt);
  EXPECT_EQ(record.value(Field::performed_part), std::nullopt);
  EXPECT_TRUE(record.names(Field::performed_part));
  EXPECT_FALSE(record.names(Field::expires_on));
  EXPECT_EQ(record.party_kind, PartyKind::organisation);
  EXPECT_TRUE(record.warnings.empty());
  std::set<std::string> kept;
  for (const auto& [column, text] : record.originals) kept.insert(column);
  EXPECT_EQ(kept, (std::set<std::string>{"area", "case_no", "age", "legal_representative", "filed_on", "published_on"}));
}

TEST(CourtRecord, ReadsBothSpellingsOfARemoval) {
  for (
      const char* text :
      {R"({"caseCode":"(2019)豫0323执12号","cardNum":"41039919570809918x","removeDate":"20200101","removeKind":"撤销","removeGround":"履行完毕","removeDocument":"（2019）豫0323执12号之一","publishDate":"20190709"})",
       R"({"案号":"(2019)豫0323执12号","身份证号码":"41039919570809918x","撤销时间":"2020年1月1日","撤销方式":"撤销","撤销事由":"履行完毕","撤销文书":"（2019）豫0323执12号之一","发布时间":"20190709"})"}) {
    const CourtRecord record = taken(text);
    EXPECT_EQ(record.kind, CourtRecord::Kind::removal);
    EXPECT_EQ(record.value(Field::removed_on), "2020-01-01");
    EXPECT_EQ(record.value(Field::removal_kind), "撤销");
    EXPECT_EQ(record.value(Field::removal_ground), "履行完毕");
    EXPECT_EQ(record.value(Field::removal_document), "（2019）豫0323执12号之一");
    EXPECT_EQ(record.value(Field::published_on), "2019-07-09");
  }
}

// Systems send the whole record of what they take off the list, some without the day on which it was put there.
TEST(CourtRecord, TakesForARemovalWhatEndsAndNeverSaysWhenItWasPublished) {
  for (const char* more : {R"("courtName":"新安县人民法院")", R"("gistId":"（2018）豫0323民初1号","duty":"还款")", R"("regDate":"20190101")"}) {
    const CourtRecord record = taken(R"({"caseCode":"（2019）豫0323执12号","cardNum":"410399198503078813","removeDate":"20200101",)" + std::string(more) + "}");
    EXPECT_EQ(record.kind, CourtRecord::Kind::removal) << more;
    EXPECT_EQ(record.value(Field::removed_on), "2020-01-01");
  }
}

TEST(CourtRecord, TellsAnEntryWithItsRemovalFromARemoval) {
  const CourtRecord record = taken(
      R"({"caseCode":"（2019）豫0323执12号","cardNum":"410399198503078813","courtName":"新安县人民法院","publishDate":"20190709","removeDate":"20190101"})");
  EXPECT_EQ(record.kind, CourtRecord::Kind::entry);
  ASSERT_EQ(record.warnings.size(), 1u);
  EXPECT_EQ(record.warnings[0].first, CourtWarning::dates_out_of_order);
  EXPECT_EQ(record.warnings[0].second, "removeDate");
}

TEST(CourtRecord, NamesWhatIsMissing) {
  EXPECT_EQ(refused(R"({"cardNum":"410399198503078813","publishDate":"20190709"})"), "missing_value caseCode");
  EXPECT_EQ(refused(R"({"caseCode":"（2019）豫0323执12号","publishDate":"20190709"})"), "missing_value cardNum");
  EXPECT_EQ(refused(R"({"caseCode":"（2019）豫0323执12号","cardNum":"410399198503078813"})"), "missing_value publishDate");
  EXPECT_EQ(refused(R"({"caseCode":"（2019）豫0323执12号","cardNum":"410399198503078813","removeGround":"履行完毕"})"), "missing_value removeDate");
}

TEST(CourtRecord, TakesOneFieldUnderTwoKeysOnlyWhereTheyAgree) {
  const std::string rest = R"("cardNum":"410399198503078813","publishDate":"20190709"})";
  EXPECT_EQ(refused(R"({"caseCode":"1号","casecode":"1号",)" + rest), "taken");
  EXPECT_EQ(refused(R"({"caseCode":"1号","casecode":"",)" + rest), "taken");
  EXPECT_EQ(refused(R"({"caseCode":"1号","casecode":"2号",)" + rest), "duplicate_key casecode");
  EXPECT_EQ(refused(R"({"caseCode":"1号","caseCode":"2号",)" + rest), "duplicate_key caseCode");
}

TEST(CourtRecord, TakesTheStampWhereTheDayIsMissing) {
  const CourtRecord record = taken(R"({"caseCode":"（2019）豫0323执12号","cardNum":"410399198503078813","publishDateStamp":"1562601600"})");
  EXPECT_EQ(record.value(Field::published_on), "2019-07-09");
  EXPECT_TRUE(record.warnings.empty());
}

TEST(CourtRecord, RefusesALongValue) {
  const auto with = [](size_t length) {
    return R"({"caseCode":"1号","cardNum":"410399198503078813","publishDate":"20190709","duty":")" + std::string(length, 'x') + "\"}";
  };
  EXPECT_EQ(refused(with(kMaxValueBytes)), "taken");
  EXPECT_EQ(refused(with(kMaxValueBytes + 1)), "value_too_long duty");
}

TEST(CourtWarnings, HaveACodeAndBothLanguages) {
  std::set<std::string> codes;
  for (size_t i = 0; i < kCourtWarningCount; ++i) {
    const auto warning = static_cast<CourtWarning>(i);
    EXPECT_TRUE(codes.insert(warning_code(warning)).second);
    EXPECT_STRNE(warning_text(warning, Language::en), warning_text(warning, Language::zh));
  }
}

}  // namespace
}  // namespace plumb::feed
