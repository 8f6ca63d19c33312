// What an import does besides reading its files: warnings, dry runs, resumption, repeated keys, entries made wrongly.
#include <sys/stat.h>

#include "runtime/registry/machine_memory.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

class Import : public Scratch {};

const std::string kParties = "id,kind,name,sector\n";

TEST_F(Import, WarningsAreCountedByKind) {
  Registry registry = make();
  const ImportSummary summary = take(registry, "relations.csv",
                                     "holder,role,organisation,from,to,share\n410397197005020014,director,91410397900000030U,2020-01-01,2019-01-01,\n"
                                     "4103971970****0013,director,91410397900000030U,,,\n4103971970****0021,director,91410397900000030U,,,\n");
  EXPECT_EQ(summary.taken(), 3u);
  EXPECT_EQ(summary.warning_count, 4u);
  EXPECT_EQ(summary.files[0].warnings, (std::array<uint64_t, kRowWarningCount>{1, 2, 1}));
}

TEST_F(Import, RelationsThatNobodyCanHaveAreTold) {
  Registry registry = make();
  const ImportSummary summary = take(registry, "relations.csv",
                                     "holder,role,organisation,from,to,share\n410397197005020013,director,410397197007100703,,,\n"
                                     "91410397900000030U,shareholder,91410397900000030U,,,50\n410397197005020013,director,91410397900000030U,,,50\n");
  EXPECT_EQ(summary.taken(), 3u);
  ASSERT_EQ(summary.warnings.size(), 3u);
  const RowWarning expected[] = {RowWarning::person_as_organisation, RowWarning::relation_to_itself, RowWarning::share_of_other_role};
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(summary.warnings[i].warning, expected[i]) << i;
    EXPECT_EQ(summary.warnings[i].row, i + 2) << i;
  }
}

TEST_F(Import, AnObjectionThatEndsBeforeItBeginsIsTold) {
  Registry registry = make();
  const std::string header = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,objection\n";
  const ImportSummary summary = take(registry, "entries.csv",
                                     header +
                                         "（2019）豫0397执1号,410397197005020013,c,2019-01-01,,,,true,,2019-03-02–2019-03-01\n"
                                         "（2019）豫0397执2号,410397197005020013,c,2019-01-01,,,,true,,2019-03-01–2019-03-02\n（2019）豫0397执3号,"
                                         "410397197005020013,c,2019-01-01,,,,true,,2019-03-01–\n");
  EXPECT_EQ(summary.taken(), 3u);
  ASSERT_EQ(summary.warnings.size(), 1u);
  EXPECT_EQ(summary.warnings[0].warning, RowWarning::dates_out_of_order);
  EXPECT_EQ(summary.warnings[0].column, "objection");
  EXPECT_EQ(summary.warnings[0].row, 2u);
}

using LeftOut = std::vector<std::pair<std::string, uint64_t>>;
LeftOut left_out(const ImportSummary& summary) {
  LeftOut out;
  for (const auto& [column, rows] : summary.files.at(0).left_out) out.emplace_back(column->name, rows);
  return out;
}

// A table has its columns for all rows; what the registry held in one that it leaves out is gone, and that is told.
TEST_F(Import, ColumnsThatAreLeftOutAreToldWithTheRowsThatLoseAValue) {
  Registry registry = make();
  const std::string header = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible";
  const auto rows = [](const std::string& court, const std::string& more) {
    std::string out;
    for (const char* one : {"甲1", "甲2", "甲3"}) out += std::string(one) + ",410397197005020013," + court + ",2019-01-01,,,,true," + more + "\n";
    return out;
  };
  EXPECT_EQ(left_out(take(registry, "entries.csv", header + ",duty,unit,age\n" + rows("c", ",还款,厂,"))), LeftOut());
  EXPECT_EQ(left_out(take(registry, "entries.csv", header + ",duty,unit,age\n" + rows("d", ",还款,厂,40"))), LeftOut());
  const std::string shorter = header + ",age\n" + rows("d", ",40");
  ImportOptions dry{.recorded_at = tick(), .dry_run = true};
  EXPECT_EQ(left_out(take(registry, "entries.csv", shorter, dry)), (LeftOut{{"duty", 3}, {"unit", 3}}));
  EXPECT_EQ(left_out(take(registry, "entries.csv", shorter)), (LeftOut{{"duty", 3}, {"unit", 3}}));
  EXPECT_EQ(left_out(take(registry, "entries.csv", shorter)), LeftOut()) << "nothing is lost twice";
  EXPECT_EQ(left_out(take(registry, "entries.csv", header + ",age\n" + rows("e", ","))), LeftOut()) << "emptied in so many words";
  const std::string object = R"({"party":"410397197005020013","target":"lodging","document":"准1")";
  (void)take(registry, "permits.ndjson", object + R"(,"to":"2020-01-01"})");
  EXPECT_EQ(left_out(take(registry, "permits.ndjson", object + "}")), (LeftOut{{"to", 1}}));
  (void)take(registry, "permits.ndjson", object + R"(,"to":"2020-01-01"})");
  EXPECT_EQ(left_out(take(registry, "permits.ndjson", object + R"(,"to":null})")), LeftOut());
}

