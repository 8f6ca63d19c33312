// An entry that calls its number otherwise than it is known: taken, and asked about until a person or the facts answer.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "runtime/registry/by_hand.hpp"
#include "runtime/registry/registry.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

class NamedOtherwise : public PushScratch {
 protected:
  // A listing by that name, whichever the helper gives.
  static std::string called(int number, const std::string& name, const std::string& more = "", const std::string& party = kAlpha) {
    return R"({"caseCode":"（2019）豫0399执)" + std::to_string(number) + R"(号","cardNum":")" + party + R"(","iname":")" + name +
           R"(","publishDate":"2019-05-01")" + (more.empty() ? "" : "," + more) + "}\n";
  }
  // "李四 张三 1": known as, called, case.
  Lines asked() const {
    return query(
        "SELECT json_extract(detail, '$.known_as') || ' ' || json_extract(detail, '$.name') || ' ' || "
        "replace(replace(json_extract(detail, '$.case_no'), '（2019）豫0399执', ''), '号', '') FROM findings WHERE kind = 'named_otherwise' AND revision_to IS "
        "NULL "
        "ORDER BY subject");
  }
  // What the row of the number calls it, in every version that was.
  Lines row_names(const std::string& party = kAlpha) const {
    return query("SELECT ifnull(name, '-') FROM parties WHERE party = (SELECT number FROM identifiers WHERE id = '" + party + "') ORDER BY row");
  }
  // "push-1.ndjson 2": which record of which file the row of the number is of; "push-1.ndjson -": of that push, and follows from entries.
  Lines told_by() const {
    return query(
        "SELECT s.name || ' ' || ifnull(p.source_row, '-') FROM parties p JOIN sources s USING (source) WHERE p.revision_to IS NULL AND p.party = (SELECT "
        "number FROM "
        "identifiers WHERE id = '" +
        kAlpha + "')");
  }
  void begin_anew() {
    registry_.reset();
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(path("r.db" + std::string(end)));
    registry_.emplace(make());
    seconds_ = 0;
  }
  void register_as(const std::string& name) { take(*registry_, "parties.csv", "id,kind,name\n" + kAlpha + ",person," + name + "\n"); }
  void close() {
    court::SettleOptions options;
    options.recorded_at = tick();
    options.by = "张法官";
    options.reason = "曾用名，核对无误";
    for (const std::string& row : query("SELECT row FROM findings WHERE kind = 'named_otherwise' AND revision_to IS NULL"))
      options.findings.push_back(std::stoll(row));
    EXPECT_EQ(expect_value(registry_->settle(options)).closed, options.findings.size());
  }
  static Removal removal() {
    return {"（2019）豫0399执1号", kAlpha, {}, Date::parse("2019-06-01").value(), "shielded", "全部履行", {}, "裁1号", "样例县人民法院"};
  }
};

size_t told(const court::PushTold& push) { return push.files.at(0).warnings[court::kOtherNameWarning]; }

TEST_F(NamedOtherwise, IsAskedByTheRowOfTheParty) {
  register_as("李四");
  EXPECT_EQ(told(push(called(1, "张三"))), 1u);
  EXPECT_EQ(asked(), Lines{"李四 张三 1"});
  EXPECT_EQ(told(push(called(2, "李 四"))), 0u) << "spaces part no names";
  EXPECT_EQ(asked(), Lines{"李四 张三 1"});
}

TEST_F(NamedOtherwise, IsAskedByWhatMostEntriesSayWhereNobodyElseKnows) {
  EXPECT_EQ(told(push(called(1, "李四") + called(2, "张三") + called(3, "张三"))), 1u);
  EXPECT_EQ(asked(), Lines{"张三 李四 1"}) << "the row that the court's own push made says nothing";
  push(called(4, "李四") + called(5, "李四"));
  EXPECT_EQ(asked(), (Lines{"李四 张三 2", "李四 张三 3"}));
  push(called(2, "李四") + called(3, "李四"));
  EXPECT_EQ(asked(), Lines{}) << "the court says one name";
}

