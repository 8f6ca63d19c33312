// Accounts through the public door: a role is asked for every act, in the transaction of what it writes, and before anything is
// brought up to date.
#include "plumb/rights.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <future>
#include <set>
#include <string>
#include <thread>

#include "plumb/plumb.hpp"
#include "plumb/safekeeping.hpp"
#include "runtime/registry/schema.hpp"

namespace plumb::test {
namespace {

namespace fs = std::filesystem;

const char* const kMoment = "2019-07-01T00:00:00Z";

class Rights : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / ("plumb-rights-" + std::to_string(::getpid())) / test->name();
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    auto made = Registry::create(path(), kMoment, {"root"});
    ASSERT_TRUE(made);
    EXPECT_EQ(code(Accounts(*made).add({"li", AccountRole::department, ""}, kMoment)), "registry.first_account");
    for (const Account& account : {Account{"root", AccountRole::keeper, ""}, Account{"li", AccountRole::department, ""}})
      EXPECT_TRUE(Accounts(*made).add(account, kMoment).value());
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string path(const char* name = "r.db") const { return (folder_ / name).string(); }
  template <typename T>
  static std::string code(const Result<T>& done) {
    return done ? "" : done.error().code;
  }
  Registry open(const Actor& actor, const char* name = "r.db") const {
    return std::move(Registry::open(path(name), Registry::Mode::read_write, actor).value());
  }
  static Result<Recorded> add_party(Registry& registry, const std::string& name) {
    return registry.add("parties", {{"id", "410399198503121236"}, {"kind", "person"}, {"name", name}}, {kMoment, Language::en});
  }
  void run(const char* name, const std::string& sql) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path(name).c_str(), &db), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  fs::path folder_;
};

TEST_F(Rights, AnAccountThatWasEndedActsNoMoreWhateverItHasOpen) {
  Registry root = open({"root"}), li = open({"li"});
  EXPECT_EQ(code(add_party(li, "张五")), "");
  EXPECT_EQ(code(li.stats()), "");
  EXPECT_TRUE(Accounts(root).end("li", kMoment).value());
  EXPECT_EQ(code(add_party(li, "张六")), "registry.account");
  EXPECT_EQ(code(li.stats()), "registry.account");
  EXPECT_EQ(code(Accounts(li).list()), "registry.account");
}

TEST_F(Rights, AnAccountActsByTheRoleThatItHasNow) {
  Registry root = open({"root"}), li = open({"li"});
  EXPECT_EQ(code(add_party(li, "张五")), "");
  EXPECT_TRUE(Accounts(root).add({"li", AccountRole::auditor, ""}, kMoment).value());
  EXPECT_EQ(code(add_party(li, "张六")), "registry.right");
  EXPECT_EQ(code(li.verify()), "");
}

TEST_F(Rights, WhereTheFirstAccountComesWhoHasNoneActsNoMore) {
  Registry before = std::move(Registry::create(path("new.db"), kMoment).value());
  EXPECT_EQ(code(add_party(before, "张五")), "");
  {
    Registry root = open({"root"}, "new.db");
    EXPECT_TRUE(Accounts(root).add({"root", AccountRole::keeper, ""}, kMoment).value());
  }
  EXPECT_EQ(code(add_party(before, "张六")), "registry.account");
}

TEST_F(Rights, WhoActedIsRecordedWithEveryRevision) {
  Registry li = open({"li", "root"});
  EXPECT_EQ(code(add_party(li, "张五")), "");
  sqlite3* db = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &db), SQLITE_OK);
  std::string told;
  const auto tell = [](void* to, int, char** values, char**) {
    static_cast<std::string*>(to)->append(values[0] == nullptr ? "-" : values[0]).append(";");
    return 0;
  };
  EXPECT_EQ(sqlite3_exec(db, "SELECT by_whom FROM revisions ORDER BY revision", tell, &told, nullptr), SQLITE_OK);
  sqlite3_close(db);
  EXPECT_EQ(told, "-;root;li, by root;");  // of the first account there was nobody yet
  Registry root = open({"root"});
  EXPECT_TRUE(Accounts(root).add({"chen", AccountRole::auditor, ""}, kMoment).value());
  EXPECT_EQ(open({"chen"}).verify().value().fault_count, 0U);
}

