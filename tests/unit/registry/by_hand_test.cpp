// Commands that record one fact: each whole or not at all, with its step beside it.
#include "runtime/registry/by_hand.hpp"

#include "runtime/registry/access/accounts.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry {
namespace {

constexpr const char* kCase = "（2019）豫0399执1号";
constexpr const char* kParty = "410399198503121236";

Date day(const char* iso) { return Date::parse(iso).value(); }

class Hand : public Scratch {
 protected:
  void SetUp() override {
    Scratch::SetUp();
    today_ = "2019-12-31";
    registry_.emplace(make());
    (void)take(*registry_, "entries.csv",
               kEntryHeader + kCase + "," + kParty + ",样例县人民法院,2019-06-10,2021-06-10,,,true,410399197005200012\n" + "多次," + kParty +
                   ",甲,2019-01-01,,,,true,\n" + "多次," + kParty + ",甲,2019-03-01,,,,true,\n");
  }
  ByHand hand() { return registry_->by_hand(tick(), Language::en); }
  facts::Entry entry(const std::string& case_no = kCase) {
    for (const facts::Entry& one : expect_value(registry_->list()).entries) {
      if (one.case_no == case_no) return one;
    }
    throw std::runtime_error("no such entry");
  }
  static lifecycle::Event step(lifecycle::Step kind, const char* on, std::string detail = {}) {
    lifecycle::Event out;
    out.case_no = kCase;
    out.party = kParty;
    out.step = kind;
    out.on = day(on);
    out.by = "样例县人民法院";
    out.document = "文书1号";
    out.detail = std::move(detail);
    return out;
  }
  static Removal removal(const char* on) { return {kCase, kParty, {}, day(on), "shielded", "全部履行", day("2019-09-29"), "文书2号", "样例县人民法院"}; }