// The registry is as of the latest day of which a list told it: an older list makes a fresh one no staler.
TEST_F(Import, AnOlderListTurnsTheDayOfTheRegistryBackNeverAndANewerOneOn) {
  Registry registry = make();
  const auto taken_as_of = [&](const char* day, const std::string& name, bool dry = false, bool resumable = false) {
    ImportOptions options{.recorded_at = tick(), .dry_run = dry, .resumable = resumable};
    options.synchronised = Date::parse(day);
    return take(registry, "parties.csv", kParties + "410397197005020013,person," + name + ",\n", options).synchronised;
  };
  const auto day = [](const char* iso) { return Date::parse(iso); };
  EXPECT_EQ(taken_as_of("2019-07-01", "甲"), day("2019-07-01"));
  EXPECT_EQ(taken_as_of("2019-06-01", "乙", true), day("2019-07-01"));
  EXPECT_EQ(taken_as_of("2019-08-01", "乙", true), day("2019-08-01"));
  EXPECT_EQ(taken_as_of("2019-06-01", "乙"), day("2019-07-01"));
  EXPECT_EQ(taken_as_of("2019-06-02", "丙", false, true), day("2019-07-01"));
  EXPECT_EQ(expect_value(registry.read()).synchronised, day("2019-07-01"));
  EXPECT_EQ(taken_as_of("2019-07-02", "丙"), day("2019-07-02")) << "of a day alone, too, there is a revision";
  const uint64_t revision = expect_value(registry.revision());
  EXPECT_EQ(taken_as_of("2019-07-01", "丙"), day("2019-07-02"));
  EXPECT_EQ(expect_value(registry.revision()), revision);
}

TEST_F(Import, ADryRunReportsAndChangesNothing) {
  Registry registry = make();
  const ImportSummary dry = take(registry, "parties.csv", kParties + "410397197005020013,person,,\nx,person,,\n", {.recorded_at = tick(), .dry_run = true});
  EXPECT_EQ(dry.files[0].added, 1u);
  EXPECT_EQ(dry.rejected(), 1u);
  EXPECT_TRUE(dry.changed);
  EXPECT_EQ(expect_value(registry.revision()), 0u);
  EXPECT_TRUE(expect_value(registry.read()).parties.empty());
}

TEST_F(Import, OfSeveralFilesThatCannotBeReadTheFirstIsTold) {
  Registry registry = make();
  const auto good = write("parties.csv", kParties + "410397197005020013,person,甲,\n");
  const auto bad = write("parties-2.csv", "id,kind\n\x81"), worse = write("parties-3.csv", "id,kind\n\xff");
  const auto told = [&](std::vector<ImportFile> files) {
    const auto done = registry.import(std::move(files), {.recorded_at = tick()});
    return done ? "" : done.error().code + " " + done.error().message;
  };
  for (int i = 0; i < 20; ++i) {
    const std::string first = told({{good, {}}, {bad, {}}, {worse, {}}, {bad, {}}});
    EXPECT_TRUE(first.starts_with("import.encoding ")) << first;
    EXPECT_NE(first.find(bad.string()), std::string::npos) << first;
  }
  // A name that leads nowhere before anything is read.
  EXPECT_TRUE(told({{bad, {}}, {path("nowhere.csv"), Table::parties}}).starts_with("import.missing "));
}

