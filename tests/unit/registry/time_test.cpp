// Two times: nothing is deleted, a correction supersedes, and what was known at a moment can be read again.
#include <sqlite3.h>

#include "runtime/registry/moment.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

class Time : public Scratch {};

const std::string kBefore =
    kEntryHeader + "甲1,410397197005020013,法院,2019-01-01,,,,true,410397197007100703\n甲2,410397197007100703,法院,2019-01-01,,,,true,\n";
const std::string kAfter =
    kEntryHeader + "甲1,410397197005020013,法院,2019-01-01,,,2019-09-01,true,410397197007120720\n甲2,410397197007100703,法院,2019-01-01,,,,true,\n";

TEST_F(Time, ACorrectionSupersedesAndTheOldIsKept) {
  Registry registry = make();
  (void)take(registry, "entries.csv", kBefore, {.recorded_at = "2019-06-01T00:00:00Z"});
  const ImportSummary corrected = take(registry, "entries.csv", kAfter, {.recorded_at = "2019-09-02T08:00:00+08:00"});
  EXPECT_EQ(corrected.files[0].changed, 1u);
  EXPECT_EQ(corrected.files[0].unchanged, 1u);
  EXPECT_EQ(corrected.revision, 2u);

  const facts::Facts now = expect_value(registry.read());
  ASSERT_EQ(now.entries.size(), 2u);
  EXPECT_EQ(now.entries[0].removed_on, Date::parse("2019-09-01"));
  EXPECT_EQ(now.entries[0].responsible, std::vector<std::string>{"410397197007120720"});
  const facts::Facts then = expect_value(registry.read("2019-09-01T23:59:59Z"));
  ASSERT_EQ(then.entries.size(), 2u);
  EXPECT_EQ(then.revision, 1u);
  EXPECT_EQ(then.entries[0].removed_on, std::nullopt);
  EXPECT_EQ(then.entries[0].responsible, std::vector<std::string>{"410397197007100703"});
  const facts::Facts just_then = expect_value(registry.read("2019-09-02T00:00:00Z"));  // at the very moment the later word holds, alone
  EXPECT_EQ(just_then.revision, 2u);
  ASSERT_EQ(just_then.entries.size(), 2u);
  EXPECT_EQ(just_then.entries[0].removed_on, Date::parse("2019-09-01"));
  EXPECT_TRUE(expect_value(registry.read("2019-05-31T23:59:59Z")).entries.empty());
  EXPECT_TRUE(expect_value(registry.read("2019-05-31T23:59:59Z")).parties.empty());
  EXPECT_EQ(now.parties.size(), 3u);
  EXPECT_EQ(then.parties.size(), 2u);
}

// decisions.md: an entry is retained if *a* retention lasts; a shorter one beside it takes nothing away.
TEST_F(Time, RetentionsOfOneMeasureStandSideBySide) {
  Registry registry = make();
  (void)take(registry, "entries.csv", kEntryHeader + "甲1,410397197005020013,法院,2019-01-01,,,2019-06-01,true,\n", {.recorded_at = "2019-06-01T00:00:00Z"});
  const std::string rows = "case_no,party,measure,until,basis\n甲1,410397197005020013,credit,2030-01-01,某法\n甲1,410397197005020013,credit,2019-06-15,某法\n";
  EXPECT_EQ(take(registry, "retentions.csv", rows, {.recorded_at = "2019-06-02T00:00:00Z"}).files[0].added, 2u);
  EXPECT_EQ(take(registry, "retentions.csv", rows, {.recorded_at = "2019-06-03T00:00:00Z"}).files[0].unchanged, 2u);
  const facts::Facts facts = expect_value(registry.read());
  ASSERT_EQ(facts.retentions.size(), 2u);
  EXPECT_EQ(facts.retentions[0].until, *Date::parse("2019-06-15"));
  EXPECT_EQ(facts.retentions[1].until, *Date::parse("2030-01-01"));
}

TEST_F(Time, TheColumnsSayWhenItWasKnown) {
  {
    Registry registry = make();
    (void)take(registry, "entries.csv", kBefore, {.recorded_at = "2019-06-01T00:00:00Z"});
    (void)take(registry, "entries.csv", kAfter, {.recorded_at = "2019-09-02T00:00:00Z"});
  }
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &db), SQLITE_OK);
  std::string lines;
  const auto collect = [](void* out, int count, char** values, char**) {
    for (int i = 0; i < count; ++i) static_cast<std::string*>(out)->append(values[i] == nullptr ? "-" : values[i]).append(i + 1 < count ? " " : "\n");
    return 0;
  };
  ASSERT_EQ(sqlite3_exec(db, "SELECT case_no, removed_on, recorded_at, superseded_at, revision_from, revision_to FROM entries ORDER BY row", collect, &lines,
                         nullptr),
            SQLITE_OK);
  EXPECT_EQ(lines,
            "甲1 - 2019-06-01T00:00:00Z 2019-09-02T00:00:00Z 1 2\n"
            "甲2 - 2019-06-01T00:00:00Z - 1 -\n"
            "甲1 2019-09-01 2019-09-02T00:00:00Z - 2 -\n");
  sqlite3_close(db);
}

