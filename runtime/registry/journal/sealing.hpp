// Rows of the journal on their way to its table: gathered on the thread that writes, digested and chained on another that helps, and handed
// back in order. What a row says and where it stands are the same whoever did it, and when.
//
// Digests are a seventh of a large push, and nothing that is written hangs on them but the journal itself. So its rows come a few batches
// behind those that they bind, and in the end all at once (Writer::settle), within the same transaction. Where nobody helps, the writer digests by itself.
#pragma once

#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "runtime/registry/journal/chain.hpp"

namespace plumb::registry::journal {

// Rows that follow one another.
class Batch {
 public:
  struct Row {
    Link link;  // its content is known once the batch is sealed
    Digest chain{};
  };

  // link.content becomes the digest of `content`. REQUIRES: the texts of `link` outlive what the batch is for.
  void add(const Link& link, const Draft& content);
  // Whether it is enough for one turn: in rows, or in bytes, for a value may be long.
  bool is_full() const;
  bool is_empty() const { return rows_.empty(); }
  // The chain after its last row, given the chain before its first.
  Digest seal(Digest chain);
  // REQUIRES: it is sealed.
  const std::vector<Row>& rows() const { return rows_; }
  void clear();

 private:
  std::vector<Row> rows_;
  std::vector<size_t> ends_;  // of each row's bytes in the draft
  Draft draft_;
};

// One thread gives and takes, and writes; any other may help.
class Sealing {
 public:
  // Help is taken from now on until close(); what was given stays.
  void open();
  void close();
  // Seals what is given until close(). What that throws reaches the writer. Where nothing is to be sealed, `meanwhile` does a little of something
  // else, which throws nothing; false: nothing is left of it.
  void help(const std::function<bool()>& meanwhile = {});

  // Whoever begins has the chain so far. What is left of a writer that ended in an error, and the error, are forgotten.
  void begin(const Digest& chain);
  void give(std::unique_ptr<Batch> batch);
  // The oldest, sealed; by the caller itself where nobody has begun with it. nullptr: none is left.
  std::unique_ptr<Batch> take();
  size_t given() const;

 private:
  // Seals the first that is not. REQUIRES: the lock, which is given up meanwhile; nobody else seals, and there is one.
  void seal_next(std::unique_lock<std::mutex>& lock);

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::unique_ptr<Batch>> batches_;  // in order
  size_t sealed_ = 0;                           // of them, the first ones
  bool busy_ = false;                           // somebody is at the one after those
  bool open_ = false;
  Digest chain_{};  // after the last one sealed
  std::exception_ptr failure_;
};

}  // namespace plumb::registry::journal