// Whoever is to fill the second pipe waits for the first file to be taken.
TEST_F(Import, AFaultIsToldWithoutWaitingForAPipe) {
  Registry registry = make();
  const auto bad = write("parties-2.csv", std::string(size_t{30} << 20, '\n') + "\x81");  // long enough for another thread to begin with the next
  ASSERT_EQ(::mkfifo(path("later").c_str(), 0600), 0);
  const auto done = registry.import({{bad, {}}, {path("later"), Table::parties}}, {.recorded_at = tick()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "import.encoding");
}

TEST_F(Import, TheLastRowOfAKeyCounts) {
  Registry registry = make();
  const std::string twice = kParties + "410397197005020013,person,甲,\n410397197007100703,person,丙,\n410397-197005020013,person,乙,\n";
  const ImportSummary first = take(registry, "parties.csv", twice);
  EXPECT_EQ(first.files[0].added, 2u);
  EXPECT_EQ(first.files[0].overtaken, 1u);
  EXPECT_EQ(expect_value(registry.read()).parties[0].name, "乙");
  EXPECT_FALSE(take(registry, "parties.csv", twice).changed);
  // One that says otherwise is told with its row; one that says the same is only counted.
  ASSERT_EQ(first.warnings.size(), 1u);
  EXPECT_EQ(first.warnings[0].warning, RowWarning::overtaken);
  EXPECT_EQ(first.warnings[0].row, 2u);
  EXPECT_EQ(first.warnings[0].column, "name");
  const ImportSummary same = take(registry, "parties.csv", kParties + "410397197005020013,person,乙,\n410397-197005020013,person,乙,\n");
  EXPECT_EQ(same.files[0].overtaken, 1u);
  EXPECT_EQ(same.warning_count, 0u);
  // Across the files of one call, in the order given.
  const auto a = write("parties-1.csv", kParties + "410397197005020013,person,丁,\n");
  const auto b = write("parties-2.csv", kParties + "410397197005020013,person,戊,\n");
  EXPECT_EQ(expect_value(registry.import({{a, {}}, {b, {}}}, {.recorded_at = tick()})).files[0].overtaken, 1u);
  EXPECT_EQ(expect_value(registry.read()).parties[0].name, "戊");
  // A bad row overtakes nothing.
  (void)take(registry, "parties.csv", kParties + "410397197005020013,person,己,\n410397197005020013,robot,庚,\n");
  EXPECT_EQ(expect_value(registry.read()).parties[0].name, "己");
}

TEST_F(Import, AnInterruptedResumableImportGoesOnWhereItStopped) {
  std::string rows = kParties + "E10000000,wizard,,\n";
  for (int i = 0; i < 20000; ++i) rows += "E" + std::to_string(10000000 + i) + ",person,,\n";
  rows += "E10000005,person,again,\nE10000001,robot,,\n";
  Registry registry = make();
  ImportOptions options{.recorded_at = tick(), .resumable = true, .batch_rows = 1000};
  options.reject_file = path("rejects.csv");
  options.synchronised = *Date::from_ymd(2019, 7, 1);
  options.on_progress = [](const ImportProgress& p) { return p.rows_done < 12000; };
  const auto file = write("parties.csv", rows);
  const auto cut = registry.import({{file, {}}}, options);
  ASSERT_FALSE(cut);
  EXPECT_EQ(cut.error().code, "registry.cancelled");
  const size_t kept = expect_value(registry.read()).parties.size();
  EXPECT_EQ(kept % 1000, 998u);  // whole batches, less the row that a later one overtakes and the one that was refused
  EXPECT_GT(kept, 9000u);
  // What is only partly in speaks of no day, and what was refused is told.
  EXPECT_FALSE(expect_value(registry.read()).synchronised);
  EXPECT_NE(slurp(path("rejects.csv")).find("wizard"), std::string::npos);

  options.on_progress = nullptr;
  const ImportSummary rest = expect_value(registry.import({{file, {}}}, options));
  EXPECT_EQ(rest.files[0].resumed, kept + 1);
  EXPECT_EQ(rest.files[0].rows, 20003u);
  EXPECT_EQ(rest.files[0].rejected, 2u);
  const std::string refused = slurp(path("rejects.csv"));
  EXPECT_NE(refused.find("wizard"), std::string::npos);
  EXPECT_NE(refused.find("robot"), std::string::npos);
  EXPECT_EQ(expect_value(registry.read()).synchronised, options.synchronised);
  const facts::Facts facts = expect_value(registry.read());
  EXPECT_EQ(facts.parties.size(), 20000u);
  EXPECT_EQ(facts.parties[5].name, "again");

  const uint64_t revision = facts.revision;
  EXPECT_FALSE(expect_value(registry.import({{file, {}}}, options)).changed);
  EXPECT_EQ(expect_value(registry.revision()), revision);
}

TEST_F(Import, CancellingKeepsNothing) {
  Registry registry = make();
  int calls = 0;
  const auto done = registry.import(county("county-large"), {.recorded_at = tick(), .on_progress = [&](const ImportProgress& p) {
                                                               EXPECT_LE(p.bytes_done, p.bytes_total);
                                                               return ++calls < 4;
                                                             }});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "registry.cancelled");
  EXPECT_EQ(expect_value(registry.revision()), 0u);
}

