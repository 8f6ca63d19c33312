// One change after another → a chain in which none can be altered, removed, put in between or reordered unseen.
//
// The table `journal` has one row for each change: to which row of which table, what was done, the digest of the row's content
// and the chain: BLAKE2b-256 of the chain before and of all that this row says. Its last row stands for everything before, so
// a checkpoint kept elsewhere (checkpoint.hpp) shows a cut tail too. Written inside the transaction of the change itself.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/registry/journal/content.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

// What was done to a row: it was written; it ceased to be known.
inline constexpr std::string_view kAdd = "add", kSupersede = "supersede";

struct Link {
  int64_t sequence = 0;
  int64_t revision = 0;
  std::string_view subject;  // a table
  int64_t row = 0;
  std::string_view operation;
  Digest content{};
};

// 32 bytes as they are stored; zeros for what is no digest.
Digest digest_in(std::string_view bytes);

// The chain after `link`, given the chain before.
Digest chain(const Digest& before, const Link& link);

// Where the chain ends: nothing written yet is sequence 0 and all zeros.
struct Head {
  int64_t sequence = 0;
  Digest chain{};
};
Result<Head> head_of(Database& database);

// The number of the journal's first row of a revision after this one; of the row to come, where there is none yet. Rows count up
// without gaps and revisions with them, so no index is needed.
Result<int64_t> first_after(Database& database, int64_t revision);

// What the journal says of the rows that were added in a revision, in order: Link's words, its texts valid within the call. False: its rows there
// were altered or are not all there, so that what was told is no proof.
Result<bool> each_added(Database& database, int64_t revision, const std::function<void(const Link&)>& told);

class Batch;
class Sealing;

// One thread. Moved, it goes on where it was.
class Writer {
 public:
  // REQUIRES: a write transaction, in which it stays.
  static Result<Writer> begin(Database& database);
  Writer(Writer&&) noexcept;
  Writer& operator=(Writer&&) noexcept;
  ~Writer();

  // From now on digests are taken by `sealing` (sealing.hpp), which outlives this, and rows come into the table behind those that they bind.
  void seal_with(Sealing& sealing);
  // Adds a row with the digest of `content`; link.sequence and link.content are set here. REQUIRES: the texts of `link` outlive settle().
  // Errors: the database's, also those of rows before.
  Result<void> append(Link link, Content& content);
  // The same, with link.content as it is. REQUIRES: nobody seals.
  Result<void> append(Link link);
  // Until this is done, the table may lack the last rows. Nothing to do where nobody seals.
  Result<void> settle();

 private:
  Writer(Database& database, Statement insert, Head head);
  Result<void> insert(const Link& link, const Digest& chain);
  Result<void> insert_oldest();
  Database* database_;
  Statement insert_;
  std::optional<Statement> insert_many_;  // kMany rows at once (chain.cpp), once there is need of it
  Head head_;                             // of what was appended; its chain only where nobody seals
  Sealing* sealing_ = nullptr;
  std::unique_ptr<Batch> batch_;               // that is being filled
  std::vector<std::unique_ptr<Batch>> spare_;  // emptied, to be filled again
};

}  // namespace plumb::registry::journal
