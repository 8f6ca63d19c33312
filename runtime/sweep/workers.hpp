// Numbered pieces of work → done on several threads, their results taken in order.
//
// Workers run ahead of the taker by a bounded number of pieces, so that memory hangs on the window, not on the work. With one
// thread everything runs on the caller's. REQUIRES: the functions throw nothing.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace plumb::sweep {

// make(worker, piece) → Result, on any thread; `worker` < threads. take(piece, Result&&) on the caller's thread, by piece.
template <typename Result, typename Make, typename Take>
void in_order(uint64_t pieces, unsigned threads, const Make& make, const Take& take) {
  if (threads <= 1 || pieces <= 1) {
    for (uint64_t i = 0; i < pieces; ++i) take(i, make(0u, i));
    return;
  }
  constexpr uint64_t kAheadPerThread = 4;
  const uint64_t window = kAheadPerThread * threads;
  struct Slot {
    bool full = false;
    Result result;
  };
  std::vector<Slot> slots(window);
  std::mutex mutex;
  std::condition_variable filled, emptied;
  uint64_t next = 0, taken = 0;
  const auto work = [&](unsigned worker) {
    std::unique_lock lock(mutex);
    while (true) {
      emptied.wait(lock, [&] { return next >= pieces || next < taken + window; });
      if (next >= pieces) return;
      const uint64_t piece = next++;
      lock.unlock();
      Result result = make(worker, piece);
      lock.lock();
      slots[piece % window] = {true, std::move(result)};
      filled.notify_one();
    }
  };
  std::vector<std::thread> workers;
  for (unsigned w = 0; w < threads; ++w) workers.emplace_back(work, w);
  for (uint64_t i = 0; i < pieces; ++i) {
    std::unique_lock lock(mutex);
    Slot& slot = slots[i % window];
    filled.wait(lock, [&] { return slot.full; });
    Result result = std::move(slot.result);
    slot.full = false;
    lock.unlock();
    take(i, std::move(result));
    lock.lock();
    ++taken;
    emptied.notify_all();
  }
  for (std::thread& worker : workers) worker.join();
}

// work(worker, piece) for every piece, each once, on any thread, in no order.
template <typename Work>
void in_any_order(uint64_t pieces, unsigned threads, const Work& work) {
  std::atomic<uint64_t> next{0};
  const auto run = [&](unsigned worker) {
    for (uint64_t piece = next++; piece < pieces; piece = next++) work(worker, piece);
  };
  std::vector<std::thread> others;
  for (unsigned w = 1; w < threads && w < pieces; ++w) others.emplace_back(run, w);
  run(0);
  for (std::thread& other : others) other.join();
}

}  // namespace plumb::sweep
