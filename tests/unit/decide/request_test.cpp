// spec, Interfaces: what a request line may say, and the error that every other line gives.
#include <gtest/gtest.h>

#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

class RequestLine : public testing::Test {
 protected:
  RequestLine() { world_.list(person(1), "2019-01-10"); }

  std::string refused(std::string_view line) const {
    const auto answer = world_.ask(line);
    if (!answer.contains("error")) return "decided";
    const auto& error = answer.at("error").as_object();
    EXPECT_FALSE(text(error, "message").empty());
    return text(error, "code") + " " + text(error, "path");
  }
  // A request about lodging with these further members.
  std::string lodging(std::string_view members) const {
    return R"({"id":"Q1","party":")" + person(1) + R"(","matter":"lodging","date":"2019-07-01",)" + std::string(members) + "}";
  }
  std::string amounts(std::string_view fields) const {
    return R"({"party":")" + person(1) + R"(","matter":"amounts","date":"2019-07-01","fields":)" + std::string(fields) + "}";
  }

  World world_;
};

TEST_F(RequestLine, MayUseChineseNamesOrAliasesEverywhere) {
  EXPECT_EQ(status(world_.ask(R"({"编号":"Q1","主体":{"编号":")" + person(1) +
                              R"(","所属行业":"建筑业"},"事项":"住宿","阶段":"申请","日期":"2019-07-01","字段":{"国家等级":"一级"}})"),
                   "luxury_lodging"),
            "applies");
  EXPECT_EQ(
      status(world_.ask(R"({"id":"Q1","party":{"id":")" + person(1) +
                        R"(","sector":"construction"},"matter":"lodging","stage":"application","date":"2019-07-01","fields":{"national_grade":"first"}})"),
             "luxury_lodging"),
      "applies");
}

// Texts are taken from the line where they lie there as they are, and put together elsewhere where they do not.
TEST_F(RequestLine, MayEscapeNamesAndTexts) {
  const std::string plain =
      world_.line(R"({"id":"Q/é","party":")" + person(1) + R"(","matter":"lodging","date":"2019-07-01","fields":{"national_grade":"first"}})");
  const std::string escaped = world_.line(R"({"\u0069d":"\u0051\/\u00e9","p\u0061rty":")" + person(1).substr(0, 17) + R"(\u003)" + person(1).back() +
                                          R"(","matter":"lod\u0067ing","dat\u0065":"2019\u002d07-01","fields":{"national\u005fgrade":"f\u0069rst"}})");
  EXPECT_TRUE(plain.starts_with(R"({"id":"Q/é","outcome":"restrict")"));
  EXPECT_EQ(escaped, plain);
}

