// A fact's values → the digest by which the journal binds it; personal values enter as commitments.
//
// The canonical bytes are the subject's name, the row's number, then each value with a mark of its kind and its length. A
// personal value is somebody's own: in its place stands BLAKE2b-256 of it keyed with the party's key (16 random bytes kept
// beside the identifier). Where it must be erased, the value goes and the key is destroyed; the commitment stays, so that the
// row and the chain still verify, and nothing can be guessed from it. Nothing is digested before digest() asks, so that it can be done
// elsewhere (sealing.hpp). One thread; reuse one object for many rows.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/seal/digest.hpp"

namespace plumb::registry::journal {

using seal::Digest;                   // 32 bytes
using Key = std::array<uint8_t, 16>;  // of one party

// Canonical bytes in which room is left for commitments, and what these are of. Of one row, or of several one after another.
struct Draft {
  struct Hidden {
    size_t at = 0;    // in `bytes`, where its 32 bytes go
    size_t from = 0;  // in `hidden`; its text goes on to the next one's, or to the end
    Key key{};
  };
  std::string bytes, hidden;
  std::vector<Hidden> rooms;

  void clear();
  void append(const Draft& other);
  // Puts the commitments where they go.
  void put_commitments();
};

class Content {
 public:
  void begin(std::string_view subject, int64_t row);
  void null();
  void number(int64_t value);
  void text(std::string_view value);
  // `column` and the row keep equal values apart.
  void personal(const Key& key, std::string_view column, std::string_view value);
  void commitment(const Digest& commitment);
  // What personal() puts in the value's place.
  Digest commit(const Key& key, std::string_view column, std::string_view value);
  // Of all since begin().
  Digest digest();
  // All since begin(), for whoever digests it.
  const Draft& draft() const { return draft_; }

 private:
  enum Mark : char { kNull = 0, kNumber = 1, kText = 2, kCommitment = 3 };
  void append_hidden(std::string& out, std::string_view column, std::string_view value) const;
  Draft draft_;           // so far
  size_t name_size_ = 0;  // of subject and row, with which its bytes begin
};

// New parties' keys, one after another. Random, by libsodium: a key that could be told from its inputs would hide nothing.
class Keys {
 public:
  Key next();

 private:
  std::string drawn_;  // many at once, for a draw asks the system
  size_t used_ = 0;
};

}  // namespace plumb::registry::journal
