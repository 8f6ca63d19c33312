// A file → the same bytes, or those bytes sealed to a key or opened with one, in a new file.
//
// Errors: safekeeping.missing, safekeeping.read, safekeeping.write, seal.* with the file's path. One thread.
#pragma once

#include <filesystem>
#include <memory>

#include "runtime/registry/safekeeping/new_file.hpp"
#include "runtime/seal/box.hpp"

namespace plumb::registry::safekeeping {

// A file that is open for reading.
class OpenFile {
 public:
  static Result<OpenFile> open(const std::filesystem::path& path);
  // From where `descriptor` stands; `path` is for messages. The descriptor stays its owner's.
  OpenFile(int descriptor, std::filesystem::path path) : descriptor_(descriptor), path_(std::move(path)) {}

  // As seal::Source: less than was asked for only at the end.
  Result<size_t> read(std::span<unsigned char> room);
  Result<bool> is_sealed();  // leaves it at its beginning

  Result<void> copy_to(NewFile& out);
  Result<void> seal_to(const seal::PublicKey& key, NewFile& out);
  Result<void> open_to(const seal::PrivateKey& key, NewFile& out);

 private:
  int descriptor_;
  std::filesystem::path path_;
  std::shared_ptr<const void> closes_;  // where it is this object's to close
};

// A sealed copy of any file, readable by its owner alone; and back.
Result<void> seal_file(const std::filesystem::path& file, const seal::PublicKey& to, const std::filesystem::path& out);
Result<void> unseal_file(const std::filesystem::path& file, const seal::PrivateKey& key, const std::filesystem::path& out);

}  // namespace plumb::registry::safekeeping
