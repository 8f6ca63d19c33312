// A fact's values → the digest by which the journal binds it; personal values enter as commitments.
//
// The canonical bytes are the subject's name, the row's number, then each value with a mark of its kind and its length. A
// personal value is somebody's own: in its place stands BLAKE2b-256 of it keyed with the party's key (16 random bytes kept
// beside the identifier). Where it must be erased, the value goes and the key is destroyed; the commitment stays, so that the
// row and the chain still verify, and nothing can be guessed from it. One thread; reuse one object for many rows.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "runtime/seal/digest.hpp"

namespace plumb::registry::journal {

using seal::Digest;                   // 32 bytes
using Key = std::array<uint8_t, 16>;  // of one party

class Content {
 public:
  void begin(std::string_view subject, int64_t row);
  void null();
  void number(int64_t value);
  void text(std::string_view value);
  // `column` and the row keep equal values apart.
  void personal(const Key& key, std::string_view column, std::string_view value) { commitment(commit(key, column, value)); }
  void commitment(const Digest& commitment);
  // What personal() puts in the value's place.
  Digest commit(const Key& key, std::string_view column, std::string_view value);
  // Of all since begin().
  Digest digest() const;

 private:
  enum Mark : char { kNull = 0, kNumber = 1, kText = 2, kCommitment = 3 };
  std::string bytes_;   // so far
  std::string name_;    // subject and row, as in bytes_
  std::string hidden_;  // what is committed to
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
