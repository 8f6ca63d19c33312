#include "compiler/ir/membership.hpp"

#include <gtest/gtest.h>

#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::ir {
namespace {

namespace world = testing::world;

class Membership : public ::testing::Test {
 protected:
  // A field of the taxonomy in any of the codes.
  std::vector<IndexRange> in_codes(TaxonomyId taxonomy, const std::vector<uint32_t>& codes) {
    std::vector<NodeId> constants;
    for (const uint32_t code : codes) constants.push_back(builder_.code(taxonomy, code));
    const NodeId field = builder_.matter_field(world::kLodging, testing::field_of(program_, world::kLodging, {TypeKind::code, taxonomy.value}));
    return ranges_of(program_, program_.nodes[builder_.in_codes(field, constants)]);
  }
  std::vector<IndexRange> in_set(EnumId type, uint64_t mask) {
    const NodeId field = builder_.matter_field(world::kLodging, testing::field_of(program_, world::kLodging, {TypeKind::enumeration, type.value}));
    return ranges_of(program_, program_.nodes[builder_.in_set(field, builder_.set(type, mask))]);
  }

  using Ranges = std::vector<IndexRange>;
  Program program_ = testing::declarations();
  Builder builder_{program_};
};

TEST_F(Membership, ACodeIsItsSubtree) {
  EXPECT_EQ(in_codes(world::kProducts, {10}), (Ranges{{10, 19}}));
  EXPECT_EQ(in_codes(world::kProducts, {11}), (Ranges{{11, 11}}));
  EXPECT_EQ(in_codes(world::kIndustry, {0}), (Ranges{{0, 4}}));  // A, and all below it
}

TEST_F(Membership, SubtreesThatTouchOrContainOneAnotherAreOneRange) {
  EXPECT_EQ(in_codes(world::kProducts, {30, 10}), (Ranges{{10, 19}, {30, 39}}));
  EXPECT_EQ(in_codes(world::kProducts, {20, 10}), (Ranges{{10, 29}}));
  EXPECT_EQ(in_codes(world::kProducts, {12, 14, 13}), (Ranges{{12, 14}}));
  EXPECT_EQ(in_codes(world::kProducts, {15, 10}), (Ranges{{10, 19}}));
  EXPECT_EQ(in_codes(world::kProducts, {17, 10, 20}), (Ranges{{10, 29}}));
}

TEST_F(Membership, ASetIsTheRunsOfItsEnumerators) {
  EXPECT_EQ(in_set(world::kColour, 0b101), (Ranges{{0, 0}, {2, 2}}));
  EXPECT_EQ(in_set(world::kWide, 0b0111'0010), (Ranges{{1, 1}, {4, 6}}));
  EXPECT_EQ(in_set(world::kWide, ~uint64_t{0}), (Ranges{{0, 63}}));
  EXPECT_EQ(in_set(world::kColour, 0), Ranges{});
}

}  // namespace
}  // namespace plumb::ir
