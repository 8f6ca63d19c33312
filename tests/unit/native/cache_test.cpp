// Objects on disk are code: whatever is not exactly what this user's own compilation left there is never executed, and the
// answers are the same as without a cache.
#include "compiler/backends/native/cache.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>

#include "compiler/backends/native/emit/build.hpp"
#include "compiler/backends/native/golden.hpp"
#include "compiler/backends/native/table.hpp"
#include "compiler/backends/reference/table.hpp"
#include "compiler/base/sha256.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::native {
namespace {

namespace fs = std::filesystem;

constexpr size_t kMagic = 15, kDigest = 64;

std::shared_ptr<const ir::Program> program_of(uint64_t seed) {
  testing::Random random(seed);
  return std::make_shared<const ir::Program>(testing::random_program(random, {12, 3}));
}

class Cache : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("plumb-cache-" + std::to_string(::getpid()) + "-" + ::testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // Compiles through the cache; checks that the table answers as the reference evaluator, whatever lay there.
  TableReport compile(const std::shared_ptr<const ir::Program>& program, unsigned vector_bytes = 0) {
    TableOptions options;
    options.cache = folder_;
    options.vector_bytes = vector_bytes;
    const auto table = Table::compile(program, native::compile, options);
    EXPECT_TRUE(table) << table.error().message;
    const reference::PredicateTable reference(program);
    EXPECT_EQ(points(*program, (*table)->table()), points(*program, reference.table()));
    return (*table)->report();
  }

  // Batch kernels are native's alone; golden_digest asks them too, so they are left out here.
  static std::string points(const ir::Program& program, const PlumbPredicateTable& table) {
    std::vector<PlumbTableEntry> entries(table.entries, table.entries + table.entry_count);
    for (PlumbTableEntry& entry : entries) entry.batch = nullptr;
    const PlumbPredicateTable without{table.layout_digest, table.meaning_digest, table.entry_count, entries.data()};
    return golden_digest(program, without);
  }

  fs::path only_file() const {
    std::vector<fs::path> found;
    for (const auto& each : fs::directory_iterator(folder_)) found.push_back(each.path());
    EXPECT_EQ(found.size(), 1U);
    return found.at(0);
  }

  static std::string read(const fs::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  static void write(const fs::path& path, const std::string& bytes) { std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes; }

  // Fills the cache, spoils it, and expects it to be refused for `why`, and then to have been mended.
  void spoil(const std::string& why, const std::function<void(const fs::path&)>& change) {
    const auto program = program_of(1);
    ASSERT_EQ(compile(program).cache.code, "cache.none");
    ASSERT_EQ(compile(program).cached, true);
    change(only_file());
    const TableReport refused = compile(program);
    EXPECT_EQ(refused.cached, false);
    EXPECT_EQ(refused.cache.code, why);
  }

  fs::path folder_;
};

TEST_F(Cache, KeepsWhatWasCompiledForThisUserAlone) {
  const auto program = program_of(1);
  const TableReport first = compile(program);
  EXPECT_EQ(first.cached, false);
  EXPECT_EQ(first.compiled, first.functions);
  struct stat found{};
  ASSERT_EQ(::stat(folder_.c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0700U);
  ASSERT_EQ(::stat(only_file().c_str(), &found), 0);
  EXPECT_EQ(found.st_mode & 0777U, 0600U);
  const TableReport second = compile(program);
  EXPECT_EQ(second.cached, true);
  EXPECT_EQ(second.compiled, 0U);
  EXPECT_EQ(second.cache.code, "");
}

TEST_F(Cache, AnotherProgramHasAnotherObject) {
  EXPECT_EQ(compile(program_of(1)).cached, false);
  EXPECT_EQ(compile(program_of(2)).cached, false);
  EXPECT_EQ(compile(program_of(1)).cached, true);
}

TEST_F(Cache, ConstantsAreOfTheKey) {
  ir::Program changed = *program_of(1);
  bool found = false;
  for (ir::Value& constant : changed.constants) {
    if (found || constant.type.kind != ir::TypeKind::money) continue;
    constant.number += 1'000'003;
    found = true;
  }
  ASSERT_TRUE(found);
  EXPECT_EQ(compile(program_of(1)).cached, false);
  EXPECT_EQ(compile(std::make_shared<const ir::Program>(changed)).cached, false);
}

// Code calls a calendar by its number, which the canonical program does not keep.
TEST_F(Cache, NumbersOfCalendarsAreOfTheKey) {
  ir::Program more = *program_of(1);
  ir::Calendar other = more.calendars[more.calendars.id_at(0)];
  other.name = {"另一历", "another"};
  other.holidays.clear();
  more.calendars.add(other);
  EXPECT_EQ(compile(program_of(1)).cached, false);
  EXPECT_EQ(compile(std::make_shared<const ir::Program>(more)).cached, false);
}

TEST_F(Cache, WhatAKilledWriterLeftIsInNobodysWay) {
  const auto program = program_of(1);
  compile(program);
  const fs::path file = only_file();
  fs::remove(file);
  for (int count = 0; count < 8; ++count) write(file.string() + "." + std::to_string(::getpid()) + "." + std::to_string(count), "half");
  compile(program);
  EXPECT_TRUE(fs::exists(file));
}

// What another processor's code would be filed under is another key: here, one with narrower vectors.
TEST_F(Cache, CodeOfAnotherProcessorIsNotLookedAt) {
  EXPECT_EQ(compile(program_of(1), 16).cached, false);
  const TableReport other = compile(program_of(1), 32);
  EXPECT_EQ(other.cached, false);
  EXPECT_EQ(other.cache.code, "cache.none");
}

TEST_F(Cache, CodeOfAnotherProcessorUnderOurNameIsRefused) {
  const auto program = program_of(1);
  compile(program, 16);
  const std::string narrow = read(only_file());
  fs::remove_all(folder_);
  compile(program);
  write(only_file(), narrow);
  EXPECT_EQ(compile(program).cache.code, "cache.key");
}

TEST_F(Cache, AStaleObjectUnderOurNameIsRefused) {
  compile(program_of(2));
  const std::string stale = read(only_file());
  fs::remove_all(folder_);
  spoil("cache.key", [&](const fs::path& file) { write(file, stale); });
}

TEST_F(Cache, ATruncatedObjectIsRefused) {
  spoil("cache.hash", [](const fs::path& file) { fs::resize_file(file, fs::file_size(file) - 1); });
}

TEST_F(Cache, ATruncatedHeaderIsRefused) {
  spoil("cache.short", [](const fs::path& file) { fs::resize_file(file, 100); });
}

TEST_F(Cache, AnEmptyFileIsRefused) {
  spoil("cache.short", [](const fs::path& file) { fs::resize_file(file, 0); });
}

TEST_F(Cache, AnotherFormatIsRefused) {
  spoil("cache.format", [](const fs::path& file) { write(file, "x" + read(file).substr(1)); });
}

// Somebody plants an object whose header fits it: it has the right names and a hash, and answers otherwise.
TEST_F(Cache, APlantedObjectThatAnswersOtherwiseIsRefused) {
  const auto program = program_of(1);
  compile(program);
  const fs::path file = only_file();
  const std::string ours = read(file);
  ir::Program turned = *program;
  for (size_t i = 0; i < turned.measures.size(); ++i) turned.measures[turned.measures.id_at(i)].reach = {.anyone = false, .self = true};
  fs::remove_all(folder_);
  {
    TableOptions options;
    options.cache = folder_;
    ASSERT_TRUE(Table::compile(std::make_shared<const ir::Program>(turned), native::compile, options));
  }
  const std::string object = read(only_file()).substr(kMagic + 3 * kDigest);
  const std::string key = ours.substr(kMagic, kDigest), golden = ours.substr(kMagic + kDigest, kDigest);
  fs::remove_all(folder_);
  compile(program);
  write(file, ours.substr(0, kMagic) + key + golden + sha256_hex(key + golden + object) + object);
  EXPECT_EQ(compile(program).cache.code, "cache.golden");
}

TEST_F(Cache, AnObjectThatAsksForMoreIsNotLinked) {
  const auto program = program_of(1);
  compile(program);
  const fs::path file = only_file();
  const std::string ours = read(file), key = ours.substr(kMagic, kDigest), golden = ours.substr(kMagic + kDigest, kDigest);
  const std::string object = "no object at all";
  write(file, ours.substr(0, kMagic) + key + golden + sha256_hex(key + golden + object) + object);
  EXPECT_EQ(compile(program).cache.code, "cache.link");
}

TEST_F(Cache, AGroupWritableObjectIsRefused) {
  spoil("cache.file", [](const fs::path& file) { ASSERT_EQ(::chmod(file.c_str(), 0620), 0); });
}

TEST_F(Cache, ASymbolicLinkIsRefused) {
  spoil("cache.file", [&](const fs::path& file) {
    fs::create_directory(folder_ / "elsewhere");
    fs::rename(file, folder_ / "elsewhere" / "object");
    fs::create_symlink(folder_ / "elsewhere" / "object", file);
  });
}

TEST_F(Cache, AFileOfTwoNamesIsRefused) {
  spoil("cache.file", [&](const fs::path& file) { fs::create_hard_link(file, folder_ / "another"); });
}

TEST_F(Cache, AnotherUsersObjectIsRefused) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root can give files away";
  spoil("cache.file", [](const fs::path& file) { ASSERT_EQ(::chown(file.c_str(), 65534, 65534), 0); });
}

TEST_F(Cache, AFolderThatOthersMayEnterIsNotUsed) {
  spoil("cache.folder", [&](const fs::path&) { ASSERT_EQ(::chmod(folder_.c_str(), 0770), 0); });
}

TEST_F(Cache, AFolderThatIsALinkIsNotUsed) {
  const fs::path real = folder_.string() + "-real";
  spoil("cache.folder", [&](const fs::path&) {
    fs::rename(folder_, real);
    fs::create_directory_symlink(real, folder_);
  });
  fs::remove_all(real);
}

TEST_F(Cache, EveryByteCounts) {
  const auto program = program_of(1);
  compile(program);
  const fs::path file = only_file();
  const std::string ours = read(file), key = ours.substr(kMagic, kDigest);
  const PrivateCache cache(PrivateCache::Kind::object, folder_);
  ASSERT_TRUE(cache.load(key));
  for (size_t at = 0; at < ours.size(); at += at < kMagic + 3 * kDigest ? 1 : 97) {
    std::string spoilt = ours;
    spoilt[at] = static_cast<char>(spoilt[at] ^ 1);
    write(file, spoilt);
    EXPECT_FALSE(cache.load(key)) << "byte " << at;
  }
}

}  // namespace
}  // namespace plumb::native
