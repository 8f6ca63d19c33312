// What an erasure leaves of a person, and how what it leaves is guarded.
#include <array>

#include "runtime/registry/review/bindings.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

using journal::Verification;

const std::string kPerson = "410397197005020013", kOther = "410397197007100703", kName = "欧阳敏敏", kCourt = "样例县人民法院";

class Erasure : public Scratch {
 protected:
  // Listed, objected, allowed, removed; and somebody else beside, of whom the same was recorded.
  void SetUp() override {
    Scratch::SetUp();
    Registry registry = make();
    std::string parties = "id,kind,name\n", events = "case_no,party,kind,on,by,document,detail\n", permits = "party,target,from,to,document\n";
    std::string entries = kEntryHeader, documents = "document,party,by,basis\n", retentions = "case_no,party,measure,until,basis\n";
    for (const auto& [id, name, no] : {std::tuple(kPerson, kName, std::string("1")), std::tuple(kOther, std::string("诸葛方方"), std::string("2"))}) {
      const std::string of_case = "（2019）豫0397执" + no + "号," + id + ",";
      parties += id + ",person," + name + "\n";
      entries += of_case + kCourt + ",2019-01-01,,,2019-09-01,true,\n";
      events += of_case + "objection,2019-01-03," + name + "," + name + "异议书,已履行\n";
      events += of_case + "objection,2019-01-03,代理人之" + no + "," + name + "异议书,\n";
      events += of_case + "objection,2019-01-04," + kCourt + ",口头异议笔录" + no + "号,\n";
      events += of_case + "objection_decision,2019-01-05," + kCourt + ",异" + no + "号,dismissed\n";
      events += of_case + "service,2019-01-06," + name + "之父,回证" + no + "号,\n";
      permits += id + ",luxury_lodging,2019-02-01,2019-03-01,准许" + no + "号（" + id.substr(0, 6) + " " + id.substr(6) + "）\n";
      permits += id + ",*,2019-02-01,2019-03-01,准许" + no + "0号\n";
      documents += "E9999000" + no + "," + id + ",样例县出入境,护照，持有人 " + id + "\n";
      retentions += of_case + "luxury_lodging,2019-09-05,对" + id + "的刑罚\n";
    }
    (void)take(registry, "parties.csv", parties);
    (void)take(registry, "entries.csv", entries);
    (void)take(registry, "events.csv", events);
    (void)take(registry, "permits.csv", permits);
    (void)take(registry, "documents.csv", documents);
    (void)take(registry, "retentions.csv", retentions);
  }

  Result<journal::ErasureSummary> erase(const std::string& person) {
    return reopen().erase({person, journal::ErasureGround::period_over, "某局", "〔2019〕删1号", Date::parse("2019-10-01").value(), tick()});
  }
  void run(const std::string& sql) const {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 0));
    const auto done = database.run(sql);
    ASSERT_TRUE(done) << sql << ": " << done.error().message;
  }
  // Rows of one column of text, joined.
  std::string texts(const std::string& sql) const {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 0));
    auto rows = expect_value(database.prepare(sql));
    std::string out;
    while (rows.step() == SQLITE_ROW) out += std::string(rows.text(0)) + "|";
    return out;
  }
  // Guards go, as for somebody who has the file in hand.
  void unguard() const {
    std::string sql;
    const std::string triggers = texts("SELECT 'DROP TRIGGER ' || name FROM sqlite_schema WHERE type = 'trigger'");
    for (const char c : triggers) sql += c == '|' ? ';' : c;
    run(sql);
  }
  // "altered events 3"; empty: nothing was found.
  std::string first_fault() const {
    const Verification found = expect_value(expect_value(Registry::open(path("r.db"), {})).verify({}));
    if (found.whole()) return "";
    return std::string(journal::tampering_code(found.faults[0].kind)) + " " + found.faults[0].table + " " + std::to_string(found.faults[0].row);
  }
  std::string first_fault_after(const std::string& sql) const {
    std::filesystem::copy_file(path("r.db"), path("kept.db"), std::filesystem::copy_options::overwrite_existing);
    run(sql);
    std::string found = first_fault();
    std::filesystem::copy_file(path("kept.db"), path("r.db"), std::filesystem::copy_options::overwrite_existing);
    for (const char* beside : {"r.db-wal", "r.db-shm"}) std::filesystem::remove(path(beside));
    return found;
  }
};

