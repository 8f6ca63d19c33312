// A table made, used and let go, again and again: nothing is left behind, and readers of the one before are not disturbed.
// And a rule set of thousands of measures costs time in proportion to its size.
//
//   PLUMB_RELOADS=10000 PLUMB_MEASURES=5000 native_code_test --gtest_filter='Reload.*:ManyMeasures.*'   the long form
#include <gtest/gtest.h>
#include <malloc.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <thread>

#include "compiler/backends/native/emit/build.hpp"
#include "compiler/backends/native/golden.hpp"
#include "compiler/backends/native/table.hpp"
#include "compiler/backends/reference/table.hpp"
#include "runtime/threads/published.hpp"
#include "tests/property/random_program.hpp"
#include "tests/sanitized.hpp"

namespace plumb::native {
namespace {

std::shared_ptr<const ir::Program> program_of(uint64_t seed, uint32_t measures, uint32_t depth = 3) {
  testing::Random random(seed);
  return std::make_shared<const ir::Program>(testing::random_program(random, {measures, depth}));
}

std::shared_ptr<const Table> table_of(const std::shared_ptr<const ir::Program>& program, bool batch = false) {
  TableOptions options;
  options.batch = batch;
  auto table = Table::compile(program, native::compile, options);
  EXPECT_TRUE(table) << table.error().message;
  return std::shared_ptr<const Table>(*std::move(table));
}

size_t mappings() {
  std::ifstream maps("/proc/self/maps");
  size_t count = 0;
  for (std::string line; std::getline(maps, line);) ++count;
  return count;
}

size_t resident_bytes() {
  ::malloc_trim(0);
  std::ifstream statm("/proc/self/statm");
  size_t size = 0, resident = 0;
  statm >> size >> resident;
  return resident * static_cast<size_t>(::sysconf(_SC_PAGESIZE));
}

TEST(Reload, LeavesNothingBehind) {
  if (testing::kSanitized) GTEST_SKIP() << "a sanitizer keeps what was given back; it looks for leaks itself";
  const char* asked = std::getenv("PLUMB_RELOADS");
  const int reloads = asked ? std::atoi(asked) : 300;
  const auto program = program_of(1, 3, 2);
  for (int i = 0; i < 100; ++i) table_of(program);  // what is made once is made by now
  const size_t resident = resident_bytes(), mapped = mappings();
  for (int i = 0; i < reloads; ++i) table_of(program);
  const size_t now = resident_bytes();
  const double grown = now > resident ? static_cast<double>(now - resident) / 1024 : 0;
  std::cout << reloads << " reloads: " << grown << " KiB more, " << mapped << " mappings before, " << mappings() << " after\n";
  EXPECT_LE(mappings(), mapped + 8);
  EXPECT_LT(grown, 1024);
}

TEST(Reload, ReadersFinishOnWhatTheyBeganWith) {
  const auto first = program_of(1, 20), second = program_of(2, 20);
  const auto answers = [](const std::shared_ptr<const ir::Program>& program) {
    const reference::PredicateTable reference(program);
    return golden_digest(*program, reference.table());
  };
  struct Loaded {
    std::shared_ptr<const ir::Program> program;
    std::shared_ptr<const Table> table;
    std::string wanted;
  };
  const std::string wanted[] = {answers(first), answers(second)};
  threads::Published<Loaded> loaded(std::make_shared<const Loaded>(Loaded{first, table_of(first), wanted[0]}));
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0, asked = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto now = loaded.load();
        if (golden_digest(*now->program, now->table->table()) != now->wanted) ++wrong;
        ++asked;
      }
    });
  }
  for (int i = 0; i < 20; ++i) {
    const auto& next = i % 2 == 0 ? second : first;
    loaded.store(std::make_shared<const Loaded>(Loaded{next, table_of(next), wanted[i % 2 == 0 ? 1 : 0]}));
  }
  while (asked < 20) std::this_thread::yield();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

// What an edit of one measure makes of a program: another reach.
std::shared_ptr<const ir::Program> with_one_changed(const ir::Program& program, size_t measure, bool self) {
  auto out = std::make_shared<ir::Program>(program);
  out->measures[out->measures.id_at(measure)].reach = {.anyone = false, .self = self, .debtor_roles = self ? 0x50U : 0x0aU};
  return out;
}

std::string answers_of(const std::shared_ptr<const ir::Program>& program, const PlumbPredicateTable& table) {
  std::vector<PlumbTableEntry> entries(table.entries, table.entries + table.entry_count);
  for (PlumbTableEntry& entry : entries) entry.batch = nullptr;  // the reference evaluator has none
  return golden_digest(*program, {table.layout_digest, table.meaning_digest, table.entry_count, entries.data()});
}

// One measure is another: only the chunks that hold it are compiled, and the answers are the whole new rule set's.
TEST(Reload, CompilesWhatChanged) {
  const auto before = program_of(1, 60);
  TableOptions options;
  const auto first = Table::compile(before, native::compile, options);
  ASSERT_TRUE(first);
  const std::clock_t begun = std::clock();
  const auto changed = with_one_changed(*before, 7, true);
  const auto second = Table::compile(changed, native::compile, options, first->get());
  ASSERT_TRUE(second);
  const TableReport report = (*second)->report();
  std::cout << report.compiled << " of " << report.functions << " functions compiled, in " << static_cast<double>(std::clock() - begun) * 1000 / CLOCKS_PER_SEC
            << " ms of processor time\n";
  EXPECT_GT(report.compiled, 0U);
  EXPECT_EQ(report.compiled + report.taken_over, report.functions);
  EXPECT_LT(report.compiled, report.functions / 3);
  const reference::PredicateTable reference(changed);
  EXPECT_EQ(answers_of(changed, (*second)->table()), answers_of(changed, reference.table()));
  const reference::PredicateTable old(before);
  EXPECT_EQ(answers_of(before, (*first)->table()), answers_of(before, old.table()));
}

