// Bytes → a file under its name, all of it or none, never in the place of another.
//
// It is written beside its place under a name of its own, readable by its owner alone, and put in its place when it has
// reached the disk. What never gets that far is removed again, unless the process ends first: then NAME.part-… stays, which no
// reader takes for a whole one. Errors: safekeeping.place (something stands there), safekeeping.write. One thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <span>

#include "compiler/base/result.hpp"

namespace plumb::registry::safekeeping {

// Called before each step on files that no database makes; for tests that end the process there.
using Between = std::function<void()>;

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
  // Puts it in its place, with these permissions. Afterwards there is nothing more to be done with it.
  Result<void> publish(uint32_t permissions);
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

// The permissions that a file made here without further ado has: 0666 less the process's umask.
uint32_t usual_permissions();
// Makes what was done to the names in the folder of `file` last. False: the disk refused.
bool sync_folder(const std::filesystem::path& file);

}  // namespace plumb::registry::safekeeping
