// Registries of earlier schemas: read as before, verified, gone on with; and whole whatever the disk does meanwhile.
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "runtime/registry/registry.hpp"
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

  fs::path folder_;
};

TEST_F(Migration, EveryFactAtEveryRevisionIsWhatItWas) {
  for (const std::string name : {"schema1/county", "schema1/killed", "schema2/county", "schema3/county"}) {
    fs::remove(folder_ / "county.db");
    const fs::path database = copy(name + ".db", folder_);
    Registry registry = open(database);
    std::string expected = slurp(stored(name + ".txt"));
    // That the days of pushes became facts is a revision of its own, at the moment of the last.
    for (size_t at = 0; name == "schema3/county" && (at = expected.find("revision|13|", at)) != std::string::npos;) expected.replace(at, 12, "revision|14|");
    ASSERT_GT(expected.size(), 500U);
    EXPECT_EQ(text_of(registry), expected);
    EXPECT_EQ(faults::damage_of(database), "");  // the journal too
  }
}

TEST_F(Migration, TheSchemaIsThatOfANewRegistry) {
  ASSERT_TRUE(Registry::create(folder_ / "new.db"));
  for (const char* name : {"schema1/county.db", "schema2/county.db", "schema3/county.db"}) {
    fs::remove(folder_ / "county.db");
    const fs::path database = copy(name, folder_);
    (void)open(database);
    EXPECT_EQ(schema_of(database), schema_of(folder_ / "new.db")) << name;
  }
}

// Each day of a push that stood beside a row stands beside the entry, and the journal binds it.
TEST_F(Migration, TheDaysOfPushesBecomeFacts) {
  const fs::path database = copy("schema3/county.db", folder_);
  std::multiset<std::string> before, after;
  const auto read = [&](const char* sql, std::multiset<std::string>& days) {
    auto opened = registry::Database::open(database, registry::Database::Mode::read_only, 0);
    ASSERT_TRUE(opened);
    auto rows = opened->prepare(sql);
    ASSERT_TRUE(rows);
    while (rows->step() == SQLITE_ROW) days.insert(std::string(rows->text(0)));
  };
  read(
      "SELECT e.case_no || e.party || e.published_on || ' ' || ifnull(k.listed_as_of, '-') || ' ' || ifnull(k.removed_as_of, '-') FROM spoken k"
      " JOIN entries e ON e.row = k.entry WHERE e.revision_to IS NULL",
      before);
  (void)open(database);
  read("SELECT case_no || party || published_on || ' ' || ifnull(listed_as_of, '-') || ' ' || ifnull(removed_as_of, '-') FROM spoken WHERE revision_to IS NULL",
       after);
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

// Either schema, whole; never between.
TEST_F(Migration, AFaultAtAnyOperationLeavesEitherVersionWhole) {
  faults::Operation migration;
  migration.name = "migration";
  migration.database = "killed.db";
  migration.prepare = [](const fs::path& folder) { copy("schema1/killed.db", folder); };
  migration.run = [](const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge) -> std::string {
    auto opened = Registry::open(folder / "killed.db", {.mode = Mode::read_write, .busy_timeout_ms = 0, .vfs = vfs});
    if (!opened) return opened.error().code;
    acknowledge();
    return "";
  };
  migration.state = [](const fs::path& folder) { return faults::everything_in(folder / "killed.db"); };
  migration.verify = [](const fs::path& folder) {
    const std::string damage = faults::damage_of(folder / "killed.db");
    return damage == "not opened: registry.older" ? "" : damage;
  };
  for (const std::vector<faults::Plan>& plans : {faults::crashes(), faults::full_disks(), faults::broken_disks()}) {
    const faults::Outcome outcome = faults::try_every_fault(migration, folder_ / "trial", plans, 4);
    for (const std::string& complaint : outcome.complaints) ADD_FAILURE() << complaint;
    EXPECT_GT(outcome.most_operations, 50U);
    std::printf("migration: %llu attempts, %llu operations, %llu crashes after the acknowledgement\n", static_cast<unsigned long long>(outcome.attempts),
                static_cast<unsigned long long>(outcome.most_operations), static_cast<unsigned long long>(outcome.acknowledged));
  }
}

}  // namespace
}  // namespace plumb::migration
