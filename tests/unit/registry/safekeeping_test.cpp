// Copies of a registry: whole, of one moment, over nothing that stands there; and back.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <thread>

#include "runtime/registry/file_bytes.hpp"
#include "runtime/registry/safekeeping/check.hpp"
#include "runtime/registry/safekeeping/copying.hpp"
#include "runtime/registry/schema.hpp"
#include "tests/unit/registry/safekeeping_scratch.hpp"

namespace plumb::registry {
namespace {

namespace fs = std::filesystem;
using safekeeping::back_up;
using safekeeping::restore;

TEST_F(Safekeeping, ABackupRestoredIsTheRegistry) {
  const auto state = expect_value(back_up(path("r.db"), path("b.db")));
  EXPECT_EQ(state.revision, 1U);
  EXPECT_GT(state.journal_rows, 0U);
  EXPECT_EQ(mode_of(path("b.db")), 0600U);
  EXPECT_EQ(expect_value(restore(path("b.db"), path("again.db"))).now, state);
  EXPECT_EQ(mode_of(path("again.db")), 0600U);
  Registry again = expect_value(Registry::open(path("again.db"), {.mode = Mode::read_write}));
  EXPECT_TRUE(expect_value(again.verify()).whole());
  (void)take(again, "parties.csv", kMorePeople);
  EXPECT_EQ(parties_in("again.db"), 2U);
  EXPECT_EQ(parties_in("r.db"), 1U);
}

// Of a process that closes a file of a database all locks on it are gone, and the next one that closes it takes itself for the last.
TEST_F(Safekeeping, WhoeverMadeARegistryHoldsSqlitesLockOnIt) {
  const Registry made = expect_value(Registry::create(path("new.db")));
  const pid_t other = ::fork();
  if (other == 0) {
    struct flock asked{};
    asked.l_type = F_WRLCK;
    asked.l_whence = SEEK_SET;
    asked.l_start = 0x40000002;  // SQLite's shared bytes
    asked.l_len = 510;
    const int file = ::open(path("new.db").c_str(), O_RDWR | O_CLOEXEC);
    ::_exit(file >= 0 && ::fcntl(file, F_GETLK, &asked) == 0 && asked.l_type != F_UNLCK ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(other, &status, 0), other);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << "nobody holds it";
}

// One file, for which SQLite asks no others beside it.
TEST_F(Safekeeping, ABackupIsOneFile) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  const std::string header = slurp(path("b.db")).substr(0, 20);
  EXPECT_EQ(header[18], 1);
  EXPECT_EQ(header[19], 1);
  EXPECT_EQ(names(), (std::vector<std::string>{"b.db", "parties.csv", "r.db"}));
  EXPECT_EQ(parties_in("b.db"), 1U);
  EXPECT_EQ(names(), (std::vector<std::string>{"b.db", "parties.csv", "r.db"}));
  (void)expect_value(restore(path("b.db"), path("again.db")));
  EXPECT_EQ(slurp(path("again.db"))[18], 2);
}

// Instead of restoring it, somebody moves it there.
TEST_F(Safekeeping, ABackupPutInPlaceByHandGetsItsLogFromTheFirstWriter) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  {
    Registry registry = expect_value(Registry::open(path("b.db"), {.mode = Mode::read_write}));
    (void)take(registry, "parties.csv", kMorePeople);
  }
  EXPECT_EQ(slurp(path("b.db"))[18], 2);
  EXPECT_EQ(parties_in("b.db"), 2U);
}

TEST_F(Safekeeping, ABackupIsOfOneMomentWhileOthersWrite) {
  Registry writer = reopen();
  bool wrote = false;
  const auto state = expect_value(back_up(path("r.db"), path("b.db"), {.progress = [&](uint64_t, uint64_t) {
                                            if (wrote) return;
                                            wrote = true;
                                            (void)take(writer, "parties.csv", kMorePeople);
                                          }}));
  EXPECT_TRUE(wrote);
  EXPECT_EQ(state.revision, 1U);
  EXPECT_EQ(parties_in("b.db"), 1U);
  EXPECT_EQ(parties_in("r.db"), 2U);
}

// An import that holds the registry for writing is no reason to wait.
TEST_F(Safekeeping, ABackupDoesNotWaitForAWriter) {
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
  EXPECT_TRUE(back_up(path("r.db"), path("b.db"), {.busy_timeout_ms = 0}));
  sqlite3_close(other);
}

TEST_F(Safekeeping, NothingIsReplaced) {
  write("precious", "mine");
  fs::create_symlink(path("nowhere"), path("link"));
  for (const char* place : {"precious", "link", "r.db", ""}) {
    EXPECT_EQ(back_up(path("r.db"), path(place)).error().code, "safekeeping.place") << place;
  }
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  for (const char* place : {"precious", "link", "r.db", "b.db"}) EXPECT_EQ(code_of_restore("b.db", place), "safekeeping.place") << place;
  EXPECT_EQ(slurp(path("precious")), "mine");
  EXPECT_EQ(back_up(path("r.db"), path("no/such/b.db")).error().code, "safekeeping.write");
  EXPECT_EQ(back_up(path("none.db"), path("c.db")).error().code, "registry.missing");
  EXPECT_EQ(code_of_restore("none.db", "c.db"), "safekeeping.missing");
  EXPECT_EQ(names(), (std::vector<std::string>{"b.db", "link", "parties.csv", "precious", "r.db"}));
}

// Who takes the place while the copy is being written keeps it.
TEST_F(Safekeeping, APlaceTakenMeanwhileIsNotReplaced) {
  const auto done = back_up(path("r.db"), path("b.db"), {.between = [&] { write("b.db", "mine"); }});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "safekeeping.place");
  EXPECT_EQ(slurp(path("b.db")), "mine");
  EXPECT_EQ(names(), (std::vector<std::string>{"b.db", "parties.csv", "r.db"}));
}

