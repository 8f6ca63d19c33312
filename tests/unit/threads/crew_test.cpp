// Work shared among threads: taken in order, each piece once, and what is thrown reaches the caller alone.
#include "runtime/threads/crew.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <numeric>
#include <thread>

#include "compiler/base/check.hpp"

namespace plumb::threads {

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

// The sum of all pieces, worked out by as many threads as are asked for.
uint64_t sum_on(unsigned threads) {
  std::atomic<uint64_t> sum{0};
  in_any_order(kPieces, threads, [&](unsigned, uint64_t piece) { sum += piece; });
  return sum;
}
constexpr uint64_t kSum = kPieces * (kPieces - 1) / 2;

TEST(Crew, IsSharedByCallsAtTheSameTimeAndFromWithinOneAnother) {
  std::vector<std::thread> callers;
  std::atomic<int> right{0};
  for (int caller = 0; caller < 4; ++caller) {
    callers.emplace_back([&] {
      for (int i = 0; i < 20; ++i) {
        in_any_order(3, 3, [&](unsigned, uint64_t) { right += sum_on(3) == kSum ? 1 : 0; });
      }
    });
  }
  for (std::thread& caller : callers) caller.join();
  EXPECT_EQ(right, 4 * 20 * 3);
}

TEST(Crew, KeepsItsThreads) {
  const auto threads = [] { return std::distance(std::filesystem::directory_iterator("/proc/self/task"), std::filesystem::directory_iterator()); };
  EXPECT_EQ(sum_on(5), kSum);
  const auto before = threads();
  EXPECT_GE(before, 5);
  for (int i = 0; i < 200; ++i) ASSERT_EQ(sum_on(5), kSum);
  EXPECT_EQ(threads(), before);
}

TEST(Crew, ItsThreadsHelp) {
  std::atomic<unsigned> came{0};
  together(2, [&](unsigned) {  // goes on until all three are in it
    ++came;
    while (came < 3) std::this_thread::yield();
  });
  EXPECT_EQ(came, 3U);
}

// A process that was forked has none of the threads, and hires its own.
TEST(Crew, WorksInAProcessThatWasForked) {
  ASSERT_EQ(sum_on(3), kSum);
  const pid_t child = ::fork();
  if (child == 0) {
    ::alarm(60);
    std::atomic<unsigned> came{0};
    together(2, [&](unsigned) {
      ++came;
      while (came < 3) std::this_thread::yield();
    });
    ::_exit(came == 3 && sum_on(3) == kSum ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status;
}

}  // namespace plumb::threads
