// Files kept in a folder between runs: key → bytes, or why not. What is kept there is code, or rules that decide, and is trusted
// as little.
//
// The folder must be a real folder of this user that nobody else may enter; a file in it a regular one of this user that
// nobody else may read or write, with one name, whole, of the key that was asked for, and with the hash that its header
// states. Anything else is refused, never executed, and replaced by the next store(). One of the rooms that open files.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "compiler/base/result.hpp"

namespace plumb::native {

struct Kept {
  std::string bytes;
  std::string proof;  // 64 hexadecimal digits by which whoever reads it can tell what it is: of code, what it answered (golden.hpp)
};

class PrivateCache {
 public:
  enum class Kind : uint8_t { object, rules };

  // An empty folder name: no cache; nothing is found and nothing stored.
  PrivateCache(Kind kind, std::string folder) : kind_(kind), folder_(std::move(folder)) {}

  // `key`: 64 hexadecimal digits. Errors: cache.none (nothing kept, or no cache), cache.folder, cache.file (not a private
  // regular file), cache.short, cache.format, cache.key (of something else), cache.hash.
  Result<Kept> load(const std::string& key) const;
  // Makes the folder where it is missing. A cache that cannot be written to is none: errors cache.folder, cache.write.
  // REQUIRES: a proof of that length.
  Result<void> store(const std::string& key, const Kept& kept) const;
  // The file of a key, within the folder.
  std::string file(std::string_view key) const;

 private:
  Kind kind_;
  std::string folder_;
};

}  // namespace plumb::native
