// A snapshot built from a registry in columns, on any number of threads, is the one that its plain facts give, to the byte; and
// all threads read one revision, whatever is written meanwhile.
#include <algorithm>
#include <fstream>
#include <random>
#include <thread>

#include "runtime/registry/shared_view.hpp"
#include "tests/unit/registry/scratch.hpp"
#include "tests/unit/snapshot/file_bytes.hpp"

namespace plumb::registry {
namespace {

using test::file_bytes;
using test::FileBytes;

class SnapshotOfRegistry : public Scratch {
 protected:
  // Rows enough for several pieces of each large table, in no order of their keys; some overtaken, some on nobody else.
  static constexpr int kRows = 150'000;

  static std::string id(uint32_t n) {
    // Of eighteen places, of fewer and of more; some masked, some that differ in the last place only.
    if (n % 97 == 0) return "E1234" + std::to_string(n);
    std::string out = "4103991970" + std::to_string(10'000'000 + n);
    if (n % 101 == 0) out.replace(10, 4, "****");
    return out;
  }

  // Filled once; each test has a copy.
  Registry filled() {
    static const std::filesystem::path whole = fill();
    std::filesystem::copy_file(whole, path("r.db"));
    return reopen();
  }

 private:
  static std::filesystem::path fill() {
    std::mt19937 random(5);
    std::string parties = "id,kind,name,sector\n", relations = "holder,role,organisation,from,to,share\n", entries = kEntryHeader, holdings;
    std::string permits = "party,target,from,to,document\n", retentions = "case_no,party,measure,until,basis\n";
    const auto any = [&] { return id(static_cast<uint32_t>(random() % kRows)); };
    const auto maybe = [&](const char* text) { return std::string(random() % 3 == 0 ? "" : text); };
    for (int i = 0; i < kRows; ++i) {
      const auto n = static_cast<uint32_t>(i * 7919LL % kRows);
      if (i % 5 != 0) parties += id(n) + "," + maybe("person") + ",名" + std::to_string(n) + "," + maybe("construction") + "\n";
      relations += any() + "," + (i % 2 == 0 ? "director" : "shareholder") + "," + any() + ",20" + std::to_string(10 + i % 9) + "-01-01," +
                   maybe("2030-01-01") + "," + (i % 4 == 1 ? std::to_string(i % 100) : "") + "\n";
      holdings += R"({"id":"H)" + std::to_string(n) + R"(","party":")" + any() + R"(","matter":"m)" + std::to_string(n * 31 % 40) +
                  R"(","from":"2015-01-01","to":null,"fields":{"n":)" + std::to_string(i) + "}}\n";
      if (i % 50 != 0) continue;
      entries += "案" + std::to_string(i) + "," + any() + ",court,2019-01-01,,," + maybe("2019-06-01") + ",true," + maybe(any().c_str()) + "\n";
      permits += any() + ",*,2019-01-01,,d" + std::to_string(i) + "\n";
      retentions += "案" + std::to_string(i) + "," + any() + ",m,2020-01-01,b\n";
    }
    const auto folder = std::filesystem::path(testing::TempDir()) / ("plumb-registry-" + std::to_string(::getpid()));
    std::filesystem::remove_all(folder);
    std::filesystem::create_directories(folder);
    const auto write = [&](const char* name, const std::string& content) {
      std::ofstream(folder / name, std::ios::binary) << content;
      return folder / name;
    };
    Registry registry = expect_value(Registry::create(folder / "r.db"));
    (void)expect_value(registry.import({{write("parties.csv", parties), {}},
                                        {write("relations.csv", relations), {}},
                                        {write("entries.csv", entries), {}},
                                        {write("holdings.ndjson", holdings), {}},
                                        {write("permits.csv", permits), {}},
                                        {write("retentions.csv", retentions), {}}},
                                       {.recorded_at = "2019-10-01T00:00:00Z"}));
    std::string later;
    for (int i = 0; i < kRows; i += 1000) later += R"({"id":"H)" + std::to_string(i) + R"(","party":"E1234","matter":"later","fields":{}})" + "\n";
    (void)expect_value(registry.import({{write("holdings.ndjson", later), {}}}, {.recorded_at = "2019-10-01T00:00:01Z"}));
    return folder / "r.db";
  }

 protected:
  static void TearDownTestSuite() { std::filesystem::remove_all(std::filesystem::path(testing::TempDir()) / ("plumb-registry-" + std::to_string(::getpid()))); }

  static FileBytes bytes(Registry& registry, unsigned threads, std::optional<std::string> known_at = {}) {
    return file_bytes(*Snapshot::build(expect_value(registry.read_columns({.known_at = std::move(known_at), .threads = threads})), threads));
  }
};

TEST_F(SnapshotOfRegistry, IsTheSameOnAnyNumberOfThreads) {
  Registry registry = filled();
  const FileBytes by_rows = file_bytes(*Snapshot::build(expect_value(registry.read())));
  ASSERT_GT(by_rows.size(), size_t{kRows} * 50);
  for (const unsigned threads : {1U, 2U, 3U, 7U}) {
    // Not EXPECT_EQ, which would print them.
    EXPECT_TRUE(std::ranges::equal(bytes(registry, threads), by_rows)) << threads << " threads";
  }
  const FileBytes before = bytes(registry, 1, "2019-10-01T00:00:00Z");
  EXPECT_FALSE(std::ranges::equal(before, by_rows)) << "some holdings came later";
  EXPECT_TRUE(std::ranges::equal(bytes(registry, 3, "2019-10-01T00:00:00Z"), before));
}