TEST_F(RequestLine, EchoesItsIdAsGivenEvenWhenRefused) {
  EXPECT_TRUE(world_.line(R"({"id":"a\"b","party":null})").starts_with(R"({"id":"a\"b","error":)"));
  EXPECT_TRUE(world_.line(R"({"id":12.50,"party":null})").starts_with(R"({"id":12.50,"error":)"));
  EXPECT_TRUE(world_.line(R"({"id":18446744073709551616,"party":null})").starts_with(R"({"id":18446744073709551616,"error":)"));
  EXPECT_TRUE(world_.line(R"({"party":null})").starts_with(R"({"id":null,"error":)"));
  EXPECT_TRUE(world_.line(R"({"id":"Q9","party": oops})").starts_with(R"({"id":"Q9","error":)")) << "read up to the fault";
  EXPECT_EQ(refused(R"({"id":[1],"party":"x"})"), "request.id /id");
}

// Escapes are looked for in blocks: every length and place around a block's ends.
TEST(JsonString, EscapesWhereverACharacterStands) {
  const std::vector<std::pair<char, std::string>> escaped = {{'"', "\\\""},     {'\\', "\\\\"},      {'\n', "\\n"}, {'\r', "\\r"},    {'\t', "\\t"},
                                                             {'\0', "\\u0000"}, {'\x1f', "\\u001f"}, {' ', " "},    {'\x7f', "\x7f"}, {'\xe4', "\xe4"}};
  for (size_t length = 1; length <= 50; ++length) {
    for (size_t place = 0; place < length; ++place) {
      for (const auto& [character, written] : escaped) {
        std::string text(length, 'x');
        text[place] = character;
        std::string json = "[";
        decide::append_json_string(json, text);
        EXPECT_EQ(json, "[\"" + std::string(place, 'x') + written + std::string(length - place - 1, 'x') + "\"");
      }
    }
  }
  std::string all;
  decide::append_json_string(all, std::string(20, '"'));
  EXPECT_EQ(all.size(), 42U);
}

TEST_F(RequestLine, MustBeAJsonObject) {
  EXPECT_EQ(refused("not json"), "request.json ");
  EXPECT_EQ(refused("[]"), "request.json ");
  EXPECT_EQ(refused(R"({"id":"Q1"} x)"), "request.json ");
  EXPECT_EQ(refused("{\"id\":\"\xff\"}"), "request.json ");
  EXPECT_EQ(refused(std::string(100000, '[')), "request.json ");
}

TEST_F(RequestLine, UnknownAndRepeatedMembersAreErrors) {
  EXPECT_EQ(refused(lodging(R"("feilds":{})")), "request.key.unknown /feilds");
  EXPECT_EQ(refused(lodging(R"("日期":"2019-07-01")")), "request.key.duplicate /日期");
  EXPECT_EQ(refused(lodging(R"("date":"2019-07-01")")), "request.key.duplicate /date");
  EXPECT_EQ(refused(lodging(R"("fields":{"star_rating":4,"星级":4})")), "request.key.duplicate /fields/星级");
  EXPECT_EQ(refused(R"({"party":{"id":"x","kind":"person"},"matter":"lodging","date":"2019-07-01"})"), "request.key.unknown /party/kind");
  EXPECT_EQ(refused(R"({"party":{"id":"x","sector":"farming"},"matter":"lodging","date":"2019-07-01"})"), "request.party.sector /party/sector");
  EXPECT_EQ(refused(lodging(R"("a/b~":1)")), "request.key.unknown /a~1b~0");
}

TEST_F(RequestLine, MatterStageAndDateMustExist) {
  const std::string party = R"({"party":")" + person(1) + "\"";
  EXPECT_EQ(refused(party + R"(,"matter":"lodgings","date":"2019-07-01"})"), "request.matter.unknown /matter");
  EXPECT_EQ(refused(party + R"(,"date":"2019-07-01"})"), "request.matter /matter");
  EXPECT_EQ(refused(party + R"(,"matter":"standing","date":"2019-07-01"})"), "request.stage /stage");
  EXPECT_EQ(refused(party + R"(,"matter":"lodging","stage":"holding","date":"2019-07-01"})"), "request.stage /stage");
  EXPECT_EQ(refused(party + R"(,"matter":"lodging","stage":"soon","date":"2019-07-01"})"), "request.stage /stage");
  EXPECT_EQ(refused(party + R"(,"matter":"standing","阶段":"日常","date":"2019-07-01"})"), "decided");
  for (const char* date : {R"("2019-02-30")", R"("2019-7-1")", R"("20190701")", "null", "20190701", R"("")"}) {
    EXPECT_EQ(refused(party + R"(,"matter":"lodging","date":)" + date + "}"), "request.date /date") << date;
  }
  EXPECT_EQ(refused(party + R"(,"matter":"lodging"})"), "request.date /date");
}

TEST_F(RequestLine, FieldsMustBeKnownAndOfTheirType) {
  EXPECT_EQ(refused(lodging(R"("fields":null)")), "decided");
  EXPECT_EQ(refused(lodging(R"("fields":[])")), "request.fields /fields");
  EXPECT_EQ(refused(lodging(R"("fields":{"star":4})")), "request.field.unknown /fields/star");
  EXPECT_EQ(refused(lodging(R"("fields":{"star_rating":"4"})")), "request.field.type /fields/star_rating");
  EXPECT_EQ(refused(lodging(R"("fields":{"star_rating":4.5})")), "request.field.type /fields/star_rating");
  EXPECT_EQ(refused(lodging(R"("fields":{"star_rating":9223372036854775808})")), "request.field.type /fields/star_rating");
  EXPECT_EQ(refused(lodging(R"("fields":{"high_consumption":1})")), "request.field.type /fields/high_consumption");
  EXPECT_EQ(refused(lodging(R"("fields":{"national_grade":"moon"})")), "request.field.value /fields/national_grade");
  EXPECT_EQ(refused(lodging(R"("fields":{"national_grade":1})")), "request.field.type /fields/national_grade");
  const std::string land = R"({"party":")" + person(1) + R"(","matter":"land","date":"2020-07-01","fields":{"uses":)";
  EXPECT_EQ(refused(land + R"("charity"}})"), "request.field.type /fields/uses");
  EXPECT_EQ(refused(land + R"(["charity",null]}})"), "request.field.type /fields/uses/1");
  EXPECT_EQ(refused(land + R"(["慈善","moon"]}})"), "request.field.value /fields/uses/1");
}

TEST_F(RequestLine, NumbersTravelAsText) {
  EXPECT_EQ(refused(amounts(R"({"amount":"500000.00","parts":"2.5","ratio":"10%","term":"P6M","remark":"x"})")), "decided");
  EXPECT_EQ(refused(amounts(R"({"amount":500000})")), "request.field.type /fields/amount");
  EXPECT_EQ(refused(amounts(R"({"amount":"500.001"})")), "request.field.type /fields/amount");
  EXPECT_EQ(refused(amounts(R"({"amount":"99999999999999999999"})")), "request.field.type /fields/amount");
  EXPECT_EQ(refused(amounts(R"({"parts":"1e3"})")), "request.field.type /fields/parts");
  EXPECT_EQ(refused(amounts(R"({"ratio":"ten"})")), "request.field.type /fields/ratio");
  EXPECT_EQ(refused(amounts(R"({"term":"3WD"})")), "decided");
  EXPECT_EQ(refused(amounts(R"({"term":"soon"})")), "request.field.type /fields/term");
}

