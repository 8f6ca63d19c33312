// An import that looks ahead of its writer on a connection of its own writes the very same rows in the same order.
#include <vector>

#include "runtime/registry/sqlite.hpp"
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry {
namespace {

constexpr uint64_t kAlways = 0, kNever = UINT64_MAX;

class LookAhead : public Scratch {
 protected:
  // The journal without its random part (keys, and the digests that hang on them), and all identifiers and facts by number.
  static std::vector<std::string> written(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    auto database = expect_value(Database::open(file, Database::Mode::read_only, 1000));
    for (const char* sql :
         {"SELECT sequence || ' ' || revision || ' ' || subject || ' ' || row || ' ' || operation FROM journal ORDER BY sequence",
          "SELECT number || ' ' || id || ' ' || check_digit_holds FROM identifiers ORDER BY number",
          "SELECT row || ' ' || party || ' ' || ifnull(kind, '') || ' ' || ifnull(name, '') FROM parties ORDER BY row",
          "SELECT row || ' ' || case_no || ' ' || party || ' ' || published_on || ' ' || ifnull(revision_to, '') FROM entries ORDER BY row",
          "SELECT entry || ' ' || party FROM entry_responsible ORDER BY entry, party",
          "SELECT row || ' ' || holder || ' ' || role || ' ' || organisation || ' ' || ifnull(valid_from, '') FROM relations ORDER BY row",
          "SELECT row || ' ' || holding_id || ' ' || party || ' ' || ifnull(fields, '') FROM holdings ORDER BY row",
          "SELECT row || ' ' || party || ' ' || target || ' ' || ifnull(valid_to, '') || ' ' || ifnull(revision_to, '') FROM permits ORDER BY row",
          "SELECT row || ' ' || case_no || ' ' || party || ' ' || measure || ' ' || ifnull(revision_to, '') FROM retentions ORDER BY row",
          "SELECT row || ' ' || case_no || ' ' || party || ' ' || kind || ' ' || on_day || ' ' || ifnull(detail, '') || ' ' || ifnull(revision_to, '')"
          " FROM events ORDER BY row",
          "SELECT row || ' ' || document || ' ' || party || ' ' || ifnull(by_whom, '') || ' ' || ifnull(revision_to, '') FROM documents ORDER BY row",
          "SELECT row || ' ' || ifnull(removed_on, '') || ' ' || ifnull(served_on, '') || ' ' || ifnull(expires_on, '') FROM entries ORDER BY row",
          "SELECT row || ' ' || kind || ' ' || subject || ' ' || party FROM findings ORDER BY row"}) {
      auto rows = expect_value(database.prepare(sql));
      while (rows.step() == SQLITE_ROW) lines.emplace_back(rows.text(0));
      lines.emplace_back("-");
    }
    return lines;
  }

  struct Told {
    std::vector<std::string> lines;
    std::string counts;
  };
  // Every other party and entry of a county first, then a minor, corrections and the rest; then all of it again.
  Told imported(const char* name, uint64_t from_bytes, size_t identifiers) {
    Registry registry = expect_value(Registry::create(path(name)));
    Told told;
    const auto take_all = [&](const std::vector<ImportFile>& files) {
      const ImportSummary summary =
          expect_value(registry.import(files, {.recorded_at = tick(), .bytes_looked_ahead = from_bytes, .identifiers_looked_ahead = identifiers}));
      for (const FileSummary& file : summary.files) {
        for (const uint64_t count : {file.added, file.changed, file.unchanged, file.overtaken, file.rejected, file.findings})
          told.counts += std::to_string(count) + " ";
      }
    };
    take_all(
        {{write("parties.csv", half(country() + "county-small/parties.csv")), {}}, {write("entries.csv", half(country() + "county-small/entries.csv")), {}}});
    const std::string child = "410399201503078813";
    const std::string more = kEntryHeader + "（2019）豫0399执9号," + child + ",,2019-05-01,,,,true,\n（2019）豫0399执9号," + child + ",,2019-06-01,,,,true," +
                             child + "\n（2019）豫0399执8号,410399198503078813,,2019-05-01,,,,true,410399201503078813;41039919570809918X\n";
    take_all(
        {{write("parties.csv", "id,kind,name,sector\n" + child + ",person,小张,\n410399198503078813,person,张三,\n"), {}}, {write("entries.csv", more), {}}});
    take_all(county("county-small"));
    take_all(county("county-small"));
    EXPECT_EQ(expect_value(registry.verify()).fault_count, 0u);
    told.lines = written(path(name));
    return told;
  }
  static std::string half(const std::filesystem::path& file) {
    std::string out;
    std::ifstream in(file);
    size_t number = 0;
    for (std::string line; std::getline(in, line); ++number) {
      if (number == 0 || number % 2 == 1) out += line + "\n";
    }
    return out;
  }
};

TEST_F(LookAhead, WritesWhatTheWriterAloneWrites) {
  const Told alone = imported("alone.db", kNever, 0);
  ASSERT_GT(alone.lines.size(), 500u);
  seconds_ = 0;
  const Told ahead = imported("ahead.db", kAlways, 2'000'000);
  EXPECT_EQ(ahead.counts, alone.counts);
  EXPECT_EQ(ahead.lines, alone.lines);
  // However little it may hold.
  seconds_ = 0;
  const Told forgetful = imported("forgetful.db", kAlways, 1);
  EXPECT_EQ(forgetful.counts, alone.counts);
  EXPECT_EQ(forgetful.lines, alone.lines);
}

// A file of each table that says who is who and what was done: keys that come twice, rows that are refused, documents bound in the same
// call and corrected in the next, under which there are steps already; and all of it again.
class LookAheadAtSteps : public LookAhead {
 protected:
  static std::string number(int i) { return "E" + std::to_string(10'000'000 + i); }
  static std::string case_of(int i) { return "（2019）豫0399执" + std::to_string(i) + "号"; }

  // `round`: 0, 1; the second corrects, ends and adds. Some documents are bound to what a row further down binds.
  std::vector<ImportFile> files(int round) const {
    std::string documents = "document,party,by,basis\n", entries = kEntryHeader, permits = "party,target,from,to,document\n",
                events = "case_no,party,published_on,kind,on,until,by,document,detail\n", retentions = "case_no,party,measure,until,basis\n",
                relations = "holder,role,organisation,from,to\n";
    for (int i = 0; i < kParties; ++i) {
      const std::string one = number(i), other = number(i + kParties), of_case = case_of(i);
      if (i % 3 == 0) documents.append(other + "," + (i % 6 == 0 ? number(i + 1) : one) + ",王五,核验" + std::to_string(round) + "\n");
      if (i % 7 == 0) documents.append(one + "," + one + ",王五,核验\n");  // refused: bound to itself
      const std::string listed = of_case + "," + (i % 2 == 0 ? one : other) + ",样例县人民法院,2019-05-01,2021-05-01,,";
      entries.append(listed + (i % 5 == 0 && round == 1 ? "2019-07-01" : "") + ",true," + number(i + 2) + "\n");
      if (i % 4 == 0) entries.append(listed + ",false," + number(i + 3) + "\n");         // overtakes the row before
      if (i % 11 == 0) entries.append(of_case + "," + one + ",,2019-13-01,,,,true,\n");  // refused
      const std::string about = of_case + "," + (i % 2 == 0 ? other : one) + ",,";
      events.append(about + "service,2019-05-0" + std::to_string(2 + round) + ",,样例县人民法院,回证,\n");
      if (i % 2 == round) events.append(about + "suspension,2019-06-01,2019-08-01,样例县人民法院,暂" + std::to_string(i) + ",\n");
      if (i % 4 == 1) events.append(about + "removal,2019-09-01,,样例县人民法院,撤," + (i % 8 == 1 ? "错误纳入" : "全部履行") + "\n");
      if (i % 4 == 2)
        events.append(about + "objection_decision,2019-06-0" + std::to_string(1 + round) + ",,样例县人民法院,裁,驳回\n" + about +
                      "objection_decision,2019-06-0" + std::to_string(1 + round) + ",,样例县人民法院,裁,理由成立\n");  // the same key
      if (i % 13 == 0) events.append(about + "removal,2099-09-01,,样例县人民法院,撤,全部履行\n");                      // refused: to come
      permits.append((i % 2 == 0 ? one : other) + ",lodging,2019-06-01," + (round == 1 && i % 3 == 0 ? "2019-12-01" : "") + ",准1\n");
      if (i % 5 == 0) permits.append(one + ",lodging,2019-06-01,2020-01-01,准1\n");
      if (i % 3 != 1) retentions.append(of_case + "," + one + ",luxury_lodging,2020-0" + std::to_string(1 + round) + "-01,某法第1条\n");
      if (i % 9 == 0) retentions.append(of_case + "," + one + ",luxury_lodging,,某法第1条\n");  // refused: without end
      relations.append(one + ",legal_representative," + number(i + 2 * kParties) + ",2019-01-01," + (round == 1 ? "2019-10-01" : "") + "\n");
      if (i % 4 == 3) relations.append(one + ",actual_controller," + one + ",2019-01-01,\n");  // refused: of itself
    }
    const std::string suffix = "-" + std::to_string(round) + ".csv";
    return {{write("relations" + suffix, relations), {}}, {write("entries" + suffix, entries), {}},       {write("permits" + suffix, permits), {}},
            {write("events" + suffix, events), {}},       {write("retentions" + suffix, retentions), {}}, {write("documents" + suffix, documents), {}}};
  }
  static constexpr int kParties = 60;

  Told told_of(const std::string& name, ImportOptions options) {
    seconds_ = 0;
    Registry registry = expect_value(Registry::create(path(name)));
    Told told;
    for (const int round : {0, 1, 1, 0}) {
      options.recorded_at = tick();
      for (const FileSummary& file : expect_value(registry.import(files(round), options)).files) {
        for (const uint64_t count : {file.added, file.changed, file.unchanged, file.overtaken, file.rejected, file.findings, file.resumed})
          told.counts += std::to_string(count) + " ";
        told.counts += "\n";
      }
    }
    EXPECT_EQ(expect_value(registry.verify()).fault_count, 0U);
    told.lines = written(path(name));
    return told;
  }
};

TEST_F(LookAheadAtSteps, WritesWhatTheWriterAloneWrites) {
  const Told alone = told_of("alone.db", {.recorded_at = {}, .bytes_looked_ahead = kNever, .identifiers_looked_ahead = 0});
  ASSERT_GT(alone.lines.size(), 1000U);
  for (const size_t held : {size_t{2'000'000}, size_t{1}, size_t{50}}) {
    const Told ahead = told_of("ahead-" + std::to_string(held) + ".db", {.recorded_at = {}, .bytes_looked_ahead = kAlways, .identifiers_looked_ahead = held});
    EXPECT_EQ(ahead.counts, alone.counts) << held;
    EXPECT_EQ(ahead.lines, alone.lines) << held;
  }
}

// In batches, of which the first call is stopped in the middle, the facts are the same, though not their revisions and rows.
TEST_F(LookAheadAtSteps, SaysTheSameInBatchesThatWereStopped) {
  const auto live = [&](const std::string& name) {
    std::vector<std::string> lines;
    auto database = expect_value(Database::open(path(name), Database::Mode::read_only, 1000));
    for (const char* sql :
         {"SELECT case_no || ' ' || i.id || ' ' || ifnull(removed_on, '') || ' ' || ifnull(ground_on, '') || ' ' || ifnull(served_on, '') || ' ' || "
          "publishable FROM entries JOIN identifiers i ON i.number = party WHERE revision_to IS NULL ORDER BY 1",
          "SELECT i.id || ' ' || target || ' ' || ifnull(valid_to, '') || ' ' || document FROM permits JOIN identifiers i ON i.number = party WHERE "
          "revision_to IS NULL ORDER BY 1",
          "SELECT case_no || ' ' || i.id || ' ' || until FROM retentions JOIN identifiers i ON i.number = party WHERE revision_to IS NULL ORDER BY 1",
          "SELECT case_no || ' ' || i.id || ' ' || kind || ' ' || on_day || ' ' || ifnull(detail, '') FROM events JOIN identifiers i ON i.number = "
          "party WHERE revision_to IS NULL ORDER BY 1",
          "SELECT d.id || ' ' || p.id FROM documents JOIN identifiers d ON d.number = document JOIN identifiers p ON p.number = party WHERE "
          "revision_to IS NULL ORDER BY 1"}) {
      auto rows = expect_value(database.prepare(sql));
      while (rows.step() == SQLITE_ROW) lines.emplace_back(rows.text(0));
      lines.emplace_back("-");
    }
    return lines;
  };
  {
    Registry whole = expect_value(Registry::create(path("whole.db")));
    for (const int round : {0, 1}) (void)expect_value(whole.import(files(round), {.recorded_at = tick(), .bytes_looked_ahead = kAlways}));
  }
  Registry stopped = expect_value(Registry::create(path("stopped.db")));
  uint64_t resumed = 0;
  for (const int round : {0, 1}) {
    ImportOptions options{.recorded_at = tick(), .resumable = true, .batch_rows = 37, .bytes_looked_ahead = kAlways};
    // Progress is told at each file's first row: stopped at another file each time.
    for (const uint64_t rows : {100U, 200U, 350U}) {
      options.on_progress = [&](const ImportProgress& progress) { return progress.rows_done < rows; };
      options.recorded_at = tick();
      const auto done = stopped.import(files(round), options);
      EXPECT_TRUE(!done && done.error().code == "registry.cancelled") << rows;
    }
    options.on_progress = {};
    options.recorded_at = tick();
    for (const FileSummary& file : expect_value(stopped.import(files(round), options)).files) resumed += file.resumed;
  }
  EXPECT_GT(resumed, 0U);
  EXPECT_TRUE(expect_value(stopped.verify()).whole());
  EXPECT_EQ(live("stopped.db"), live("whole.db"));
}

TEST_F(LookAhead, LeavesTheLogToBePlayedIntoTheFile) {
  Registry registry = expect_value(Registry::create(path("r.db")));
  (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick(), .bytes_looked_ahead = kAlways}));
  // Nobody reads any more, so a checkpoint gets all of it.
  auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 1000));
  auto checkpoint = expect_value(database.prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  ASSERT_EQ(checkpoint.step(), SQLITE_ROW);
  EXPECT_EQ(checkpoint.number(0), 0);
  EXPECT_EQ(std::filesystem::file_size(path("r.db-wal")), 0u);
}

}  // namespace
}  // namespace plumb::registry
