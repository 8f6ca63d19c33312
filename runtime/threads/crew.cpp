#include "runtime/threads/crew.hpp"

#include <unistd.h>

#include <deque>
#include <system_error>
#include <thread>

namespace plumb::threads {

namespace {

using Job = std::function<void(unsigned worker)>;

class Crew {
 public:
  explicit Crew(pid_t process) : process_(process) {}
  pid_t process() const { return process_; }

  void together(unsigned others, const Job& job) {
    Task task{&job, others};
    {
      const std::lock_guard lock(mutex_);
      hire(others);
      tasks_.push_back(&task);
    }
    come_.notify_all();
    job(0);
    std::unique_lock lock(mutex_);
    std::erase(tasks_, &task);
    done_.wait(lock, [&] { return task.working == 0; });
  }

 private:
  struct Task {
    const Job* job;
    unsigned places;
    unsigned begun = 0, working = 0;
  };

  // REQUIRES: mutex_ is locked.
  void hire(unsigned wanted) {
    try {
      for (; hired_ < wanted; ++hired_) std::thread([this] { work(); }).detach();
    } catch (const std::system_error&) {  // no thread to be had: those that there are do it all
    }
  }

  [[noreturn]] void work() {
    std::unique_lock lock(mutex_);
    while (true) {
      come_.wait(lock, [&] { return !tasks_.empty(); });
      Task& task = *tasks_.front();
      const unsigned worker = ++task.begun;
      ++task.working;
      if (task.begun == task.places) tasks_.pop_front();
      lock.unlock();
      (*task.job)(worker);
      lock.lock();
      if (--task.working == 0) done_.notify_all();
    }
  }

  const pid_t process_;
  std::mutex mutex_;
  std::condition_variable come_, done_;
  std::deque<Task*> tasks_;  // those with places left, the oldest first
  unsigned hired_ = 0;
};

// Never destroyed: its threads wait in it. A process that was forked has the object and none of the threads, perhaps with the
// lock held for ever, and begins another.
Crew& crew() {
  static std::atomic<Crew*> kept = nullptr;
  Crew* now = kept.load(std::memory_order_acquire);
  const pid_t process = ::getpid();
  while (!now || now->process() != process) {
    auto* const made = new Crew(process);
    if (kept.compare_exchange_strong(now, made, std::memory_order_acq_rel)) return *made;
    delete made;
  }
  return *now;
}

}  // namespace

void together(unsigned others, const Job& job) {
  if (others == 0) return job(0);
  crew().together(others, job);
}

}  // namespace plumb::threads