TEST(RefusalMessages, ExistInBothLanguagesForEveryCode) {
  for (size_t i = 0; i < decide::kRefusalCount; ++i) {
    const decide::Refusal refusal{static_cast<decide::RefusalCode>(i), "money", ""};
    EXPECT_FALSE(decide::code_text(refusal.code).empty());
    EXPECT_NE(decide::message(refusal, Language::zh), decide::message(refusal, Language::en)) << decide::code_text(refusal.code);
  }
}

TEST(RefusalMessages, EndWholeWhereThereIsNothingToRepeat) {
  for (size_t i = 0; i < decide::kRefusalCount; ++i) {
    for (const Language language : {Language::zh, Language::en}) {
      const std::string message = decide::message({static_cast<decide::RefusalCode>(i), "", ""}, language);
      EXPECT_FALSE(message.ends_with(": ") || message.ends_with(":")) << message;
    }
  }
  const World world;
  const std::string line = R"({"party":")" + person(1) + R"(","matter":"lodging"})";
  EXPECT_NE(world.line(line).find("请求须有日期"), std::string::npos);
  EXPECT_NE(world.line(line, false, Language::en).find("a request needs a date"), std::string::npos);
}

TEST(RefusalMessages, DoNotRepeatAFullIdentityNumber) {
  const World world;
  const std::string line = world.line(R"({"party":"4103971970050200131","matter":"lodging","date":"2019-07-01"})");
  EXPECT_NE(line.find("request.party.form"), std::string::npos) << line;
  EXPECT_EQ(line.find("4103971970050200131"), std::string::npos) << line;
}

// Wherever it was written: a number in the wrong member is still a person's number.
TEST(RefusalMessages, OfAStageNameThoseThatTheMatterHas) {
  const World world;
  const auto told = [&](const char* matter, const char* stage, Language language) {
    return world.line(R"({"party":")" + person(1) + R"(","matter":")" + matter + R"(","stage":")" + stage + R"(","date":"2019-07-01"})", false, language);
  };
  const auto expect = [&](const std::string& line, const char* message) { EXPECT_NE(line.find(message), std::string::npos) << line; };
  expect(told("standing", "application", Language::zh), "该事项没有“申请”阶段；可用: 日常\"");
  expect(told("honour", "日常", Language::zh), "该事项没有“日常”阶段；可用: 申请、既有\"");
  expect(told("honour", "日常", Language::en), "the matter has no stage “status”; it has: application, holding\"");
  expect(told("standing", "soon", Language::en), "the matter has no stage “soon”; it has: status\"");
}

TEST(RefusalMessages, OfANameSayThatANumberIsWanted) {
  const World world;
  const std::string asked = R"({"party":"张三","matter":"lodging","date":"2019-07-01"})";
  EXPECT_NE(world.line(asked, false, Language::zh).find("这里要的是编号（身份证号码、统一社会信用代码），不是姓名或名称: "), std::string::npos);
  EXPECT_NE(world.line(asked, false, Language::en).find("a number is wanted here"), std::string::npos);
  EXPECT_NE(world.line(R"({"party":"4103","matter":"lodging","date":"2019-07-01"})", false, Language::zh).find("编号不属任何已知形式"), std::string::npos);
}

TEST(RefusalMessages, HideNumbersWhereverTheyStand) {
  const World world;
  const std::string number = person(1);
  for (const std::string& request : {
           R"({"party":")" + number + R"(1*","matter":"lodging","date":"2019-07-01"})",
           R"({"party":")" + number + ";" + number + R"(","matter":"lodging","date":"2019-07-01"})",
           R"({"party":")" + number + R"(","matter":")" + number + R"(","date":"2019-07-01"})",
           R"({"party":")" + number + R"(","matter":"lodging","date":")" + number + R"("})",
           R"({"party":")" + number + R"(","matter":"lodging","date":"2019-07-01","fields":{")" + number + R"(":1}})",
           R"({"party":")" + number + R"(","matter":"lodging","date":"2019-07-01",")" + number + R"(":1})",
           R"({"party":")" + number + R"(","matter":"lodging","date":"2019-07-01","stage":")" + number + R"("})",
       }) {
    const std::string line = world.line(request);
    EXPECT_NE(line.find("\"error\""), std::string::npos) << line;
    EXPECT_EQ(line.find(number), std::string::npos) << line;
  }
}

}  // namespace
}  // namespace plumb::test