TEST_F(NamedOtherwise, IsAskedOnceOfTwoNames) {
  register_as("李四");
  push(called(1, "张三"));
  close();
  EXPECT_EQ(asked(), Lines{});
  push(called(1, "张三", R"("duty":"新","courtName":"邻县人民法院")"));
  push(called(1, "张 三", R"("duty":"新")"));
  register_as("李 四");
  push(called(1, "张三", R"("duty":"又")"));
  EXPECT_EQ(asked(), Lines{}) << "the same two names of the same listing";
  push(called(1, "王五"));
  EXPECT_EQ(asked(), Lines{"李四 王五 1"});
}

TEST_F(NamedOtherwise, IsAskedOfTheNameThatStands) {
  register_as("李四");
  push(called(1, "张三"));
  EXPECT_EQ(told(push(called(1, "王五"))), 1u);
  EXPECT_EQ(asked(), Lines{"李四 王五 1"});
  EXPECT_EQ(told(push(called(1, "王 五"))), 0u);
  EXPECT_EQ(asked(), Lines{"李四 王五 1"});
  take(*registry_, "entries.csv",
       "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,name\n（2019）豫0399执1号," + kAlpha +
           ",甲,2019-05-01,,,,true,,赵六\n");
  EXPECT_EQ(asked(), Lines{"李四 赵六 1"}) << "a table too";
}

TEST_F(NamedOtherwise, IsAnsweredByTheRegister) {
  register_as("李四");
  push(called(1, "张三"));
  register_as("张 三");
  EXPECT_EQ(asked(), Lines{});
  EXPECT_EQ(told(push(called(2, "张三"))), 0u);
}

TEST_F(NamedOtherwise, FollowsWhatTheRegisterSays) {
  push(called(1, "张三"));
  push(called(2, "李四"));
  EXPECT_EQ(asked(), Lines{"张三 李四 2"});
  register_as("李四");
  EXPECT_EQ(asked(), Lines{"李四 张三 1"});
  register_as("暂无");
  EXPECT_EQ(asked(), Lines{"张三 李四 2"}) << "no name at all";
}

TEST_F(NamedOtherwise, EndsWithTheEntryAndComesBackWithIt) {
  register_as("李四");
  push(called(1, "张三"));
  push(removed(1, kAlpha, "2031-06-01"));
  EXPECT_EQ(asked(), Lines{"李四 张三 1"}) << "it stands until then";
  push(called(2, "张三"));
  expect_value(registry_->by_hand(tick(), Language::en).remove(removal()));
  EXPECT_EQ(asked(), Lines{"李四 张三 2"});
  lifecycle::Event step;
  step.case_no = removal().case_no;
  step.party = kAlpha;
  step.step = lifecycle::Step::removal;
  step.on = removal().on;
  step.by = removal().by;
  step.document = removal().document;
  expect_value(registry_->by_hand(tick(), Language::en).withdraw(step));
  EXPECT_EQ(asked(), (Lines{"李四 张三 1", "李四 张三 2"}));
}

TEST_F(NamedOtherwise, EndsWhereSomebodyConfirmsThatAFullPushLeftItOut) {
  register_as("李四");
  push(called(1, "张三", R"("courtName":"样例县人民法院")") + called(2, "李四", R"("courtName":"样例县人民法院")"), "2019-06-01");
  push_full(called(2, "李四", R"("courtName":"样例县人民法院")"), "2019-07-01");
  EXPECT_EQ(asked(), Lines{"李四 张三 1"});
  court::SettleOptions options;
  options.recorded_at = tick();
  options.by = "王五";
  options.push = Date::parse("2019-07-01");
  EXPECT_EQ(expect_value(registry_->settle(options)).removed, 1u);
  EXPECT_EQ(asked(), Lines{});
}

TEST_F(NamedOtherwise, OfALateNameThatDoesNotCountNothingIsAsked) {
  register_as("李四");
  push(called(1, "李四"), "2019-06-10");
  EXPECT_EQ(told(push(called(1, "张三", R"("duty":"新")"), "2019-06-01")), 0u);
  EXPECT_EQ(query("SELECT count(*) FROM findings"), Lines{"0"});
}

