// Numbered pieces of work → done on several threads, their results taken in order.
//
// Workers run ahead of the taker by a bounded number of pieces, so that memory hangs on the window, not on the work. With one
// thread everything runs on the caller's. What a function throws (a failed check(), a caller's own fault) ends the work and
// reaches the caller, once no other thread is left: one request fails, never the process.
#pragma once

#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace plumb::sweep {

// Threads that are gone when this is, whatever way the caller leaves by. REQUIRES: something makes them return.
class Crew {
 public:
  Crew() = default;
  ~Crew() { join(); }
  Crew(const Crew&) = delete;
  Crew& operator=(const Crew&) = delete;

  template <typename Work>
  void add(const Work& work, unsigned worker) {
    threads_.emplace_back(work, worker);
  }
  void join() {
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  std::vector<std::thread> threads_;
};

// What went wrong first, on whichever thread.
class Failure {
 public:
  // REQUIRES: called while an exception is handled.
  void note() {
    const std::lock_guard lock(mutex_);
    if (!first_) first_ = std::current_exception();
    any_ = true;
  }
  bool any() const { return any_; }
  // REQUIRES: no other thread is left.
  void rethrow() const {
    if (first_) std::rethrow_exception(first_);
  }

 private:
  std::mutex mutex_;
  std::exception_ptr first_;
  std::atomic<bool> any_ = false;
};

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
  bool over = false;  // nothing more is made or taken
  Failure failure;
  const auto end = [&] {
    const std::lock_guard lock(mutex);
    over = true;
    filled.notify_all();
    emptied.notify_all();
  };
  const auto make_pieces = [&](unsigned worker) {
    std::unique_lock lock(mutex);
    while (true) {
      emptied.wait(lock, [&] { return over || next >= pieces || next < taken + window; });
      if (over || next >= pieces) return;
      const uint64_t piece = next++;
      lock.unlock();
      Result result = make(worker, piece);
      lock.lock();
      slots[piece % window] = {true, std::move(result)};
      filled.notify_one();
    }
  };
  const auto work = [&](unsigned worker) {
    try {
      make_pieces(worker);
    } catch (...) {
      failure.note();
      end();
    }
  };
  Crew crew;
  unsigned hired = 0;
  try {
    for (; hired < threads; ++hired) crew.add(work, hired);
  } catch (...) {  // no thread to be had: those that there are make it all
  }
  if (hired == 0) {
    for (uint64_t i = 0; i < pieces; ++i) take(i, make(0u, i));
    return;
  }
  try {
    std::unique_lock lock(mutex);
    for (uint64_t i = 0; i < pieces; ++i) {
      Slot& slot = slots[i % window];
      filled.wait(lock, [&] { return over || slot.full; });
      if (over) break;
      Result result = std::move(slot.result);
      slot.full = false;
      lock.unlock();
      take(i, std::move(result));
      lock.lock();
      ++taken;
      emptied.notify_all();
    }
  } catch (...) {
    failure.note();
    end();
  }
  crew.join();
  failure.rethrow();
}

// work(worker, piece) for every piece, each once, on any thread, in no order.
template <typename Work>
void in_any_order(uint64_t pieces, unsigned threads, const Work& work) {
  std::atomic<uint64_t> next{0};
  Failure failure;
  const auto run = [&](unsigned worker) {
    try {
      for (uint64_t piece = next++; piece < pieces && !failure.any(); piece = next++) work(worker, piece);
    } catch (...) {
      failure.note();
    }
  };
  Crew crew;
  try {
    for (unsigned w = 1; w < threads && w < pieces; ++w) crew.add(run, w);
  } catch (...) {  // no thread to be had: those that there are do it all
  }
  run(0);
  crew.join();
  failure.rethrow();
}

}  // namespace plumb::sweep
