// A registry in which documents are bound to their bearers decides as one in which everything was recorded under the bearer's own
// identifier: whoever is asked about, by whichever of them.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "runtime/rows/read_rows.hpp"
#include "runtime/sweep/sweep.hpp"
#include "tests/property/decide/random_county.hpp"

namespace plumb::test {
namespace {

// Documents and who bears them; of no known form, and no places that a masked number could share.
using Bindings = std::map<std::string, std::string>;

Bindings random_bindings(RandomCounty& county) {
  Bindings out;
  for (int i = 0; i < 5; ++i) {
    std::string document = "P" + std::to_string(i);
    // Some through another document.
    const bool through = i > 0 && county.chance(30);
    out[document] = through             ? "P" + std::to_string(county.below(static_cast<uint64_t>(i)))
                    : county.chance(70) ? person(static_cast<int>(county.below(6)))
                                        : organisation(static_cast<int>(county.below(6)));
  }
  return out;
}

std::string bearer(const Bindings& bindings, std::string id) {
  for (auto found = bindings.find(id); found != bindings.end(); found = bindings.find(id)) id = found->second;
  return id;
}

// Some of what is said of a bearer is said under one of its documents.
void scatter(RandomCounty& county, const Bindings& bindings, facts::Facts& facts) {
  const auto put = [&](std::string& id) {
    std::vector<std::string> others;
    for (const auto& [document, party] : bindings) {
      if (bearer(bindings, document) == id) others.push_back(document);
    }
    if (!others.empty() && county.chance(60)) id = others[county.below(others.size())];
  };
  for (auto& e : facts.entries) {
    put(e.party);
    for (auto& id : e.responsible) put(id);
  }
  for (auto& r : facts.relations) {
    put(r.holder);
    put(r.organisation);
  }
  for (auto& p : facts.permits) put(p.party);
  for (auto& r : facts.retentions) put(r.party);
  for (auto& h : facts.holdings) put(h.party);
  for (const auto& [document, party] : bindings) facts.documents.push_back({document, party});
}

std::vector<std::string> swept(const World& world, const Snapshot& snapshot) {
  std::vector<std::string> lines;
  sweep::Visitor visitor;
  visitor.line = [&](const std::string& line) { lines.push_back(line); };
  const decide::Context context = world.context(snapshot);
  const rows::RowTable rows = rows::read_rows(context.rules, snapshot);
  sweep::sweep(context, world.options, rows, day("2019-07-01"), Language::zh, 1, visitor);
  return lines;
}

// A decision with the bearer's identifier in place of the document's, its triggers in the order of their texts.
std::string told_of(const std::string& line, const std::string& document, const std::string& id) {
  if (line.front() != '{') return line;
  json::value decision = json::parse(line);
  for (json::value& measure : decision.at("measures").as_array()) {
    std::vector<std::string> triggers;
    for (json::value& trigger : measure.at("triggers").as_array()) {
      if (trigger.at("listed").as_string() == document) trigger.at("listed") = id;
      triggers.push_back(json::serialize(trigger));
    }
    std::sort(triggers.begin(), triggers.end());
    measure.as_object()["triggers"] = json::value_from(triggers);
  }
  return json::serialize(decision);
}

TEST(BoundDocuments, DecideAsIfAllWereRecordedUnderTheBearer) {
  const auto program = small_rules();
  size_t shown = 0, reached = 0, swept_lines = 0;
  for (uint64_t seed = 0; seed < 400 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    World plain(program);
    RandomCounty county(seed);
    county.fill(plain);
    plain.facts.documents.clear();
    for (int i = 0; i < 4; ++i) plain.hold("H" + std::to_string(i), county.party(), "honour", "", "", "{}");
    const Bindings bindings = random_bindings(county);
    // Everybody who bears a document is a party here too.
    for (const auto& [document, party] : bindings) {
      const std::string id = bearer(bindings, document);
      const auto known = [&](const facts::Party& p) { return p.id == id; };
      if (std::none_of(plain.facts.parties.begin(), plain.facts.parties.end(), known)) plain.name(id, "");
    }
    World bound(program);
    bound.facts = plain.facts;
    bound.options = plain.options;
    scatter(county, bindings, bound.facts);
    const auto expected = plain.snapshot(), given = bound.snapshot();
    EXPECT_EQ(expected->party_count(), given->party_count());
    for (int i = 0; i < 24; ++i) {
      decide::Request request = county.request(plain);
      const std::string line = decided(plain, *expected, request);
      EXPECT_EQ(decided(bound, *given, request), line);
      // Asked by a document: the same, shown as it was asked about.
      const std::string document = std::next(bindings.begin(), static_cast<int64_t>(county.below(bindings.size())))->first;
      const std::string id = bearer(bindings, document);
      request.party.id = id;
      const std::string by_bearer = decided(plain, *expected, request);
      request.party.id = document;
      const std::string asked = decided(bound, *given, request);
      EXPECT_EQ(told_of(asked, document, id), told_of(by_bearer, id, id));
      shown += asked.find("\"listed\":\"" + document) != std::string::npos ? 1 : 0;
      reached += asked.find("\"applies\"") != std::string::npos ? 1 : 0;
    }
    const auto lines = swept(bound, *given);
    EXPECT_EQ(lines, swept(plain, *expected));
    swept_lines += lines.size();
  }
  EXPECT_GT(reached, 500U);
  EXPECT_GT(shown, 500U);
  EXPECT_GT(swept_lines, 500U);
}

}  // namespace
}  // namespace plumb::test
