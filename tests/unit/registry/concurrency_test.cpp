// Two writers, and readers that take long while others write.
#include <sqlite3.h>

#include <future>
#include <thread>

#include "scratch.hpp"

namespace plumb::registry {
namespace {

const char* const kHeader = "id,kind,name\n";

class Concurrency : public Scratch {
 protected:
  // Holds the registry for writing until it goes.
  struct Holding {
    explicit Holding(const std::filesystem::path& database) {
      sqlite3_open(database.c_str(), &handle);
      EXPECT_EQ(sqlite3_exec(handle, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr), SQLITE_OK);
    }
    ~Holding() { sqlite3_close(handle); }
    Holding(const Holding&) = delete;
    Holding& operator=(const Holding&) = delete;
    sqlite3* handle = nullptr;
  };
  // SQLite's way to the disk, which says when somebody lies down to wait for a lock.
  struct Watched {
    Watched() : vfs(*sqlite3_vfs_find(nullptr)) {
      vfs.zName = "watched";
      vfs.xSleep = [](sqlite3_vfs*, int microseconds) {
        if (!std::exchange(waits, true)) seen.set_value();
        sqlite3_vfs* const real = sqlite3_vfs_find(nullptr);
        return real->xSleep(real, microseconds);
      };
      seen = {};
      waits = false;
      sqlite3_vfs_register(&vfs, 0);
    }
    ~Watched() { sqlite3_vfs_unregister(&vfs); }
    Watched(const Watched&) = delete;
    Watched& operator=(const Watched&) = delete;
    sqlite3_vfs vfs;
    static inline std::promise<void> seen;
    static inline bool waits = false;  // of the thread that waits alone
  };
  std::string people(int first, int count) const {
    std::string rows = kHeader;
    for (int i = first; i < first + count; ++i) rows += "E12" + std::to_string(100000 + i) + ",person,甲" + std::to_string(i) + "\n";
    return rows;
  }
};

TEST_F(Concurrency, ASecondWriterWaitsAndThenSucceeds) {
  (void)make();
  const Watched watched;
  Registry second = expect_value(Registry::open(path("r.db"), {.mode = Mode::read_write, .busy_timeout_ms = 60'000, .vfs = "watched"}));
  auto holding = std::make_unique<Holding>(path("r.db"));
  std::thread first([&, waited = Watched::seen.get_future()] {
    waited.wait();
    holding.reset();
  });
  const auto done = second.import({{write("parties.csv", people(0, 1)), {}}}, {.recorded_at = tick()});
  const bool waited = Watched::waits;
  if (!waited) Watched::seen.set_value();
  first.join();
  EXPECT_TRUE(waited);
  ASSERT_TRUE(done);
  EXPECT_EQ(done->revision, 1U);
}

TEST_F(Concurrency, OneThatWaitedInVainSaysWhatToDo) {
  (void)make();
  const Holding holding(path("r.db"));
  Registry second = reopen();
  const auto done = second.import({{write("parties.csv", people(0, 1)), {}}}, {.recorded_at = tick()});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "registry.locked");
  EXPECT_NE(done.error().message.find("try again when it has finished"), std::string::npos);
}

// Each of them writes in turn; neither is refused, and nothing of either is lost.
TEST_F(Concurrency, TwoWritersAtOnceBothSucceed) {
  (void)make();
  constexpr int kImports = 8;
  const auto import = [&](int writer) {
    Registry registry = expect_value(Registry::open(path("r.db"), {.mode = Mode::read_write, .busy_timeout_ms = 60'000}));
    for (int i = 0; i < kImports; ++i) {
      const std::string name = "parties-" + std::to_string(writer) + "-" + std::to_string(i) + ".csv";
      (void)expect_value(registry.import({{write(name, people(writer * 1000 + i * 10, 10)), {}}}, {.recorded_at = "2019-10-01T00:00:00Z"}));
    }
  };
  std::thread first(import, 1);
  std::thread second(import, 2);
  first.join();
  second.join();
  Registry registry = reopen();
  EXPECT_EQ(expect_value(registry.revision()), 2U * kImports);
  EXPECT_EQ(expect_value(registry.read()).parties.size(), 2U * kImports * 10U);
  EXPECT_TRUE(expect_value(registry.verify()).whole());
}

// A reader that is in the middle when others write goes on with what it began with, whatever its threads.
TEST_F(Concurrency, ALongReaderSeesOneState) {
  Registry writer = make();
  (void)take(writer, "parties.csv", people(0, 50));
  for (const unsigned threads : {1U, 4U}) {
    Registry reader = expect_value(Registry::open(path("r.db")));
    const auto before = expect_value(reader.revision());
    const size_t parties = expect_value(reader.read()).parties.size();
    uint64_t imports = 0;
    const auto columns = expect_value(reader.read_columns({.threads = threads, .progress = [&](uint64_t, uint64_t) {
                                                             if (imports++ >= 3) return;
                                                             (void)take(writer, "parties.csv", people(static_cast<int>(100 * threads + imports * 10), 10));
                                                           }}));
    EXPECT_GE(imports, 1U);
    EXPECT_EQ(columns.revision, before);
    EXPECT_EQ(facts::facts_of(columns).parties.size(), parties);
    EXPECT_GT(expect_value(reader.revision()), before);
  }
}

}  // namespace
}  // namespace plumb::registry