TEST_F(NamedOtherwise, OfANumberThatHidesPlacesNothingIsAsked) {
  push(called(1, "张三", "", "4103991985****8813") + called(2, "李四", "", "4103991985****8813"));
  EXPECT_EQ(asked(), Lines{});
}

TEST_F(NamedOtherwise, SaysNothingOfARecordWithoutName) {
  register_as("李四");
  push(called(1, "暂无"));
  EXPECT_EQ(asked(), Lines{});
}

TEST_F(NamedOtherwise, TheRegisterCountsAlsoWhereItSaysWhatThePushSaid) {
  push(called(1, "张三"));
  register_as("张三");
  push(called(2, "李四") + called(3, "李四"));
  EXPECT_EQ(asked(), (Lines{"张三 李四 2", "张三 李四 3"}));
  const uint64_t before = expect_value(registry_->revision());
  register_as("张三");
  EXPECT_EQ(expect_value(registry_->revision()), before) << "said once, it is the register's";
}

TEST_F(NamedOtherwise, ComesBackWithAnEntryWhoseRemovalIsYetToCome) {
  register_as("李四");
  push(called(1, "张三"));
  const auto table = [&](const std::string& removed_on) {
    take(*registry_, "entries.csv",
         "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,name\n（2019）豫0399执1号," + kAlpha +
             ",样例县人民法院,2019-05-01,,," + removed_on + ",true,,张三\n");
  };
  table("2019-06-01");
  EXPECT_EQ(asked(), Lines{});
  table("2031-01-01");
  EXPECT_EQ(asked(), Lines{"李四 张三 1"});
}

TEST_F(NamedOtherwise, NoNameAndAnEntityAreNoOtherNames) {
  take(*registry_, "entries.csv",
       "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,name\n（2019）豫0399执8号," + kAlpha +
           ",甲,2019-05-01,,,,true,,暂无\n（2019）豫0399执9号," + kAlpha + ",甲,2019-05-01,,,,true,,/\n");
  register_as("买买提&middot;阿里");
  push(called(1, "买买提·阿里"));
  EXPECT_EQ(asked(), Lines{});
}

// Who is restricted is called alike by decisions, which read the row, and by the public list, which reads the entry.
TEST_F(NamedOtherwise, ARowThatAPushMadeIsCalledAsTheEntriesAre) {
  push(called(1, "张三"));
  EXPECT_EQ(told_by(), Lines{"push-0.ndjson 1"});
  push(called(1, "李四"));
  EXPECT_EQ(row_names(), (Lines{"张三", "李四"}));
  EXPECT_EQ(told_by(), Lines{"push-0.ndjson -"});
  EXPECT_EQ(asked(), Lines{});
  push(called(1, "李 四", R"("duty":"新")"));
  push(called(1, "张三"), "2019-05-02");
  push(called(1, "王五"), "2019-05-01");
  EXPECT_EQ(row_names(), (Lines{"张三", "李四", "李 四", "张三"})) << "as it is spelled, and a late one counts for nothing";
  push(called(1, "暂无"), "2019-05-03");
  EXPECT_EQ(row_names().size(), 4u) << "no name is no other name";
  EXPECT_TRUE(expect_value(registry_->verify()).faults.empty());
}

TEST_F(NamedOtherwise, ARowThatAPushMadeFollowsAnEntryThatAPersonNames) {
  push(called(1, "张三"));
  const auto name = [&](const char* as) {
    take(*registry_, "entries.csv",
         "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,name\n（2019）豫0399执1号," + kAlpha +
             ",样例县人民法院,2019-05-01,,,,true,," + as + "\n");
  };
  name("李四");
  EXPECT_EQ(row_names(), (Lines{"张三", "李四"}));
  EXPECT_EQ(told_by(), Lines{"push-0.ndjson -"}) << "it is that push's still, and not the register's";
  push(called(1, "李四"));
  push(called(1, "王五"));
  EXPECT_EQ(row_names(), (Lines{"张三", "李四", "王五"}));
  EXPECT_EQ(asked(), Lines{});
}

