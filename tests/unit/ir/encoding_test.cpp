#include "compiler/ir/encoding.hpp"

#include <gtest/gtest.h>

#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;

Program with_two_measures(bool shared) {
  Program p = testing::declarations();
  Builder b(p);
  for (int i = 0; i < 2; ++i) {
    Measure m;
    m.name = {"措施" + std::to_string(i), "m" + std::to_string(i)};
    m.matter = world::kLodging;
    m.reach.self = true;
    if (!shared && i == 1) b.binary(Op::add, b.integer(7), b.integer(8));  // numbers the nodes otherwise
    m.condition = b.binary(Op::at_least, b.matter_field(world::kLodging, 1), b.integer(4));
    m.effect = world::kRestrict;
    m.basis = {{world::kNotice, 1, UINT32_MAX}};
    p.measures.add(m);
  }
  return p;
}

TEST(Encoding, StartsWithItsNameAndVersion) {
  const std::string bytes = encode(testing::declarations());
  EXPECT_EQ(bytes.substr(0, 4), "PLIR");
  EXPECT_EQ(bytes[4], 1);
}

TEST(Encoding, RefusesAnotherVersionAndForeignBytes) {
  std::string bytes = encode(testing::declarations());
  bytes[4] = 2;
  EXPECT_EQ(decode(bytes).error().code, "ir.version");
  EXPECT_EQ(decode("SQLite format 3").error().code, "ir.malformed");
  EXPECT_EQ(decode("").error().code, "ir.malformed");
  EXPECT_EQ(decode(encode(testing::declarations()) + "x").error().code, "ir.malformed");
}

TEST(Encoding, RefusesAProgramThatBreaksAnInvariant) {
  Program p = with_two_measures(true);
  p.measures[MeasureId(0)].basis.clear();
  EXPECT_EQ(decode(encode(p)).error().code, "ir.invalid");
}

TEST(Encoding, RefusesLongerFormsOfANumber) {
  std::string bytes = encode(testing::declarations());
  bytes.replace(4, 1, std::string("\x81\x00", 2));  // version 1 in two bytes
  EXPECT_EQ(decode(bytes).error().code, "ir.malformed");
}

// Stored rule sets name this digest: when it changes, kEncodingVersion and the changelog must say so.
TEST(Encoding, MeaningDigestIsStable) {
  EXPECT_EQ(meaning_digest(with_two_measures(true)), meaning_digest(with_two_measures(false)));
  EXPECT_EQ(meaning_digest(with_two_measures(true)), "cac30993c34c9a053aff77c53f6bb63ee1f6c32256bde99ec3f41cd36856ce12");
}

TEST(Encoding, CanonicalFormKeepsOnlyWhatIsUsed) {
  const Program c = canonical(with_two_measures(false));
  EXPECT_EQ(c.nodes.size(), 3u);
  EXPECT_EQ(c.constants.size(), 1u);
  EXPECT_EQ(c.parameters.size(), 0u);
  EXPECT_EQ(c.departments.size(), 0u);
  EXPECT_EQ(c.documents.size(), 1u);
  ASSERT_EQ(c.documents[DocumentId(0)].clauses.size(), 2u);  // the measures' and the remedy's
  EXPECT_TRUE(c.documents[DocumentId(0)].clauses[0].obligations.empty());
  EXPECT_TRUE(c.waivers.empty());
}

}  // namespace
}  // namespace plumb::ir