TEST_F(Erasure, NeitherNameNorNumberIsLeftInTheFile) {
  const auto erased = erase(kPerson);
  ASSERT_TRUE(erased) << erased.error().code;
  EXPECT_TRUE(erased->elsewhere.empty());
  for (const char* file : {"r.db", "r.db-wal"}) {
    const std::string bytes = slurp(path(file));
    for (const std::string& text : {kName, kPerson, kPerson.substr(6), std::string("代理人之1"), std::string("E99990001")})
      EXPECT_EQ(bytes.find(text), std::string::npos) << text << " in " << file;
  }
  EXPECT_EQ(first_fault(), "");
}

// The record of what a court and other offices did stays; so does everything about others.
TEST_F(Erasure, WhatOfficesDidStays) {
  ASSERT_TRUE(erase(kPerson));
  EXPECT_EQ(texts("SELECT by_whom || ' ' || document FROM events WHERE case_no = '（2019）豫0397执1号' ORDER BY row"),
            "erased-1 erased-1|erased-2 erased-1|" + kCourt + " 口头异议笔录1号|" + kCourt + " 异1号|erased-5 回证1号|");
  EXPECT_EQ(texts("SELECT document FROM permits ORDER BY row LIMIT 2"), "erased-1|准许10号|");
  EXPECT_EQ(texts("SELECT by_whom || ' ' || basis FROM documents ORDER BY row LIMIT 1"), "样例县出入境 erased-1|");
  EXPECT_EQ(texts("SELECT basis FROM retentions ORDER BY row LIMIT 1"), "erased-1|");
  EXPECT_EQ(texts("SELECT by_whom FROM events WHERE case_no = '（2019）豫0397执2号' ORDER BY row"),
            "诸葛方方|代理人之2|" + kCourt + "|" + kCourt + "|诸葛方方之父|");
}

TEST_F(Erasure, ACourtWhoseNameBeginsLikeThePersonsStays) {
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", "id,kind,name\n410397198001010012,person,高明\n");
    (void)take(registry, "entries.csv", kEntryHeader + "（2019）豫0397执7号,410397198001010012,高明区人民法院,2019-01-01,,,2019-09-01,true,\n");
    (void)take(registry, "events.csv",
               "case_no,party,kind,on,by\n（2019）豫0397执7号,410397198001010012,service,2019-01-03,高明区人民法院\n"
               "（2019）豫0397执7号,410397198001010012,service,2019-01-04,高明\n");
  }
  ASSERT_TRUE(erase("410397198001010012"));
  EXPECT_EQ(texts("SELECT by_whom FROM events WHERE case_no = '（2019）豫0397执7号' ORDER BY row"), "高明区人民法院|erased-12|");
  EXPECT_EQ(first_fault(), "");
}

// Every text that was kept, and every one that went, in rows that were bound anew.
TEST_F(Erasure, WhatIsLeftOfARowIsGuarded) {
  ASSERT_TRUE(erase(kPerson));
  unguard();
  for (const char* change : {"by_whom = '别人'", "by_whom = NULL", "document = '别的'", "detail = '别的'", "on_day = '2019-01-09'", "kind = 'service'",
                             "originals = '{}'", "case_no = '（2019）豫0397执9号'"}) {
    for (const char* row : {"1", "4"})
      EXPECT_EQ(first_fault_after(std::string("UPDATE events SET ") + change + " WHERE row = " + row), std::string("altered events ") + row) << change;
  }
  EXPECT_EQ(first_fault_after("UPDATE permits SET document = '准许11号' WHERE row = 2"), "altered permits 2");
  EXPECT_EQ(first_fault_after("UPDATE documents SET by_whom = '别人' WHERE row = 1"), "altered documents 1");
  EXPECT_EQ(first_fault_after("UPDATE events SET superseded_at = '2019-10-01T00:00:30Z', revision_to = 6 WHERE row = 4"), "altered events 4");
  EXPECT_EQ(first_fault_after("DELETE FROM events WHERE row = 4"), "removed events 4");
}

