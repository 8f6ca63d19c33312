// Objects kept in a folder between runs: key → object bytes, or why not. What is kept there is code, and is trusted as little.
//
// The folder must be a real folder of this user that nobody else may enter; a file in it a regular one of this user that
// nobody else may read or write, with one name, whole, of the key that was asked for, and with the hash that its header
// states. Anything else is refused, never executed, and replaced by the next store(). One of the rooms that open files.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/result.hpp"

namespace plumb::native {

struct CachedObject {
  std::string object;
  std::string golden;  // digest of what its code answered when it was stored (golden.hpp)
};

class ObjectCache {
 public:
  // An empty folder name: no cache; nothing is found and nothing stored.
  explicit ObjectCache(std::string folder) : folder_(std::move(folder)) {}

  // `key`: 64 hexadecimal digits. Errors: cache.none (no such object, or no cache), cache.folder, cache.file (not a private
  // regular file), cache.short, cache.format, cache.key (of something else), cache.hash.
  Result<CachedObject> load(const std::string& key) const;
  // Makes the folder where it is missing. A cache that cannot be written to is none: errors cache.folder, cache.write.
  Result<void> store(const std::string& key, const CachedObject& object) const;

 private:
  std::string folder_;
};

// The file of a key, within the folder.
std::string cache_file(std::string_view key);

}  // namespace plumb::native
