#include "runtime/feed/court_reader.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "runtime/feed/json_text.hpp"

namespace plumb::feed {
namespace {

// "1:caseCode=甲 2:!bad_json": number and first field of each record, or its fault; "cut" behind.
std::string told(std::string_view text) {
  CourtReader reader(text);
  std::string out;
  for (RawRecord record; reader.next(record);) {
    out.append(out.empty() ? "" : " ").append(std::to_string(record.number)).append(":");
    if (record.fault != RejectReason::none) {
      out.append("!").append(reason_code(record.fault));
    } else if (!record.fields.empty()) {
      out.append(record.fields[0].key).append("=").append(record.fields[0].text);
    }
  }
  return out + (reader.cut_short() ? " cut" : "");
}

// Records are read long after the next ones were cut out.
TEST(CourtReader, ARecordKeepsItsTextsWhileOthersAreCutOut) {
  for (const std::string quote : {"\"\"", "\\\""}) {
    const bool is_csv = quote == "\"\"";
    std::string text = is_csv ? "caseCode,cardNum,duty\n" : "";
    for (int i = 0; i < 100; ++i) {
      const std::string number = std::to_string(i), duty = "判决书写明" + quote + number + quote + "元";
      text += is_csv ? number + "," + number + ",\"" + duty + "\"\n" : R"({"caseCode":")" + number + R"(","duty":")" + duty + "\"}\n";
    }
    CourtReader reader(text);
    std::vector<RawRecord> records(100);
    for (RawRecord& record : records) ASSERT_TRUE(reader.next(record));
    RawRecord none;
    ASSERT_FALSE(reader.next(none));
    for (size_t i = 0; i < records.size(); ++i) EXPECT_EQ(records[i].fields.back().text, "判决书写明\"" + std::to_string(i) + "\"元");
  }
}

TEST(CourtReader, ReadsEveryShapeOfAFile) {
  EXPECT_EQ(told(R"({"a":"1"})"), "1:a=1");
  EXPECT_EQ(told("{\"a\":\"1\"}\n\n{\"a\":2}\r\n"), "1:a=1 3:a=2");
  EXPECT_EQ(told("\xEF\xBB\xBF[{\"a\":\"1\"},\n {\"a\":\"2\"}]"), "1:a=1 2:a=2");
  EXPECT_EQ(told(R"({"code":200,"data":[{"a":"1"},{"a":"2"}],"total":2})"), "1:a=1 2:a=2");
  EXPECT_EQ(told(R"({"status":"0","data":[{"result":[{"a":"1"},{"a":"2"}]},{"result":[{"a":"3"}]}]})"), "1:a=1 2:a=2 3:a=3");
  EXPECT_EQ(told(R"({"data":{"total":1,"list":[{"a":"1"}]}})"), "1:a=1");
  EXPECT_EQ(told("{\"result\":[{\"a\":\"1\"}]}\n{\"RESULT\":[{\"a\":\"2\"}]}\n"), "1:a=1 2:a=2");
  EXPECT_EQ(told("{\n  \"data\": [\n    {\n      \"a\": \"1\"\n    }\n  ]\n}\n"), "1:a=1");
  EXPECT_EQ(told("{\n  \"a\": \"1\"\n}\n{\n  \"a\": \"2\"\n}\n"), "1:a=1 2:a=2");
  EXPECT_EQ(told("caseCode,cardNum\n甲,1\n\n乙,\"2\"\n"), "2:caseCode=甲 4:caseCode=乙");
  EXPECT_EQ(told("[]"), "");
  EXPECT_EQ(told(""), "");
  EXPECT_EQ(told(" \n "), "");
}

TEST(CourtReader, TakesAKeyOfARecordForNoList) { EXPECT_EQ(told(R"({"caseCode":"甲","data":[{"a":"1"}]})"), "1:caseCode=甲"); }

TEST(CourtReader, LetsABrokenRecordSpoilNoOther) {
  EXPECT_EQ(told("{\"a\":\"1\"}\n{\"a\":\"2\n{\"a\":\"3\"}\n"), "1:a=1 2:!bad_json 3:a=3");
  EXPECT_EQ(told(R"([{"a":"1"},{"a":"2",{"a":"3"}])"), "1:a=1 2:!bad_json 3:a=3");
  EXPECT_EQ(told("[{\"a\":\"1\"},\n{\"a\":\"2},\n{\"a\":\"3\"}]"), "1:a=1 2:!bad_json 3:a=3");
  EXPECT_EQ(told(R"({"data":[{"a":"1"},{"a":"2",{"a":"3"}],"n":3})"), "1:a=1 2:!bad_json 3:a=3");
  EXPECT_EQ(told(R"([{"a":"1"},7,"x",{"a":"2"}])"), "1:a=1 2:!not_an_object 3:!not_an_object 4:a=2");
  EXPECT_EQ(told("{\"a\":\"1\"}\nnonsense\n{\"a\":\"\xff\"}\n"), "1:a=1 2:!not_an_object 3:!not_utf8");
  EXPECT_EQ(told("caseCode,cardNum\n甲\n乙,2\n\"丙\"x,3\n"), "2:!field_count 3:caseCode=乙 4:!text_after_quote");
}

TEST(CourtReader, SaysThatATableHasNoHeaderOfACourts) {
  EXPECT_EQ(told("姓名,号码\n甲,1\n"), "1:!header_unknown 2:!not_an_object");
  EXPECT_EQ(told("caseCode,号码\n甲,1\n"), "1:!header_unknown 2:!not_an_object") << "a case and nobody's number";
  EXPECT_EQ(told("姓名\n甲\n"), "1:!not_an_object 2:!not_an_object") << "no table";
}

TEST(CourtReader, NoticesAFileThatWasCut) {
  EXPECT_EQ(told(R"([{"a":"1"},{"a":"2"})"), "1:a=1 2:a=2 3:!cut_short cut");
  EXPECT_EQ(told(R"([{"a":"1"},{"a":)"), "1:a=1 2:!bad_json 3:!cut_short cut");
  EXPECT_EQ(told(R"({"data":[{"a":"1"},)"), "1:a=1 2:!cut_short cut");
  EXPECT_EQ(told("{\"a\":\"1\"}\n{\"a\":\"2\",\"b\":\"3"), "1:a=1 2:!cut_short cut");
  EXPECT_EQ(told("{\"a\":\"1\"}\n{\"a\":\"2\",\"b\":"), "1:a=1 2:!cut_short cut");
  EXPECT_EQ(told("{\"a\":\"1\"}\n{"), "1:a=1 2:!cut_short cut");
  EXPECT_EQ(told("{\"a\":\"1\"}\n{\"a\":\"2\"\n"), "1:a=1 2:!bad_json") << "its line has an end";
  EXPECT_EQ(told("{\"a\":\"1\"}\n{\"a\" \"2\"}"), "1:a=1 2:!bad_json") << "it is closed";
  EXPECT_EQ(told("{\"a\":\"1\"}\n{\"a\":\"2\"}"), "1:a=1 2:a=2");
  EXPECT_EQ(told("caseCode,cardNum\n甲,1\n乙"), "2:caseCode=甲 3:!cut_short cut");
  EXPECT_EQ(told("caseCode,cardNum\n甲,1\n乙\n"), "2:caseCode=甲 3:!field_count");
  EXPECT_EQ(told("caseCode,cardNum\n甲,1\n乙,2,3"), "2:caseCode=甲 3:!field_count");
  EXPECT_EQ(told("caseCode,cardNum\n甲,1\n乙,\"2\n"), "2:caseCode=甲 3:!cut_short cut");
}

TEST(CourtReader, SetsLimits) {
  EXPECT_EQ(told("{\"a\":\"" + std::string(kMaxRecordBytes, 'x') + "\"}\n{\"a\":\"2\"}"), "1:!record_too_long 2:a=2");
  EXPECT_EQ(told("{\"a\":" + std::string(40, '[') + std::string(40, ']') + "}"), "1:!bad_json");
  EXPECT_EQ(told(std::string(100'000, '[')).substr(0, 16), "1:!not_an_object");
}

// As the library says that makes values of it, of whatever texts.
TEST(JsonText, IsAnObjectWhereTheLibraryReadsOne) {
  const std::string_view texts[] = {R"({"a":"1","b":[1,-2.5e3,true,null],"c":{"d":{}}})",
                                    R"( {"准":"绳\u51c6\n"} )",
                                    R"([{"a":1}])",
                                    R"("a")",
                                    "17",
                                    "{}",
                                    "[]",
                                    "null",
                                    R"({"a":1}{"b":2})"};
  const std::string_view pieces[] = {"{", "}", "[", "]", "\"", ":", ",", "\\", "1", "e9", "-", " ", "\n", "tru", "\xE5", "\x01", "\\ud800", "\"a\":"};
  std::mt19937 random(48);
  size_t objects = 0;
  for (int round = 0; round < 40'000; ++round) {
    std::string text(texts[random() % std::size(texts)]);
    for (size_t changes = random() % 3; changes != 0; --changes) {
      const size_t at = random() % (text.size() + 1);
      if (random() % 2 == 0)
        text.insert(at, pieces[random() % std::size(pieces)]);
      else if (!text.empty())
        text.erase(std::min(at, text.size() - 1), 1 + random() % 3);
    }
    boost::json::error_code error;
    boost::json::parse_options options;
    options.max_depth = kMaxJsonDepth;
    const boost::json::value value = boost::json::parse(text, error, {}, options);
    ASSERT_EQ(is_json_object(text), !error && value.is_object()) << text;
    objects += is_json_object(text) ? 1 : 0;
  }
  EXPECT_GT(objects, 5'000U);
  EXPECT_LT(objects, 30'000U);
  const auto nested = [](size_t depth) { return R"({"a":)" + std::string(depth - 1, '[') + std::string(depth - 1, ']') + "}"; };
  EXPECT_TRUE(is_json_object(nested(kMaxJsonDepth)));
  EXPECT_FALSE(is_json_object(nested(kMaxJsonDepth + 1)));
}

}  // namespace
}  // namespace plumb::feed
