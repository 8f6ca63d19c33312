// An import, with the disk failing at each of its operations.
#include <fstream>

#include "runtime/registry/registry.hpp"
#include "tests/faults/fault_test_case.hpp"

namespace plumb::faults {
namespace {

namespace fs = std::filesystem;
using registry::Registry;

constexpr const char* kFirstMoment = "2019-10-01T00:00:00Z";
constexpr const char* kSecondMoment = "2019-10-02T00:00:00Z";

class ImportFaults : public FaultTest {};

void write(const fs::path& file, const std::string& text) { std::ofstream(file, std::ios::binary) << text; }

std::string code_of(const Error& error) { return error.code; }

const char* const kHeader = "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n";

// A registry with one list in it, and a second list that adds to it, corrects it and removes from it.
void prepare(const fs::path& folder) {
  write(folder / "entries-1.csv", std::string(kHeader) + "（2019）豫9701执1号,410397197005020013,甲法院,2019-05-01,,,,true,\n" +
                                      "（2019）豫9701执2号,410397197005020021,甲法院,2019-05-02,2021-05-02,,,true,\n");
  write(folder / "entries-2.csv", std::string(kHeader) + "（2019）豫9701执1号,410397197005020013,甲法院,2019-05-01,,2019-09-30,2019-10-01,true,\n" +
                                      "（2019）豫9701执3号,410397197005020048,乙法院,2019-06-01,,,,false,\n" + "，,,,,,,,\n" +
                                      "（2019）豫9701执4号,410397197005020056,乙法院,2019-06-02,,,,true,410397197005020013\n" +
                                      "（2019）豫9701执5号,410397197005020064,乙法院,2019-06-03,,,,true,\n");
  auto made = Registry::create(folder / "r.db");
  if (!made || !made->import({{folder / "entries-1.csv", {}}}, {.recorded_at = kFirstMoment})) throw std::runtime_error("cannot prepare");
}

std::string import_second(const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge, const registry::ImportOptions& options) {
  auto opened = Registry::open(folder / "r.db", {.mode = registry::Mode::read_write, .busy_timeout_ms = 0, .vfs = vfs});
  if (!opened) return code_of(opened.error());
  auto done = opened->import({{folder / "entries-2.csv", {}}}, options);
  if (!done) return code_of(done.error());
  acknowledge();
  return "";
}

Operation import_of(const std::string& name, bool in_batches) {
  registry::ImportOptions options;
  options.resumable = in_batches;
  options.batch_rows = 2;
  options.recorded_at = kSecondMoment;
  options.synchronised = Date::from_ymd(2019, 10, 1);
  return {
      name, prepare,
      [options](const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge) { return import_second(folder, vfs, acknowledge, options); },
      [](const fs::path& folder) { return everything_in(folder / "r.db"); }, [](const fs::path& folder) { return damage_of(folder / "r.db"); }};
}

TEST_F(ImportFaults, ACrashLosesNothing) { expect_nothing_lost(import_of("import", false), crashes()); }
TEST_F(ImportFaults, AFullDiskLosesNothing) { expect_nothing_lost(import_of("import", false), full_disks()); }
TEST_F(ImportFaults, ABrokenDiskLosesNothing) { expect_nothing_lost(import_of("import", false), broken_disks()); }

TEST_F(ImportFaults, ACrashBetweenBatchesLosesNothing) { expect_nothing_lost(import_of("resumable import", true), crashes(), 2); }
TEST_F(ImportFaults, AFullDiskBetweenBatchesLosesNothing) { expect_nothing_lost(import_of("resumable import", true), full_disks(), 2); }
TEST_F(ImportFaults, ABrokenDiskBetweenBatchesLosesNothing) { expect_nothing_lost(import_of("resumable import", true), broken_disks(), 2); }

}  // namespace
}  // namespace plumb::faults
