// An identifier in normal form → its number in the registry and its key, added when it is met for the first time.
//
// Part of the writer; one thread, in its transaction.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "runtime/registry/met_identifiers.hpp"
#include "runtime/registry/revision.hpp"

namespace plumb::registry {

struct Identifier {
  int64_t number = 0;
  journal::Key key{};
  bool erased = false;  // its key is destroyed: nothing can be bound under it any more
};

class Identifiers {
 public:
  // `revision` outlives it.
  static Result<Identifiers> begin(Database& database, Revision& revision);
  Result<Identifier> number_of(std::string_view id);
  // The same, for one that was looked for already; what is found out is put down there.
  Result<Identifier> number_of(std::string_view id, MetIdentifier& met);

 private:
  Identifiers(Database& database, Revision& revision, Statement add, bool none_yet)
      : database_(&database), revision_(&revision), add_(std::move(add)), all_met_(none_yet) {}
  Result<std::optional<Identifier>> find(std::string_view id);
  Result<Identifier> add(std::string_view id);

  Database* database_;
  Revision* revision_;
  Statement add_;
  journal::Content content_;
  journal::Keys keys_;
  // Looked up by the text itself: an identifier is longer than what a string holds in place, and making one costs an allocation.
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, Identifier, TextHash, std::equal_to<>> known_;  // met by this writer
  bool forgot_ = false;                                                           // what was in known_ once
  bool all_met_;                                                                  // the table was empty at first, and known_ was never cleared
};

}  // namespace plumb::registry
