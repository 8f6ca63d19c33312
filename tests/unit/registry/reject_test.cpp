// Rows that cannot be taken: each reason once, the others taken, and the file for the operator.
#include "runtime/registry/reject.hpp"

#include <set>

#include "compiler/base/vocabulary.hpp"
#include "runtime/lifecycle/step.hpp"
#include "scratch.hpp"

namespace plumb::registry {
namespace {

class Rejects : public Scratch {
 protected:
  // Imports one bad row between two good ones and gives the reason.
  RejectReason reason_of(const std::string& name, const std::string& content, uint64_t good = 0) {
    Registry registry = expect_value(Registry::create(path("r" + std::to_string(++count_) + ".db")));
    const ImportSummary summary = take(registry, name, content);
    EXPECT_EQ(summary.rejected(), 1u) << content;
    EXPECT_EQ(summary.taken(), good) << content;
    return summary.rejects.empty() ? RejectReason::none : summary.rejects[0].reason;
  }
  int count_ = 0;
};

TEST_F(Rejects, Entries) {
  const auto entry = [&](const std::string& row) {
    return reason_of("entries.csv", kEntryHeader + row + "\n甲2,410397197005020013,法院,2019-01-01,,,,true,\n", 1);
  };
  EXPECT_EQ(entry("甲1,410397197005020013,法院,2019-02-30,,,,true,"), RejectReason::bad_date);
  EXPECT_EQ(entry("甲1,410397197005020013,法院,1/2/2019,,,,true,"), RejectReason::bad_date);
  EXPECT_EQ(entry("甲1,410397197005020013,法院,,,,,true,"), RejectReason::missing_value);
  EXPECT_EQ(entry("甲1,,法院,2019-02-03,,,,true,"), RejectReason::missing_value);
  EXPECT_EQ(entry("甲1,410397197005020013,法院,2019-02-03,,,,maybe,"), RejectReason::bad_boolean);
  EXPECT_EQ(entry("甲1,410397197005020013,法院,2019-02-03,,,,,"), RejectReason::missing_value);
  EXPECT_EQ(entry("甲1,暂无,法院,2019-02-03,,,,true,"), RejectReason::not_an_identifier);
  EXPECT_EQ(entry("甲1,hello,法院,2019-02-03,,,,true,"), RejectReason::not_an_identifier);
  EXPECT_EQ(entry("甲1,410397197005020013,法院,2019-02-03,,,,true,hello"), RejectReason::not_an_identifier);
  EXPECT_EQ(entry("甲1,4*,法院,2019-02-03,,,,true,"), RejectReason::mask_length);
  EXPECT_EQ(entry("甲1,41***************3,法院,2019-02-03,,,,true,"), RejectReason::mask_visible);
  EXPECT_EQ(entry("甲1,410397197005020013,法院,2019-02-03"), RejectReason::field_count);
  EXPECT_EQ(entry("\"甲\"1,410397197005020013,法院,2019-02-03,,,,true,"), RejectReason::text_after_quote);
  for (const char* control : {"\x1b[2J", "\a", "\x7f",
                              "\xC2\x9B"
                              "2J"}) {
    EXPECT_EQ(entry(control + std::string("甲,410397197005020013,法院,2019-02-03,,,,true,")), RejectReason::forbidden_character);
  }
  EXPECT_EQ(entry(std::string("甲\0", 4) + ",410397197005020013,法院,2019-02-03,,,,true,"), RejectReason::forbidden_character);
}

TEST_F(Rejects, PartiesAndRelations) {
  const std::string parties = "id,kind,name,sector\n410397197005020014,,,\n";
  EXPECT_EQ(reason_of("parties.csv", parties + "410397197005020013,robot,,", 1), RejectReason::unknown_kind);
  EXPECT_EQ(reason_of("parties.csv", parties + "410397197005020013,person,,moon", 1), RejectReason::unknown_sector);
  const std::string relations = "holder,role,organisation,from,to,share\n410397197005020013,director,91410397900000030U,,,\n";
  EXPECT_EQ(reason_of("relations.csv", relations + "410397197005020013,directly_responsible,91410397900000030U,,,", 1), RejectReason::role_of_entries_only);
  EXPECT_EQ(reason_of("relations.csv", relations + "410397197005020013,影响债务履行的直接责任人员,91410397900000030U,,,", 1),
            RejectReason::role_of_entries_only);
  EXPECT_EQ(reason_of("relations.csv", relations + "410397197005020013,chef,91410397900000030U,,,", 1), RejectReason::unknown_role);
  for (const char* share : {"101", "-1", "abc", "1e1"}) {
    EXPECT_EQ(reason_of("relations.csv", relations + "410397197005020013,shareholder,91410397900000030U,,," + share, 1), RejectReason::bad_percentage) << share;
  }
}

TEST_F(Rejects, RetentionsNeedABasisAndAnEnd) {
  const std::string retentions = "case_no,party,measure,until,basis\n甲1,410397197005020013,luxury_lodging,2020-01-01,某法\n";
  EXPECT_EQ(reason_of("retentions.csv", retentions + "甲1,410397197005020013,vehicle_bar,,某法", 1), RejectReason::missing_value);
  EXPECT_EQ(reason_of("retentions.csv", retentions + "甲1,410397197005020013,vehicle_bar,2020-01-01,　", 1), RejectReason::missing_value);
}

TEST_F(Rejects, HoldingsAndJson) {
  const std::string good = R"({"id":"H1","party":"410397197005020013","matter":"honour"})"
                           "\n";
  EXPECT_EQ(reason_of("holdings.ndjson", good + "{nonsense", 1), RejectReason::bad_json);
  EXPECT_EQ(reason_of("holdings.ndjson", good + "[1]", 1), RejectReason::bad_json);
  for (const char* escape : {R"(\u001b[2J)", R"(\b)", R"(\\\u009B)", R"(\u0000)"}) {
    const std::string fields = R"({"id":"H2","party":"410397197005020013","matter":"honour","fields":{"title":")" + std::string(escape) + R"("}})";
    EXPECT_EQ(reason_of("holdings.ndjson", good + fields, 1), RejectReason::forbidden_character) << escape;
  }
  EXPECT_EQ(reason_of("holdings.ndjson", good + R"({"id":"H2","party":"410397197005020013","matter":"honour","fields":[1]})", 1), RejectReason::bad_json);
  EXPECT_EQ(reason_of("holdings.ndjson", good + R"({"id":"H2","party":"410397197005020013","matter":"honour","colour":1})", 1), RejectReason::unknown_key);
  EXPECT_EQ(reason_of("holdings.ndjson", good + R"({"id":"H2","id":"H3","party":"410397197005020013","matter":"honour"})", 1), RejectReason::duplicate_key);
  EXPECT_EQ(reason_of("entries.ndjson", R"({"case_no":"甲1","party":"410397197005020013","published_on":"2019-01-01","publishable":true,"objection":"soon"})"),
            RejectReason::bad_period);
  EXPECT_EQ(
      reason_of("entries.ndjson", R"({"case_no":"甲1","party":"410397197005020013","published_on":"2019-01-01","publishable":true,"objection":{"from":5}})"),
      RejectReason::bad_period);
}

TEST_F(Rejects, GoToAFileThatShowsWhereAndWhy) {
  Registry registry = make();
  ImportOptions options;
  options.reject_file = path("rejects.csv");
  const ImportSummary summary =
      take(registry, "parties.csv",
           "id,kind,name,sector\n410397197005020013,robot,\"a,\"\"b\"\"\",\n410397197005020014,person,,moon\n410397197005020015,person,,\n", options);
  EXPECT_EQ(summary.taken(), 1u);
  EXPECT_EQ(slurp(path("rejects.csv")),
            "\xEF\xBB\xBF"
            "file,row,column,value,reason\n" +
                path("parties.csv").string() + ",2,kind,robot,\"not a kind of party; one of person, organisation\"\n" + path("parties.csv").string() +
                ",3,sector,moon,\"not a sector; one of real_estate, construction, other\"\n");
}

TEST_F(Rejects, AreNeitherAFormulaForASpreadsheetNorAnOrderToATerminal) {
  Registry registry = make();
  ImportOptions options;
  options.reject_file = path("rejects.csv");
  (void)take(registry, "parties.csv", "id,kind,name,sector\n410397197005020013,=1+1,,\n410397197005020013,@SUM(A1),,\n410397197005020013,a\x1b[2Jb\u202e,,\n",
             options);
  const std::string refused = slurp(path("rejects.csv"));
  EXPECT_NE(refused.find(",kind,'=1+1,"), std::string::npos) << refused;
  EXPECT_NE(refused.find(",kind,'@SUM(A1),"), std::string::npos) << refused;
  EXPECT_NE(refused.find(",kind,a␛[2Jb\u2426,"), std::string::npos) << refused;
}

TEST_F(Rejects, LeaveNoFileWhereNothingWasRefused) {
  Registry registry = make();
  ImportOptions options;
  options.reject_file = path("rejects.csv");
  (void)take(registry, "parties.csv", "id,kind,name,sector\n410397197005020013,person,,\n", options);
  EXPECT_FALSE(std::filesystem::exists(path("rejects.csv")));
}

TEST_F(Rejects, ThatCannotBeWrittenStopTheImport) {
  Registry registry = make();
  const auto done = registry.import({{write("parties.csv", "id,kind,name,sector\n410397197005020013,robot,,\n"), {}}},
                                    {.recorded_at = tick(), .reject_file = path("no/such/folder.csv")});
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().code, "import.reject_file");
  EXPECT_EQ(expect_value(registry.revision()), 0u);
}

TEST(RejectReasons, SayWhichWordsThereAre) {
  const auto expect_named = [](RejectReason reason, std::string_view alias, std::string_view zh) {
    EXPECT_NE(std::string_view(reason_text(reason, Language::en)).find(alias), std::string_view::npos) << alias;
    EXPECT_NE(std::string_view(reason_text(reason, Language::zh)).find(zh), std::string_view::npos) << zh;
  };
  for (int i = 0; i < kRoleCount; ++i) {
    const auto role = static_cast<Role>(i);
    if (role != Role::directly_responsible) expect_named(RejectReason::unknown_role, word(role).alias, word(role).zh);
  }
  for (const lifecycle::StepWord& step : lifecycle::step_words()) expect_named(RejectReason::unknown_step, step.alias, step.zh);
  for (const PartyKind kind : {PartyKind::person, PartyKind::organisation}) expect_named(RejectReason::unknown_kind, word(kind).alias, word(kind).zh);
  for (const Sector sector : {Sector::real_estate, Sector::construction, Sector::other})
    expect_named(RejectReason::unknown_sector, word(sector).alias, word(sector).zh);
}

TEST(RejectReasons, HaveACodeAndBothLanguages) {
  std::set<std::string> codes;
  for (uint8_t i = 1; i < feed::kRejectReasonCount; ++i) {
    const auto reason = static_cast<RejectReason>(i);
    EXPECT_TRUE(codes.insert(reason_code(reason)).second);
    EXPECT_STRNE(reason_text(reason, Language::en), "");
    EXPECT_STRNE(reason_text(reason, Language::zh), reason_text(reason, Language::en));
  }
}

}  // namespace
}  // namespace plumb::registry