TEST(Reload, OfTheSameCompilesNothing) {
  const auto program = program_of(1, 30);
  const auto first = Table::compile(program, native::compile, {});
  ASSERT_TRUE(first);
  const Compiler none = [](const Job&) -> Result<MachineCode> { return Error{"test", "called"}; };
  const auto second = Table::compile(std::make_shared<const ir::Program>(*program), none, {}, first->get());
  ASSERT_TRUE(second) << second.error().message;
  EXPECT_EQ((*second)->report().compiled, 0U);
}

// Code lives as long as a table that took it over, whichever table it was compiled for, and whichever tier it is of.
TEST(Reload, CodeOutlivesTheTableItWasMadeFor) {
  std::shared_ptr<const ir::Program> program = program_of(3, 30);
  TableOptions options;
  options.batch = false;
  options.optimise_after = 50;
  std::shared_ptr<const Table> table = *Table::compile(program, native::compile, options);
  for (size_t i = 0; i < 12; ++i) {
    program = with_one_changed(*program, i % 5, i % 2 == 0);
    const reference::PredicateTable reference(program);
    table = *Table::compile(program, native::compile, options, table.get());
    EXPECT_EQ(answers_of(program, table->table()), answers_of(program, reference.table())) << "reload " << i;
  }
}

TEST(Reload, OfOneMeasureDisturbsNoReader) {
  struct Loaded {
    std::shared_ptr<const ir::Program> program;
    std::shared_ptr<const Table> table;
    std::string wanted;
  };
  const auto program = program_of(4, 20);
  std::vector<std::shared_ptr<const ir::Program>> programs;
  std::vector<std::string> wanted;
  for (size_t i = 0; i < 4; ++i) {
    programs.push_back(with_one_changed(*program, i, i % 2 == 0));
    const reference::PredicateTable reference(programs[i]);
    wanted.push_back(answers_of(programs[i], reference.table()));
  }
  TableOptions options;
  options.batch = false;
  options.optimise_after = 300;  // so that tables are taken over from while their background compiles
  const auto load = [&](size_t i, const Table* before) {
    return std::make_shared<const Loaded>(Loaded{programs[i], *Table::compile(programs[i], native::compile, options, before), wanted[i]});
  };
  threads::Published<Loaded> loaded(load(0, nullptr));
  std::atomic<bool> done = false;
  std::atomic<int> wrong = 0, asked = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto now = loaded.load();
        if (answers_of(now->program, now->table->table()) != now->wanted) ++wrong;
        ++asked;
      }
    });
  }
  for (size_t i = 1; i < 60; ++i) {
    const auto now = loaded.load();
    loaded.store(load(i % 4, now->table.get()));
  }
  while (asked < 20) std::this_thread::yield();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(wrong, 0);
}

TEST(Reload, OfOneMeasureLeavesNothingBehind) {
  if (testing::kSanitized) GTEST_SKIP() << "a sanitizer keeps what was given back; it looks for leaks itself";
  const char* asked = std::getenv("PLUMB_RELOADS");
  const int reloads = asked ? std::atoi(asked) : 300;
  const auto program = program_of(1, 3, 2);
  const std::shared_ptr<const ir::Program> programs[] = {with_one_changed(*program, 0, true), with_one_changed(*program, 0, false)};
  TableOptions options;
  options.batch = false;
  std::shared_ptr<const Table> table = *Table::compile(programs[0], native::compile, options);
  const auto reload = [&](int i) { table = *Table::compile(programs[i % 2], native::compile, options, table.get()); };
  for (int i = 1; i <= 100; ++i) reload(i);
  const size_t resident = resident_bytes(), mapped = mappings();
  for (int i = 1; i <= reloads; ++i) reload(i);
  const size_t now = resident_bytes();
  const double grown = now > resident ? static_cast<double>(now - resident) / 1024 : 0;
  std::cout << reloads << " reloads of one measure: " << grown << " KiB more, " << mapped << " mappings before, " << mappings() << " after\n";
  EXPECT_LE(mappings(), mapped + 8);
  EXPECT_LT(grown, 1024);
}

// Processor time, so that a busy machine does not count.
TEST(ManyMeasures, CostInProportion) {
  const auto seconds = [](uint32_t measures) {
    const auto program = program_of(5, measures, 2);
    const std::clock_t begun = std::clock();
    const auto table = table_of(program, true);
    return static_cast<double>(std::clock() - begun) / CLOCKS_PER_SEC;
  };
  const char* asked = std::getenv("PLUMB_MEASURES");
  const auto most = static_cast<uint32_t>(asked ? std::atoi(asked) : 1'000);
  const double few = seconds(most / 5), many = seconds(most);
  std::cout << most / 5 << " measures: " << few << " s; " << most << ": " << many << " s\n";
  // Five times as many; half as much again leaves room for noise, and none for a square.
  EXPECT_LT(many, 7.5 * few);
}

}  // namespace
}  // namespace plumb::native