TEST_F(Erasure, ARowThatWasAlteredBeforeIsFoundAfterwards) {
  unguard();
  run("UPDATE events SET on_day = '2019-01-09' WHERE row = 4");
  EXPECT_EQ(first_fault(), "altered events 4");
  ASSERT_TRUE(erase(kPerson));
  EXPECT_EQ(first_fault(), "altered events 4");
}

// Whoever writes an erasure that never was to hide a change is found by the change.
TEST_F(Erasure, AnErasureThatTheJournalDoesNotBindVouchesForNothing) {
  ASSERT_TRUE(erase(kPerson));
  unguard();
  const std::string forged =
      "INSERT INTO journal_erasures SELECT max(erasure) + 1, 'events', 9, '*', randomblob(32), ground, by_whom, document, recorded_at, revision_from FROM "
      "journal_erasures;";
  EXPECT_EQ(first_fault_after(forged), "added journal_erasures " + std::to_string(std::stoll(texts("SELECT max(erasure) FROM journal_erasures")) + 1));
  EXPECT_EQ(first_fault_after(forged + "UPDATE events SET on_day = '2019-01-09' WHERE row = 9"), "altered events 9");
  const std::string bound = texts("SELECT row FROM journal_erasures WHERE subject = 'events' AND field = '*' AND row = 4");
  ASSERT_EQ(bound, "4|");
  EXPECT_EQ(first_fault_after("UPDATE journal_erasures SET commitment = randomblob(32) WHERE subject = 'events' AND field = '*' AND row = 4"),
            "altered events 4");
}

TEST_F(Erasure, AKeyThatIsWrittenBackIsFound) {
  ASSERT_TRUE(erase(kPerson));
  const std::string number = texts("SELECT number FROM identifiers WHERE key IS NULL ORDER BY number LIMIT 1");
  ASSERT_EQ(number, "1|");
  {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 0));
    EXPECT_FALSE(database.run("UPDATE identifiers SET key = zeroblob(16) WHERE number = 1"));  // the guard
  }
  unguard();
  EXPECT_EQ(first_fault_after("UPDATE identifiers SET key = zeroblob(16) WHERE number = 1"), "altered identifiers 1");
  EXPECT_EQ(first_fault_after("UPDATE identifiers SET key = randomblob(16) WHERE number = 1"), "altered identifiers 1");
}

