// Every hard limit of an import: what just fits is taken, one more is refused, and nothing else is lost.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>

#include "runtime/identity/mask.hpp"
#include "runtime/registry/registry.hpp"
#include "runtime/registry/row.hpp"

namespace plumb::registry {
namespace {

class RegistryLimits : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() / ("plumb-limits-" + std::to_string(::getpid())) /
              ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  ImportSummary import(const std::string& name, const std::string& content) {
    std::filesystem::remove(folder_ / "r.db");
    std::ofstream(folder_ / name, std::ios::binary) << content;
    auto registry = Registry::create(folder_ / "r.db");
    auto summary = registry->import({{folder_ / name, {}}}, {.recorded_at = "2019-09-16T00:00:00Z"});
    if (!summary) throw std::runtime_error(summary.error().message);
    return *summary;
  }
  std::filesystem::path folder_;
};

const std::string kParties = "id,kind,name,sector\n";

TEST_F(RegistryLimits, AValueHasAtMost65536Bytes) {
  const auto name_of = [](size_t bytes) { return kParties + "410397197005020013,person," + std::string(bytes, 'x') + ",\n"; };
  EXPECT_EQ(import("parties.csv", name_of(kMaxValueBytes)).taken(), 1u);
  const ImportSummary over = import("parties.csv", name_of(kMaxValueBytes + 1) + "410397197007100703,person,,\n");
  EXPECT_EQ(over.taken(), 1u);
  ASSERT_EQ(over.rejects.size(), 1u);
  EXPECT_EQ(over.rejects[0].reason, RejectReason::value_too_long);
  EXPECT_EQ(over.rejects[0].value.size(), kMaxValueBytes);
}

TEST_F(RegistryLimits, AMaskedIdentifierShowsAtLeast8Of18Places) {
  EXPECT_EQ(import("parties.csv", kParties + "4103971**********3,person,,\n").taken(), 1u);
  EXPECT_EQ(import("parties.csv", kParties + "410397***********3,person,,\n").rejects.at(0).reason, RejectReason::mask_visible);
  EXPECT_EQ(identity::kMinVisiblePlaces, 8u);
}

TEST_F(RegistryLimits, AnIdentifierHas5To64Bytes) {
  EXPECT_EQ(import("parties.csv", kParties + "A1234,,,\n" + std::string(64, '1') + ",,,\n").taken(), 2u);
  EXPECT_EQ(import("parties.csv", kParties + "A123,,,\n" + std::string(65, '1') + ",,,\n").rejected(), 2u);
}

TEST_F(RegistryLimits, JsonNests32Deep) {
  const auto nested = [](int depth) {
    return R"({"id":"H1","party":"410397197005020013","matter":"honour","fields":{"a":)" + std::string(static_cast<size_t>(depth), '[') +
           std::string(static_cast<size_t>(depth), ']') + "}}\n";
  };
  EXPECT_EQ(import("holdings.ndjson", nested(30)).taken(), 1u);
  EXPECT_EQ(import("holdings.ndjson", nested(31)).rejects.at(0).reason, RejectReason::bad_json);
  EXPECT_EQ(import("holdings.ndjson", nested(100'000)).rejects.at(0).reason, RejectReason::bad_json);
}

TEST_F(RegistryLimits, ASummaryListsTheFirst100AndCountsAll) {
  std::string rows = kParties;
  for (int i = 0; i < 250; ++i) rows += "41039719700502" + std::to_string(1000 + i) + ",robot,,\n";
  const ImportSummary summary = import("parties.csv", rows);
  EXPECT_EQ(summary.rejects.size(), ImportSummary::kMaxListed);
  EXPECT_EQ(summary.rejected(), 250u);
}

}  // namespace
}  // namespace plumb::registry
