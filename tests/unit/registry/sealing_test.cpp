// The journal's rows are the same, in the same order, whoever takes their digests and whenever.
#include "runtime/registry/journal/sealing.hpp"

#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "runtime/registry/schema.hpp"
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry::journal {
namespace {

enum class Who { writer, writer_behind, helper };

class SealingTest : public Scratch {
 protected:
  static Key key(int64_t row) {
    Key key{};
    for (size_t i = 0; i < key.size(); ++i) key[i] = static_cast<uint8_t>(row >> (i % 4 * 8) ^ static_cast<int64_t>(i * 37));
    return key;
  }
  // Rows with none, one and three commitments, with texts of no byte and of many.
  static void draft(Content& content, int64_t row) {
    content.begin("entries", row);
    for (int64_t i = 0; i < row % 3 * (row % 3 + 1) / 2; ++i)
      content.personal(key(row), "duty" + std::to_string(i), std::string(static_cast<size_t>(row * 31 % 500), 'x'));
    row % 2 == 0 ? content.null() : content.text("某" + std::to_string(row));
    content.number(-row);
  }
  struct Line {
    int64_t sequence = 0, row = 0;
    std::string subject, operation, content, chain;
    bool operator==(const Line&) const = default;
  };
  static std::vector<Line> journal(Database& database) {
    std::vector<Line> lines;
    auto rows = expect_value(database.prepare("SELECT sequence, row, subject, operation, content, chain FROM journal ORDER BY sequence"));
    while (rows.step() == SQLITE_ROW) {
      lines.push_back(
          {rows.number(0), rows.number(1), std::string(rows.text(2)), std::string(rows.text(3)), std::string(rows.blob(4)), std::string(rows.blob(5))});
    }
    return lines;
  }
  Database opened(const std::string& name) {
    (void)expect_value(Registry::create(path(name)));
    auto database = expect_value(Database::open(path(name), Database::Mode::read_write, 0));
    EXPECT_TRUE(database.run("INSERT INTO revisions (revision, recorded_at, cause) VALUES (1, '2019-10-01T00:00:00Z', 'test')"));
    return database;
  }
  static Result<void> append(Writer& writer, int64_t rows) {
    Content content;
    for (int64_t row = 1; row <= rows; ++row) {
      draft(content, row);
      if (auto done = writer.append({0, 1, "entries", row, row % 5 == 0 ? kSupersede : kAdd}, content); !done) return done;
    }
    return {};
  }
  // What the journal says after two writers, one after the other, appended as many rows each.
  std::vector<Line> written(int64_t rows, Who who) {
    const std::string name = std::to_string(rows) + "-" + std::to_string(static_cast<int>(who)) + ".db";
    Database database = opened(name);
    Sealing sealing;
    std::thread helper;
    if (who == Who::helper) {
      sealing.open();
      helper = std::thread([&] { sealing.help(); });
    }
    for (int turn = 0; turn < 2; ++turn) {
      auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
      Writer writer = expect_value(Writer::begin(database));
      if (who != Who::writer) writer.seal_with(sealing);
      EXPECT_TRUE(append(writer, rows));
      EXPECT_TRUE(writer.settle());
      EXPECT_TRUE(transaction.commit());
    }
    sealing.close();
    if (helper.joinable()) helper.join();
    return journal(database);
  }
};

TEST_F(SealingTest, SaysTheSameWhoeverTakesTheDigests) {
  for (const int64_t rows : {0, 1, 511, 512, 513, 6000}) {
    const std::vector<Line> at_once = written(rows, Who::writer);
    ASSERT_EQ(at_once.size(), static_cast<size_t>(2 * rows));
    EXPECT_EQ(written(rows, Who::writer_behind), at_once) << rows;
    EXPECT_EQ(written(rows, Who::helper), at_once) << rows;
  }
}

// What a row's content is, and where the chain stands, by the definitions in content.hpp and chain.hpp alone.
TEST_F(SealingTest, SealsWhatTheDefinitionsSay) {
  const std::vector<Line> lines = written(1500, Who::helper);
  Digest before{};
  Content content;
  for (size_t i = 0; i < lines.size(); ++i) {
    const auto row = static_cast<int64_t>(i % 1500) + 1;
    draft(content, row);
    const Link link{static_cast<int64_t>(i) + 1, 1, "entries", row, row % 5 == 0 ? kSupersede : kAdd, content.digest()};
    before = chain(before, link);
    ASSERT_EQ(lines[i].content, seal::bytes_of(link.content)) << i;
    ASSERT_EQ(lines[i].chain, seal::bytes_of(before)) << i;
    ASSERT_EQ(lines[i].operation, link.operation);
  }
}

TEST_F(SealingTest, RowsComeBehindUntilSettled) {
  Database database = opened("behind.db");
  auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
  Sealing sealing;
  Writer writer = expect_value(Writer::begin(database));
  writer.seal_with(sealing);
  ASSERT_TRUE(append(writer, 4000));
  const size_t early = journal(database).size();
  EXPECT_GT(early, 0U);  // memory hangs on a few batches, not on the rows
  EXPECT_LT(early, 4000U);
  ASSERT_TRUE(writer.settle());
  EXPECT_EQ(journal(database).size(), 4000U);
  EXPECT_EQ(expect_value(head_of(database)).sequence, 4000);
}

TEST_F(SealingTest, LongTextsAreNotGatheredByTheHundred) {
  Database database = opened("long.db");
  auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
  Sealing sealing;
  Writer writer = expect_value(Writer::begin(database));
  writer.seal_with(sealing);
  Content content;
  for (int64_t row = 1; row <= 200; ++row) {
    content.begin("entries", row);
    content.personal(key(row), "duty", std::string(64 << 10, 'x'));
    ASSERT_TRUE(writer.append({0, 1, "entries", row, kAdd}, content));
  }
  EXPECT_GT(journal(database).size(), 100U);
}

// A writer that is dropped takes its rows with it; the next one goes on from where the table ends.
TEST_F(SealingTest, NothingIsLeftOfAWriterThatWasDropped) {
  Database database = opened("dropped.db");
  Sealing sealing;
  sealing.open();
  std::thread helper([&] { sealing.help(); });
  for (int turn = 0; turn < 20; ++turn) {
    auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
    Writer dropped = expect_value(Writer::begin(database));
    dropped.seal_with(sealing);
    ASSERT_TRUE(append(dropped, 1100));  // rolled back
  }
  auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
  Writer writer = expect_value(Writer::begin(database));
  writer.seal_with(sealing);
  ASSERT_TRUE(append(writer, 600));
  ASSERT_TRUE(writer.settle());
  ASSERT_TRUE(transaction.commit());
  sealing.close();
  helper.join();
  const std::vector<Line> lines = journal(database);
  ASSERT_EQ(lines.size(), 600U);
  std::vector<Line> at_once = written(600, Who::writer);
  at_once.resize(600);
  EXPECT_EQ(lines, at_once);
}

// An error of rows that come behind is told by a later call, and by the last at the latest.
TEST_F(SealingTest, AFullDatabaseIsTold) {
  Database database = opened("full.db");
  auto transaction = expect_value(Transaction::begin(database, Transaction::Kind::write));
  ASSERT_TRUE(database.run("PRAGMA max_page_count = " + std::to_string(expect_value(database.number("PRAGMA page_count")) + 20)));
  Sealing sealing;
  sealing.open();
  std::thread helper([&] { sealing.help(); });
  {
    Writer writer = expect_value(Writer::begin(database));
    writer.seal_with(sealing);
    auto done = append(writer, 6000);
    if (done) done = writer.settle();
    ASSERT_FALSE(done);
    EXPECT_EQ(done.error().code, "registry.full");
  }  // with batches on their way
  sealing.close();
  helper.join();
}

TEST_F(SealingTest, HelpEndsWhereNothingComes) {
  Sealing sealing;
  sealing.help();  // not open: at once
  sealing.open();
  std::thread helper([&] { sealing.help(); });
  sealing.close();
  helper.join();
  EXPECT_EQ(sealing.given(), 0U);
}

// What may be done besides is done in pieces, and to its end before help goes to sleep.
TEST_F(SealingTest, SomethingElseIsDoneWhereNothingIsToBeSealed) {
  Sealing sealing;
  sealing.open();
  int pieces = 100;
  sealing.help([&] {
    EXPECT_GT(pieces, 0) << "nothing is left of it";
    if (--pieces == 0) sealing.close();
    return pieces != 0;
  });
  EXPECT_EQ(pieces, 0);
  sealing.help([&]() -> bool { throw std::logic_error("nobody is to help"); });  // closed
}

}  // namespace
}  // namespace plumb::registry::journal