TEST_F(Time, TheChangeLogTellsEveryRow) {
  Registry registry = make();
  (void)take(registry, "entries.csv", kBefore);
  (void)take(registry, "entries.csv", kAfter);
  const std::vector<Change> all = expect_value(registry.changes_since(0));
  ASSERT_EQ(all.size(), 4u);
  EXPECT_EQ(all[1].operation, "add");
  EXPECT_EQ(all[2].operation, "supersede");
  EXPECT_EQ(all[2].row, 1);
  EXPECT_EQ(all[2].revision, 2u);
  EXPECT_EQ(all[2].table, "entries");
  EXPECT_EQ(all[3].operation, "add");
  EXPECT_EQ(all[3].row, 3);
  EXPECT_EQ(all[3].recorded_at, "2019-10-01T00:00:01Z");
  EXPECT_EQ(expect_value(registry.changes_since(1)).size(), 2u);
  EXPECT_EQ(expect_value(registry.changes_since(0, 3)).size(), 3u);
  EXPECT_TRUE(expect_value(registry.changes_since(2)).empty());
}

TEST_F(Time, SynchronisationIsAChangeOfItsOwn) {
  Registry registry = make();
  const auto import_on = [&](std::optional<Date> day) { return take(registry, "entries.csv", kBefore, {.recorded_at = tick(), .synchronised = day}); };
  EXPECT_EQ(import_on(std::nullopt).synchronised, std::nullopt);
  EXPECT_EQ(import_on(Date::parse("2019-09-16")).revision, 2u);
  EXPECT_EQ(expect_value(registry.read()).synchronised, Date::parse("2019-09-16"));
  EXPECT_EQ(import_on(Date::parse("2019-09-16")).revision, 2u);
  EXPECT_EQ(import_on(std::nullopt).synchronised, Date::parse("2019-09-16"));  // not given: as before
  EXPECT_EQ(import_on(Date::parse("2019-09-17")).revision, 3u);
  EXPECT_EQ(expect_value(registry.read("2019-10-01T00:00:01Z")).synchronised, Date::parse("2019-09-16"));
}

TEST_F(Time, DoesNotRunBackwards) {
  Registry registry = make();
  (void)take(registry, "entries.csv", kBefore, {.recorded_at = "2019-06-01T00:00:00Z"});
  const auto earlier = registry.import({{write("entries.csv", kAfter), {}}}, {.recorded_at = "2019-05-31T00:00:00Z"});
  ASSERT_FALSE(earlier);
  EXPECT_EQ(earlier.error().code, "registry.time_backwards");
  for (const char* bad : {"", "yesterday", "2019-06-01", "2019-02-30T00:00:00Z", "2019-06-01T24:00:00Z", "2019-06-01T00:00:00"}) {
    const auto done = registry.import({{path("entries.csv"), {}}}, {.recorded_at = bad});
    ASSERT_FALSE(done) << bad;
    EXPECT_EQ(done.error().code, "registry.time");
    EXPECT_EQ(registry.read(bad).error().code, "registry.time");
  }
}

TEST(Moment, IsOneText) {
  EXPECT_EQ(canonical_moment("2019-07-01T16:00:00.25+08:00"), "2019-07-01T08:00:00Z");
  EXPECT_EQ(canonical_moment("2019-07-01T07:30:00+08:00"), "2019-06-30T23:30:00Z");
  EXPECT_EQ(canonical_moment("2019-12-31T23:30:00-01:00"), "2020-01-01T00:30:00Z");
  EXPECT_EQ(canonical_moment("2019-07-01t08:00:00z"), "2019-07-01T08:00:00Z");
  for (const char* bad : {"2019-07-01T08:00Z", "2019-07-01T08:00:00.Z", "2019-07-01T08:00:60Z", "2019-07-01T08:00:00+8:00", "0001-01-01T00:00:00+01:00"}) {
    EXPECT_EQ(canonical_moment(bad), std::nullopt) << bad;
  }
}

}  // namespace
}  // namespace plumb::registry