// The outcome of a decision, a ground's word and departments are the office's record; what else the text says goes, and so does a department of which
// nothing but this person's steps says that it is one.
TEST_F(Erasure, WhatAnOfficeDecidedStaysOfATextAndNothingElseOfIt) {
  const std::string of_case = "（2019）豫0397执1号," + kPerson + ",", of_other = "（2019）豫0397执2号," + kOther + ",";
  std::string events = "case_no,party,kind,on,until,by,document,detail\n";
  const std::vector<std::array<std::string, 3>> told = {
      {"objection_decision", "upheld", "upheld"},
      {"objection_decision", "理由成立，撤销对" + kName + "的纳入", "upheld"},
      {"objection_decision", "驳回", "驳回"},
      {"reconsideration_decision", "其妻称已履行，理由不成立", "dismissed"},
      {"objection_decision", "部分成立，其余驳回", "-"},
      {"removal_ground", "全部履行", "全部履行"},
      {"removal_ground", "经查，" + kPerson + "系错误纳入", "错误纳入"},
      {"removal_ground", "其妻代为还清", "erased-*"},
      {"push", "县公安局、县财政局", "县公安局、县财政局"},
      {"push", "县公安局；其妻所在单位；" + kName, "县公安局"},
      {"push", "其妻所在单位", "-"},
      {"department_notice", "县财政局，县公安局", "县财政局，县公安局"},
      {"permit", "luxury_lodging", "luxury_lodging"},
      {"permit", "其妻的住处", "其妻的住处"},  // stays as the permit's target
      {"service", "upheld", "-"},
      {"review", "全部履行", "-"},
  };
  int day = 10;
  for (const auto& [kind, detail, left] : told) {
    const std::string on = std::to_string(day++);
    events += of_case + kind + ",2019-02-" + on + ",," + kCourt + ",文" + on + "号,\"" + detail + "\"\n";
  }
  events += of_other + "push,2019-02-01,," + kCourt + ",推1号,县公安局\n" + of_other + "confirmation,2019-09-02,,县财政局,解1号,\n";
  {
    Registry registry = reopen();
    ASSERT_EQ(take(registry, "events.csv", events).files[0].rejected, 0u);
  }
  const std::string of_row = "SELECT ifnull(detail, '-') FROM events WHERE row > 10 AND case_no = '（2019）豫0397执1号' ORDER BY row";
  ASSERT_NE(texts(of_row).find(kName), std::string::npos);
  ASSERT_TRUE(erase(kPerson));
  std::string expected;
  int64_t row = 11;
  for (const auto& [kind, detail, left] : told) {
    expected += (left == "erased-*" ? "erased-" + std::to_string(row) : left) + "|";
    ++row;
  }
  EXPECT_EQ(texts(of_row), expected);
  EXPECT_EQ(first_fault(), "");
  unguard();
  for (const char* at : {"11", "12", "13", "17", "19", "20"})
    EXPECT_EQ(first_fault_after(std::string("UPDATE events SET detail = 'dismissed' WHERE row = ") + at), std::string("altered events ") + at);
}

// Told twice on a day, once without its document, it was one objection, and is one afterwards.
TEST_F(Erasure, WhatToldOneStepTellsOneAfterwards) {
  const std::string of_case = "（2019）豫0397执1号," + kPerson + ",objection,2019-01-20,";
  {
    Registry registry = reopen();
    (void)take(registry, "events.csv",
               "case_no,party,kind,on,by,document\n" + of_case + kName + ",\n" + of_case + kName + ",异议书\n" + of_case + "其妻" + kName + ",异议书\n");
  }
  ASSERT_TRUE(erase(kPerson));
  EXPECT_EQ(texts("SELECT by_whom || ' ' || ifnull(document, '-') FROM events WHERE row > 10 ORDER BY row"), "erased-1 -|erased-1 异议书|erased-13 异议书|");
  EXPECT_EQ(first_fault(), "");
}

// What the court wrote into its own columns, and how a file was called, is told and stays; a court that begins like the name is none of it.
TEST_F(Erasure, WhereANameStaysIsTold) {
  const std::string party = "410397198001010012";
  {
    Registry registry = reopen();
    ASSERT_TRUE(registry.import({{write("高 明.csv", "id,kind,name\n" + party + ",person,高明\n"), Table::parties}}, {.recorded_at = tick()}));
    const std::string header = kEntryHeader.substr(0, kEntryHeader.size() - 1) + ",basis_no,basis_unit,removal_ground\n";
    const std::string of_party = "," + party + ",高明区人民法院,2019-01-01,,,2019-09-01,true,,";
    (void)take(registry, "entries.csv",
               header + "（2019）豫0397执7号" + of_party + "（2018）1号,高明区人民法院,履行完毕\n（2019）豫0397执8号" + of_party +
                   "高明一案,某仲裁委,履行完毕\n" + "（2019）豫0397执9号" + of_party + "（2018）3号,某仲裁委,高明已还清\n");
    (void)take(registry, "events.csv", "case_no,party,kind,on,by,document,detail\n（2019）豫0397执2号," + kOther + ",review,2019-02-03,某庭,文1号,高明\n");
  }
  const auto erased =
      reopen().erase({party, journal::ErasureGround::period_over, "高明区人民法院", "高明申请书", Date::parse("2019-10-01").value(), tick(), true});
  ASSERT_TRUE(erased) << erased.error().code;
  std::string told;
  for (const journal::KeptRow& kept : erased->named) told += kept.table + " " + std::to_string(kept.row) + "|";
  EXPECT_EQ(told, "entries 6|entries 7|sources 7|");
  EXPECT_TRUE(erased->elsewhere.empty());
  EXPECT_TRUE(erased->order_names);
  const auto of_court = erase(party);
  ASSERT_TRUE(of_court);
  EXPECT_FALSE(of_court->order_names);
  EXPECT_EQ(of_court->named.size(), 3u);
  EXPECT_EQ(first_fault(), "");
}

