// A registry restored where another one stands: that one is moved aside whole, unless somebody has it open.
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <future>
#include <thread>

#include "runtime/registry/safekeeping/copying.hpp"
#include "tests/unit/registry/safekeeping_scratch.hpp"

namespace plumb::registry {
namespace {

namespace fs = std::filesystem;
using safekeeping::back_up;

class MovedAside : public Safekeeping {};

TEST_F(MovedAside, TheRegistryBeforeIsMovedAsideWhole) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", kMorePeople);
  }
  fs::permissions(path("r.db"), fs::perms::owner_read | fs::perms::owner_write | fs::perms::group_read);
  write("taken.db", "mine");
  EXPECT_EQ(code_of_restore("b.db", "r.db", {.aside = path("taken.db")}), "safekeeping.aside");
  EXPECT_EQ(code_of_restore("b.db", "r.db", {.aside = path("old.db")}), "");
  for (const char* beside : {"r.db", "old.db"}) {
    for (const char* part : {"-wal", "-shm", "-journal"}) EXPECT_FALSE(fs::exists(path(std::string(beside) + part))) << beside << part;
  }
  EXPECT_EQ(parties_in("r.db"), 1U);
  EXPECT_EQ(parties_in("old.db"), 2U);
  EXPECT_EQ(mode_of(path("r.db")), 0640U);
}

// Moved by its link's name, a registry would go on under its own: two of them.
TEST_F(MovedAside, ALinkIsFollowedToTheRegistryThatIsReplaced) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", kMorePeople);
  }
  fs::create_symlink("r.db", path("link.db"));
  fs::create_symlink("link.db", path("second.db"));
  EXPECT_EQ(code_of_restore("b.db", "second.db"), "safekeeping.place");
  EXPECT_EQ(code_of_restore("b.db", "second.db", {.aside = path("r.db")}), "safekeeping.aside");
  {
    const Registry used = reopen();
    EXPECT_EQ(code_of_restore("b.db", "second.db", {.aside = path("old.db")}), "registry.locked");
  }
  EXPECT_EQ(code_of_restore("b.db", "second.db", {.aside = path("old.db")}), "");
  EXPECT_TRUE(fs::is_symlink(path("second.db")) && fs::is_symlink(path("link.db")));
  EXPECT_FALSE(fs::is_symlink(path("r.db")) || fs::is_symlink(path("old.db")));
  EXPECT_EQ(parties_in("r.db"), 1U);
  EXPECT_EQ(parties_in("old.db"), 2U);
  fs::create_symlink("nowhere.db", path("broken.db"));
  EXPECT_EQ(code_of_restore("b.db", "broken.db", {.aside = path("other.db")}), "safekeeping.place");
}

// Its last change stands in the log alone, and nobody has it open any more.
TEST_F(MovedAside, TheLogOfTheRegistryBeforeGoesWithIt) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", kMorePeople);
    fs::copy_file(path("r.db"), path("killed.db"));
    fs::copy_file(path("r.db-wal"), path("killed.db-wal"));
  }
  EXPECT_EQ(code_of_restore("b.db", "killed.db", {.aside = path("old.db")}), "");
  EXPECT_EQ(parties_in("killed.db"), 1U);
  EXPECT_EQ(parties_in("old.db"), 2U);
}

TEST_F(MovedAside, ADamagedRegistryIsMovedAsideAsItIs) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  write("r.db", std::string(8192, 'x'));
  write("r.db-wal", "some log");
  EXPECT_EQ(code_of_restore("b.db", "r.db", {.aside = path("old.db")}), "");
  EXPECT_EQ(parties_in("r.db"), 1U);
  EXPECT_EQ(slurp(path("old.db")), std::string(8192, 'x'));
  EXPECT_EQ(slurp(path("old.db-wal")), "some log");
}

TEST_F(MovedAside, ARegistryThatSomebodyHasOpenIsNotMovedAside) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other, "SELECT count(*) FROM parties", nullptr, nullptr, nullptr), SQLITE_OK);  // open, and idle
  EXPECT_EQ(code_of_restore("b.db", "r.db", {.aside = path("old.db")}), "registry.locked");
  sqlite3_close(other);
  EXPECT_FALSE(fs::exists(path("old.db")));
  EXPECT_EQ(code_of_restore("b.db", "r.db", {.aside = path("old.db")}), "");
}

// Whoever opens and closes the file by another way than SQLite's loses the locks on it, and has the registry open all the same.
TEST_F(MovedAside, AnotherProgramThatHasItOpenAndLostItsLocksIsSeen) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  int ready[2], done[2];
  ASSERT_EQ(::pipe(ready), 0);
  ASSERT_EQ(::pipe(done), 0);
  const pid_t child = ::fork();
  ASSERT_GE(child, 0);
  if (child == 0) {
    char byte = 0;
    ::close(done[1]);
    auto held = Registry::open(path("r.db"), {.mode = Mode::read_write});
    (void)slurp(path("r.db"));
    byte = held ? 'y' : 'n';
    (void)!::write(ready[1], &byte, 1);
    (void)!::read(done[0], &byte, 1);
    ::_exit(0);
  }
  ::close(done[0]);
  char opened = 0;
  ASSERT_EQ(::read(ready[0], &opened, 1), 1);
  EXPECT_EQ(opened, 'y');
  EXPECT_EQ(code_of_restore("b.db", "r.db", {.aside = path("old.db")}), "registry.locked");
  EXPECT_FALSE(fs::exists(path("old.db")));
  ::close(done[1]);
  ::waitpid(child, nullptr, 0);
  ::close(ready[0]);
  ::close(ready[1]);
  EXPECT_EQ(code_of_restore("b.db", "r.db", {.aside = path("old.db")}), "");
}

TEST_F(MovedAside, OneThatHasNoLogIsNotMovedAsideUnderAnIdleReaderEither) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  fs::copy_file(path("b.db"), path("c.db"));
  run("c.db", "PRAGMA journal_mode = DELETE");
  {
    const Registry reader = expect_value(Registry::open(path("c.db")));
    EXPECT_EQ(code_of_restore("b.db", "c.db", {.aside = path("old.db")}), "registry.locked");
  }
  EXPECT_EQ(code_of_restore("b.db", "c.db", {.aside = path("old.db")}), "");
}

// As a second program does that comes while the first is at it.
TEST_F(MovedAside, WhoWaitsWhileItIsMovedAsideOpensTheOneThatTakesItsPlace) {
  (void)expect_value(back_up(path("r.db"), path("b.db")));
  {
    Registry registry = reopen();
    (void)take(registry, "parties.csv", kMorePeople);
  }
  run("r.db", "PRAGMA journal_mode = DELETE");
  sqlite3* mover = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &mover), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(mover, "BEGIN EXCLUSIVE", nullptr, nullptr, nullptr), SQLITE_OK);
  for (const Mode mode : {Mode::read_only, Mode::read_write}) {
    auto waiting = std::async(std::launch::async, [&] { return Registry::open(path("r.db"), {.mode = mode}); });
    std::this_thread::sleep_for(std::chrono::milliseconds(200));  // it has the file open by then, and waits
    if (mode == Mode::read_only) {
      fs::rename(path("r.db"), path("old.db"));
      fs::copy_file(path("b.db"), path("r.db"));
      sqlite3_close(mover);
    }
    Registry found = expect_value(waiting.get());
    EXPECT_EQ(expect_value(found.read()).parties.size(), 1U);
  }
  EXPECT_EQ(parties_in("old.db"), 2U);
}

}  // namespace
}  // namespace plumb::registry
