// One case is one case, however its number is typed; and what earlier versions kept as it was typed is found again.
#include <boost/json.hpp>

#include "runtime/registry/case_spelling.hpp"
#include "runtime/registry/stored_row.hpp"
#include "runtime/registry/writer.hpp"
#include "tests/unit/registry/push_scratch.hpp"

namespace plumb::registry {
namespace {

using CaseNumber = PushScratch;

constexpr const char* kRetentionHeader = "case_no,party,measure,until,basis\n";

TEST_F(CaseNumber, IsKeptInOneSpellingBesideTheOriginal) {
  (void)take(*registry_, "entries.csv", kEntryHeader + "(2019)豫0399执1号 ," + kAlpha + ",,2019-05-01,,,,true,\n");
  EXPECT_EQ(query("SELECT case_no || ' ' || originals FROM entries"), Lines{R"(（2019）豫0399执1号 {"case_no":"(2019)豫0399执1号 "})"});
  const auto again = take(*registry_, "entries.csv", kEntryHeader + "〔２０１９〕豫0399执1号," + kAlpha + ",,2019-05-01,,,2019-06-01,true,\n");
  EXPECT_EQ(again.files.at(0).changed, 1u);
  EXPECT_EQ(entries(), Lines{"1 2019-05-01 2019-06-01"});
  EXPECT_EQ(take(*registry_, "entries.csv", kEntryHeader + "\u200B," + kAlpha + ",,2019-05-01,,,,true,\n").files.at(0).rejected, 1u);
}

TEST_F(CaseNumber, BindsARetentionToItsEntryInWhateverSpelling) {
  (void)take(*registry_, "entries.csv", kEntryHeader + "（2019）豫0399执1号," + kAlpha + ",,2019-05-01,,,,true,\n");
  (void)take(*registry_, "retentions.csv", kRetentionHeader + std::string("(2019)豫0399执1号,") + kAlpha + ",招投标限制,2030-01-01,依据\n");
  const auto facts = expect_value(registry_->read());
  EXPECT_EQ(facts.retentions.at(0).case_no, facts.entries.at(0).case_no);
  // It was wrongly made: what was retained ends, and nothing more is taken.
  const auto done = registry_->by_hand(tick(), Language::en)
                        .remove({.case_no = "[2019]豫0399执1号",
                                 .party = kAlpha,
                                 .published_on = {},
                                 .on = *Date::parse("2019-06-01"),
                                 .kind = "撤销",
                                 .ground = "wrongly_made",
                                 .ground_on = {},
                                 .document = "文书1号",
                                 .by = "法院"});
  EXPECT_EQ(expect_value(done).ended_retentions, 1u);
  const auto more = take(*registry_, "retentions.csv", kRetentionHeader + std::string("(2019) 豫0399执1号,") + kAlpha + ",招投标限制,2031-01-01,依据\n");
  EXPECT_EQ(more.files.at(0).rejected, 1u);
}

// A registry as earlier versions left it: rows that the writer is given as they were typed.
class CaseSpelling : public PushScratch {
 protected:
  static Row row_of(const TableShape& table, const std::vector<std::pair<std::string_view, std::string>>& values) {
    Row row;
    row.values.resize(table.columns.size());
    for (const auto& [column, text] : values) set_value(table, row, column, text);
    return row;
  }
  void put(Table table, const std::vector<std::pair<std::string_view, std::string>>& values, const std::string& listed_as_of = "") {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 1000));
    auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
    auto writer = expect_value(FactWriter::begin(database, {tick(), "import", {}}));
    (void)expect_value(writer.put(shape(table), row_of(shape(table), values)));
    if (!listed_as_of.empty() && !writer.put_spoken(row_of(shape(table), values), {listed_as_of, ""})) throw std::runtime_error("no days");
    (void)expect_value(writer.finish());
    if (!transaction.commit()) throw std::runtime_error("not committed");
  }
  void respell() {
    auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 1000));
    auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
    const auto done = respell_cases(database);
    if (!done || !transaction.commit()) throw std::runtime_error(done ? "not committed" : done.error().message);
  }
  std::vector<std::string> live(const std::string& table, const std::string& columns) const {
    return query("SELECT " + columns + " FROM " + table + " WHERE revision_to IS NULL ORDER BY row");
  }
};

