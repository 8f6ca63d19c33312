// What changes the meaning digest, and what must not.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "compiler/ir/builder.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/verifier.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

using testing::Random;

class Digest : public ::testing::TestWithParam<uint64_t> {
 protected:
  Random random{GetParam()};
  Program program = testing::random_program(random);
  std::string before = meaning_digest(program);
};

TEST_P(Digest, IgnoresTheOrderOfMeasures) {
  std::reverse(program.measures.begin(), program.measures.end());
  EXPECT_EQ(meaning_digest(program), before);
}

TEST_P(Digest, IgnoresNotesWaiversSourcesAndShortNames) {
  for (Measure& measure : program.measures) measure.notes.push_back("另一个说明");
  for (Taxonomy& taxonomy : program.taxonomies) taxonomy.source = "elsewhere";
  for (Calendar& calendar : program.calendars) calendar.source = "elsewhere";
  for (Department& department : program.departments) department.short_names.push_back("简称");
  program.waivers.clear();
  program.source_digest = "another";
  program.edition = "2";
  EXPECT_EQ(meaning_digest(program), before);
}

TEST_P(Digest, IgnoresDeclarationsThatNothingUses) {
  program.enums.add({{"未用", "unused"}, {{"甲", "one"}}, false});
  program.departments.add({{"未用部门", "unused_department"}, {}, std::nullopt});
  Builder(program).integer(123456789);
  EXPECT_EQ(meaning_digest(program), before);
}

// Enumerations, parameters, documents … declared in another order get other ids, and mean the same.
TEST_P(Digest, IgnoresTheOrderOfDeclarations) {
  const auto swap_departments = [](std::vector<DepartmentId>& ids) {
    for (DepartmentId& id : ids) id = DepartmentId(1 - id.value);
  };
  std::swap(program.departments[DepartmentId(0)], program.departments[DepartmentId(1)]);
  const auto swap_documents = [](std::vector<Citation>& basis) {
    for (Citation& c : basis) c.document = DocumentId(1 - c.document.value);
  };
  std::swap(program.documents[DocumentId(0)], program.documents[DocumentId(1)]);
  for (Measure& measure : program.measures) {
    swap_departments(measure.departments);
    swap_departments(measure.executing);
    swap_documents(measure.basis);
    for (Exception& exception : measure.exceptions) swap_documents(exception.basis);
    measure.matter = MatterId(1 - measure.matter.value);
  }
  std::swap(program.matters[MatterId(0)], program.matters[MatterId(1)]);
  for (Remedy& remedy : program.remedies) swap_documents(remedy.basis);
  for (Waiver& waiver : program.waivers) swap_documents(waiver.basis);
  const ParameterId a(1), b(4);
  std::swap(program.parameters[a], program.parameters[b]);
  for (Node& node : program.nodes) {
    if (node.op == Op::parameter && (node.immediate == a.value || node.immediate == b.value)) node.immediate = a.value + b.value - node.immediate;
  }
  for (Parameter& parameter : program.parameters) {
    for (ParameterVersion& version : parameter.versions) swap_documents(version.basis);
  }
  ASSERT_TRUE(verify(program).empty()) << text(verify(program)[0]);
  EXPECT_EQ(meaning_digest(program), before);
}

// Each edit touches one thing that a decision depends on or shows.
TEST_P(Digest, ChangesWithEveryPartOfAMeasure) {
  const std::vector<std::function<void(Program&, Measure&)>> edits = {
      [](Program&, Measure& m) { m.name.zh += "改"; },
      [](Program&, Measure& m) { m.name.alias += "_x"; },
      [](Program&, Measure& m) { m.stage = m.stage == Stage::application ? Stage::holding : Stage::application; },
      [](Program&, Measure& m) { m.party = m.party == PartyKind::person ? PartyKind::organisation : PartyKind::person; },
      [](Program&, Measure& m) { m.reach.own_roles ^= 1; },
      [](Program&, Measure& m) { m.reach.debtor_roles ^= 2; },
      [](Program&, Measure& m) { m.from = Date{1}; },
      [](Program&, Measure& m) { m.until = Date{40000}; },
      [](Program&, Measure& m) {
        m.basis[0].clause = (m.basis[0].clause + 1) % 3;
        m.basis[0].obligation = UINT32_MAX;
      },
      [](Program&, Measure& m) { m.departments[0] = DepartmentId(1 - m.departments[0].value); },
      [](Program& p, Measure& m) { m.exceptions.push_back({Builder(p).boolean(true), m.basis}); },
      [](Program& p, Measure& m) { m.condition = m.condition.valid() ? Builder(p).logical_not(m.condition) : Builder(p).boolean(true); },
      [](Program& p, Measure&) { p.version += ".1"; },
      [](Program& p, Measure&) { p.staleness_limit->count += 1; },
      [](Program& p, Measure&) { p.remedies[0].text += "改"; },
      [](Program& p, Measure&) { std::swap(p.effects[EffectId(0)], p.effects[EffectId(3)]); },
      [](Program& p, Measure&) { p.matters[MatterId(0)].fields[0].name.alias += "_x"; },
  };
  for (size_t i = 0; i < edits.size(); ++i) {
    Program changed = program;
    const MeasureId id(static_cast<uint32_t>(random.below(changed.measures.size())));
    edits[i](changed, changed.measures[id]);
    EXPECT_NE(meaning_digest(changed), before) << "edit " << i;
  }
}

// Any constant that a measure uses.
TEST_P(Digest, ChangesWithEveryConstant) {
  const Program small = canonical(program);
  ASSERT_EQ(meaning_digest(small), before);
  for (size_t i = 0; i < small.constants.size(); ++i) {
    Program changed = small;
    changed.constants[i] = testing::random_value(random, changed, changed.constants[i].type);
    const bool same = changed.constants[i] == small.constants[i];
    EXPECT_EQ(meaning_digest(changed) == before, same) << "constant " << i;
  }
}

INSTANTIATE_TEST_SUITE_P(Seeds, Digest, ::testing::Range<uint64_t>(100, 120));

TEST(SourceDigest, DependsOnPathsAndTextsNotOnTheirOrder) {
  EXPECT_EQ(source_digest({{"a", "1"}, {"b", "2"}}), source_digest({{"b", "2"}, {"a", "1"}}));
  EXPECT_NE(source_digest({{"a", "1"}, {"b", "2"}}), source_digest({{"a", "2"}, {"b", "1"}}));
  EXPECT_NE(source_digest({{"a", "1b"}}), source_digest({{"a1", "b"}}));
}

}  // namespace
}  // namespace plumb::ir