  std::optional<Registry> registry_;
};

TEST_F(Hand, ARemovalIsTheEntrysEndAndTwoSteps) {
  const uint64_t before = expect_value(registry_->revision());
  const Recorded recorded = expect_value(hand().remove(removal("2019-10-08")));
  EXPECT_EQ(recorded.revision, before + 1);
  const facts::Entry removed = entry();
  EXPECT_EQ(removed.removed_on, day("2019-10-08"));
  EXPECT_EQ(removed.ground_on, day("2019-09-29"));
  EXPECT_EQ(removed.removal_kind, "shielded");
  EXPECT_EQ(removed.removal_ground, "全部履行");
  EXPECT_EQ(removed.court, "样例县人民法院") << "what it says else, it says still";
  const auto events = expect_value(registry_->events());
  ASSERT_EQ(events.size(), 2U);
  EXPECT_EQ(events[0].step, lifecycle::Step::removal);
  EXPECT_EQ(events[1].step, lifecycle::Step::removal_ground);
  EXPECT_EQ(events[1].on, day("2019-09-29"));
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
  EXPECT_EQ(hand().remove(removal("2019-10-08")).error().code, "usage.entry_removed");
}

// A list may say a day to come: until then the entry is on the list, and what happens to it is recorded.
TEST_F(Hand, AnEntryIsOnTheListUntilTheDayOfRemovalThatAListTells) {
  const auto tells = [&](const std::string& removed) {
    (void)take(*registry_, "entries.csv", kEntryHeader + kCase + "," + kParty + ",样例县人民法院,2019-06-10,2021-06-10,," + removed + ",true,\n");
  };
  tells("2020-01-01");
  lifecycle::Event extension = step(lifecycle::Step::extension, "2019-07-01");
  extension.until = day("2022-06-10");
  EXPECT_TRUE(expect_value(hand().take(extension)).changed);
  EXPECT_TRUE(expect_value(hand().remove(removal("2019-10-08"))).changed);
  EXPECT_EQ(entry().removed_on, day("2019-10-08"));
  EXPECT_EQ(hand().take(extension).error().code, "usage.entry_removed");
}

TEST_F(Hand, AnEntryIsOffTheListFromTheDayOfRemovalOn) {
  (void)take(*registry_, "entries.csv", kEntryHeader + kCase + "," + kParty + ",样例县人民法院,2019-06-10,,,2019-12-31,true,\n");
  EXPECT_EQ(hand().remove(removal("2019-12-30")).error().code, "usage.entry_removed");
}

TEST_F(Hand, WhyNoEntryStandsIsTold) {
  Removal other = removal("2019-10-08");
  other.party = "E12345678";
  EXPECT_EQ(hand().remove(other).error().code, "usage.entry_other_party");
  other = removal("2019-10-08");
  other.published_on = day("2019-06-11");
  EXPECT_EQ(hand().remove(other).error().code, "usage.entry_other_party") << "of that day";
  (void)expect_value(hand().remove(removal("2019-10-08")));
  const Error removed = hand().remove(removal("2019-10-09")).error();
  EXPECT_EQ(removed.code, "usage.entry_removed");
  EXPECT_TRUE(removed.message.ends_with("2019-10-08")) << removed.message;
}

// Typed a century too late, it would act on nobody.
TEST_F(Hand, AnEntryIsPublishedOnADayThatHasCome) {
  const auto add = [&](const char* published) {
    return hand().add(Table::entries, {{"case_no", "（2019）豫0397执77号"}, {"party", kParty}, {"published_on", published}, {"publishable", "true"}});
  };
  EXPECT_EQ(add("2091-06-10").error().code, "usage.published_to_come");
  EXPECT_EQ(add("2020-01-01").error().code, "usage.published_to_come");
  EXPECT_TRUE(expect_value(add("2019-12-31")).changed);
}

// Case and party exchanged.
TEST_F(Hand, ACaseNumberIsNoParty) {
  lifecycle::Event exchanged = step(lifecycle::Step::service, "2019-07-01");
  exchanged.case_no = kParty;
  exchanged.party = "（2019）豫0397执1号";
  EXPECT_EQ(hand().take(exchanged).error().code, "usage.value");
  EXPECT_EQ(take(*registry_, "parties.csv", "id,kind,name\n(2019)豫0397执1号,person,甲\n南字第0123456号,person,乙\n").rejects.size(), 1U);
}

TEST_F(Hand, ColumnsThatAreNotGivenSayWhatTheySaid) {
  (void)take(*registry_, "entries.csv",
             "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,duty,objection\n" + std::string("（2019）豫0399执2号,") +
                 kParty + ",样例县人民法院,2019/6/10,2021年6月10日,,,是,410399197005200012,还款,2019-07-01–2019-07-04\n");
  lifecycle::Event extension = step(lifecycle::Step::extension, "2019-07-01");
  extension.case_no = "（2019）豫0399执2号";
  extension.until = day("2022-06-10");
  (void)expect_value(hand().take(extension));
  const ByHand::Values correction{{"case_no", "(2019)豫0399执2号"}, {"party", kParty}, {"published_on", "2019-06-10"}, {"court", "另一法院"}};
  const Recorded recorded = expect_value(hand().add(Table::entries, correction));
  ASSERT_EQ(recorded.changes.size(), 1U);
  EXPECT_STREQ(recorded.changes[0].column->name, "court");
  EXPECT_EQ(recorded.changes[0].before, "样例县人民法院");
  EXPECT_EQ(recorded.changes[0].after, "另一法院");
  EXPECT_TRUE(recorded.warnings.empty()) << "nobody typed the term that the step made longer";
  const facts::Entry now = entry("（2019）豫0399执2号");
  EXPECT_EQ(now.court, "另一法院");
  EXPECT_EQ(now.expires_on, day("2022-06-10"));
  ASSERT_TRUE(now.objection);
  EXPECT_EQ(now.objection->to, day("2019-07-04"));
  EXPECT_TRUE(now.publishable);
  for (const facts::Entry& one : expect_value(registry_->read()).entries) {
    if (one.court != "另一法院") continue;
    EXPECT_EQ(one.responsible, std::vector<std::string>{"410399197005200012"});
  }
  EXPECT_FALSE(expect_value(hand().add(Table::entries, correction)).changed);
  // What a list says beneath the step is as it was, and as it was written.
  (void)expect_value(hand().withdraw(extension));
  EXPECT_EQ(entry("（2019）豫0399执2号").expires_on, day("2021-06-10"));
  ByHand::Values emptied = correction;
  emptied.push_back({"responsible", ""});
  EXPECT_EQ(expect_value(hand().add(Table::entries, emptied)).changes.at(0).before, "4103991970****0012");
  for (const facts::Entry& one : expect_value(registry_->read()).entries) {
    EXPECT_TRUE(one.court != "另一法院" || one.responsible.empty());
  }
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

TEST_F(Hand, APermitHoldsOnSomeDay) {
  ByHand::Values permit{{"party", kParty}, {"target", "*"}, {"from", "2019-07-01"}, {"document", "准1"}, {"to", "2019-07-01"}};
  for (const char* to : {"2019-06-01", "2019-07-01"}) {
    permit.back().second = to;
    EXPECT_EQ(hand().add(Table::permits, permit).error().code, "usage.permit_period") << to;
  }
  permit.back().second = "2019-08-01";
  (void)expect_value(hand().add(Table::permits, permit));
  permit.pop_back();
  EXPECT_FALSE(expect_value(hand().add(Table::permits, permit)).changed) << "its end was not given, and stays";
  permit.push_back({"to", ""});
  EXPECT_EQ(expect_value(hand().add(Table::permits, permit)).changes.at(0).before, "2019-08-01");
}

TEST_F(Hand, ThoseNamedOnAnEntryStayNamedWhenItIsChanged) {
  (void)expect_value(hand().remove(removal("2019-10-08")));
  for (const facts::Entry& one : expect_value(registry_->read()).entries) {
    if (one.case_no != kCase) continue;
    EXPECT_EQ(one.responsible, std::vector<std::string>{"410399197005200012"});
  }
}

TEST_F(Hand, WhatIsRefusedChangesNothing) {
  const uint64_t before = expect_value(registry_->revision());
  Removal wrong = removal("2019-06-09");
  EXPECT_EQ(hand().remove(wrong).error().code, "usage.removal_day");
  wrong = removal("2019-10-08");
  wrong.case_no = "没有";
  EXPECT_EQ(hand().remove(wrong).error().code, "usage.entry_missing");
  lifecycle::Event several = step(lifecycle::Step::removal_ground, "2019-07-01");
  several.case_no = "多次";
  EXPECT_EQ(hand().take(several).error().code, "usage.entry_several");
  EXPECT_EQ(hand().take(step(lifecycle::Step::extension, "2019-07-01")).error().code, "usage.until_missing");
  EXPECT_EQ(hand().take(step(lifecycle::Step::removal, "2019-07-01")).error().code, "usage.step_elsewhere");
  EXPECT_EQ(hand().take(step(lifecycle::Step::retention, "2019-07-01")).error().code, "usage.step_elsewhere");
  lifecycle::Event bare = step(lifecycle::Step::suspension, "2019-07-01");
  bare.document.clear();
  EXPECT_EQ(hand().take(bare).error().code, "usage.document_missing");
  bare.party = "张三";
  EXPECT_EQ(hand().take(bare).error().code, "usage.document_missing");
  // Its effect is taken first, and goes back with the step that cannot be.
  lifecycle::Event odd = step(lifecycle::Step::removal_ground, "2019-07-01");
  odd.by = std::string("法\x07院");
  EXPECT_EQ(hand().take(odd).error().code, "usage.value");
  EXPECT_EQ(expect_value(registry_->revision()), before);
  EXPECT_FALSE(entry().ground_on);
  several.published_on = day("2019-03-01");
  EXPECT_TRUE(expect_value(hand().take(several)).changed);
}

TEST_F(Hand, StepsChangeWhatTheEntrySays) {
  lifecycle::Event extension = step(lifecycle::Step::extension, "2019-07-01");
  extension.until = day("2022-06-10");
  (void)expect_value(hand().take(extension));
  EXPECT_EQ(entry().expires_on, day("2022-06-10"));
  (void)expect_value(hand().take(step(lifecycle::Step::objection, "2019-07-02")));
  ASSERT_TRUE(entry().objection);
  EXPECT_EQ(entry().objection->from, day("2019-07-02"));
  EXPECT_FALSE(entry().objection->to);
  (void)expect_value(hand().take(step(lifecycle::Step::objection_decision, "2019-07-04", "理由不成立")));
  EXPECT_EQ(entry().objection->from, day("2019-07-02"));
  EXPECT_EQ(entry().objection->to, day("2019-07-04"));
  EXPECT_FALSE(entry().ground_on);
  (void)expect_value(hand().take(step(lifecycle::Step::reconsideration, "2019-07-10")));
  EXPECT_EQ(entry().objection->from, day("2019-07-10"));
  EXPECT_FALSE(entry().objection->to);
  (void)expect_value(hand().take(step(lifecycle::Step::reconsideration_decision, "2019-07-20", "理由成立")));
  EXPECT_EQ(entry().objection->to, day("2019-07-20"));
  EXPECT_EQ(entry().ground_on, day("2019-07-20"));
  EXPECT_EQ(expect_value(registry_->events()).size(), 5U);
}

TEST_F(Hand, AStepOfAListingThatIsNotThereYetIsKept) {
  lifecycle::Event notice = step(lifecycle::Step::objection, "2019-07-01");
  notice.case_no = "尚未纳入";
  EXPECT_TRUE(expect_value(hand().take(notice)).changed);
  EXPECT_FALSE(expect_value(hand().take(notice)).changed) << "said twice, known once";
  notice.step = lifecycle::Step::removal_ground;
  EXPECT_EQ(hand().take(notice).error().code, "usage.entry_missing");
}

TEST_F(Hand, ASuspensionIsAPermitForEverything) {
  lifecycle::Event suspension = step(lifecycle::Step::suspension, "2019-07-01");
  suspension.until = day("2019-08-01");
  (void)expect_value(hand().take(suspension));
  lifecycle::Event permit = step(lifecycle::Step::permit, "2019-07-01", "lodging");
  (void)expect_value(hand().take(permit));
  const auto permits = expect_value(registry_->read()).permits;
  ASSERT_EQ(permits.size(), 2U);
  EXPECT_EQ(permits[0].target, "*");
  EXPECT_EQ(permits[0].period.to, day("2019-08-01"));
  EXPECT_EQ(permits[0].document, "文书1号");
  EXPECT_EQ(permits[1].target, "lodging");
}

TEST_F(Hand, RetentionsNeedABasisAndAnEntryRightlyMade) {
  const auto retain = [&](std::string basis) {
    lifecycle::Event kept = step(lifecycle::Step::retention, "2019-10-08", "luxury_lodging");
    kept.until = day("2020-10-08");
    kept.by = "县财政局";
    return hand().add(Table::retentions,
                      {{"case_no", kCase}, {"party", kParty}, {"measure", "luxury_lodging"}, {"until", "2020-10-08"}, {"basis", std::move(basis)}}, kept);
  };
  EXPECT_EQ(retain("").error().code, "usage.value");
  EXPECT_TRUE(expect_value(retain("某法第1条")).changed);
  EXPECT_EQ(expect_value(registry_->events()).size(), 1U);
  Removal wrong = removal("2019-10-08");
  wrong.ground = "错误纳入";
  EXPECT_EQ(expect_value(hand().remove(wrong)).ended_retentions, 1U);
  EXPECT_EQ(retain("另一法第1条").error().code, "usage.retention_wrongly_made");
}

TEST_F(Hand, AnEntryOnAMinorIsSetAside) {
  const Recorded recorded =
      expect_value(hand().add(Table::entries, {{"case_no", "c9"}, {"party", "410399200503121239"}, {"published_on", "2019-07-01"}, {"publishable", "true"}}));
  EXPECT_TRUE(recorded.set_aside);
  EXPECT_EQ(expect_value(registry_->findings()).size(), 1U);
}

TEST_F(Hand, AColumnIsNamedInTheLanguageOfWhoTypes) {
  EXPECT_EQ(hand().add(Table::permits, {{"case", "c9"}}).error().message,
            "a value cannot be taken: case: the table has no such column (party, target, from, to, document)");
  const auto in_chinese = registry_->by_hand(tick(), Language::zh).add(Table::parties, {{"编号", kParty}, {"类别", "x"}});
  EXPECT_EQ(in_chinese.error().message, "a value cannot be taken: 类别: 不是主体类别，应为自然人（person）或单位（organisation）");
}

TEST_F(Hand, AnEntryOnADocumentThatAMinorBearsIsNoneOfTheList) {
  const std::vector<std::pair<std::string, std::string>> entry{
      {"case_no", "c9"}, {"party", "E12345678"}, {"published_on", "2019-07-01"}, {"publishable", "true"}};
  EXPECT_FALSE(expect_value(hand().add(Table::entries, entry)).set_aside);
  EXPECT_EQ(expect_value(registry_->list()).entries.size(), 4U);
  EXPECT_TRUE(expect_value(hand().add(Table::documents, {{"document", "E12345678"}, {"party", "410399200503121239"}})).set_aside);
  for (const facts::Entry& one : expect_value(registry_->list()).entries) EXPECT_NE(one.case_no, "c9");
  EXPECT_EQ(expect_value(registry_->findings()).at(0).kind, "entry_on_minor");
}

TEST_F(Hand, FindingsOfAKindAreKeptWhileTheyAreFoundAndClosedAfterwards) {
  const NewFinding late{"late_removal", "c1", kParty, "{\"days_late\":1}"}, wrong{"wrong_listing", "c2", kParty, "{}"};
  const std::vector<std::string_view> kinds{"late_removal", "wrong_listing"};
  EXPECT_EQ(expect_value(registry_->keep_findings({late, wrong}, kinds, tick())), 2U);
  EXPECT_EQ(expect_value(registry_->keep_findings({late, wrong}, kinds, tick())), 0U);
  EXPECT_EQ(expect_value(registry_->keep_findings({wrong}, kinds, tick())), 1U);
  EXPECT_EQ(expect_value(registry_->findings()).size(), 1U);
  EXPECT_EQ(expect_value(registry_->keep_findings({}, {}, tick())), 0U) << "kinds that nobody looked for stay";
  EXPECT_TRUE(expect_value(registry_->verify()).whole());
}

// Earlier versions kept findings under shorter subjects: what is found still is kept under its own, once.
TEST_F(Hand, FindingsKeptUnderAnotherSubjectAreClosedWhereTheyAreFoundUnderTheirOwn) {
  const NewFinding before{"late_confirmation", "c1|p|2019-01-01|2019-06-07|", kParty, "{}"};
  const NewFinding one{"late_confirmation", "c1|p|2019-01-01|2019-06-07||a|", kParty, "{}"},
      other{"late_confirmation", "c1|p|2019-01-01|2019-06-07||b|", kParty, "{}"};
  EXPECT_EQ(expect_value(registry_->keep_findings({before}, {"late_confirmation"}, tick())), 1U);
  EXPECT_EQ(expect_value(registry_->keep_findings({one, other}, {"late_confirmation"}, tick())), 3U);
  EXPECT_EQ(expect_value(registry_->keep_findings({one, other}, {"late_confirmation"}, tick())), 0U);
  EXPECT_EQ(expect_value(registry_->findings()).size(), 2U);
  EXPECT_THROW((void)registry_->keep_findings({one, one}, {"late_confirmation"}, tick()), std::logic_error) << "two findings that would be one";
}

// A table that nobody promises to give each key once is looked into also where it was empty.
TEST_F(Hand, AWriterThatPutsAFindingTwiceIntoAnEmptyTableKeepsTheLast) {
  Database database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 0));
  auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
  FactWriter writer = expect_value(FactWriter::begin(database, {tick(), "test", std::nullopt}));
  EXPECT_EQ(expect_value(writer.put_finding("late_removal", "c1", kParty, "{}")), Outcome::added);
  EXPECT_EQ(expect_value(writer.put_finding("late_removal", "c1", kParty, R"({"days_late":1})")), Outcome::changed);
}