TEST_F(Safekeeping, ASealedBackupOpensWithItsKeyAlone) {
  const seal::PrivateKey key = seal::make_key(seal::Purpose::sealing);
  const auto state = expect_value(back_up(path("r.db"), path("b.sealed"), {.to = seal::public_key_of(key)}));
  EXPECT_EQ(names(), (std::vector<std::string>{"b.sealed", "parties.csv", "r.db"}));
  EXPECT_EQ(mode_of(path("b.sealed")), 0600U);
  EXPECT_EQ(slurp(path("b.sealed")).find("410397197005020013"), std::string::npos);
  EXPECT_NE(slurp(path("r.db")).find("410397197005020013"), std::string::npos);
  EXPECT_EQ(code_of_restore("b.sealed", "again.db"), "safekeeping.sealed");
  EXPECT_EQ(code_of_restore("b.sealed", "again.db", {.key = seal::make_key(seal::Purpose::sealing)}), "seal.other_key");
  const std::string bytes = slurp(path("b.sealed"));
  write("cut.sealed", bytes.substr(0, bytes.size() - 1));
  EXPECT_EQ(code_of_restore("cut.sealed", "again.db", {.key = key}), "seal.damaged");
  EXPECT_EQ(names(), (std::vector<std::string>{"b.sealed", "cut.sealed", "parties.csv", "r.db"}));
  EXPECT_EQ(expect_value(restore(path("b.sealed"), path("again.db"), {.key = key})).now, state);
  EXPECT_EQ(parties_in("again.db"), 1U);
}

TEST_F(Safekeeping, ABackupThatIsNotWholeIsNotPutInPlace) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  const std::string whole = slurp(path("b.db"));
  write("short.db", whole.substr(0, whole.size() / 2));
  EXPECT_NE(code_of_restore("short.db", "again.db"), "");
  write("text.db", "not a database at all, though a long text");
  EXPECT_EQ(code_of_restore("text.db", "again.db"), "registry.not_a_database");
  EXPECT_TRUE(restore(path("text.db"), path("again.db"), {}).error().message.ends_with(": " + std::string(path("text.db")))) << "named as it was given";
  run("other.db", "CREATE TABLE cats (name TEXT)");
  EXPECT_EQ(code_of_restore("other.db", "again.db"), "registry.foreign");
  fs::copy_file(path("b.db"), path("unguarded.db"));
  run("unguarded.db", "DROP TRIGGER parties_kept");
  EXPECT_EQ(code_of_restore("unguarded.db", "again.db"), "safekeeping.backup");
  fs::copy_file(path("b.db"), path("added.db"));
  run("added.db", "CREATE TRIGGER sly AFTER INSERT ON revisions BEGIN UPDATE settings SET value = 'x'; END");
  EXPECT_EQ(code_of_restore("added.db", "again.db"), "safekeeping.backup");
  // A fact altered in the copy, by somebody who knows how: the journal tells.
  fs::copy_file(path("b.db"), path("altered.db"));
  run("altered.db",
      "PRAGMA writable_schema = ON; CREATE TABLE kept AS SELECT name, sql FROM sqlite_schema WHERE name = 'parties_erased'; DROP TRIGGER parties_erased; "
      "UPDATE parties SET name = '别人'; INSERT INTO sqlite_schema SELECT 'trigger', name, 'parties', 0, sql FROM kept; DROP TABLE kept");
  EXPECT_TRUE(
      expect_value(safekeeping::schema_difference(*std::make_unique<Database>(expect_value(Database::open(path("altered.db"), Database::Mode::read_only, 0)))))
          .empty());
  EXPECT_EQ(code_of_restore("altered.db", "again.db"), "safekeeping.backup");
  // What it says of itself decides nothing: one that calls itself older is asked for its journal and its guards all the same.
  for (const char* version : {"1", "2"}) {
    for (const char* from : {"altered.db", "b.db"}) {
      fs::copy_file(path(from), path("older.db"));
      run("older.db", std::string("PRAGMA user_version = ") + version);
      EXPECT_EQ(code_of_restore("older.db", "again.db"), "safekeeping.backup") << version << from;
      fs::remove(path("older.db"));
    }
  }
  fs::copy_file(path("b.db"), path("dangling.db"));
  run("dangling.db", "PRAGMA foreign_keys = OFF; INSERT INTO sources VALUES (7, 'x', 'x', 'x', NULL, NULL, 99)");
  EXPECT_EQ(code_of_restore("dangling.db", "again.db"), "safekeeping.backup");
  EXPECT_FALSE(fs::exists(path("again.db")));
}

