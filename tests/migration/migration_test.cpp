// Registries of earlier schemas: read as before, verified, gone on with; and whole whatever the disk does meanwhile.
#include <gtest/gtest.h>

#include <fstream>
#include <map>
#include <set>

#include "runtime/registry/registry.hpp"
#include "runtime/registry/safekeeping/backup.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/safekeeping/restore.hpp"
#include "runtime/registry/schema.hpp"
#include "runtime/registry/sqlite.hpp"
#include "tests/faults/trial.hpp"
#include "tests/migration/facts_text.hpp"

namespace plumb::migration {
namespace {

namespace fs = std::filesystem;
using registry::Mode;
using registry::Registry;

class Migration : public ::testing::Test {
 protected:
  void SetUp() override { folder_ = faults::scratch_for(::testing::UnitTest::GetInstance()->current_test_info()->name()); }
  void TearDown() override { fs::remove_all(folder_.parent_path()); }

  static fs::path stored(const std::string& name) { return fs::path(PLUMB_SOURCE_DIR) / "tests/migration" / name; }
  // The database and what lies beside it, under the same name.
  static fs::path copy(const std::string& name, const fs::path& folder) {
    for (const char* suffix : {"", "-wal"}) {
      if (fs::exists(stored(name + suffix))) fs::copy_file(stored(name + suffix), folder / (stored(name).filename().string() + suffix));
    }
    return folder / stored(name).filename();
  }
  static std::string slurp(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  static Registry open(const fs::path& database) {
    auto opened = Registry::open(database, {.mode = Mode::read_write});
    if (!opened) throw std::runtime_error(opened.error().code + ": " + opened.error().message);
    return *std::move(opened);
  }
  // The part of everything_in() that tells the schema.
  static std::string schema_of(const fs::path& database) {
    const std::string all = faults::everything_in(database);
    return all.substr(0, all.find("\naccounts\n"));
  }

  // One column of text.
  static std::multiset<std::string> texts(const fs::path& database, const std::string& sql) {
    std::multiset<std::string> out;
    auto opened = registry::Database::open(database, registry::Database::Mode::read_only, 0);
    auto rows = opened ? opened->prepare(sql) : Result<registry::Statement>(opened.error());
    if (!rows) throw std::runtime_error(rows.error().message);
    while (rows->step() == SQLITE_ROW) out.insert(std::string(rows->text(0)));
    return out;
  }

  fs::path folder_;
};

TEST_F(Migration, EveryFactAtEveryRevisionIsWhatItWas) {
  // That the days of pushes became facts, and how a listing ended the word of a step, is a revision of its own, at the moment of the last.
  const std::map<std::string, int> kOwnRevision = {{"schema3/county", 14}, {"schema4/county", 25}, {"schema5/county", 39}, {"schema6/county", 9}};
  for (const std::string name : {"schema1/county", "schema1/killed", "schema2/county", "schema3/county", "schema4/county", "schema5/county", "schema6/county",
                                 "schema7/county", "schema8/county"}) {
    fs::remove(folder_ / "county.db");
    const fs::path database = copy(name + ".db", folder_);
    Registry registry = open(database);
    std::string expected = slurp(stored(name + ".txt"));
    ASSERT_GT(expected.size(), 500U);
    std::string told = text_of(registry);
    if (const auto own = kOwnRevision.find(name); own != kOwnRevision.end()) {
      const std::string before = "revision|" + std::to_string(own->second - 1) + "|", after = "revision|" + std::to_string(own->second) + "|";
      for (size_t at = 0; (at = expected.find(before, at)) != std::string::npos;) expected.replace(at, before.size(), after);
      const std::string change = "change|" + std::to_string(own->second) + "|";
      for (size_t at = 0; (at = told.find(change, at)) != std::string::npos;) told.erase(at, told.find('\n', at) + 1 - at);
    }
    EXPECT_EQ(told, expected) << name;
    EXPECT_EQ(faults::damage_of(database), "");  // the journal too
  }
}

TEST_F(Migration, TheSchemaIsThatOfANewRegistry) {
  ASSERT_TRUE(Registry::create(folder_ / "new.db"));
  for (const char* name : {"schema1/county.db", "schema2/county.db", "schema3/county.db", "schema3/spelt.db", "schema4/county.db", "schema5/county.db",
                           "schema6/county.db", "schema7/county.db", "schema8/county.db"}) {
    fs::remove(folder_ / "county.db");
    const fs::path database = copy(name, folder_);
    (void)open(database);
    EXPECT_EQ(schema_of(database), schema_of(folder_ / "new.db")) << name;
  }
}

// As which a backup is known by, however old.
TEST_F(Migration, OfEachStoredDatabaseTheSchemaIsRecognised) {
  for (int version = 1; version <= 6; ++version) {
    auto opened = registry::Database::open(copy("schema" + std::to_string(version) + "/county.db", folder_), registry::Database::Mode::read_only, 0);
    ASSERT_TRUE(opened);
    const auto found = registry::schema_found(*opened);
    ASSERT_TRUE(found);
    EXPECT_EQ(*found, version);
    fs::remove(folder_ / "county.db");
  }
}

// Each day of a push that stood beside a row stands beside the entry, and the journal binds it.
TEST_F(Migration, TheDaysOfPushesBecomeFacts) {
  const fs::path database = copy("schema3/county.db", folder_);
  const auto before =
      texts(database,
            "SELECT e.case_no || e.party || e.published_on || ' ' || ifnull(k.listed_as_of, '-') || ' ' || ifnull(k.removed_as_of, '-') FROM spoken k"
            " JOIN entries e ON e.row = k.entry WHERE e.revision_to IS NULL");
  (void)open(database);
  const auto after = texts(
      database,
      "SELECT case_no || party || published_on || ' ' || ifnull(listed_as_of, '-') || ' ' || ifnull(removed_as_of, '-') FROM spoken WHERE revision_to IS NULL");
  EXPECT_GT(before.size(), 5U);
  EXPECT_EQ(after, before);
}

TEST_F(Migration, AnImportThatWasInterruptedBeforeGoesOnAfterwards) {
  Registry registry = open(copy("schema1/county.db", folder_));
  const std::vector<registry::ImportFile> files = {{stored("schema1/interrupted-parties-1.csv"), registry::Table::parties},
                                                   {stored("schema1/interrupted-parties-2.csv"), registry::Table::parties}};
  const auto summary = registry.import(files, {.recorded_at = "2019-10-03T00:00:00Z", .resumable = true});
  ASSERT_TRUE(summary);
  EXPECT_EQ(summary->files[0].resumed, 24U);
  EXPECT_EQ(summary->files[0].added, 6U);
  EXPECT_EQ(summary->files[1].added, 1U);
  EXPECT_EQ(faults::damage_of(folder_ / "county.db"), "");
}

TEST_F(Migration, ReadersOfAnEarlierSchemaAreToldWhatToDo) {
  const auto opened = Registry::open(copy("schema1/county.db", folder_));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, "registry.older");
  EXPECT_NE(opened.error().message.find("plumb registry upgrade"), std::string::npos) << opened.error().message;
  EXPECT_EQ(slurp(folder_ / "county.db"), slurp(stored("schema1/county.db")));
}

// What was typed in five spellings is three cases afterwards, each row with what was typed beside it.
TEST_F(Migration, CaseNumbersAsTypedBecomeOneSpelling) {
  const fs::path database = copy("schema3/spelt.db", folder_);
  const std::string a = "410399198503120014", b = "410399198503120030",
                    live = " FROM entries e JOIN identifiers i ON i.number = e.party WHERE revision_to IS NULL";
  EXPECT_EQ(texts(database, "SELECT DISTINCT case_no" + live).size(), 5U);
  (void)open(database);
  EXPECT_EQ(texts(database, "SELECT case_no || ' ' || i.id || ' ' || ifnull(removed_on, '-')" + live),
            (std::multiset<std::string>{"（2019）豫0399执12号 " + a + " 2019-06-02", "（2019）豫0399执12号 " + b + " -", "（2019）豫0399执13号 " + a + " -",
                                        "（2019）豫0399执14号 " + b + " -", "（2019）豫0399执15号 " + b + " -"}));
  EXPECT_EQ(texts(database, "SELECT case_no || ' ' || kind || ' ' || (originals ->> 'case_no') FROM events WHERE revision_to IS NULL"),
            (std::multiset<std::string>{"（2019）豫0399执12号 objection (2019)豫0399执12号", "（2019）豫0399执12号 objection_decision [2019]豫0399执12号",
                                        "（2019）豫0399执13号 service 〔2019〕豫0399执13号"}));
  EXPECT_EQ(texts(database, "SELECT case_no || ' ' || (originals ->> 'case_no') FROM retentions WHERE revision_to IS NULL"),
            std::multiset<std::string>{"（2019）豫0399执12号 (2019)豫0399执12号"});
  EXPECT_EQ(texts(database, "SELECT DISTINCT case_no FROM entries WHERE revision_from <= 5").size(), 5U);  // what was known before stays as it was
  EXPECT_EQ(faults::damage_of(database), "");
}

// Rows whose journal was written by the program of schema 4 are emptied as those of today are, and nothing of the person is left in them.
TEST_F(Migration, APersonOfAnEarlierSchemaCanBeErasedWhole) {
  const fs::path database = copy("schema4/county.db", folder_);
  const std::string name = "诸葛方方", number = "410399198503120030";
  ASSERT_NE(slurp(database).find(name), std::string::npos);
  {
    Registry registry = open(database);
    const auto erased = registry.erase(
        {number, registry::journal::ErasureGround::period_over, "样例县人民法院", "〔2019〕删2号", Date::parse("2026-11-26").value(), "2027-01-01T00:00:00Z"});
    ASSERT_TRUE(erased) << erased.error().code;
    EXPECT_TRUE(erased->elsewhere.empty());
  }
  for (const char* suffix : {"", "-wal"}) {
    const std::string bytes = slurp(database.string() + suffix);
    EXPECT_EQ(bytes.find(name), std::string::npos) << suffix;
    EXPECT_EQ(bytes.find(number), std::string::npos) << suffix;
  }
  EXPECT_EQ(texts(database, "SELECT by_whom FROM events WHERE kind = 'objection_decision'").size(), 2U);
  EXPECT_EQ(texts(database, "SELECT by_whom || ' ' || document FROM events WHERE case_no = '（2019）豫0399执902号' AND kind = 'reconsideration'"),
            std::multiset<std::string>{"erased-7 复议2号"});
  EXPECT_EQ(faults::damage_of(database), "");
}

// Who said that two identifiers are one party or two, in rows that the program of schema 5 wrote: of two of whom one was erased by it too.
TEST_F(Migration, WhoReviewedUnderAnEarlierSchemaGoesWithThePerson) {
  const fs::path database = copy("schema5/county.db", folder_);
  const std::string name = "诸葛方方", reviewers = "SELECT by_whom FROM reviews";
  ASSERT_EQ(texts(database, reviewers), (std::multiset<std::string>{"欧阳敏敏", "欧阳敏敏", "出入境窗口", "出入境窗口", name, name, name + "之父"}));
  {
    Registry registry = open(database);
    const auto erased = registry.erase({"410399198503120030", registry::journal::ErasureGround::period_over, "样例县人民法院", "〔2019〕删2号",
                                        Date::parse("2026-11-26").value(), "2027-01-01T00:00:00Z"});
    ASSERT_TRUE(erased) << erased.error().code;
  }
  EXPECT_EQ(texts(database, reviewers), (std::multiset<std::string>{"欧阳敏敏", "欧阳敏敏", "出入境窗口", "出入境窗口", "erased-3", "erased-3", "erased-7"}));
  for (const char* suffix : {"", "-wal"}) EXPECT_EQ(slurp(database.string() + suffix).find(name), std::string::npos) << suffix;
  EXPECT_EQ(faults::damage_of(database), "");
}

// What `registry remove` said of how a listing ended goes with it, in a registry of the program of schema 6 too.
TEST_F(Migration, HowAListingEndedIsTheStepsToSay) {
  const fs::path database = copy("schema6/county.db", folder_);
  const std::string standing =
      "SELECT removed_on || ' ' || removal_kind || ' ' || removal_ground FROM entries WHERE revision_to IS NULL AND removed_on > '2019-09-01'";
  const std::multiset<std::string> ended = {"2019-09-10 shielded 全部履行", "2019-09-10 revoked 错误纳入", "2019-09-12 撤销 履行完毕"};
  ASSERT_EQ(texts(database, standing), ended);
  const std::string party = *texts(database, "SELECT i.id FROM events e JOIN identifiers i ON i.number = e.party WHERE document = '撤3号'").begin();
  const std::string case_no = *texts(database, "SELECT case_no FROM events WHERE document = '撤3号'").begin();
  Registry registry = open(database);
  EXPECT_EQ(texts(database, standing), ended);
  EXPECT_EQ(texts(database, "SELECT document || ' ' || ifnull(removal_kind, '-') FROM events WHERE revision_to IS NULL AND kind = 'removal'"),
            (std::multiset<std::string>{"撤1号 -", "撤3号 revoked", "撤4号 -"}))
      << "where a list tells a day too, it may be the list's word";
  lifecycle::Event removal;
  removal.case_no = case_no;
  removal.party = party;
  removal.step = lifecycle::Step::removal;
  removal.on = Date::parse("2019-09-10").value();
  removal.by = "样例县人民法院";
  removal.document = "撤3号";
  const auto withdrawn = registry.by_hand("2027-01-01T00:00:00Z", Language::en).withdraw(removal);
  ASSERT_TRUE(withdrawn) << withdrawn.error().code;
  EXPECT_EQ(texts(database,
                  "SELECT ifnull(removed_on, '-') || ifnull(removal_kind, '-') || ifnull(removal_ground, '-') FROM entries WHERE revision_to IS NULL"
                  " AND case_no = '" +
                      case_no + "'"),
            std::multiset<std::string>{"---"});
  EXPECT_EQ(faults::damage_of(database), "");
}

// With the journals that programs of their day wrote.
TEST_F(Migration, EachStoredDatabaseCanBeBackedUpAndRestored) {
  for (const std::string name : {"schema1/county.db", "schema2/county.db", "schema3/county.db", "schema4/county.db", "schema5/county.db", "schema6/county.db",
                                 "schema7/county.db", "schema8/county.db"}) {
    for (const char* file : {"county.db", "backup.db", "again.db"}) fs::remove(folder_ / file);
    const auto made = registry::safekeeping::back_up(copy(name, folder_), folder_ / "backup.db");
    ASSERT_TRUE(made) << name << made.error().code;
    const auto restored = registry::safekeeping::restore(folder_ / "backup.db", folder_ / "again.db");
    ASSERT_TRUE(restored) << name << restored.error().code;
    EXPECT_EQ(restored->now, *made) << name;
  }
}

// What indexes of texts and keys found, the runs find: those too of whom somebody was erased, and no number that was.
TEST_F(Migration, EveryRowIsFoundByItsCode) {
  for (const std::string name : {"schema1/county.db", "schema2/county.db", "schema3/county.db", "schema4/county.db", "schema5/county.db", "schema6/county.db",
                                 "schema7/county.db", "schema8/county.db"}) {
    fs::remove(folder_ / "county.db");
    const fs::path database = copy(name, folder_);
    (void)open(database);
    EXPECT_GT(texts(database, "SELECT id FROM identifiers").size(), 40U) << name;
    EXPECT_EQ(texts(database, "SELECT id FROM identifiers WHERE identifier_number(id) IS NOT number"), std::multiset<std::string>{}) << name;
    EXPECT_EQ(texts(database, "SELECT codes FROM identifier_runs"), texts(database, "SELECT count(*) FROM identifiers")) << name;
    EXPECT_EQ(texts(database, "SELECT row FROM parties WHERE live_party(party) IS NOT row AND revision_to IS NULL"), std::multiset<std::string>{}) << name;
    EXPECT_EQ(texts(database, "SELECT row FROM relations WHERE live_relation(holder, role, organisation, valid_from) IS NOT row AND revision_to IS NULL"),
              std::multiset<std::string>{})
        << name;
    EXPECT_EQ(texts(database, "SELECT codes FROM relation_runs"), texts(database, "SELECT count(*) FROM relations")) << name;
    auto opened = registry::Database::open(database, registry::Database::Mode::read_only, 0);
    const auto differences = registry::safekeeping::index_difference(*opened);
    EXPECT_TRUE(differences && differences->damage_count == 0) << name;
    EXPECT_EQ(texts(database, "SELECT type || name FROM sqlite_schema WHERE tbl_name = 'identifiers' AND type = 'index'"), std::multiset<std::string>{});
  }
}

// Either schema, whole; never between.
TEST_F(Migration, AFaultAtAnyOperationLeavesEitherVersionWhole) {
  // What each version's tables are is found out once in a process, here for those that fail as well.
  for (int64_t version = 1; version <= registry::schema_version(); ++version) ASSERT_TRUE(registry::schema_of_version(version));
  for (const std::string name : {"schema1/killed.db", "schema2/county.db", "schema3/county.db", "schema3/spelt.db", "schema4/county.db", "schema5/county.db",
                                 "schema6/county.db", "schema7/county.db", "schema8/county.db"}) {
    faults::Operation migration;
    migration.name = "migration of " + name;
    migration.database = stored(name).filename().string();
    const std::string file = migration.database;
    migration.prepare = [name](const fs::path& folder) { copy(name, folder); };
    migration.run = [file](const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge) -> std::string {
      auto opened = Registry::open(folder / file, {.mode = Mode::read_write, .busy_timeout_ms = 0, .vfs = vfs});
      if (!opened) return opened.error().code;
      acknowledge();
      return "";
    };
    migration.state = [file](const fs::path& folder) { return faults::everything_in(folder / file); };
    migration.verify = [file](const fs::path& folder) {
      const std::string damage = faults::damage_of(folder / file);
      return damage == "not opened: registry.older" ? "" : damage;
    };
    for (const std::vector<faults::Plan>& plans : {faults::crashes(), faults::full_disks(), faults::broken_disks()}) {
      const faults::Outcome outcome = faults::try_every_fault(migration, folder_ / "trial", plans, 3);
      for (const std::string& complaint : outcome.complaints) ADD_FAILURE() << complaint;
      EXPECT_GT(outcome.most_operations, 20U) << name;
      std::printf("%s: %llu attempts, %llu operations, %llu crashes after the acknowledgement\n", migration.name.c_str(),
                  static_cast<unsigned long long>(outcome.attempts), static_cast<unsigned long long>(outcome.most_operations),
                  static_cast<unsigned long long>(outcome.acknowledged));
    }
  }
}

}  // namespace
}  // namespace plumb::migration
