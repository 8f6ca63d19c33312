#include "runtime/registry/mapped_rows.hpp"

#include <array>
#include <condition_variable>
#include <mutex>
#include <vector>

#include "compiler/base/unicode.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::registry {

namespace {

constexpr size_t kRowsOfBatch = 512;
constexpr size_t kBatches = 4;  // made ahead at most

// Batches go round: whoever is free fills the next empty one, one at a time, and the caller empties them in order.
class Pipeline {
 public:
  Pipeline(RecordReader& reader, const TableShape& shape, IdentifierPlaces* places, std::vector<MetIdentifier>& met, const Aside& aside)
      : reader_(reader), shape_(shape), places_(places), met_(met), aside_(aside) {
    for (Batch& batch : batches_) batch.rows.resize(kRowsOfBatch);
  }

  Result<void> run(const std::function<Result<void>(MappedRow&)>& each) {
    Result<void> result;
    aside_.sealing.open();
    threads::together(2, [&](unsigned worker) {
      try {
        if (worker == 0)
          result = take_all(each);
        else if (worker == 1)
          fill_ahead();
        else
          aside_.sealing.help(aside_.meanwhile);
      } catch (...) {
        failure_.note();
      }
      if (worker == 0 || failure_.any()) stop();
    });
    failure_.rethrow();
    return result;
  }

 private:
  struct Batch {
    std::vector<MappedRow> rows;
    std::vector<MetIdentifier> first_met;
    bool places_begin_anew = false;
    size_t count = 0;
    bool full = false;
  };

  void stop() {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    changed_.notify_all();
    aside_.sealing.close();
  }

  void fill_ahead() {
    std::unique_lock lock(mutex_);
    for (;;) {
      changed_.wait(lock, [&] { return stopped_ || ended_ || (!filling_ && !batches_[next_to_fill_].full); });
      if (stopped_ || ended_) return;
      fill(lock);
    }
  }

  Result<void> take_all(const std::function<Result<void>(MappedRow&)>& each) {
    std::unique_lock lock(mutex_);
    for (size_t next = 0;; next = (next + 1) % kBatches) {
      Batch& batch = batches_[next];
      while (!batch.full && !stopped_) {
        if (!filling_ && ended_) return {};
        if (!filling_)
          fill(lock);
        else
          changed_.wait(lock, [&] { return batch.full || !filling_ || stopped_; });
      }
      if (stopped_) return {};  // the other thread failed, and its exception goes on
      lock.unlock();
      if (batch.places_begin_anew) met_.clear();
      met_.insert(met_.end(), batch.first_met.begin(), batch.first_met.end());
      for (size_t i = 0; i < batch.count; ++i) {
        if (auto done = each(batch.rows[i]); !done) return done;
      }
      lock.lock();
      batch.full = false;
      changed_.notify_all();
    }
  }

  // REQUIRES: the lock, nobody else filling, the next batch empty. The lock is given up meanwhile.
  void fill(std::unique_lock<std::mutex>& lock) {
    Batch& batch = batches_[next_to_fill_];
    filling_ = true;
    lock.unlock();
    batch.first_met.clear();
    batch.places_begin_anew = false;
    size_t count = 0;
    for (; count < kRowsOfBatch && reader_.next(record_); ++count) {
      // With a row at least, for an empty batch reaches nobody.
      if (count == 0 && places_ != nullptr && places_->is_full()) {
        places_->restart();
        batch.places_begin_anew = true;
      }
      map(batch.rows[count]);
      if (places_ != nullptr && is_taken(batch.rows[count])) places_->look(shape_, batch.rows[count].values, batch.first_met);
    }
    lock.lock();
    batch.count = count;
    batch.full = count != 0;
    filling_ = false;
    ended_ = count < kRowsOfBatch;
    next_to_fill_ = (next_to_fill_ + 1) % kBatches;
    changed_.notify_all();
  }

  void map(MappedRow& out) {
    out.row = record_.row;
    out.position = reader_.position();
    out.fault = record_.fault;
    out.refusal.reset();
    if (out.fault != RejectReason::none) {
      out.fault_column = record_.fault_column;
      out.fault_value = record_.fault_value;
      return;
    }
    out.given = 0;
    for (size_t i = 0; i < record_.values.size(); ++i) out.given |= uint64_t{record_.values[i].present} << i;
    out.refusal = map_row(shape_, record_, out.values);
    if (!out.refusal) return;
    const auto column = static_cast<size_t>(out.refusal->column - shape_.columns.data());
    out.refused_value = unicode::beginning(record_.values[column].text, kMaxValueBytes);
  }

  static bool is_taken(const MappedRow& row) { return row.fault == RejectReason::none && !row.refusal; }

  RecordReader& reader_;
  const TableShape& shape_;
  IdentifierPlaces* places_;
  std::vector<MetIdentifier>& met_;
  const Aside& aside_;
  Record record_;
  std::array<Batch, kBatches> batches_;
  std::mutex mutex_;
  std::condition_variable changed_;
  size_t next_to_fill_ = 0;
  bool filling_ = false, ended_ = false, stopped_ = false;
  threads::Failure failure_;
};

}  // namespace

Result<void> for_each_mapped(RecordReader& reader, const TableShape& shape, IdentifierPlaces* places, std::vector<MetIdentifier>& met, const Aside& aside,
                             const std::function<Result<void>(MappedRow& row)>& each) {
  return Pipeline(reader, shape, places, met, aside).run(each);
}

}  // namespace plumb::registry
