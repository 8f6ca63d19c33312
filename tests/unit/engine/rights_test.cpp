// Accounts through the public door: a role is asked for every act, in the transaction of what it writes, and before anything is
// brought up to date.
#include "plumb/rights.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

#include <chrono>
#include <filesystem>
#include <functional>
#include <future>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "plumb/plumb.hpp"
#include "plumb/push.hpp"
#include "plumb/review.hpp"
#include "plumb/safekeeping.hpp"
#include "runtime/registry/schema.hpp"
#include "tests/unit/decide/world.hpp"

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
  // Whoever may is told what is wrong with it: no journal has these rows.
  EXPECT_EQ(code(back_up_registry(path("old.db"), path("copy.db"), {.actor = {"root"}})), "safekeeping.source");
  EXPECT_EQ(code(Registry::open(path("old.db"), Registry::Mode::read_only, {"root"})), "registry.older");
  EXPECT_EQ(code(upgrade_registry(path("old.db"), {"root"})), "");
  EXPECT_EQ(code(Registry::open(path("old.db"), Registry::Mode::read_only, {"root"})), "");
}

TEST_F(Rights, SettingsAreTheKeepersAndWhereReadsAreJournalledIsKnownToReaders) {
  Registry root = open({"root"}), li = open({"li"});
  EXPECT_EQ(code(root.set_read_journal(path("reads.ndjson"), kMoment)), "");
  EXPECT_EQ(root.setting("reads.journal").value(), path("reads.ndjson"));
  EXPECT_EQ(code(li.setting("reads.journal")), "registry.right");
  EXPECT_EQ(li.read_journal().value(), path("reads.ndjson"));
  EXPECT_TRUE(Accounts(root).add({"chen", AccountRole::publisher, ""}, kMoment).value());
  EXPECT_EQ(code(open({"chen"}).stats()), "registry.right");
}

// What one call of the door answers, and the rights of which one is enough for it.
struct Act {
  const char* name;
  std::vector<Right> any;
  std::function<std::string(Registry&)> code;
};

constexpr const char *kOne = "410399198503121236", *kOther = "410399198503124568", *kCase = "（2019）豫0399执1号";

