// Pages that are looked at in a mapping of the file are those that would have been read, and a mapping is there only where it was asked for.
#include "runtime/registry/mapped_file.hpp"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "scratch.hpp"

namespace plumb::registry {
namespace {

class MappedFile : public Scratch {
 protected:
  void SetUp() override {
    Scratch::SetUp();
    auto writer = open(Database::Mode::create);
    ASSERT_TRUE(writer.run("PRAGMA journal_mode = WAL"));
    ASSERT_TRUE(writer.run("CREATE TABLE t (n INTEGER PRIMARY KEY, text TEXT)"));
    add(writer, 1, 20'000);
  }
  Database open(Database::Mode mode) { return expect_value(Database::open(path("r.db"), mode, 0)); }
  static void add(Database& database, int64_t from, int64_t upto) {
    const std::string numbers =
        "WITH RECURSIVE c(n) AS (SELECT " + std::to_string(from) + " UNION ALL SELECT n + 1 FROM c WHERE n < " + std::to_string(upto) + ")";
    ASSERT_TRUE(database.run(numbers + " INSERT INTO t SELECT n, printf('%050d', n * 7) FROM c"));
  }
  static int64_t sum(Database& database) { return expect_value(database.number("SELECT sum(text / 7) FROM t")); }
  static int64_t sum_upto(int64_t n) { return n * (n + 1) / 2; }
  // How many mappings of the file the process has.
  int mappings() {
    std::ifstream maps("/proc/self/maps");
    int count = 0;
    for (std::string line; std::getline(maps, line);) count += line.ends_with("/r.db") ? 1 : 0;
    return count;
  }
};

TEST_F(MappedFile, IsMappedWhileThatIsAskedFor) {
  ASSERT_STREQ(mapping_vfs(), "plumb-mapped");
  auto reader = open(Database::Mode::read_only), writer = open(Database::Mode::read_write);
  EXPECT_EQ(sum(reader), sum_upto(20'000));
  EXPECT_EQ(mappings(), 0);
  {
    const MappedReads mapped(reader);
    EXPECT_EQ(sum(reader), sum_upto(20'000));
    EXPECT_EQ(mappings(), 1);
    const MappedReads also(writer);
    EXPECT_EQ(sum(writer), sum_upto(20'000));
    EXPECT_EQ(mappings(), 2);
  }
  EXPECT_EQ(mappings(), 0);
  EXPECT_EQ(sum(reader), sum_upto(20'000));
  EXPECT_EQ(mappings(), 0);
}

// Also what grows beyond it, and what another connection plays into the file beneath it.
TEST_F(MappedFile, TellsWhatIsThereAtEachMoment) {
  auto reader = open(Database::Mode::read_only), writer = open(Database::Mode::read_write);
  const MappedReads mapped(reader), also(writer);
  int64_t upto = 20'000;
  for (int round = 0; round < 6; ++round) {
    EXPECT_EQ(sum(reader), sum_upto(upto));
    auto view = expect_value(Transaction::begin(reader, Transaction::Kind::read));
    EXPECT_EQ(sum(reader), sum_upto(upto));
    add(writer, upto + 1, upto + 5000);
    ASSERT_TRUE(writer.run("UPDATE t SET text = printf('%050d', (n + 1) * 7) WHERE n % 2 = 0; UPDATE t SET text = printf('%050d', n * 7) WHERE n % 2 = 0"));
    EXPECT_EQ(sum(reader), sum_upto(upto)) << "what it sees is what was there when it began";
    EXPECT_EQ(sum(writer), sum_upto(upto + 5000));
    {
      const auto over = std::move(view);
    }
    ASSERT_TRUE(writer.run("PRAGMA wal_checkpoint(TRUNCATE)"));
    upto += 5000;
  }
  EXPECT_EQ(sum(reader), sum_upto(upto));
  // Cut by another connection, which gives the end of the file back.
  ASSERT_TRUE(writer.run("DELETE FROM t WHERE n > 100; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)"));
  EXPECT_LT(std::filesystem::file_size(path("r.db")), 20'000U);
  EXPECT_EQ(sum(reader), sum_upto(100));
  EXPECT_EQ(expect_value(writer.text("PRAGMA integrity_check", {})), "ok");
}

TEST_F(MappedFile, IsReadWhereTheLogIsLong) {
  auto writer = open(Database::Mode::read_write), reader = open(Database::Mode::read_only);
  auto view = expect_value(Transaction::begin(reader, Transaction::Kind::read));
  ASSERT_EQ(sum(reader), sum_upto(20'000));  // keeps the log from being played into the file
  for (int64_t upto = 20'000; upto < 680'000; upto += 60'000) add(writer, upto + 1, upto + 60'000);
  ASSERT_GT(std::filesystem::file_size(path("r.db-wal")), 32U << 20);
  const MappedReads mapped(writer);
  EXPECT_EQ(sum(writer), sum_upto(680'000));
  EXPECT_EQ(mappings(), 0);
}

// Of a damaged page SQLite looks at some bytes behind its end, which would be behind the mapping.
TEST_F(MappedFile, TheLastPageIsNotGiven) {
  ASSERT_TRUE(open(Database::Mode::read_write).run("PRAGMA wal_checkpoint(TRUNCATE)"));
  auto reader = open(Database::Mode::read_only);
  const MappedReads mapped(reader);
  ASSERT_EQ(sum(reader), sum_upto(20'000));
  sqlite3_file* file = nullptr;
  ASSERT_EQ(sqlite3_file_control(reader.handle(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)), SQLITE_OK);
  constexpr int kPage = 4096;
  const auto bytes = static_cast<int64_t>(std::filesystem::file_size(path("r.db")));
  for (const int64_t at : {int64_t{0}, bytes - int64_t{2} * kPage, bytes - kPage, bytes, bytes + kPage}) {
    void* page = nullptr;
    ASSERT_EQ(file->pMethods->xFetch(file, at, kPage, &page), SQLITE_OK);
    EXPECT_EQ(page != nullptr, at < bytes - kPage) << at << " of " << bytes;
    if (page != nullptr) file->pMethods->xUnfetch(file, at, page);
  }
}

// What another process finds of the lock that this one holds on the file: it would be lost if a descriptor of our own was closed.
TEST_F(MappedFile, LocksOutliveConnectionsThatMapped) {
  const auto is_locked = [&](int file) {
    const pid_t other = ::fork();
    if (other == 0) {
      struct flock lock{};
      lock.l_type = F_WRLCK;
      lock.l_whence = SEEK_SET;
      ::_exit(::fcntl(file, F_GETLK, &lock) == 0 && lock.l_type != F_UNLCK ? 1 : 0);
    }
    int status = -1;
    EXPECT_EQ(::waitpid(other, &status, 0), other);
    return WEXITSTATUS(status) == 1;
  };
  auto writer = open(Database::Mode::read_write);
  EXPECT_EQ(sum(writer), sum_upto(20'000));  // from here on it has a lock, for as long as it is open
  for (int i = 0; i < 4; ++i) {
    auto reader = open(Database::Mode::read_only);
    const MappedReads mapped(reader);
    EXPECT_EQ(sum(reader), sum_upto(20'000));
    EXPECT_EQ(mappings(), 1);
    EXPECT_EQ(expect_value(reader.number("PRAGMA mmap_size")), int64_t{1} << 62) << "the mapping without a limit, also with a descriptor that was kept";
  }
  const int file = ::open(path("r.db").c_str(), O_RDWR), other = ::open(path("r.db").c_str(), O_RDWR);
  EXPECT_TRUE(is_locked(file));
  ::close(other);
  EXPECT_FALSE(is_locked(file)) << "had this been done above, nobody would have seen the lock";
  ::close(file);
}

// What stands far behind the 2 GB where SQLite's own mapping ends.
TEST_F(MappedFile, NoPageIsTooFar) {
  ASSERT_TRUE(open(Database::Mode::read_write).run("PRAGMA wal_checkpoint(TRUNCATE)"));
  std::filesystem::resize_file(path("r.db"), uintmax_t{5} << 30);  // takes no room
  auto reader = open(Database::Mode::read_only);
  const MappedReads mapped(reader);
  ASSERT_EQ(sum(reader), sum_upto(20'000));
  sqlite3_file* file = nullptr;
  ASSERT_EQ(sqlite3_file_control(reader.handle(), "main", SQLITE_FCNTL_FILE_POINTER, static_cast<void*>(&file)), SQLITE_OK);
  void* page = nullptr;
  ASSERT_EQ(file->pMethods->xFetch(file, int64_t{4} << 30, 4096, &page), SQLITE_OK);
  ASSERT_NE(page, nullptr);
  EXPECT_EQ(static_cast<const char*>(page)[4095], 0);
  file->pMethods->xUnfetch(file, int64_t{4} << 30, page);
}

// A log that was long, and of which nothing is needed any more.
TEST_F(MappedFile, IsMappedWhereTheLogCanBeEmptied) {
  auto writer = open(Database::Mode::read_write), reader = open(Database::Mode::read_only);
  add(writer, 20'001, 600'000);
  ASSERT_GT(std::filesystem::file_size(path("r.db-wal")), 32U << 20);
  EXPECT_EQ(sum(reader), sum_upto(600'000));
  const MappedReads mapped(writer);
  EXPECT_EQ(std::filesystem::file_size(path("r.db-wal")), 0U);
  EXPECT_EQ(sum(writer), sum_upto(600'000));
  EXPECT_EQ(mappings(), 1);
}

// Addresses are needed for memory where there are only so many.
TEST_F(MappedFile, IsReadWhereAddressesAreLimited) {
  struct rlimit before{};
  ASSERT_EQ(::getrlimit(RLIMIT_AS, &before), 0);
  struct rlimit limited = before;
  limited.rlim_cur = rlim_t{1} << 46;
  if (::setrlimit(RLIMIT_AS, &limited) != 0) GTEST_SKIP() << "this process may set no limit";
  {
    auto reader = open(Database::Mode::read_only);
    const MappedReads mapped(reader);
    EXPECT_EQ(sum(reader), sum_upto(20'000));
    EXPECT_EQ(mappings(), 0);
  }
  ASSERT_EQ(::setrlimit(RLIMIT_AS, &before), 0);
}

}  // namespace
}  // namespace plumb::registry