// What `restore` would refuse on the day on which it is needed is refused when it is made.
TEST_F(Safekeeping, NoBackupIsMadeThatCouldNotBeRestored) {
  for (const char* done : {"DROP TRIGGER entries_frozen", "DROP TRIGGER parties_frozen; UPDATE parties SET recorded_at = '2019-10-01T00:00:09Z'",
                           "PRAGMA foreign_keys = OFF; INSERT INTO sources VALUES (7, 'x', 'x', 'x', NULL, NULL, 99)", "CREATE TABLE cats (name TEXT)",
                           "DELETE FROM identifier_runs"}) {
    expect_value(Registry::open(path("r.db"), {}));
    fs::copy_file(path("r.db"), path("other.db"), fs::copy_options::overwrite_existing);
    run("other.db", done);
    const auto made = back_up(path("other.db"), path("b.db"));
    EXPECT_EQ(made ? "" : made.error().code, "safekeeping.source") << done;
    EXPECT_FALSE(fs::exists(path("b.db"))) << done;
  }
}

TEST_F(Safekeeping, ABackupOfEveryVersionCanBeRestored) {
  for (int64_t version = 1; version <= schema_version(); ++version) {
    const std::string name = "v" + std::to_string(version) + ".db", restored = "again-" + name;
    {
      Database database = expect_value(Database::open(path(name), Database::Mode::create, 0));
      ASSERT_TRUE(create_schema(database, version));
      ASSERT_TRUE(database.run("PRAGMA journal_mode = DELETE"));
      EXPECT_EQ(expect_value(schema_found(database)), version);
    }
    EXPECT_EQ(code_of_restore(name.c_str(), restored.c_str()), "") << version;
    EXPECT_TRUE(Registry::open(path(restored), {.mode = Mode::read_write}));
  }
}

TEST_F(Safekeeping, WhatIsLeftOfAnotherRegistryIsNotPlayedIntoTheRestoredOne) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  for (const char* beside : {"again.db-wal", "again.db-shm", "again.db-journal"}) {
    write(beside, "left over");
    EXPECT_EQ(code_of_restore("b.db", "again.db"), "safekeeping.stale") << beside;
    EXPECT_EQ(slurp(path(beside)), "left over");
    fs::remove(path(beside));
  }
  EXPECT_EQ(code_of_restore("b.db", "again.db"), "");
}

TEST_F(Safekeeping, LookingAtHowAFileBeginsLosesNoLock) {
  const Registry registry = reopen();
  EXPECT_TRUE(is_database(path("r.db")));
  EXPECT_EQ(first_bytes(path("r.db"), 6), "SQLite");
  EXPECT_EQ(first_bytes(write("short", "ab"), 6), "ab");
  EXPECT_EQ(first_bytes(path("none"), 6), "");
  const pid_t child = ::fork();  // a lock is seen by other processes alone
  if (child == 0) {
    const int file = ::open(path("r.db").c_str(), O_RDWR);
    struct flock asked{};
    asked.l_type = F_WRLCK;
    asked.l_start = 0x40000000;
    asked.l_len = 512;
    ::_exit(::fcntl(file, F_GETLK, &asked) == 0 && asked.l_type == F_RDLCK ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_EQ(status, 0);
}

TEST_F(Safekeeping, AnyFileCanBeSealedAndOpened) {
  const seal::PrivateKey key = seal::make_key(seal::Purpose::sealing);
  const std::string text(200'000, 'a');
  write("list.csv", text);
  ASSERT_TRUE(safekeeping::seal_file(path("list.csv"), seal::public_key_of(key), path("list.sealed")));
  EXPECT_EQ(safekeeping::unseal_file(path("list.csv"), key, path("no.csv")).error().code, "seal.foreign");
  EXPECT_FALSE(fs::exists(path("no.csv")));
  ASSERT_TRUE(safekeeping::unseal_file(path("list.sealed"), key, path("again.csv")));
  EXPECT_EQ(slurp(path("again.csv")), text);
  EXPECT_EQ(safekeeping::unseal_file(path("list.sealed"), key, path("again.csv")).error().code, "safekeeping.place");
  EXPECT_EQ(safekeeping::seal_file(folder_, seal::public_key_of(key), path("x")).error().code, "file.kind");
}

TEST_F(Safekeeping, AFullDiskLeavesNoHalfABackup) {
  // /dev/full cannot stand in for a folder; a limit on the size of files can.
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    ::signal(SIGXFSZ, SIG_IGN);
    rlimit limit{65'536, 65'536};
    ::setrlimit(RLIMIT_FSIZE, &limit);
    const auto done = back_up(path("r.db"), path("b.db"));
    ::_exit(!done && !fs::exists(path("b.db")) ? 0 : 1);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
  EXPECT_EQ(names(), (std::vector<std::string>{"parties.csv", "r.db"}));
}

}  // namespace
}  // namespace plumb::registry