// An entry stands under one document, whichever of them a record names.
TEST_F(NamedOtherwise, ARowOfAnotherDocumentIsCalledAsTheEntriesOfThePartyAre) {
  const std::string passport = "E12345678";
  for (const int entries : {1, 2}) {
    begin_anew();
    std::string records;
    for (int i = 1; i <= entries; ++i) records += called(i, "张三", "", passport);
    push(records);
    take(*registry_, "documents.csv", "document,party,by,basis\n" + passport + "," + kAlpha + ",王五,核验\n");
    push(called(1, "张三", R"("duty":"新")"));
    EXPECT_EQ(row_names(), Lines{"张三"}) << entries;
    records.clear();
    for (int i = 1; i <= entries; ++i) records += called(i, "李四");
    push(records);
    EXPECT_EQ(row_names(), (Lines{"张三", "李四"})) << entries;
    EXPECT_EQ(row_names(passport), (Lines{"张三", "李四"})) << entries;
    EXPECT_EQ(query("SELECT count(*) FROM entries WHERE revision_to IS NULL"), Lines{std::to_string(entries)});
    EXPECT_TRUE(expect_value(registry_->verify()).faults.empty());
  }
}

TEST_F(NamedOtherwise, ARowThatAPushMakesIsCalledAsMostEntriesAre) {
  push(called(1, "李四") + called(2, "张三") + called(3, "张 三") + called(4, "王五"));
  EXPECT_EQ(row_names(), Lines{"张三"});
  EXPECT_EQ(told_by(), Lines{"push-0.ndjson -"}) << "no record of it says that most say so";
  push(called(5, "王五") + called(6, "王五"));
  EXPECT_EQ(row_names(), (Lines{"张三", "王五"}));
  EXPECT_EQ(asked(), (Lines{"王五 李四 1", "王五 张三 2", "王五 张三 3"}));
}

TEST_F(NamedOtherwise, ARowWithoutANameGetsTheFirst) {
  push(called(1, "暂无"));
  EXPECT_EQ(row_names(), Lines{"-"});
  push(called(1, "张三"));
  EXPECT_EQ(row_names(), (Lines{"-", "张三"}));
}

TEST_F(NamedOtherwise, ARowThatOthersWroteStays) {
  register_as("李四");
  push(called(1, "张三"));
  push(called(1, "王五"));
  EXPECT_EQ(row_names(), Lines{"李四"});
}

// What is asked follows from what stands, in whatever order it was told, and so does what the row says.
TEST_F(NamedOtherwise, IsAskedAlikeInEveryOrder) {
  std::mt19937 random(48);
  const char* const names[] = {"张三", "李四", "王五", "张 三"};
  for (int round = 0; round < 16; ++round) {
    const std::string party = round % 4 == 3 ? "4103991985****8813" : kAlpha;
    std::vector<std::string> pushes;
    for (int i = 1; i <= 4; ++i) pushes.push_back(called(i, names[random() % 4], "", party));
    Lines first;
    for (int order = 0; order < 3; ++order) {
      begin_anew();
      std::shuffle(pushes.begin(), pushes.end(), random);
      for (const std::string& one : pushes) push(one);
      Lines now = asked();
      now.push_back(row_names(party).back());
      if (order == 0) first = now;
      EXPECT_EQ(now, first);
    }
  }
}

// Of one number with many entries each is looked at once for a push.
TEST_F(NamedOtherwise, ManyEntriesOfOneNumberCostNoMoreEach) {
  std::string records;
  constexpr int kMany = 20'000;
  for (int i = 1; i <= kMany; ++i) records += called(i, i % 2 == 0 ? "张三" : "李四");
  EXPECT_EQ(told(push(records)), static_cast<size_t>(kMany / 2));
  push(called(kMany + 1, "张三"));
  EXPECT_EQ(asked().size(), static_cast<size_t>(kMany / 2));
}

}  // namespace
}  // namespace plumb::registry
