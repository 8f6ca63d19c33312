// Pages that are looked at in a mapping of the file are those that would have been read, and a mapping is there only where it was asked for.
#include "runtime/registry/mapped_file.hpp"

#include <gtest/gtest.h>

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

// What another process would find of a lock, that this one lost when it closed a descriptor of its own.
TEST_F(MappedFile, LocksOutliveConnectionsThatMapped) {
  auto writer = open(Database::Mode::read_write);
  auto transaction = expect_value(Transaction::begin(writer, Transaction::Kind::write));
  for (int i = 0; i < 3; ++i) {
    auto reader = open(Database::Mode::read_only);
    const MappedReads mapped(reader);
    EXPECT_EQ(sum(reader), sum_upto(20'000));
    EXPECT_EQ(mappings(), 1);
  }
  const std::string command = "sqlite3 " + path("r.db").string() + " 'DELETE FROM t' 2>/dev/null";
  EXPECT_NE(std::system(command.c_str()), 0) << "another process got the lock that this one holds";
  ASSERT_TRUE(writer.run("DELETE FROM t WHERE n > 10"));
  ASSERT_TRUE(transaction.commit());
  EXPECT_EQ(sum(writer), sum_upto(10));
}

}  // namespace
}  // namespace plumb::registry