// Who says what two identifiers are to each other may be one of the two.
TEST_F(Erasure, WhoReviewedGoesWhereItIsOneOfTheTwo) {
  const std::string third = "410397197005020021";
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", "id,kind,name\n" + third + ",person,司徒圆圆\n");
  }
  const auto differ = [&](const std::string& a, const std::string& b, const std::string& by) {
    Registry registry = reopen();
    ASSERT_TRUE(distinguish(registry, a, b, {by, "看过原件", Date::parse("2019-09-20").value(), tick()})) << by;
  };
  for (const std::string& by :
       {kName + "本人", std::string("诸葛 方方"), "持 " + kPerson + " 到场者", "持 " + kOther + " 到场者", std::string("某窗口"), kCourt})
    differ(kPerson, kOther, by);
  differ(kOther, third, "诸葛方方");
  differ(kOther, third, "司徒圆圆");
  differ(kOther, third, kName);  // of whom nobody can say here whether it is the person or a namesake
  const std::string of_all = "SELECT by_whom || ' ' || ifnull(reason, '-') FROM reviews ORDER BY row";
  const std::string others = "诸葛方方 看过原件|司徒圆圆 看过原件|" + kName + " 看过原件|";
  ASSERT_TRUE(erase(kPerson));
  EXPECT_EQ(texts(of_all), "erased-1 -|erased-2 -|erased-3 -|erased-4 -|某窗口 -|" + kCourt + " -|" + others);
  EXPECT_EQ(first_fault(), "");
  ASSERT_TRUE(erase(kOther));
  EXPECT_EQ(texts(of_all), "erased-1 -|erased-2 -|erased-3 -|erased-4 -|某窗口 -|" + kCourt + " -|erased-7 -|erased-8 -|" + kName + " -|");
  EXPECT_EQ(first_fault(), "");
  ASSERT_TRUE(erase(third));
  EXPECT_EQ(first_fault(), "");
  unguard();
  for (const char* row : {"1", "5", "8"})
    EXPECT_EQ(first_fault_after(std::string("UPDATE reviews SET by_whom = '别人' WHERE row = ") + row), std::string("altered reviews ") + row);
}

TEST_F(Erasure, ATrialChangesNothing) {
  journal::ErasureOrder order{kPerson, journal::ErasureGround::period_over, "某局", "〔2019〕删1号", Date::parse("2019-10-01").value(), tick(), true};
  const auto trial = reopen().erase(order);
  ASSERT_TRUE(trial);
  EXPECT_NE(slurp(path("r.db")).find(kName), std::string::npos);
  order.dry_run = false;
  const auto done = reopen().erase(order);
  ASSERT_TRUE(done);
  EXPECT_EQ(trial->values, done->values);
  EXPECT_EQ(trial->rows, done->rows);
}

// Of who is erased nobody has anything to look after: what was open is closed with them, and nothing is opened anew.
TEST_F(Erasure, FindingsCloseWithThePersonAndNoneIsKeptAnew) {
  const auto late = [](const std::string& party) { return NewFinding{"removed_late", "1|" + party, party, R"({"case_no":"1"})"}; };
  const std::string kSubjects = "SELECT i.id FROM findings f JOIN identifiers i ON i.number = f.party WHERE f.revision_to IS NULL ORDER BY f.row";
  ASSERT_TRUE(reopen().keep_findings({late(kPerson), late(kOther)}, {"removed_late"}, tick()));
  ASSERT_EQ(texts(kSubjects), kPerson + "|" + kOther + "|");
  ASSERT_TRUE(erase(kPerson));
  EXPECT_EQ(texts(kSubjects), kOther + "|");
  EXPECT_EQ(first_fault(), "");
  const auto kept = reopen().keep_findings({late("erased-1")}, {"removed_late"}, tick());
  ASSERT_TRUE(kept) << kept.error().code;
  EXPECT_EQ(*kept, 1u) << "the other's, which is closed";
  EXPECT_EQ(texts(kSubjects), "");
  EXPECT_EQ(first_fault(), "");
}