TEST_F(CaseSpelling, GivesEveryLiveRowTheOneSpelling) {
  put(Table::entries, {{"case_no", "(2019)豫0399执1号"}, {"party", kAlpha}, {"published_on", "2019-05-01"}, {"publishable", "1"}, {"", kBeta}}, "2019-05-02");
  put(Table::entries, {{"case_no", "（2019）豫0399执2号"}, {"party", kAlpha}, {"published_on", "2019-05-01"}, {"publishable", "0"}});
  put(Table::retentions, {{"case_no", "[2019]豫0399执1号"}, {"party", kAlpha}, {"measure", "招投标限制"}, {"until", "2030-01-01"}, {"basis", "依据"}});
  put(Table::events, {{"case_no", "(2019)豫0399执1号"}, {"party", kAlpha}, {"kind", "service"}, {"on_day", "2019-05-03"}});
  put(Table::findings, {{"kind", "late_listing"},
                        {"subject", "(2019)豫0399执1号|" + kAlpha + "|2019-05-01"},
                        {"party", kAlpha},
                        {"detail", R"({"case_no":"(2019)豫0399执1号","days_late":3})"}});
  const auto before = expect_value(registry_->revision());
  const auto moment = expect_value(registry_->stats()).recorded_at;
  respell();
  EXPECT_EQ(live("entries", "case_no || ' ' || publishable || ' ' || ifnull(originals, '')"),
            (Lines{"（2019）豫0399执2号 0 ", R"(（2019）豫0399执1号 1 {"case_no":"(2019)豫0399执1号"})"}));
  EXPECT_EQ(
      query("SELECT i.id FROM entry_responsible r JOIN identifiers i ON i.number = r.party JOIN entries e ON e.row = r.entry WHERE e.revision_to IS NULL"),
      Lines{kBeta});
  EXPECT_EQ(live("retentions", "case_no"), Lines{"（2019）豫0399执1号"});
  EXPECT_EQ(live("events", "case_no || ' ' || kind"), Lines{"（2019）豫0399执1号 service"});
  EXPECT_EQ(live("findings", "subject || ' ' || detail"),
            Lines{"（2019）豫0399执1号|" + kAlpha + R"(|2019-05-01 {"case_no":"（2019）豫0399执1号","days_late":3})"});
  // One revision, at the moment of the last; what was known before stays, and the journal holds.
  EXPECT_EQ(expect_value(registry_->revision()), before + 1);
  EXPECT_EQ(expect_value(registry_->stats()).recorded_at, moment);
  EXPECT_EQ(query("SELECT case_no FROM entries WHERE revision_to IS NOT NULL"), Lines{"(2019)豫0399执1号"});
  EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
  respell();
  EXPECT_EQ(expect_value(registry_->revision()), before + 1);
  // An older push overrides nothing of it.
  EXPECT_EQ(fates(push(listed(1, kAlpha, "2019-05-01", R"("duty":"旧")"), "2019-05-01")), "records=1 late=1");
}

TEST_F(CaseSpelling, MakesOneRowOfSeveralAndPutsNobodyBackOnTheList) {
  put(Table::entries, {{"case_no", "(2019)豫0399执1号"},
                       {"party", kAlpha},
                       {"published_on", "2019-05-01"},
                       {"publishable", "1"},
                       {"removed_on", "2019-06-01"},
                       {"removal_ground", "履行完毕"},
                       {"duty", "旧"}});
  put(Table::entries, {{"case_no", "（2019）豫0399执1号"}, {"party", kAlpha}, {"published_on", "2019-05-01"}, {"publishable", "1"}, {"duty", "中"}});
  put(Table::entries, {{"case_no", "〔2019〕豫0399执1号"}, {"party", kAlpha}, {"published_on", "2019-05-01"}, {"publishable", "1"}, {"duty", "新"}});
  put(Table::entries, {{"case_no", "〔2019〕豫0399执1号"}, {"party", kAlpha}, {"published_on", "2019-07-01"}, {"publishable", "1"}});
  for (const char* spelling : {"(2019)豫0399执1号", "（2019）豫0399执1号"})
    put(Table::retentions, {{"case_no", spelling}, {"party", kAlpha}, {"measure", "招投标限制"}, {"until", "2030-01-01"}, {"basis", "依据"}});
  respell();
  EXPECT_EQ(entries(), (Lines{"1 2019-05-01 2019-06-01 履行完毕", "1 2019-07-01"}));
  EXPECT_EQ(live("entries", "ifnull(duty, '-')"), (Lines{"新", "-"}));
  EXPECT_EQ(live("retentions", "case_no"), Lines{"（2019）豫0399执1号"});
  EXPECT_EQ(expect_value(registry_->verify()).fault_count, 0u);
  // The story of the case goes on under one key.
  size_t corrected = 0;
  for (const auto& one : expect_value(registry_->history(kAlpha, {}))) corrected += one.kind == history::Kind::corrected ? 1 : 0;
  EXPECT_GE(corrected, 2u);
}

TEST_F(CaseSpelling, LeavesARegistryWithoutOthersAsItIs) {
  respell();
  push(listed(1, kAlpha, "2019-05-01"), "2019-05-02");
  const auto before = expect_value(registry_->revision());
  respell();
  EXPECT_EQ(expect_value(registry_->revision()), before);
}

}  // namespace
}  // namespace plumb::registry
