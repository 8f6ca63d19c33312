// What every test of this folder does: one operation, every fault, and each complaint told.
#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/faults/trial.hpp"

namespace plumb::faults {

class FaultTest : public ::testing::Test {
 protected:
  void SetUp() override { scratch_ = scratch_for(::testing::UnitTest::GetInstance()->current_test_info()->name()); }
  void TearDown() override { std::filesystem::remove_all(scratch_.parent_path()); }

  // `step`: see try_every_fault.
  Outcome expect_nothing_lost(const Operation& operation, const std::vector<Plan>& plans, uint64_t step = 1) {
    const Outcome outcome = try_every_fault(operation, scratch_ / "trial", plans, step);
    for (const std::string& complaint : outcome.complaints) ADD_FAILURE() << complaint;
    EXPECT_GT(outcome.most_operations, 5U);  // fewer: the layer below SQLite was not asked
    std::printf("%s: %llu attempts, %llu operations, %llu crashes after the acknowledgement\n", operation.name.c_str(),
                static_cast<unsigned long long>(outcome.attempts), static_cast<unsigned long long>(outcome.most_operations),
                static_cast<unsigned long long>(outcome.acknowledged));
    return outcome;
  }
  void expect_nothing_lost_whatever_fails(const Operation& operation, uint64_t step) {
    for (const std::vector<Plan>& plans : {crashes(), full_disks(), broken_disks()}) (void)expect_nothing_lost(operation, plans, step);
  }

  static void write(const std::filesystem::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

 private:
  std::filesystem::path scratch_;
};

}  // namespace plumb::faults
