// Bytes → a file under its name, all of it or none, never in the place of another.
//
// It is written beside its place under a name of its own, readable by its owner alone, and put in its place when it has
// reached the disk. What never gets that far is removed again, unless the process ends first: then NAME.part-… stays, which no
// reader takes for a whole one. Errors: safekeeping.place (something stands there), safekeeping.write. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>

#include "compiler/base/result.hpp"

namespace plumb::registry::safekeeping {

// Called before each step on files that no database makes; for tests that end the process there.
using Between = std::function<void()>;

// Whose a file is, and who may read and write it.
struct Access {
  uint32_t permissions = 0600;  // of its owner alone
  // Nothing: of who makes it.
  std::optional<uint32_t> owner = {};
  std::optional<uint32_t> group = {};
};

// As another file has it; nothing where there is none.
std::optional<Access> access_of(const std::filesystem::path& file);

class NewFile {
 public:
  // `place_is_free`: whether its place must be free now already, or only when it is published.
  static Result<NewFile> beside(const std::filesystem::path& place, Between between = {}, bool place_is_free = true);
  NewFile(NewFile&& other) noexcept;
  NewFile& operator=(NewFile&&) = delete;
  ~NewFile();

  // Where it is until then.
  const std::filesystem::path& written_to() const { return written_to_; }
  int descriptor() const { return descriptor_; }
  Result<void> write(std::span<const unsigned char> bytes);
  // Puts it in its place, closed. False: this process may not give it away, so that it stays its own, and where it cannot have the group
  // either, no group has the rights that were that group's. Afterwards there is nothing more to be done with it.
  Result<bool> publish(const Access& access = {});
  // The file lives on without a name until this object goes, and nobody else finds what it holds. An empty one gets its name,
  // since SQLite asks it for the permissions of what it makes beside.
  Result<void> hide();

 private:
  NewFile(std::filesystem::path place, std::filesystem::path written_to, int descriptor, Between between);
  Error failed(int reason) const;

  std::filesystem::path place_, written_to_;
  int descriptor_ = -1;
  bool named_ = true;
  Between between_;
};

// Makes what was done to the names in the folder of `file` last. False: the disk refused.
bool sync_folder(const std::filesystem::path& file);

}  // namespace plumb::registry::safekeeping