TEST_F(Import, ProgressEndsAtTheTotal) {
  Registry registry = make();
  ImportProgress last;
  (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick(), .on_progress = [&](const ImportProgress& p) {
                                                                EXPECT_GE(p.bytes_done, last.bytes_done);
                                                                last = p;
                                                                return true;
                                                              }}));
  EXPECT_EQ(last.bytes_done, last.bytes_total);
  EXPECT_EQ(last.rows_done, 319u + 250 + 106 + 9 + 8 + 600);
}

TEST_F(Import, RetentionsOfOneMeasureEndEachWithAFindingOfItsOwn) {
  Registry registry = make();
  const std::string header = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_ground\n";
  (void)take(registry, "entries.csv", header + "甲1,91410397900000030U,法院,2019-01-01,,,,true,,\n");
  (void)take(registry, "retentions.csv",
             "case_no,party,measure,until,basis\n甲1,410397197005020013,luxury_lodging,2020-01-01,某法\n"
             "甲1,410397197005020013,luxury_lodging,2021-01-01,某法\n甲1,410397197005020013,luxury_lodging,2021-01-01,另一法\n");
  EXPECT_EQ(take(registry, "entries.csv", header + "甲1,91410397900000030U,法院,2019-01-01,,,2019-03-01,true,,错误纳入\n").ended_retentions, 3u);
  const auto found = expect_value(registry.findings());
  ASSERT_EQ(found.size(), 3U);
  EXPECT_EQ(found[0].detail, R"({"case_no":"甲1","measure":"luxury_lodging","until":"2020-01-01","basis":"某法"})");
}

TEST_F(Import, NothingIsRetainedOfAnEntryMadeWrongly) {
  const std::string header = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible,removal_ground\n";
  const std::string live = "甲1,91410397900000030U,法院,2019-01-01,,,,true,,\n";
  const std::string wrong = "甲1,91410397900000030U,法院,2019-01-01,,,2019-03-01,true,,经审查系错误纳入\n";
  const std::string performed = "甲1,410397197007100703,法院,2019-01-01,,,2019-03-01,true,,performed\n";
  const std::string retention = "case_no,party,measure,until,basis\n甲1,410397197005020013,luxury_lodging,2020-01-01,某法\n";
  Registry registry = make();
  (void)take(registry, "entries.csv", header + live);
  EXPECT_EQ(take(registry, "retentions.csv", retention).files[0].added, 1u);

  // It comes out later: what was retained ends, and a finding is kept.
  EXPECT_EQ(take(registry, "entries.csv", header + wrong).ended_retentions, 1u);
  EXPECT_TRUE(expect_value(registry.read()).retentions.empty());
  EXPECT_EQ(expect_value(registry.read("2019-10-01T00:00:01Z")).retentions.size(), 1u);
  EXPECT_EQ(expect_value(registry.findings()).at(0).kind, "retention_of_wrongly_made_entry");

  // And it cannot come back, while other entries of the case still allow theirs.
  const ImportSummary refused = take(registry, "retentions.csv", retention);
  ASSERT_EQ(refused.rejects.size(), 1u);
  EXPECT_EQ(refused.rejects[0].reason, RejectReason::wrongly_made_entry);
  (void)take(registry, "entries.csv", header + performed);
  EXPECT_EQ(take(registry, "retentions.csv", retention).files[0].added, 1u);
  const ImportSummary own = take(registry, "retentions.csv", "case_no,party,measure,until,basis\n甲1,91410397900000030U,credit,2020-01-01,某法\n");
  EXPECT_EQ(own.rejected(), 1u);
}

TEST_F(Import, AnEntryOnAMinorIsKeptAside) {
  Registry registry = make();
  const std::string rows = kEntryHeader + "甲1,410397200203310892,法院,2020-03-30,,,,true,\n甲2,410397200203310892,法院,2020-03-31,,,,true,\n";
  const ImportSummary summary = take(registry, "entries.csv", rows);
  EXPECT_EQ(summary.files[0].findings, 1u);
  EXPECT_EQ(summary.rejected(), 0u);
  EXPECT_FALSE(take(registry, "entries.csv", rows).changed);
  const facts::Facts facts = expect_value(registry.read());
  ASSERT_EQ(facts.entries.size(), 1u);
  EXPECT_EQ(facts.entries[0].case_no, "甲2");
  EXPECT_NE(expect_value(registry.findings()).at(0).detail.find("\"case_no\":\"甲1\""), std::string::npos);
}

