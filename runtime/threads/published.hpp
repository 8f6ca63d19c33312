// One value that is replaced whole while others go on reading the one they began with.
//
// std::atomic<std::shared_ptr> is meant for this, but libstdc++ 12 gives its lock back after a load with relaxed order, so that a
// store may overtake the load before it: ThreadSanitizer says so, and where memory is weakly ordered it may happen.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

namespace plumb::threads {

template <typename T>
class Published {
 public:
  Published() = default;
  explicit Published(std::shared_ptr<const T> first) : now_(std::move(first)) {}

  // What was published last; null if nothing was. Any thread.
  std::shared_ptr<const T> load() const {
    const std::lock_guard lock(mutex_);
    return now_;
  }
  // Calls of load() from now on give `next`; whoever holds the one before keeps it. Any thread.
  void store(std::shared_ptr<const T> next) {
    {
      const std::lock_guard lock(mutex_);
      now_.swap(next);
    }
    // The one before, if nobody else holds it, ends here: out of the readers' way.
  }

 private:
  mutable std::mutex mutex_;
  std::shared_ptr<const T> now_;
};

}  // namespace plumb::threads
