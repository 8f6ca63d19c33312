// A registry of one person to copy, restore and look at; what its files are called and who may read them.
#pragma once

#include <sqlite3.h>
#include <sys/stat.h>

#include <algorithm>
#include <string>
#include <vector>

#include "runtime/registry/safekeeping/restore.hpp"
#include "scratch.hpp"

namespace plumb::registry {

inline const char* const kPeople = "id,kind,name,sector\n410397197005020013,person,试芳伟,\n";
inline const char* const kMorePeople = "id,kind,name,sector\n410397197007100703,person,试小明,\n";

class Safekeeping : public Scratch {
 protected:
  void SetUp() override {
    Scratch::SetUp();
    Registry registry = make();
    (void)take(registry, "parties.csv", kPeople);
  }
  void run(const char* database, const std::string& sql) const {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(path(database).c_str(), &db), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(db);
    sqlite3_close(db);
  }
  size_t parties_in(const char* database) const { return expect_value(expect_value(Registry::open(path(database))).read()).parties.size(); }
  std::string code_of_restore(const char* backup, const char* to, const safekeeping::RestoreOptions& options = {}) const {
    const auto done = safekeeping::restore(path(backup), path(to), options);
    return done ? "" : done.error().code;
  }
  // What lies in the folder, without what SQLite's readers leave beside the registry.
  std::vector<std::string> names() const {
    std::vector<std::string> names;
    for (const auto& file : std::filesystem::directory_iterator(folder_))
      if (!file.path().filename().string().starts_with("r.db-")) names.push_back(file.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
  }
  static uint32_t mode_of(const std::filesystem::path& file) {
    struct stat status{};
    EXPECT_EQ(::stat(file.c_str(), &status), 0);
    return status.st_mode & 0777U;
  }
};

}  // namespace plumb::registry