// Both have been found to be keepers, and wait for the lock; the one that comes second is none any more.
TEST_F(Rights, TwoKeepersThatEndEachOtherLeaveOne) {
  Registry root = open({"root"});
  EXPECT_TRUE(Accounts(root).add({"wang", AccountRole::keeper, ""}, kMoment).value());
  Registry wang = open({"wang"});
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path().c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  auto a = std::async(std::launch::async, [&] { return code(Accounts(root).end("wang", kMoment)); });
  auto b = std::async(std::launch::async, [&] { return code(Accounts(wang).end("root", kMoment)); });
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  sqlite3_close(other);
  const std::string first = a.get(), second = b.get();
  EXPECT_EQ((std::multiset<std::string>{first, second}), (std::multiset<std::string>{"", "registry.account"}));
  Registry& left = first.empty() ? root : wang;
  size_t keepers = 0;
  const auto accounts = Accounts(left).list().value();  // a loop over the temporary would outlive it
  for (const Account& account : accounts) keepers += account.role == AccountRole::keeper ? 1 : 0;
  EXPECT_EQ(keepers, 1U);
}

TEST_F(Rights, WhatIsOlderIsBroughtUpToDateAndCopiedForNobodyWithoutAnAccount) {
  {
    auto old = registry::Database::open(path("old.db"), registry::Database::Mode::create, 0);
    ASSERT_TRUE(registry::create_schema(*old, 2));
  }
  run("old.db",
      "INSERT INTO revisions (recorded_at, cause) VALUES ('2019-06-01T00:00:00Z', 'account'); INSERT INTO accounts (name, role, recorded_at, revision_from) "
      "VALUES ('root', 'keeper', '2019-06-01T00:00:00Z', 1), ('li', 'department', '2019-06-01T00:00:00Z', 1)");
  EXPECT_EQ(code(Registry::open(path("old.db"), Registry::Mode::read_write, {"stranger"})), "registry.account");
  EXPECT_EQ(code(Registry::open(path("old.db"), Registry::Mode::read_only, {"root"})), "registry.older");  // still
  EXPECT_EQ(code(back_up_registry(path("old.db"), path("copy.db"), {.actor = {"stranger"}})), "registry.account");
  EXPECT_EQ(code(back_up_registry(path("old.db"), path("copy.db"), {.actor = {"li"}})), "registry.right");
  EXPECT_EQ(code(upgrade_registry(path("old.db"), {"li"})), "registry.right");
  EXPECT_FALSE(fs::exists(path("copy.db")));
  EXPECT_EQ(code(back_up_registry(path("old.db"), path("copy.db"), {.actor = {"root"}})), "");
  EXPECT_EQ(code(Registry::open(path("old.db"), Registry::Mode::read_only, {"root"})), "registry.older");
  EXPECT_EQ(code(upgrade_registry(path("old.db"), {"root"})), "");
  EXPECT_EQ(code(Registry::open(path("old.db"), Registry::Mode::read_only, {"root"})), "");
}

TEST_F(Rights, SettingsAreTheKeepersAndWhereReadsAreJournalledIsKnownToReaders) {
  Registry root = open({"root"}), li = open({"li"});
  EXPECT_EQ(code(root.set_read_journal("/somewhere", kMoment)), "");
  EXPECT_EQ(root.setting("reads.journal").value(), "/somewhere");
  EXPECT_EQ(code(li.setting("reads.journal")), "registry.right");
  EXPECT_EQ(li.read_journal().value(), "/somewhere");
  EXPECT_TRUE(Accounts(root).add({"chen", AccountRole::publisher, ""}, kMoment).value());
  EXPECT_EQ(code(open({"chen"}).stats()), "registry.right");
}

}  // namespace
}  // namespace plumb::test