std::vector<Act> acts(const fs::path& folder) {
  const RuleSet rules(small_rules());
  const auto of = [](const auto& done) { return done ? std::string() : done.error().code; };
  const auto file = [folder](const char* name) { return (folder / name).string(); };
  const ClockOptions clock{.as_of = "2019-07-01"}, in_full{.as_of = "2019-07-01", .reveal = true};
  const Recording now{kMoment};
  const auto add = [=](const char* table) { return [=](Registry& r) { return of(r.add(table, {}, now)); }; };
  const auto exported = [=](bool reveal) {
    return [=](Registry& r) { return of(r.export_table({.table = "parties", .reveal = reveal}, [](std::string_view) { return true; })); };
  };
  const auto imported = [=](const char* name) {
    return [=](Registry& r) {
      ImportOptions options;
      options.paths = {file(name)};
      options.recorded_at = kMoment;
      return of(r.import(options));
    };
  };
  const auto pushed = [=](Registry& r) {
    PushOptions options;
    options.recorded_at = kMoment;
    return of(Pushes(r).take(options));
  };
  const auto settled = [=](Registry& r) {
    SettlementOptions options;
    options.by = "li";
    options.recorded_at = kMoment;
    return of(Pushes(r).settle(options));
  };
  const auto stayed = [=](Registry& r) { return of(r.retain({kCase, kOne, "travel", "2020-06-01", "x", "2019-06-01"}, now)); };
  return {
      {"decide", {Right::decide}, [=](Registry& r) { return of(r.snapshot()); }},
      {"record", {Right::decide}, [=](Registry& r) { return of(r.record({}, {}, kMoment, "li")); }},
      {"snapshot file", {Right::keep}, [=](Registry& r) { return of(SnapshotFile::build(r, file("r.snapshot"))); }},
      {"setting", {Right::keep}, [=](Registry& r) { return of(r.setting("reads.journal")); }},
      {"set reads", {Right::keep}, [=](Registry& r) { return of(r.set_read_journal("", kMoment)); }},
      {"set share", {Right::keep}, [=](Registry& r) { return of(Pushes(r).set_removal_share("1", kMoment)); }},
      {"stats", {Right::findings, Right::keep}, [=](Registry& r) { return of(r.stats()); }},
      {"export", {Right::history, Right::keep}, exported(false)},
      {"export in full", {Right::reveal}, exported(true)},
      {"verify", {Right::verify}, [=](Registry& r) { return of(r.verify()); }},
      {"checkpoint", {Right::verify}, [=](Registry& r) { return of(r.checkpoint(file("none"), kMoment)); }},
      {"history", {Right::history}, [=](Registry& r) { return of(r.history(kOne)); }},
      {"history in full", {Right::reveal}, [=](Registry& r) { return of(r.history(kOne, {.reveal = true})); }},
      {"replay", {Right::history, Right::verify}, [=](Registry& r) { return of(r.replay(rules, {}, [](const Replay&) {})); }},
      {"replay in full", {Right::reveal}, [=](Registry& r) { return of(r.replay(rules, {.reveal = true}, [](const Replay&) {})); }},
      {"erase", {Right::erase}, [=](Registry& r) { return of(r.erase({kOne, "unlawful", "li", "d", "2019-07-01", kMoment, true})); }},
      {"due", {Right::findings}, [=](Registry& r) { return of(r.due(rules, {.clock = clock})); }},
      {"due in full", {Right::reveal}, [=](Registry& r) { return of(r.due(rules, {.clock = in_full})); }},
      {"clocks", {Right::findings}, [=](Registry& r) { return of(r.check_clocks(rules, {.clock = clock})); }},
      {"findings", {Right::findings}, [=](Registry& r) { return of(r.findings("text", Language::en, false)); }},
      {"findings in full", {Right::reveal}, [=](Registry& r) { return of(r.findings("text", Language::en, true)); }},
      {"statistics", {Right::findings}, [=](Registry& r) { return of(r.statistics(rules, {.clock = clock})); }},
      {"proposals", {Right::findings}, [=](Registry& r) { return of(Pushes(r).proposals()); }},
      {"proposals in full", {Right::reveal}, [=](Registry& r) { return of(Pushes(r).proposals(true)); }},
      {"settle", {Right::list}, settled},
      {"push", {Right::list}, pushed},
      {"publish", {Right::publish}, [=](Registry& r) { return of(r.publish({.as_of = "2019-07-01"})); }},
      {"add a party", {Right::facts}, add("parties")},
      {"add a relation", {Right::facts}, add("relations")},
      {"add a holding", {Right::facts}, add("holdings")},
      {"add a document", {Right::facts}, add("documents")},
      {"add an entry", {Right::list}, add("entries")},
      {"add a permit", {Right::list}, add("permits")},
      {"add a retention", {Right::list}, add("retentions")},
      {"add a step", {Right::list}, add("events")},
      {"import entries", {Right::list}, imported("entries.csv")},
      {"import parties", {Right::facts}, imported("parties.csv")},
      {"step", {Right::list}, [=](Registry& r) { return of(r.take_step({kCase, kOne, "service", "2019-06-01"}, now)); }},
      {"withdraw a step", {Right::list}, [=](Registry& r) { return of(r.withdraw_step({kCase, kOne, "service", "2019-06-01"}, now)); }},
      {"remove", {Right::list}, [=](Registry& r) { return of(r.remove({kCase, kOne, "2019-06-01", {}, "revoked", "x"}, now)); }},
      {"retain", {Right::list}, stayed},
      {"withdraw a retention", {Right::list}, [=](Registry& r) { return of(r.withdraw_retention({kCase, kOne, "travel", "2020-06-01", "x"}, now)); }},
      {"withdraw a permit", {Right::list}, [=](Registry& r) { return of(r.withdraw_permit({}, now)); }},
      {"candidates", {Right::review}, [=](Registry& r) { return of(Reviewing(r).identity_candidates({})); }},
      {"controllers", {Right::review}, [=](Registry& r) { return of(Reviewing(r).control_candidates({.on = "2019-07-01"})); }},
      {"same", {Right::review}, [=](Registry& r) { return of(Reviewing(r).same(kOne, kOther, {})); }},
      {"different", {Right::review}, [=](Registry& r) { return of(Reviewing(r).different(kOne, kOther, {})); }},
      {"split", {Right::review}, [=](Registry& r) { return of(Reviewing(r).split(kOne, "", {})); }},
      {"controls", {Right::review}, [=](Registry& r) { return of(Reviewing(r).controls(kOne, kOther, "2019-07-01", {})); }},
      {"controls not", {Right::review}, [=](Registry& r) { return of(Reviewing(r).controls_not(kOne, kOther, false, {})); }},
      {"add an account", {Right::accounts}, [=](Registry& r) { return of(Accounts(r).add({"root", AccountRole::keeper, ""}, kMoment)); }},
      {"end an account", {Right::accounts}, [=](Registry& r) { return of(Accounts(r).end("nobody", kMoment)); }},
      {"back up", {Right::keep}, [=](Registry& r) { return of(back_up_registry(file("r.db"), file("r.db"), {.actor = r.actor()})); }},
      {"check", {Right::verify}, [=](Registry& r) { return of(check_registry(file("r.db"), {.actor = r.actor()})); }},
      {"upgrade", {Right::keep}, [=](Registry& r) { return of(upgrade_registry(file("r.db"), r.actor())); }},
      {"restore over it", {Right::keep}, [=](Registry& r) { return of(restore_registry(file("none"), file("r.db"), {.actor = r.actor()})); }},
  };
}

TEST_F(Rights, EveryActIsForTheRolesThatTheTableNamesAndForNoOthers) {
  constexpr AccountRole kRoles[] = {AccountRole::court,     AccountRole::department, AccountRole::reviewer,
                                    AccountRole::publisher, AccountRole::auditor,    AccountRole::keeper};
  Registry root = open({"root"});
  for (const AccountRole role : kRoles) EXPECT_TRUE(Accounts(root).add({role_code(role), role, ""}, kMoment).value());
  for (const AccountRole role : kRoles) {
    Registry registry = open({role_code(role)});
    for (const Act& act : acts(folder_)) {
      bool may = false;
      for (const Right right : act.any) may = may || has_right(role, right);
      EXPECT_EQ(act.code(registry) != "registry.right", may) << role_code(role) << " · " << act.name;
    }
  }
}

}  // namespace
}  // namespace plumb::test
