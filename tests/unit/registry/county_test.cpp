// The project's conformance counties through the registry: everything is taken, nothing twice, and what comes back is it.
#include "scratch.hpp"

namespace plumb::registry {
namespace {

class County : public Scratch {};

TEST_F(County, IsTakenWholeAndOnlyOnce) {
  for (const char* name : {"county-small", "county-large"}) {
    Registry registry = expect_value(Registry::create(path(std::string(name) + ".db")));
    const ImportSummary first = expect_value(registry.import(county(name), {.recorded_at = "2019-09-16T00:00:00Z", .synchronised = Date::parse("2019-09-16")}));
    EXPECT_EQ(first.rejected(), 0u);
    EXPECT_EQ(first.revision, 1u);
    EXPECT_TRUE(first.changed);
    const ImportSummary again = expect_value(registry.import(county(name), {.recorded_at = "2019-09-17T00:00:00Z", .synchronised = Date::parse("2019-09-16")}));
    EXPECT_FALSE(again.changed);
    EXPECT_EQ(again.revision, 1u);
    for (const FileSummary& file : again.files) EXPECT_EQ(file.unchanged + file.findings, file.rows) << file.file;
  }
}

TEST_F(County, ComesBackAsItWasWritten) {
  Registry registry = make();
  (void)expect_value(registry.import(county("county-small"), {.recorded_at = "2019-09-16T00:00:00Z"}));
  const facts::Facts facts = expect_value(registry.read());
  EXPECT_EQ(facts.revision, 1u);
  EXPECT_EQ(facts.synchronised, std::nullopt);
  EXPECT_EQ(facts.relations.size(), 250u);
  EXPECT_EQ(facts.entries.size(), 105u);  // 106 lines, of which one is on a minor
  EXPECT_EQ(facts.permits.size(), 9u);
  EXPECT_EQ(facts.retentions.size(), 8u);
  EXPECT_EQ(facts.holdings.size(), 600u);
  EXPECT_EQ(facts.parties.size(), 319u + 2u);  // and two whom only entries name
  EXPECT_TRUE(std::is_sorted(facts.parties.begin(), facts.parties.end(), [](const auto& a, const auto& b) { return a.id < b.id; }));

  const auto unrecorded = std::find_if(facts.parties.begin(), facts.parties.end(), [](const auto& p) { return p.id == "410396198101010050"; });
  ASSERT_NE(unrecorded, facts.parties.end());
  EXPECT_EQ(unrecorded->kind, std::nullopt);
  EXPECT_EQ(unrecorded->name, "");
  const auto entry = std::find_if(facts.entries.begin(), facts.entries.end(), [](const auto& e) { return e.case_no == "（2017）豫0323执4号"; });
  ASSERT_NE(entry, facts.entries.end());
  EXPECT_EQ(entry->party, "914103990002104117");
  EXPECT_EQ(entry->court, "新安县人民法院");
  EXPECT_EQ(entry->published_on, Date::parse("2017-03-08"));
  EXPECT_EQ(entry->removed_on, Date::parse("2018-02-03"));
  EXPECT_EQ(entry->expires_on, std::nullopt);
  EXPECT_FALSE(entry->publishable);
  EXPECT_EQ(entry->responsible, (std::vector<std::string>{"410399195311026484", "411299196405118347"}));
  const auto holding = std::find_if(facts.holdings.begin(), facts.holdings.end(), [](const auto& h) { return h.id == "H5"; });
  ASSERT_NE(holding, facts.holdings.end());
  EXPECT_EQ(holding->fields, R"({"organisation_kind":"state_holding","post":["director","other"],"nominated_by_state":false})");

  const std::vector<Finding> findings = expect_value(registry.findings());
  ASSERT_EQ(findings.size(), 1u);
  EXPECT_EQ(findings[0].kind, "entry_on_minor");
  EXPECT_EQ(findings[0].party, "410397200203310892");
}

TEST_F(County, WarnsOfPeriodsThatNeverHold) {
  Registry registry = make();
  const ImportSummary summary = expect_value(registry.import(county("county-large"), {.recorded_at = "2019-09-16T00:00:00Z"}));
  const auto reversed =
      std::count_if(summary.warnings.begin(), summary.warnings.end(), [](const auto& w) { return w.warning == RowWarning::dates_out_of_order; });
  EXPECT_EQ(reversed, 13);
}

}  // namespace
}  // namespace plumb::registry