TEST_F(Import, AFailedCheckDigitIsAWarning) {
  Registry registry = make();
  const ImportSummary summary = take(registry, "parties.csv", kParties + "410397197005020014,person,,\n");
  EXPECT_EQ(summary.taken(), 1u);
  ASSERT_EQ(summary.warnings.size(), 1u);
  EXPECT_EQ(summary.warnings[0].warning, RowWarning::check_digit);
  EXPECT_EQ(summary.warnings[0].row, 2u);
  EXPECT_EQ(expect_value(registry.stats()).failed_check_digits, 1u);
}

TEST_F(Import, StatsCount) {
  Registry registry = make();
  (void)expect_value(registry.import(county("county-small"), {.recorded_at = "2019-09-16T00:00:00Z", .synchronised = Date::parse("2019-09-16")}));
  const Stats stats = expect_value(registry.stats());
  EXPECT_EQ(stats.revision, 1u);
  EXPECT_EQ(stats.recorded_at, "2019-09-16T00:00:00Z");
  EXPECT_EQ(stats.synchronised, Date::parse("2019-09-16"));
  ASSERT_EQ(stats.tables.size(), kTableCount);
  EXPECT_EQ(stats.tables[0].live, 319u);
  EXPECT_EQ(stats.tables[2].table, "entries");
  EXPECT_EQ(stats.tables[2].live, 105u);
  EXPECT_EQ(stats.tables[8].live, 1u);
  EXPECT_EQ(stats.findings.at("entry_on_minor"), 1u);
  EXPECT_EQ(stats.masked_identifiers, 3u);
  EXPECT_GT(stats.file_bytes, 0u);
}

TEST_F(Import, ALargeCacheLastsAsLongAsItIsHeld) {
  Database database = expect_value(Database::open(path("r.db"), Database::Mode::create, 0));
  const auto kib = [&] { return -expect_value(database.number("PRAGMA cache_size")); };
  const int64_t usual = kib();
  EXPECT_EQ(usual, 256 * 1024);
  const auto most = static_cast<int64_t>(machine_memory() / 8 / 1024);
  {
    const LargeCache cache(database, uint64_t{3} << 28);
    EXPECT_EQ(kib(), std::max(usual, std::min<int64_t>(768 * 1024, most)));
    EXPECT_EQ(cache.keeps_all(), kib() == 768 * 1024);
  }
  EXPECT_EQ(kib(), usual);
  {
    const LargeCache cache(database, 1);
    EXPECT_EQ(kib(), usual);
    EXPECT_TRUE(cache.keeps_all());
  }
  {
    const LargeCache cache(database, ~uint64_t{0});
    EXPECT_EQ(kib(), std::max(usual, most));
    EXPECT_FALSE(cache.keeps_all());
  }
  EXPECT_EQ(kib(), usual);
}

TEST(MachineMemory, ReadsALimitWhereThereIsOne) {
  EXPECT_GT(machine_memory(), uint64_t{1} << 20);
  EXPECT_EQ(memory_limit("1073741824"), uint64_t{1} << 30);
  for (const char* none : {"max", "", "12 MB", "-1"}) EXPECT_EQ(memory_limit(none), std::nullopt) << none;
}

TEST_F(Import, AnOddCaseNumberAndADayToComeAreWarnings) {
  Registry registry = make();
  const ImportSummary summary =
      take(registry, "entries.csv",
           kEntryHeader + "2019豫0397执1号,410397197005020013,甲,2019-01-01,,,,true,\n" + "（2019）豫0397执2号,410397197005020013,甲,2019-10-02,,,,true,\n" +
               "（2019）豫0397执3号,410397197005020013,甲,2019-10-01,,,,true,\n");
  EXPECT_EQ(summary.taken(), 3u);
  ASSERT_EQ(summary.warnings.size(), 2u);
  EXPECT_EQ(summary.warnings[0].warning, RowWarning::case_number_form);
  EXPECT_EQ(summary.warnings[0].row, 2u);
  EXPECT_EQ(summary.warnings[0].column, "case_no");
  EXPECT_EQ(summary.warnings[1].warning, RowWarning::published_to_come);
  EXPECT_EQ(summary.warnings[1].row, 3u);
  EXPECT_EQ(summary.warnings[1].column, "published_on");
}

}  // namespace
}  // namespace plumb::registry
