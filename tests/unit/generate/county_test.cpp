#include "tools/generate/county.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <boost/json.hpp>
#include <fstream>
#include <map>
#include <set>

#include "compiler/base/sha256.hpp"
#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/registry/registry.hpp"
#include "tools/generate/random.hpp"

namespace plumb::generate {
namespace {

const char* const kFiles[] = {"parties.csv", "relations.csv", "entries.csv", "permits.csv", "retentions.csv", "holdings.ndjson", "requests.ndjson", "as_of"};

CountyOptions options(uint64_t parties, uint64_t seed) {
  using Type = FieldShape::Type;
  CountyOptions o;
  o.parties = parties;
  o.seed = seed;
  o.as_of = Date::parse("2019-09-16").value();
  o.matters = {{"lodging",
                {"application"},
                {{"star_rating", Type::integer}, {"national_grade", Type::choice, {"special", "first"}}, {"high_consumption", Type::boolean}}},
               {"honour", {"application", "holding"}, {{"title", Type::choice, {"civilised_unit"}}, {"granted_on", Type::date}}},
               {"evaluation", {"application"}, {{"person_kind", Type::choices, {"lawyer", "law_firm"}}}},
               {"credit", {"application"}, {{"amount", Type::money}}},
               {"standing", {"status"}}};
  o.measures = {"luxury_lodging"};
  return o;
}

class Generate : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ =
        std::filesystem::temp_directory_path() / ("plumb-gen-" + std::to_string(::getpid())) / ::testing::UnitTest::GetInstance()->current_test_info()->name();
    std::filesystem::remove_all(folder_);
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }
  std::string slurp(const std::string& name) const {
    std::ifstream in(folder_ / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  }
  std::string digest(const CountyOptions& o) {
    EXPECT_TRUE(generate_county(o, folder_));
    std::string all;
    for (const char* file : kFiles) all += slurp(file);
    return sha256_hex(all);
  }
  std::filesystem::path folder_;
};

TEST(RandomNumbers, AreThoseOfTheAlgorithm) {
  // splitmix64(1) fills the state with 910a2dec89025cc1 beeb8da1658eec67 f893a2eefb32555e 71c18690ee42c90b.
  Random random(1);
  EXPECT_EQ(random.next(), 0xb3f2af6d0fc710c5u);
  EXPECT_EQ(random.next(), 0x853b559647364ceau);
  std::map<uint64_t, int> seen;
  for (int i = 0; i < 6000; ++i) ++seen[random.below(6)];
  ASSERT_EQ(seen.size(), 6u);
  for (const auto& [value, count] : seen) EXPECT_NEAR(count, 1000, 150) << value;
}

TEST_F(Generate, GivesTheSameBytesForTheSameOptions) {
  const std::string first = digest(options(400, 7));
  EXPECT_EQ(digest(options(400, 7)), first);
  EXPECT_NE(digest(options(400, 8)), first);
}

TEST_F(Generate, IsTakenWholeByTheRegistry) {
  ASSERT_TRUE(generate_county(options(2000, 1), folder_));
  auto registry = registry::Registry::create(folder_ / "r.db");
  ASSERT_TRUE(registry);
  std::vector<registry::ImportFile> files;
  for (const char* file : kFiles) {
    if (registry::table_of_file(file)) files.push_back({folder_ / file, {}});
  }
  ASSERT_EQ(files.size(), 6u);
  const auto summary = registry->import(files, {.recorded_at = "2019-09-16T00:00:00Z"});
  ASSERT_TRUE(summary) << summary.error().message;
  EXPECT_EQ(summary->rejected(), 0u);
  for (const registry::RowNote& note : summary->warnings) EXPECT_EQ(note.warning, registry::RowWarning::masked) << note.file << ":" << note.row;
  const auto facts = registry->read();
  ASSERT_TRUE(facts);
  EXPECT_GE(facts->parties.size(), 2000u);
  EXPECT_GT(facts->entries.size(), 90u);
  EXPECT_GT(facts->relations.size(), 1000u);
  EXPECT_EQ(facts->holdings.size(), 2000u);
  EXPECT_FALSE(facts->permits.empty());
  EXPECT_FALSE(facts->retentions.empty());
  const auto count = [&](auto condition) { return std::count_if(facts->entries.begin(), facts->entries.end(), condition); };
  EXPECT_GT(count([](const auto& e) { return e.expires_on.has_value(); }), 0);
  EXPECT_GT(count([](const auto& e) { return e.ground_on.has_value(); }), 0);
  EXPECT_GT(count([](const auto& e) { return e.removed_on.has_value(); }), 0);
  EXPECT_GT(count([](const auto& e) { return !e.publishable; }), 0);
  EXPECT_GT(count([](const auto& e) { return !e.responsible.empty(); }), 0);
  EXPECT_GT(count([](const auto& e) { return e.party.find('*') != std::string::npos; }), 0);
}

TEST_F(Generate, UsesOnlyRegionsThatWereNeverAssigned) {
  ASSERT_TRUE(generate_county(options(2000, 2), folder_));
  std::ifstream in(folder_ / "parties.csv");
  std::string line;
  std::getline(in, line);
  std::set<std::string> ids;
  while (std::getline(in, line)) {
    const std::string id = line.substr(0, line.find(','));
    EXPECT_TRUE(ids.insert(id).second) << id;
    const bool organisation = line.find(",organisation,") != std::string::npos;
    const std::string region = id.substr(organisation ? 2 : 0, 6);
    EXPECT_TRUE(region == "410399" || region == "410398" || region == "410397" || region == "411299") << id;
    EXPECT_TRUE(identity::check_digit_holds(id)) << id;
    EXPECT_EQ(identity::kind_by_form(id), organisation ? PartyKind::organisation : PartyKind::person) << id;
  }
}

TEST_F(Generate, NamesNoCourtThatExists) {
  ASSERT_TRUE(generate_county(options(400, 5), folder_));
  for (const char* file : {"entries.csv", "permits.csv"}) {
    const std::string text = slurp(file);
    EXPECT_EQ(text.find("新安"), std::string::npos) << file;
    EXPECT_EQ(text.find("豫0323"), std::string::npos) << file;
    EXPECT_NE(text.find("豫0399"), std::string::npos) << file;
  }
}

TEST_F(Generate, AsksAboutEveryMatterAtEveryStage) {
  ASSERT_TRUE(generate_county(options(100, 3), folder_));
  std::set<std::string> asked;
  std::ifstream in(folder_ / "requests.ndjson");
  std::string line;
  int absent = 0, null = 0;
  while (std::getline(in, line)) {
    const boost::json::object request = boost::json::parse(line).as_object();
    const auto* stage = request.if_contains("stage");
    asked.insert(std::string(request.at("matter").as_string()) + "/" + (stage ? std::string(stage->as_string()) : "application"));
    if (request.at("matter").as_string() != "credit") continue;
    const auto* amount = request.at("fields").as_object().if_contains("amount");
    absent += amount == nullptr ? 1 : 0;
    null += amount != nullptr && amount->is_null() ? 1 : 0;
  }
  EXPECT_EQ(asked, (std::set<std::string>{"lodging/application", "honour/application", "honour/holding", "evaluation/application", "credit/application",
                                          "standing/status"}));
  EXPECT_GT(absent + null, 0);
  EXPECT_EQ(slurp("as_of"), "2019-09-16\n");
}

TEST_F(Generate, AHoldingWasObtainedOnTheDaySinceWhichItIsHeld) {
  ASSERT_TRUE(generate_county(options(400, 4), folder_));
  std::ifstream in(folder_ / "holdings.ndjson");
  int known = 0, since_ever = 0;
  for (std::string line; std::getline(in, line);) {
    const boost::json::object holding = boost::json::parse(line).as_object();
    const auto* obtained = holding.at("fields").as_object().if_contains("granted_on");
    if (obtained == nullptr || obtained->is_null()) continue;
    EXPECT_EQ(*obtained, holding.at("from")) << line;
    ++known;
  }
  std::ifstream again(folder_ / "holdings.ndjson");
  for (std::string line; std::getline(again, line);) since_ever += line.find("\"from\":null") != std::string::npos ? 1 : 0;
  EXPECT_GT(known, 200);
  EXPECT_GT(since_ever, 0);
}

TEST_F(Generate, RefusesWhatItCannotDo) {
  EXPECT_EQ(generate_county(options(9, 1), folder_).error().code, "generate.parties");
  EXPECT_EQ(generate_county(options(kMaxParties + 1, 1), folder_).error().code, "generate.parties");
  CountyOptions none = options(10, 1);
  none.matters.clear();
  EXPECT_EQ(generate_county(none, folder_).error().code, "generate.matters");
  std::filesystem::create_directories(folder_);
  std::ofstream(folder_ / "file") << "x";
  EXPECT_EQ(generate_county(options(10, 1), folder_ / "file").error().code, "generate.unwritable");
  std::ofstream(folder_ / "entries.csv") << "x";
  EXPECT_EQ(generate_county(options(10, 1), folder_).error().code, "generate.place");
  EXPECT_TRUE(generate_county(options(10, 1), folder_ / "ten"));
}

}  // namespace
}  // namespace plumb::generate