// A retention of theirs, long over, must not keep the court from saying that the entry it rested on was wrongly made.
TEST_F(Erasure, WhatFollowsFromOthersRowsEndsTheirsAndTellsNobody) {
  {
    Registry registry = reopen();
    (void)take(registry, "retentions.csv", "case_no,party,measure,until,basis\n（2019）豫0397执2号,410397198001010012,luxury_lodging,2019-09-05,裁定\n");
  }
  ASSERT_TRUE(erase("410397198001010012"));
  Registry registry = reopen();
  const std::string header = kEntryHeader.substr(0, kEntryHeader.size() - 1) + ",removal_ground\n";
  const ImportSummary told =
      take(registry, "entries.csv", header + "（2019）豫0397执2号," + kOther + "," + kCourt + ",2019-01-01,,,2019-09-01,true,,错误纳入\n");
  EXPECT_EQ(told.ended_retentions, 2u);
  EXPECT_EQ(texts("SELECT i.id FROM findings f JOIN identifiers i ON i.number = f.party WHERE f.revision_to IS NULL"), kOther + "|");
  EXPECT_EQ(first_fault(), "");
}

// Earlier versions left their findings open.
TEST_F(Erasure, AFindingThatWasLeftOpenCanBeClosed) {
  for (const char* kind : {"removed_late", "absent_from_full_push"})
    ASSERT_TRUE(reopen().keep_findings({{kind, std::string("1|") + kPerson, kPerson, R"({"case_no":"1"})"}}, {}, tick()));
  ASSERT_TRUE(erase(kPerson));
  unguard();
  run("UPDATE findings SET superseded_at = NULL, revision_to = NULL; DELETE FROM journal WHERE sequence > (SELECT max(sequence) - 2 FROM journal)");
  ASSERT_EQ(first_fault(), "");
  ASSERT_TRUE(expect_value(reopen().proposals()).empty());
  const auto told = reopen().settle({.recorded_at = tick(), .by = "某书记员", .findings = {1, 2}, .reason = "已删除"});
  ASSERT_TRUE(told) << told.error().code;
  EXPECT_EQ(told->closed, 2u);
  EXPECT_TRUE(expect_value(reopen().findings()).empty());
  EXPECT_EQ(first_fault(), "");
}

// However the signs of the name are parted.
TEST_F(Erasure, ANameGoesAlsoWithSpacesDotsAndBreaksInIt) {
  const std::string party = "410397198001010012", of_case = "（2019）豫0397执7号," + party + ",service,";
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", "id,kind,name\n" + party + ",person,买买提·阿里\n");
    (void)take(registry, "events.csv",
               "case_no,party,kind,on,by,document\n" + of_case + "2019-01-03,买买提　阿里,回证1号\n" + of_case + "2019-01-04,买 买 提 阿里之父,回证2号\n" +
                   of_case + "2019-01-05,买买提阿里,致买买提•阿里的回证\n" + of_case + "2019-01-06,某法庭,\"致买买提\n阿里的回证\"\n" + of_case +
                   "2019-01-07,买买提,阿里的回证\n");
  }
  ASSERT_TRUE(erase(party));
  EXPECT_EQ(texts("SELECT by_whom || ' ' || document FROM events WHERE case_no = '（2019）豫0397执7号' ORDER BY row"),
            "erased-11 回证1号|erased-12 回证2号|erased-13 erased-13|某法庭 erased-14|买买提 阿里的回证|");
  EXPECT_EQ(first_fault(), "");
}

}  // namespace
}  // namespace plumb::registry