// Else a removal recorded between looking and keeping would leave a finding of a list gone by.
TEST_F(Hand, NobodyWritesBetweenLookingForFindingsAndKeepingThem) {
  const std::vector<std::string_view> kinds{"late_removal"};
  Registry other = reopen();
  const std::string moment = tick();
  const auto look = [&](const List&) -> Result<std::vector<NewFinding>> {
    const auto written = access::put_setting(other, "feed.removal_share", "2", moment);
    EXPECT_EQ(written ? "" : written.error().code, "registry.locked");
    return std::vector<NewFinding>{{"late_removal", "c1", kParty, "{}"}};
  };
  EXPECT_EQ(expect_value(registry_->look_for_findings(look, kinds, moment)), 1U);
  EXPECT_TRUE(access::put_setting(other, "feed.removal_share", "2", moment));
}

class Export : public Scratch {
 protected:
  static std::string exported(Registry& registry, Table table, const ExportOptions& options) {
    std::string out;
    (void)expect_value(registry.export_table(table, options, [&](std::string_view piece) {
      out.append(piece);
      return true;
    }));
    return out;
  }
};

TEST_F(Export, TakenBackGivesTheSameFacts) {
  Registry registry = make();
  (void)expect_value(registry.import(county("county-small"), {.recorded_at = "2019-09-16T00:00:00Z", .synchronised = Date::parse("2019-09-16")}));
  (void)take(registry, "events.csv", "case_no,party,kind,on,by,detail\nc1,410399198503121236,push,2019-07-01,法院,\"=1+1, \"\"x\"\"\"\n");
  for (const auto& [format, extension, header] :
       {std::tuple(ExportFormat::csv, ".csv", Language::en), {ExportFormat::csv, ".csv", Language::zh}, {ExportFormat::ndjson, ".ndjson", Language::en}}) {
    const std::string name = std::string("again") + extension + (header == Language::zh ? "zh" : "en");
    Registry again = expect_value(Registry::create(path(name + ".db")));
    std::vector<ImportFile> files;
    for (size_t i = 0; i < kImportedTables; ++i) {
      const auto table = static_cast<Table>(i);
      files.push_back({write(std::string(shape(table).name) + extension, exported(registry, table, {format, header, true})), {}});
    }
    const ImportSummary summary = expect_value(again.import(files, {.recorded_at = "2019-09-17T00:00:00Z"}));
    EXPECT_EQ(summary.rejected(), 0U);
    for (size_t i = 0; i < kImportedTables; ++i) {
      const auto table = static_cast<Table>(i);
      EXPECT_EQ(exported(again, table, {ExportFormat::ndjson, Language::en, true}), exported(registry, table, {ExportFormat::ndjson, Language::en, true}));
    }
  }
}

