// One revision of the registry: when, why and from which sources something became known. Opened with the first change that
// belongs to it, so that what changes nothing leaves none; every change of it has its row in the journal.
//
// One thread, inside one write transaction that the caller commits. Used by the writer, and by what is journalled and no fact.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/result.hpp"
#include "runtime/registry/journal/chain.hpp"
#include "runtime/registry/journal/content.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

// Which file or push tells the rows that follow. Recorded with the first of them that is new.
struct Origin {
  std::string name;                       // of the file, without its folder: where it lay tells nothing later
  std::string format;                     // csv, ndjson, court, or command where a person typed it
  std::string digest;                     // BLAKE2b-256 of its bytes, hexadecimal
  std::optional<std::string> as_of = {};  // ISO day as of which it speaks
  std::optional<std::string> push = {};   // incremental or full, of a court's
};

// When and why.
struct Occasion {
  std::string recorded_at;                  // canonical moment
  std::string cause;                        // "import"
  std::optional<std::string> synchronised;  // ISO day to set, unless a later one stands; or as before
  std::optional<std::string> by = {};       // the account that acts; nothing: as the connection says (Database::acting)
};

class Revision {
 public:
  // REQUIRES: a write transaction. Errors: registry.time_backwards. It stays where it lies, for others point to it.
  static Result<std::unique_ptr<Revision>> begin(Database& database, Occasion occasion);
  Revision(const Revision&) = delete;
  Revision& operator=(const Revision&) = delete;

  const Occasion& occasion() const { return occasion_; }
  // Its number, once there was a change.
  std::optional<int64_t> number() const { return number_; }
  Result<int64_t> open();

  // Of the rows that follow; nothing: of none. source() records it, once; 0: there is none.
  void set_origin(std::optional<Origin> origin);
  Result<int64_t> source();
  bool told_by_court() const { return origin_ && origin_->format == "court"; }

  // A row of one of journal/stored.hpp's subjects, which the caller has written or superseded. REQUIRES: the texts outlive finish().
  Result<void> bind(std::string_view subject, int64_t row, journal::Content& content, std::string_view operation = journal::kAdd);
  // As journal::Writer::seal_with.
  void seal_with(journal::Sealing& sealing) { journal_.seal_with(sealing); }

  // Opens it where the day of synchronisation is another than before. The journal is whole then. The registry's newest revision.
  Result<uint64_t> finish();

 private:
  Revision(Database& database, journal::Writer journal, Occasion occasion)
      : database_(&database), journal_(std::move(journal)), occasion_(std::move(occasion)) {}

  Database* database_;
  journal::Writer journal_;
  journal::Content content_;
  Occasion occasion_;
  std::optional<int64_t> number_;
  int64_t previous_ = 0;
  std::optional<std::string> previous_synchronised_;
  std::optional<Origin> origin_;
  int64_t source_ = 0;  // 0: not recorded yet
};

}  // namespace plumb::registry
