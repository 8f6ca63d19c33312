// An import that looks ahead of its writer on a connection of its own writes the very same rows in the same order.
#include <vector>

#include "runtime/registry/sqlite.hpp"
#include "tests/unit/registry/scratch.hpp"

namespace plumb::registry {
namespace {

constexpr uint64_t kAlways = 0, kNever = UINT64_MAX;

class LookAhead : public Scratch {
 protected:
  // The journal without its random part (keys, and the digests that hang on them), and all identifiers and facts by number.
  static std::vector<std::string> written(const std::filesystem::path& file) {
    std::vector<std::string> lines;
    auto database = expect_value(Database::open(file, Database::Mode::read_only, 1000));
    for (const char* sql : {"SELECT sequence || ' ' || revision || ' ' || subject || ' ' || row || ' ' || operation FROM journal ORDER BY sequence",
                            "SELECT number || ' ' || id || ' ' || check_digit_holds FROM identifiers ORDER BY number",
                            "SELECT row || ' ' || party || ' ' || ifnull(kind, '') || ' ' || ifnull(name, '') FROM parties ORDER BY row",
                            "SELECT row || ' ' || case_no || ' ' || party || ' ' || published_on || ' ' || ifnull(revision_to, '') FROM entries ORDER BY row",
                            "SELECT entry || ' ' || party FROM entry_responsible ORDER BY entry, party",
                            "SELECT row || ' ' || holder || ' ' || role || ' ' || organisation || ' ' || ifnull(valid_from, '') FROM relations ORDER BY row",
                            "SELECT row || ' ' || holding_id || ' ' || party || ' ' || ifnull(fields, '') FROM holdings ORDER BY row",
                            "SELECT row || ' ' || kind || ' ' || subject || ' ' || party FROM findings ORDER BY row"}) {
      auto rows = expect_value(database.prepare(sql));
      while (rows.step() == SQLITE_ROW) lines.emplace_back(rows.text(0));
      lines.emplace_back("-");
    }
    return lines;
  }

  struct Told {
    std::vector<std::string> lines;
    std::string counts;
  };
  // Every other party and entry of a county first, then a minor, corrections and the rest; then all of it again.
  Told imported(const char* name, uint64_t from_bytes, size_t identifiers) {
    Registry registry = expect_value(Registry::create(path(name)));
    Told told;
    const auto take_all = [&](const std::vector<ImportFile>& files) {
      const ImportSummary summary =
          expect_value(registry.import(files, {.recorded_at = tick(), .bytes_looked_ahead = from_bytes, .identifiers_looked_ahead = identifiers}));
      for (const FileSummary& file : summary.files) {
        for (const uint64_t count : {file.added, file.changed, file.unchanged, file.overtaken, file.rejected, file.findings})
          told.counts += std::to_string(count) + " ";
      }
    };
    take_all(
        {{write("parties.csv", half(country() + "county-small/parties.csv")), {}}, {write("entries.csv", half(country() + "county-small/entries.csv")), {}}});
    const std::string child = "410399201503078813";
    const std::string more = kEntryHeader + "（2019）豫0399执9号," + child + ",,2019-05-01,,,,true,\n（2019）豫0399执9号," + child + ",,2019-06-01,,,,true," +
                             child + "\n（2019）豫0399执8号,410399198503078813,,2019-05-01,,,,true,410399201503078813;41039919570809918X\n";
    take_all(
        {{write("parties.csv", "id,kind,name,sector\n" + child + ",person,小张,\n410399198503078813,person,张三,\n"), {}}, {write("entries.csv", more), {}}});
    take_all(county("county-small"));
    take_all(county("county-small"));
    EXPECT_EQ(expect_value(registry.verify()).fault_count, 0u);
    told.lines = written(path(name));
    return told;
  }
  static std::string half(const std::filesystem::path& file) {
    std::string out;
    std::ifstream in(file);
    size_t number = 0;
    for (std::string line; std::getline(in, line); ++number) {
      if (number == 0 || number % 2 == 1) out += line + "\n";
    }
    return out;
  }
};

TEST_F(LookAhead, WritesWhatTheWriterAloneWrites) {
  const Told alone = imported("alone.db", kNever, 0);
  ASSERT_GT(alone.lines.size(), 500u);
  seconds_ = 0;
  const Told ahead = imported("ahead.db", kAlways, 2'000'000);
  EXPECT_EQ(ahead.counts, alone.counts);
  EXPECT_EQ(ahead.lines, alone.lines);
  // However little it may hold.
  seconds_ = 0;
  const Told forgetful = imported("forgetful.db", kAlways, 1);
  EXPECT_EQ(forgetful.counts, alone.counts);
  EXPECT_EQ(forgetful.lines, alone.lines);
}

TEST_F(LookAhead, LeavesTheLogToBePlayedIntoTheFile) {
  Registry registry = expect_value(Registry::create(path("r.db")));
  (void)expect_value(registry.import(county("county-small"), {.recorded_at = tick(), .bytes_looked_ahead = kAlways}));
  // Nobody reads any more, so a checkpoint gets all of it.
  auto database = expect_value(Database::open(path("r.db"), Database::Mode::read_write, 1000));
  auto checkpoint = expect_value(database.prepare("PRAGMA wal_checkpoint(TRUNCATE)"));
  ASSERT_EQ(checkpoint.step(), SQLITE_ROW);
  EXPECT_EQ(checkpoint.number(0), 0);
  EXPECT_EQ(std::filesystem::file_size(path("r.db-wal")), 0u);
}

}  // namespace
}  // namespace plumb::registry
