// What an explanation and a clerk's answer must say, and must not.
#include <gtest/gtest.h>

#include "compiler/ir/builder.hpp"
#include "runtime/explain/answer.hpp"
#include "tests/unit/decide/world.hpp"

namespace plumb::test {
namespace {

using testing::Test;

std::string sentences(const World& world, const std::string& request, Language language = Language::zh, const char* member = "sentences") {
  std::string out;
  const json::value line = json::parse(world.line(request, true, language));
  for (const json::value& measure : line.at("measures").as_array()) {
    for (const json::value& sentence : measure.at("explanation").at(member).as_array()) out += std::string(sentence.as_string()) + "\n";
  }
  return out;
}

std::string request(const std::string& party, const char* matter, const char* fields, const char* stage = "application") {
  return R"({"party":")" + party + R"(","matter":")" + matter + R"(","stage":")" + stage + R"(","date":"2019-07-01","fields":)" + fields + "}";
}

std::string answer(const World& world, const std::string& party, Language language = Language::zh) {
  const auto snapshot = world.snapshot();
  const decide::Context context = world.context(*snapshot);
  auto subject = std::get<decide::Subject>(decide::identify(*snapshot, {party, std::nullopt, std::nullopt, "/party"}));
  explain::Answer answer = explain::answer(context, world.options, language, std::move(subject), day("2019-07-01"));
  EXPECT_TRUE(json::parse(answer.json).is_object());
  return answer.text;
}

void expect_all(const std::string& text, const std::vector<std::string>& parts) {
  for (const std::string& part : parts) EXPECT_NE(text.find(part), std::string::npos) << "lacks: " << part << "\n" << text;
}

TEST(Explanation, NamesMeasureClauseEntryRelationSinceAndConditionWithItsValue) {
  World world;
  world.list(organisation(1), "2019-01-10", "（2019）测1号");
  world.name(organisation(1), "甲公司");
  world.name(person(1), "张三");
  world.relate(person(1), Role::legal_representative, organisation(1), "2018-03-01");
  const std::string asked = request(person(1), "lodging", R"({"star_rating":4,"high_consumption":false})");
  expect_all(sentences(world, asked), {"测政办〔2019〕1号 二（七）1", "“星级宾馆饭店住宿限制”适用于张三（" + person(1) + "）",
                                       "甲公司（" + organisation(1) + "）于2019年1月10日被测试法院列入", "（2019）测1号",
                                       "张三（" + person(1) + "）自2018年3月1日起是甲公司（" + organisation(1) + "）的法定代表人", "星级不低于1", "星级为4",
                                       "国家等级未知", "由经办人员决定"});
  expect_all(sentences(world, asked, Language::en), {"luxury lodging", "2019-01-10", "has been legal representative of 甲公司", "star rating is at least 1",
                                                     "star rating is 4", "for the official to decide"});
  expect_all(sentences(world, asked, Language::zh, "endings"), {"法院移除该记录之日起", "不再担任上述职务之日起", "申请人民法院准许"});
  EXPECT_EQ(world.line(asked).find("explanation"), std::string::npos) << "only where it is asked for";
}

TEST(Explanation, OffersTheRemediesOpenToThisPerson) {
  World world;
  world.list(person(1), "2019-01-10");
  world.list(organisation(1), "2019-01-10", "案2");
  world.relate(person(2), Role::principal, organisation(1));
  const auto remedies = [&](const std::string& party) {
    return json::serialize(json::parse(world.line(request(party, "lodging", R"({"star_rating":4,"high_consumption":false})"), true))
                               .at("measures")
                               .at(0)
                               .at("explanation")
                               .at("remedies"));
  };
  EXPECT_NE(remedies(person(1)).find("提出异议"), std::string::npos);
  EXPECT_EQ(remedies(person(1)).find("身份已经终止"), std::string::npos);
  EXPECT_NE(remedies(person(2)).find("身份已经终止"), std::string::npos);
  EXPECT_EQ(remedies(person(2)).find("提出异议"), std::string::npos);
}

TEST(Explanation, SaysHowTheEntryStands) {
  World world;
  facts::Entry& entry = world.list(person(1), "2019-01-10");
  const std::string asked = request(person(1), "enlistment", "{}");
  expect_all(sentences(world, asked), {"现仍在列", "不是拒绝的理由"});
  entry.ground_on = day("2019-06-01");
  entry.objection = facts::Period{day("2019-06-01"), std::nullopt};
  expect_all(sentences(world, asked), {"移除该记录的事由已于2019年6月1日出现", "正在异议或者复议审查之中"});
  entry.expires_on = day("2019-06-02");
  expect_all(sentences(world, asked), {"期限已于2019年6月2日届满", "须由法院确认"});
  entry.removed_on = day("2019-06-03");
  world.retain("案1", person(1), "enlistment_reference", "2019-12-31");
  expect_all(sentences(world, asked), {"已于2019年6月3日移除", "“某法第一条”保留至2019年12月31日"});
}

TEST(Explanation, SaysWhatIsMissingAndWhatWouldCloseIt) {
  World world;
  world.list(person(1), "2019-01-10");
  expect_all(sentences(world, request(person(1), "lodging", "{}")), {"现在还不能确定", "缺少“星级”；请补充"});
  expect_all(sentences(world, request(person(1), "resort", R"({"venue":"rated_resort"})")), {"参数“旅游消费限额”尚未由主管部门确定"});
  world.options.max_staleness_days = 1;
  world.facts.synchronised = day("2019-06-01");
  expect_all(sentences(world, request(person(1), "enlistment", "{}")), {"最近一次与法院同步是2019年6月1日"});
}

TEST(Explanation, TellsTheAmountOfWhatIsAttached) {
  World world;
  world.list(person(1), "2019-01-10");
  const std::string standing = request(person(1), "standing", "{}", "status");
  expect_all(sentences(world, standing), {"“重点监管（5%、6个月）”"});
  expect_all(sentences(world, standing, Language::en), {"“key supervision (5%, 6 months)”"});
  const auto resort = [&](const char* date) {
    return R"({"party":")" + person(1) + R"(","matter":"resort","date":")" + date + R"(","fields":{"venue":"rated_resort"}})";
  };
  expect_all(sentences(world, resort("2021-07-01")), {"“限额（300元）”"});
  expect_all(sentences(world, resort("2019-07-01")), {"“限额（数额尚未由主管部门确定）”"});
  expect_all(sentences(world, resort("2019-07-01"), Language::en), {"“cap (the amount has not been set by a department yet)”"});
}

// `resort` with its cap in the condition, too, so that one unset parameter is lacked twice; and honours of some day on.
ir::Program rules_with_cap_and_day() {
  ir::Program program = *small_rules();
  ir::Builder build(program);
  for (ir::Measure& measure : program.measures) {
    const ir::MatterId matter = measure.matter;
    if (measure.name.alias == "resort_spending_cap") measure.condition = build.binary(ir::Op::above, build.matter_field(matter, 1), measure.arguments[0]);
    if (measure.name.alias == "honour_bar") measure.condition = build.binary(ir::Op::at_least, build.matter_field(matter, 1), build.date(day("2019-03-01")));
  }
  return program;
}

TEST(Explanation, SaysOnceWhatIsLackedTwiceAndComparesDaysAsDays) {
  World world(std::make_shared<const ir::Program>(rules_with_cap_and_day()));
  world.list(organisation(1), "2019-01-10");
  const std::string unset = sentences(world, request(organisation(1), "resort", R"({"amount":"500.00"})"));
  const std::string told = "参数“旅游消费限额”尚未由主管部门确定。";
  ASSERT_NE(unset.find(told), std::string::npos) << unset;
  EXPECT_EQ(unset.find(told), unset.rfind(told)) << unset;
  const std::string asked = request(organisation(1), "honour", R"({"granted_on":"2019-03-01"})");
  expect_all(sentences(world, asked), {"“取得日期不早于2019年3月1日”成立"});
  expect_all(sentences(world, asked, Language::en), {"granted on is not before 2019-03-01"});
  expect_all(answer(world, organisation(1)), {"视下列情况而定: 旅游消费限额、金额"});
}

TEST(Explanation, NamesThePermitAndTheException) {
  World world;
  world.list(person(1), "2019-01-10");
  world.permit(person(1), "enlistment", "2019-02-01", "2019-09-01", "（2019）测许1号");
  expect_all(sentences(world, request(person(1), "enlistment", "{}")), {"人民法院已经准许", "（2019）测许1号，自2019年2月1日起，至2019年9月1日前一日止"});
  expect_all(sentences(world, R"({"party":")" + person(1) + R"(","matter":"land","date":"2020-07-01"})"),
             {"例外（测政办〔2019〕1号 二（五）1）“用途含有慈善之一”尚不能确定"});
}

TEST(Explanation, MasksAnotherPersonsNumber) {
  World world;
  world.list(person(1), "2019-01-10");
  world.relate(person(1), Role::director, organisation(1));
  const std::string line = world.line(request(organisation(1), "standing", "{}", "status"), true);
  EXPECT_EQ(line.find(person(1)), std::string::npos) << line;
  EXPECT_NE(line.find(person(1).substr(0, 10) + "****" + person(1).substr(14)), std::string::npos);
}

TEST(Explanation, ItsTreeTellsTheTruthOfEveryPart) {
  World world;
  world.list(person(1), "2019-01-10");
  const auto tree = json::parse(world.line(request(person(1), "lodging", R"({"star_rating":4,"high_consumption":false})"), true))
                        .at("measures")
                        .at(0)
                        .at("explanation")
                        .at("tree");
  EXPECT_EQ(tree.at("kind").as_string(), "measure");
  EXPECT_EQ(tree.at("truth").as_string(), "true");
  const std::string text = json::serialize(tree);
  expect_all(text, {R"("kind":"trigger","case_no":"案1","direction":"self","role":null,"truth":"true")", R"("text":"星级不低于1","truth":"true")",
                    R"("missing":["lodging.national_grade"])"});
}

TEST(ClerksAnswer, TellsWhatAppliesWhatDependsAndWhatToDo) {
  World world;
  world.name(person(1), "张三");
  world.list(person(1), "2019-01-10", "（2019）测1号");
  world.hold("H1", person(1), "honour", "", "", R"({"title":"charity_award","granted_on":"2019-03-01"})");
  world.hold("H2", person(1), "flying", "", "", "{}");
  expect_all(answer(world, person(1)),
             {"张三（" + person(1) + "），自然人", "（2019）测1号", "“重点监管”（测政办〔2019〕1号 二（九））: 重点监管（5%、6个月），适用", "入伍: “入伍参考”",
              "视下列情况而定: 高消费场所、国家等级、星级", "可向县文旅局询问", "法院移除该记录之日起", "可以向法院提出异议", "“flying”（H2）与规则集不符",
              "住宿的“高消费登记”"});
  expect_all(answer(world, person(1), Language::en),
             {", person: as things stand on 2019-07-01", "depends on", "ask 县文旅局 (tourism)", "Open to the listed debtor, in the words of the rule set: “"});
}

TEST(ClerksAnswer, TellsWhatIsKeptAfterARemovalByWhichBasisAndUntilWhen) {
  World world;
  world.list(person(1), "2019-01-10", "（2019）测1号").removed_on = day("2019-06-01");
  expect_all(answer(world, person(1)), {"没有现在涉及该主体的失信记录"});
  world.retain("（2019）测1号", person(1), "key_supervision", "2019-09-10");
  expect_all(answer(world, person(1)), {"没有现在在列的、涉及该主体的失信记录；下列措施在移除之后依法保留",
                                        "该记录已于2019年6月1日移除，但“重点监管”依据“某法第一条”保留至2019年9月10日（含当日）",
                                        "重点监管（5%、6个月），依据“某法第一条”保留适用至2019年9月10日（含当日）；可向", "四、怎样结束",
                                        "依法保留的，至2019年9月10日届满后不再适用", "可以向法院提出异议"});
  expect_all(answer(world, person(1), Language::en),
             {"by “某法第一条” “key supervision” is kept through 2019-09-10", "applies, kept by “某法第一条” through 2019-09-10; ask",
              "What is kept by law ends when 2019-09-10 has passed."});
  // Beside an entry that stands the measure does not end with the retention.
  world.list(person(1), "2019-02-10", "（2019）测2号");
  const std::string both = answer(world, person(1));
  expect_all(both, {"重点监管（5%、6个月），适用；", "但“重点监管”依据“某法第一条”保留至2019年9月10日（含当日）"});
  EXPECT_EQ(both.find("没有现在"), std::string::npos) << both;
}

TEST(ClerksAnswer, TellsUntilWhenTheCourtPermits) {
  World world;
  world.list(person(1), "2019-01-10", "（2019）测1号");
  world.permit(person(1), "lodging", "2019-06-15", "2019-08-01", "（2019）测许1号");
  expect_all(answer(world, person(1)), {"法院已经准许（（2019）测许1号，自2019年6月15日起，至2019年8月1日前一日止）",
                                        "法院的准许（（2019）测许1号，自2019年6月15日起，至2019年8月1日前一日止）期满之后，凡记录仍在，所准许的措施重新适用"});
  expect_all(answer(world, person(1), Language::en), {"permitted by the court (（2019）测许1号, from 2019-06-15, until the day before 2019-08-01)",
                                                      "When the court's permit (（2019）测许1号, from 2019-06-15, until the day before 2019-08-01) is over"});
  world.facts.permits[0].period.to = std::nullopt;
  expect_all(answer(world, person(1)), {"没有写明止于哪一天"});
}

TEST(ClerksAnswer, OfAnUnlistedPartySaysSo) {
  World world;
  expect_all(answer(world, person(2)), {"名册中没有这个编号的任何记载", "没有现在涉及该主体的失信记录", "没有因失信而适用的措施"});
  world.name(person(2), "李四");
  const std::string known = answer(world, person(2));
  expect_all(known, {"没有现在涉及该主体的失信记录"});
  EXPECT_EQ(known.find("没有这个编号"), std::string::npos) << known;
}

TEST(ClerksAnswer, OfAMaskedNumberAsksWhoItIsOnlyWhereThatMatters) {
  const std::string masked = person(1).substr(0, 10) + "****" + person(1).substr(14);
  World nobody;
  expect_all(answer(nobody, masked), {"名册中没有与之相符的主体", "没有因失信而适用的措施"});
  World unlisted;
  unlisted.name(person(1), "张三");
  const std::string text = answer(unlisted, masked);
  expect_all(text, {"均不使任何措施适用", "没有因失信而适用的措施"});
  EXPECT_EQ(text.find("须以完整编号核实"), std::string::npos) << text;
  World listed;
  listed.list(person(1), "2019-01-10");
  const std::string open = answer(listed, masked);
  expect_all(open, {"须以完整编号核实", "身份核实"});
  EXPECT_EQ(open.find("没有因失信而适用的措施"), std::string::npos) << open;
}

TEST(ClerksAnswer, HasNoEmptyBrackets) {
  ir::Program bare = *small_rules();
  for (ir::Measure& measure : bare.measures) measure.basis.clear();
  for (ir::Remedy& remedy : bare.remedies) remedy.basis.clear();
  World world(std::make_shared<const ir::Program>(std::move(bare)));
  world.list(person(1), "2019-01-10");
  EXPECT_EQ(answer(world, person(1)).find("（）"), std::string::npos);
  EXPECT_EQ(answer(world, person(1), Language::en).find("()"), std::string::npos);
}

}  // namespace
}  // namespace plumb::test
