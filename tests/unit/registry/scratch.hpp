// A folder of its own for each test, files to import, and a registry to import them into.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "runtime/registry/registry.hpp"

namespace plumb::registry {

// REQUIRES: `done` has a value; a test that meets an error says which.
template <typename T>
T expect_value(Result<T> done) {
  if (!done) throw std::runtime_error(done.error().code + ": " + done.error().message);
  return std::move(*done);
}

class Scratch : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = std::filesystem::temp_directory_path() / ("plumb-" + std::to_string(::getpid())) / (std::string(test->test_suite_name()) + "." + test->name());
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path path(std::string_view name) const { return folder_ / name; }
  std::filesystem::path write(std::string_view name, std::string_view content) const {
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
  }
  static std::string slurp(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }

  Registry make() const { return expect_value(Registry::create(path("r.db"))); }
  Registry reopen() const { return expect_value(Registry::open(path("r.db"), {.mode = Mode::read_write, .busy_timeout_ms = 50})); }

  // Imports one file made of `content` at the n-th second of a day.
  ImportSummary take(Registry& registry, std::string_view name, std::string_view content, ImportOptions options = {}) {
    if (options.recorded_at.empty()) options.recorded_at = tick();
    return expect_value(registry.import({{write(name, content), {}}}, options));
  }
  std::string tick() {
    char moment[32];
    std::snprintf(moment, sizeof moment, "%sT00:00:%02dZ", today_, seconds_++);
    return moment;
  }

  static std::string country() { return std::string(PLUMB_SOURCE_DIR) + "/tests/cases/"; }
  static std::vector<ImportFile> county(const std::string& name) {
    std::vector<ImportFile> files;
    for (const char* table : {"parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson"}) {
      files.push_back({country() + name + "/" + table, {}});
    }
    return files;
  }

  std::filesystem::path folder_;
  const char* today_ = "2019-10-01";
  int seconds_ = 0;
};

inline const std::string kEntryHeader = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n";

}  // namespace plumb::registry
