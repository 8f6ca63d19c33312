#include "runtime/registry/journal/sealing.hpp"

#include <utility>

namespace plumb::registry::journal {

namespace {

constexpr size_t kMostRows = 512;  // half a millisecond of digests
constexpr size_t kMostBytes = size_t{1} << 20;

}  // namespace

void Batch::add(const Link& link, const Draft& content) {
  draft_.append(content);
  rows_.push_back({link});
  ends_.push_back(draft_.bytes.size());
}

bool Batch::is_full() const { return rows_.size() >= kMostRows || draft_.bytes.size() + draft_.hidden.size() >= kMostBytes; }

Digest Batch::seal(Digest chain) {
  draft_.put_commitments();
  size_t begin = 0;
  for (size_t i = 0; i < rows_.size(); ++i) {
    rows_[i].link.content = seal::digest(std::string_view(draft_.bytes).substr(begin, ends_[i] - begin));
    begin = ends_[i];
    chain = rows_[i].chain = journal::chain(chain, rows_[i].link);
  }
  return chain;
}

void Batch::clear() {
  rows_.clear();
  ends_.clear();
  draft_.clear();
}

void Sealing::open() {
  const std::lock_guard lock(mutex_);
  open_ = true;
}

void Sealing::close() {
  const std::lock_guard lock(mutex_);
  open_ = false;
  changed_.notify_all();
}

void Sealing::help(const std::function<bool()>& meanwhile) {
  bool more = static_cast<bool>(meanwhile);
  const auto can_seal = [&] { return !busy_ && sealed_ < batches_.size(); };
  std::unique_lock lock(mutex_);
  while (open_ && !failure_) {
    if (can_seal()) {
      seal_next(lock);
    } else if (more) {
      lock.unlock();
      more = meanwhile();
      lock.lock();
    } else {
      changed_.wait(lock, [&] { return !open_ || failure_ || can_seal(); });
    }
  }
}

void Sealing::begin(const Digest& chain) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return !busy_; });
  batches_.clear();
  sealed_ = 0;
  failure_ = nullptr;
  chain_ = chain;
}

void Sealing::give(std::unique_ptr<Batch> batch) {
  const std::lock_guard lock(mutex_);
  batches_.push_back(std::move(batch));
  changed_.notify_all();
}

std::unique_ptr<Batch> Sealing::take() {
  std::unique_lock lock(mutex_);
  while (!failure_ && !batches_.empty() && sealed_ == 0) {
    if (busy_)
      changed_.wait(lock, [&] { return !busy_; });
    else
      seal_next(lock);
  }
  if (failure_) std::rethrow_exception(failure_);
  if (batches_.empty()) return nullptr;
  std::unique_ptr<Batch> oldest = std::move(batches_.front());
  batches_.pop_front();
  --sealed_;
  return oldest;
}

size_t Sealing::given() const {
  const std::lock_guard lock(mutex_);
  return batches_.size();
}

void Sealing::seal_next(std::unique_lock<std::mutex>& lock) {
  Batch& batch = *batches_[sealed_];
  const Digest before = chain_;
  Digest after{};
  busy_ = true;
  lock.unlock();
  std::exception_ptr failure;
  try {
    after = batch.seal(before);
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  busy_ = false;
  if (failure) {
    failure_ = failure;
  } else {
    chain_ = after;
    ++sealed_;
  }
  changed_.notify_all();
}

}  // namespace plumb::registry::journal
