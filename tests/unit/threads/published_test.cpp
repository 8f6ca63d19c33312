// A value replaced while others read it: each reads one whole, and nothing is left behind.
#include "runtime/threads/published.hpp"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace plumb::threads {
namespace {

struct Twice {
  std::vector<int> one, other;
};

std::shared_ptr<const Twice> twice(int i) { return std::make_shared<const Twice>(Twice{std::vector<int>(16, i), std::vector<int>(16, i)}); }

TEST(Published, IsEmptyUntilSomethingIsStored) {
  Published<Twice> published;
  EXPECT_EQ(published.load(), nullptr);
  published.store(twice(3));
  EXPECT_EQ(published.load()->one.front(), 3);
}

TEST(Published, ReadersKeepTheOneTheyBeganWithAndTheLastHolderEndsIt) {
  Published<Twice> published(twice(1));
  std::weak_ptr<const Twice> first = published.load();
  auto held = published.load();
  published.store(twice(2));
  EXPECT_EQ(held->one.front(), 1);
  EXPECT_EQ(published.load()->one.front(), 2);
  held.reset();
  EXPECT_TRUE(first.expired());
}

// For the thread sanitizer.
TEST(Published, IsReadWholeWhileItIsReplaced) {
  Published<Twice> published(twice(0));
  std::atomic<bool> done = false;
  std::atomic<int> read = 0, torn = 0;
  std::vector<std::thread> readers;
  for (int i = 0; i < 2; ++i) {
    readers.emplace_back([&] {
      while (!done) {
        const auto now = published.load();
        if (now->one != now->other) ++torn;
        ++read;
      }
    });
  }
  for (int i = 1; i < 2'000; ++i) {
    const auto before = published.load();
    published.store(twice(before->one.front() + 1));
  }
  while (read < 100) std::this_thread::yield();
  done = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(torn, 0);
  EXPECT_EQ(published.load()->one.front(), 1'999);
}

}  // namespace
}  // namespace plumb::threads
