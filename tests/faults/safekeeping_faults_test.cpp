// A new registry, a backup, a registry restored: with the disk failing, or the process ending, at each of their operations.
#include <fstream>

#include "runtime/registry/registry.hpp"
#include "runtime/registry/safekeeping/restore.hpp"
#include "tests/faults/fault_test_case.hpp"

namespace plumb::faults {
namespace {

namespace fs = std::filesystem;
using registry::Registry;

class SafekeepingFaults : public FaultTest {};

void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

void import_into(const fs::path& database, const std::string& rows, const char* moment) {
  const fs::path file = database.parent_path() / "parties.csv";
  write(file, "id,kind,name\n" + rows);
  auto opened = fs::exists(database) ? Registry::open(database, {.mode = registry::Mode::read_write}) : Registry::create(database);
  if (!opened || !opened->import({{file, {}}}, {.recorded_at = moment})) throw std::runtime_error("cannot prepare");
}

const char* const kFirst = "410397197005020013,person,甲\n";
const char* const kSecond = "410397197005020013,person,乙\n";

Operation making() {
  Operation operation;
  operation.name = "init";
  operation.prepare = [](const fs::path&) {};
  operation.run = [](const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge) -> std::string {
    auto made = Registry::create(folder / "r.db", {.mode = registry::Mode::read_write, .busy_timeout_ms = 0, .vfs = vfs});
    // Done again after it was done, it says so.
    if (!made && made.error().code != "registry.exists") return made.error().code;
    acknowledge();
    return "";
  };
  operation.state = [](const fs::path& folder) { return everything_in(folder / "r.db"); };
  operation.verify = [](const fs::path& folder) { return damage_of(folder / "r.db"); };
  return operation;
}

TEST_F(SafekeepingFaults, ARegistryIsMadeWholeOrNotAtAll) {
  expect_nothing_lost(making(), crashes(), 5);
  expect_nothing_lost(making(), full_disks(), 5);
  expect_nothing_lost(making(), broken_disks(), 5);
}

Operation backing_up() {
  Operation operation;
  operation.name = "backup";
  operation.prepare = [](const fs::path& folder) { import_into(folder / "r.db", kFirst, "2019-10-01T00:00:00Z"); };
  operation.run = [](const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge) -> std::string {
    const auto done = registry::safekeeping::back_up(folder / "r.db", folder / "b.db",
                                                     {.to = {}, .progress = {}, .busy_timeout_ms = 0, .vfs = vfs, .between = FaultDisk::step});
    if (!done && done.error().code != "safekeeping.place") return done.error().code;
    acknowledge();
    return "";
  };
  operation.state = [](const fs::path& folder) { return everything_in(folder / "r.db") + "\nthe backup\n" + everything_in(folder / "b.db"); };
  operation.verify = [](const fs::path& folder) { return damage_of(folder / "r.db") + damage_of(folder / "b.db"); };
  return operation;
}

TEST_F(SafekeepingFaults, ABackupIsWholeOrNotThere) {
  expect_nothing_lost(backing_up(), crashes());
  expect_nothing_lost(backing_up(), broken_disks());
}

// Two registries and a backup; the sum of what stands under all names never loses the one that is moved aside.
Operation restoring() {
  Operation operation;
  operation.name = "restore";
  operation.prepare = [](const fs::path& folder) {
    import_into(folder / "r.db", kFirst, "2019-10-01T00:00:00Z");
    if (!registry::safekeeping::back_up(folder / "r.db", folder / "b.db")) throw std::runtime_error("cannot prepare");
    import_into(folder / "r.db", kSecond, "2019-10-02T00:00:00Z");
    for (const char* beside : {"r.db-wal", "r.db-shm"}) fs::remove(folder / beside);
  };
  operation.run = [](const fs::path& folder, const char*, const std::function<void()>& acknowledge) -> std::string {
    registry::safekeeping::RestoreOptions options;
    options.between = FaultDisk::step;
    options.aside = folder / "old.db";
    // Done again after it was done, there is something to be moved that must not be.
    if (fs::exists(folder / "r.db") && fs::exists(folder / "old.db") && !fs::equivalent(folder / "r.db", folder / "old.db")) return acknowledge(), "";
    const auto done = registry::safekeeping::restore(folder / "b.db", folder / "r.db", options);
    if (!done) return done.error().code;
    acknowledge();
    return "";
  };
  // What can be told apart: which of the two stands under the name, if any, and whether the one before is somewhere.
  operation.state = [](const fs::path& folder) {
    const auto revision = [&](const char* name) -> std::string {
      if (!fs::exists(folder / name)) return "none";
      auto opened = Registry::open(folder / name);
      return opened ? std::to_string(opened->revision().value()) : opened.error().code;
    };
    const std::string now = revision("r.db"), before = revision("old.db");
    if (now == "2") return std::string("before");
    if (now == "none" && before == "2") return std::string("before");  // moved aside, whole, and nothing in its place yet
    return "restored " + now + ", aside " + before;
  };
  operation.verify = [](const fs::path& folder) { return damage_of(folder / "r.db") + damage_of(folder / "old.db") + damage_of(folder / "b.db"); };
  return operation;
}

TEST_F(SafekeepingFaults, ARestoredRegistryTakesItsPlaceWholeAndTheOneBeforeIsKept) { expect_nothing_lost(restoring(), {{Fault::crash, 0, Kept::all, 1}}); }

}  // namespace
}  // namespace plumb::faults
