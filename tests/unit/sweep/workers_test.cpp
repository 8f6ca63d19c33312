// Work shared among threads: taken in order, each piece once, and what is thrown reaches the caller alone.
#include "runtime/sweep/workers.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

#include "compiler/base/check.hpp"
#include "runtime/sweep/pieces.hpp"

namespace plumb::sweep {

namespace {

constexpr uint64_t kPieces = 1000;

std::vector<uint64_t> all_pieces() {
  std::vector<uint64_t> out(kPieces);
  std::iota(out.begin(), out.end(), uint64_t{0});
  return out;
}

// The pieces that were taken before the work ended.
std::vector<uint64_t> taken_until(unsigned threads, uint64_t made_fails, uint64_t taken_fails, std::string& why) {
  std::vector<uint64_t> taken;
  try {
    in_order<uint64_t>(
        kPieces, threads,
        [&](unsigned, uint64_t piece) {
          check(piece != made_fails, "made");
          return piece;
        },
        [&](uint64_t piece, uint64_t&& made) {
          check(piece != taken_fails, "taken");
          EXPECT_EQ(piece, made);
          taken.push_back(piece);
        });
  } catch (const InternalError& error) {
    why = error.what();
  }
  return taken;
}

}  // namespace

TEST(WorkersInOrder, TakesEachPieceOnceByItsNumber) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::string why;
    EXPECT_EQ(taken_until(threads, kPieces, kPieces, why), all_pieces()) << threads;
    EXPECT_EQ(why, "");
  }
}

TEST(WorkersInOrder, FailsTheCallWhenMakingFails) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::string why;
    const auto taken = taken_until(threads, 500, kPieces, why);
    EXPECT_TRUE(why.ends_with("made")) << why;
    EXPECT_LE(taken.size(), 500U);
    EXPECT_TRUE(std::equal(taken.begin(), taken.end(), all_pieces().begin()));
  }
}

TEST(WorkersInOrder, FailsTheCallWhenTakingFails) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::string why;
    EXPECT_EQ(taken_until(threads, kPieces, 500, why).size(), 500U);
    EXPECT_TRUE(why.ends_with("taken")) << why;
  }
}

TEST(WorkersInAnyOrder, DoesEachPieceOnce) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    std::vector<std::atomic<int>> times(kPieces);
    in_any_order(kPieces, threads, [&](unsigned worker, uint64_t piece) {
      EXPECT_LT(worker, threads);
      ++times[piece];
    });
    EXPECT_TRUE(std::all_of(times.begin(), times.end(), [](const std::atomic<int>& n) { return n == 1; })) << threads;
  }
}

TEST(WorkersInAnyOrder, FailsTheCallWhenAPieceFails) {
  for (const unsigned threads : {1U, 2U, 7U}) {
    const auto work = [](unsigned, uint64_t piece) { check(piece != 500, "a piece"); };
    EXPECT_THROW(in_any_order(kPieces, threads, work), InternalError) << threads;
  }
}

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