TEST_F(Export, HidesIdentifiersUnlessTheyAreAskedFor) {
  Registry registry = make();
  (void)take(registry, "entries.csv",
             "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,objection,duty\n"
             "c1,410399198503121236,法院,2019-06-10,,,,true,410399197005200012;410399197005200020,2019-07-01–2019-07-04,还410399197005200012\n");
  EXPECT_EQ(
      exported(registry, Table::entries, {}),
      "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,filed_on,basis_no,basis_unit,duty,performance,conduct,"
      "performed_part,unperformed_part,name,age,gender,legal_representative,decision_no,served_on,removal_kind,removal_ground,unit,objection\r\n"
      "c1,4103991985****1236,法院,2019-06-10,,,,true,4103991970****0012;4103991970****0020,,,,还4103991970****0012,,,,,,,,,,,,,,2019-07-01–2019-07-04\r\n");
  EXPECT_EQ(registry.export_table(Table::entries, {}, [](std::string_view) { return false; }).error().code, "registry.cancelled");
}

TEST_F(Hand, ACourtThatIsNotTheCasesIsTold) {
  const auto told = [&](const lifecycle::Event& typed) {
    const auto warnings = expect_value(hand().take(typed)).warnings;
    return std::count(warnings.begin(), warnings.end(), RowWarning::other_court);
  };
  const auto by = [](lifecycle::Event typed, const char* court) {
    typed.by = court;
    return typed;
  };
  EXPECT_EQ(told(by(step(lifecycle::Step::service, "2019-06-05"), "样例县人民法院 ")), 0);
  EXPECT_EQ(told(by(step(lifecycle::Step::service, "2019-06-06"), "样例县人民法")), 1);
  EXPECT_EQ(told(by(step(lifecycle::Step::service, "2019-06-07"), "甲")), 1) << "of another case's";
  EXPECT_EQ(told(by(step(lifecycle::Step::objection, "2019-06-20"), "某某")), 0) << "a party's";
  EXPECT_EQ(told(by(step(lifecycle::Step::reconsideration_decision, "2019-06-25", "dismissed"), "样例市中级人民法院")), 0) << "a court above";
  lifecycle::Event of_none = by(step(lifecycle::Step::risk_notice, "2019-05-05"), "某法院");
  of_none.case_no = "（2019）豫0399执99号";
  EXPECT_EQ(told(of_none), 0) << "no entry of the case says its court";
  Removal typed = removal("2019-10-08");
  typed.by = "样例县法院";
  EXPECT_EQ(expect_value(hand().remove(typed)).warnings, std::vector<RowWarning>{RowWarning::other_court});
}

}  // namespace
}  // namespace plumb::registry
