// Morsels shared among threads.
#include "runtime/sweep/pieces.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace plumb::sweep {

// Every piece is in one share; shares shrink, from as many as there are partitions to single pieces.
TEST(SharesOf, HoldAllPiecesAndShrink) {
  for (const size_t pieces : {0U, 1U, 2U, 39U, 2500U}) {
    for (const unsigned threads : {1U, 2U, 7U}) {
      const std::vector<size_t> begins = shares_of(pieces, 39, threads);
      ASSERT_EQ(begins.front(), 0U);
      ASSERT_EQ(begins.back(), pieces);
      size_t before = 39;
      for (size_t i = 1; i < begins.size(); ++i) {
        const size_t share = begins[i] - begins[i - 1];
        EXPECT_GE(share, 1U);
        EXPECT_LE(share, before);
        before = share;
      }
      if (pieces == 0) continue;
      EXPECT_EQ(before, 1U);
      EXPECT_LE(begins[1], std::max<size_t>(pieces / threads, 1));
    }
  }
}

}  // namespace plumb::sweep