TEST_F(SnapshotOfRegistry, TellsHowFarItIsOnTheCallersThread) {
  Registry registry = filled();
  const auto caller = std::this_thread::get_id();
  std::vector<std::pair<uint64_t, uint64_t>> told;
  (void)expect_value(registry.read_columns({.threads = 2, .progress = [&](uint64_t done, uint64_t total) {
                                              EXPECT_EQ(std::this_thread::get_id(), caller);
                                              told.emplace_back(done, total);
                                            }}));
  ASSERT_GT(told.size(), 2U);
  EXPECT_TRUE(std::is_sorted(told.begin(), told.end()));
  EXPECT_EQ(told.back().first, told.back().second) << "the last call tells the whole";
  EXPECT_EQ(told.front().second, told.back().second);
}

TEST_F(SnapshotOfRegistry, RefusesWhatItCannotReadInTheSameWordsOnAnyNumberOfThreads) {
  {
    (void)filled();
  }
  sqlite3* other = nullptr;
  ASSERT_EQ(sqlite3_open(path("r.db").c_str(), &other), SQLITE_OK);
  ASSERT_EQ(sqlite3_exec(other,
                         "DROP TRIGGER holdings_frozen; DROP TRIGGER parties_frozen;"
                         "UPDATE holdings SET valid_to = '0' WHERE row = 140000; UPDATE parties SET kind = 'robot' WHERE row = 1",
                         nullptr, nullptr, nullptr),
            SQLITE_OK);
  sqlite3_close(other);
  for (const unsigned threads : {1U, 2U, 5U}) {
    Registry registry = reopen();
    const auto read = registry.read_columns({.threads = threads});
    ASSERT_FALSE(read);
    EXPECT_TRUE(read.error().message.ends_with("holdings.valid_to")) << read.error().message;
  }
}

// Rows that agree in their identifying columns, and then in all but one.
facts::Facts rows_alike(std::mt19937& random) {
  facts::Facts facts;
  const auto one_of = [&](auto a, auto b) { return random() % 2 == 0 ? a : b; };
  const auto day = [&] { return random() % 2 == 0 ? std::nullopt : std::optional(Date{static_cast<int32_t>(17'000 + random() % 2)}); };
  const auto id = [&] { return std::string(one_of("41039819700101000", "E12345678901234567890")) + one_of("1", "2"); };
  for (int i = 0; i < 300; ++i) {
    facts.parties.push_back({id(), std::nullopt, one_of("甲", "乙"), std::nullopt});
    facts.relations.push_back({id(), one_of(Role::director, Role::shareholder), id(), {day(), day()}, one_of("", "12.5")});
    facts.holdings.push_back(
        {one_of("H", "a holding whose number is long, and the same to its last place but "), id(), one_of("m", "n"), {day(), day()}, one_of("{}", "{ }")});
    facts.permits.push_back({id(), one_of("*", "m"), {day(), day()}, one_of("d", "e")});
    facts.retentions.push_back({one_of("案1", "案2"), id(), "m", Date{17'000}, one_of("b", "c")});
  }
  return facts;
}

TEST(SnapshotOfFacts, DoesNotShowInWhichOrderRowsCame) {
  std::mt19937 random(3);
  facts::Facts facts = rows_alike(random);
  const FileBytes bytes = file_bytes(*Snapshot::build(facts));
  for (int round = 0; round < 20; ++round) {
    std::shuffle(facts.parties.begin(), facts.parties.end(), random);
    std::shuffle(facts.relations.begin(), facts.relations.end(), random);
    std::shuffle(facts.holdings.begin(), facts.holdings.end(), random);
    std::shuffle(facts.permits.begin(), facts.permits.end(), random);
    std::shuffle(facts.retentions.begin(), facts.retentions.end(), random);
    ASSERT_TRUE(std::ranges::equal(file_bytes(*Snapshot::build(facts)), bytes)) << "round " << round;
  }
}

class SharedViews : public Scratch {
 protected:
  static constexpr const char* kPerson = "id,kind,name,sector\n410397197005020021,person,甲,\n";
  void SetUp() override {
    Scratch::SetUp();
    Registry registry = make();
    take(registry, "parties.csv", kPerson);
  }
  void write_one_more() {
    Registry registry = reopen();
    take(registry, "parties.csv", std::string(kPerson) + "E" + std::to_string(10'000'000 + seconds_) + ",person,乙,\n");
  }
};

TEST_F(SharedViews, SeeOneRevisionWhateverIsWritten) {
  auto own = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 50));
  int calls = 0;
  SharedView view = expect_value(SharedView::begin(own, path("r.db"), 3, [&] {
    if (++calls == 2) write_one_more();
  }));
  ASSERT_EQ(view.size(), 3U);
  EXPECT_EQ(calls, 4) << "it began anew, once";
  EXPECT_EQ(view.revision(), 2);
  write_one_more();
  for (unsigned i = 0; i < view.size(); ++i) {
    EXPECT_EQ(expect_value(view.connection(i).number("SELECT max(revision) FROM revisions")), 2);
    EXPECT_EQ(expect_value(view.connection(i).number("SELECT count(*) FROM parties")), 2);
  }
}

TEST_F(SharedViews, AreOneConnectionWhereAWriterAlwaysComesBetween) {
  auto own = expect_value(Database::open(path("r.db"), Database::Mode::read_only, 50));
  const SharedView view = expect_value(SharedView::begin(own, path("r.db"), 2, [&] { write_one_more(); }));
  EXPECT_EQ(view.size(), 1U);
}

}  // namespace
}  // namespace plumb::registry
