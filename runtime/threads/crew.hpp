// Numbered pieces of work → done by the calling thread and by threads that are kept for it; results taken in order, or none.
//
// Kept threads wait between calls: one that is made for a call begins milliseconds later, one that waits begins at once. The
// process has one crew, which calls share, at the same time too and from within one another. Whoever of it is free helps; nobody
// is waited for who has not begun, and the caller always works itself. So where no thread is to be had, and in a process that was
// forked, the caller does everything. Kept until the process ends.
//
// What a function throws (a failed check(), a caller's own fault) ends the work and reaches the caller, once nobody else is in it:
// one request fails, never the process. Any thread.
#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <functional>
#include <mutex>
#include <utility>
#include <vector>

namespace plumb::threads {

// job(0) on the calling thread, and job(worker) on up to `others` kept ones, each with a number of its own from 1 to `others`.
// Returns when all who began are done. REQUIRES: job throws nothing, and does all the work whether or not anybody helps.
void together(unsigned others, const std::function<void(unsigned worker)>& job);

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

// work(worker, piece) for every piece, each once, on any thread, in no order; `worker` < threads.
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
  if (threads <= 1 || pieces <= 1) {
    run(0);
  } else {
    together(static_cast<unsigned>(std::min<uint64_t>(threads, pieces) - 1), run);
  }
  failure.rethrow();
}

// make(worker, piece) → Result, on any thread; `worker` < threads. take(piece, Result&&) on the caller's thread, by piece. Makers run
// ahead of the taker by a bounded number of pieces, so that memory hangs on the window, not on the work.
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
  std::condition_variable changed;
  uint64_t next = 0, taken = 0;
  bool over = false;  // nothing more is made or taken
  Failure failure;
  // These two REQUIRE: `mutex` is locked.
  const auto can_make = [&] { return next < pieces && next < taken + window; };
  const auto make_one = [&](unsigned worker, std::unique_lock<std::mutex>& lock) {
    const uint64_t piece = next++;
    lock.unlock();
    Result result = make(worker, piece);
    lock.lock();
    slots[piece % window] = {true, std::move(result)};
    changed.notify_all();
  };
  const auto make_all = [&](unsigned worker) {
    std::unique_lock lock(mutex);
    while (true) {
      changed.wait(lock, [&] { return over || next >= pieces || can_make(); });
      if (over || next >= pieces) return;
      make_one(worker, lock);
    }
  };
  // The caller makes, too, when there is nothing to take.
  const auto take_all = [&] {
    std::unique_lock lock(mutex);
    while (!over && taken < pieces) {
      Slot& slot = slots[taken % window];
      if (slot.full) {
        Result result = std::move(slot.result);
        slot.full = false;
        lock.unlock();
        take(taken, std::move(result));
        lock.lock();
        ++taken;
        changed.notify_all();
      } else if (can_make()) {
        make_one(0, lock);
      } else {
        changed.wait(lock, [&] { return over || slot.full || can_make(); });
      }
    }
  };
  together(static_cast<unsigned>(std::min<uint64_t>(threads, pieces) - 1), [&](unsigned worker) {
    try {
      if (worker == 0) {
        take_all();
      } else {
        make_all(worker);
      }
    } catch (...) {
      failure.note();
      const std::lock_guard lock(mutex);
      over = true;
      changed.notify_all();
    }
  });
  failure.rethrow();
}

}  // namespace plumb::threads
