#include "tests/faults/trial.hpp"

#include <sqlite3.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include "runtime/registry/registry.hpp"

namespace plumb::faults {

namespace {

namespace fs = std::filesystem;

constexpr size_t kMostComplaints = 10;
constexpr int kPassed = 0;
constexpr int kFailed = 1;  // the operation returned an error

// What a child tells before it may be gone.
struct Told {
  uint64_t operations = 0;
  bool struck = false;
  bool acknowledged = false;
  char error[64] = {};
};

class Shared {
 public:
  Shared() : at_(::mmap(nullptr, sizeof(Told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0)) {
    if (at_ == MAP_FAILED) throw std::runtime_error("no memory to share with a child");
  }
  ~Shared() { ::munmap(at_, sizeof(Told)); }
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  Told& told() { return *static_cast<Told*>(at_); }

 private:
  void* at_;
};

void copy_folder(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::copy(from, to, fs::copy_options::recursive);
}

struct Attempt {
  int status = 0;
  Told told;
};

Attempt attempt(const Operation& operation, const fs::path& folder, const Plan& plan) {
  Shared shared;
  std::fflush(nullptr);
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("no child process");
  if (child == 0) {
    Told& told = shared.told();
    int status = kFailed;
    try {
      FaultDisk::begin(plan);
      const std::string error = operation.run(folder, FaultDisk::name(), [&] { told.acknowledged = true; });
      std::snprintf(told.error, sizeof told.error, "%s", error.c_str());
      status = error.empty() ? kPassed : kFailed;
    } catch (const std::exception& thrown) {
      std::snprintf(told.error, sizeof told.error, "thrown: %s", thrown.what());
    }
    told.operations = FaultDisk::operations();
    told.struck = FaultDisk::struck();
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), shared.told()};
}

// The states that a run without faults goes through, as a reader finds them after each sync.
std::vector<std::string> states_between(const Operation& operation, const fs::path& scratch) {
  const fs::path folder = scratch / "watched";
  const fs::path copy = scratch / "copy";
  copy_folder(scratch / "before", folder);
  std::vector<std::string> states{operation.state(folder)};
  const auto look = [&] {
    fs::remove_all(copy);
    fs::create_directories(copy);
    // The shared-memory file is left behind: a reader of the copy makes its own.
    for (const auto& file : fs::directory_iterator(folder)) {
      if (!file.path().string().ends_with("-shm")) fs::copy(file.path(), copy / file.path().filename(), fs::copy_options::recursive);
    }
    std::string found = operation.state(copy);
    if (found != states.back()) states.push_back(std::move(found));
  };
  FaultDisk::begin({}, look);
  const std::string error = operation.run(folder, FaultDisk::name(), [] {});
  FaultDisk::begin({});
  if (!error.empty()) throw std::runtime_error(operation.name + " fails without a fault: " + error);
  look();
  return states;
}

// The first line in which one text is not the other.
std::string first_difference(const std::string& found, const std::string& expected) {
  const auto [a, b] = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end());
  const auto at = static_cast<size_t>(a - found.begin());
  const size_t begin = at == 0 ? 0 : found.rfind('\n', at - 1) + 1;
  const auto line = [&](const std::string& text) { return begin < text.size() ? text.substr(begin, text.find('\n', begin) - begin) : "(its end)"; };
  return line(found) + " for " + line(expected);
}

class Trial {
 public:
  Trial(const Operation& operation, const fs::path& scratch, uint64_t step) : operation_(operation), scratch_(scratch), step_(step) {
    fs::remove_all(scratch_);
    fs::create_directories(scratch_ / "before");
    operation_.prepare(scratch_ / "before");
    states_ = states_between(operation_, scratch_);
  }

  Outcome run(const std::vector<Plan>& plans) {
    outcome_.states = states_.size();
    if (states_.size() < 2) complain({}, "the operation changes nothing, so that nothing is tried");
    for (const Plan& kind : plans) {
      Plan plan = kind;
      for (plan.at = 1;; plan.at += step_) {
        ++outcome_.attempts;
        const Attempt done = one(plan);
        outcome_.most_operations = std::max(outcome_.most_operations, done.told.operations);
        if (outcome_.complaints.size() >= kMostComplaints) return outcome_;
        if (done.status != kCrashed && !done.told.struck) break;
      }
    }
    return outcome_;
  }

 private:
  Attempt one(const Plan& plan) {
    const fs::path folder = scratch_ / "tried";
    copy_folder(scratch_ / "before", folder);
    Attempt done = attempt(operation_, folder, plan);
    const bool crashed = done.status == kCrashed;
    const bool failed = done.status == kFailed;
    if (!crashed && !failed && done.status != kPassed) complain(plan, "ended with " + std::to_string(done.status));
    if (std::string_view(done.told.error).starts_with("thrown")) complain(plan, done.told.error);
    if (crashed && done.told.acknowledged) ++outcome_.acknowledged;
    look_at(folder, plan, done);
    do_again(folder, plan);
    return done;
  }

  void look_at(const fs::path& folder, const Plan& plan, const Attempt& done) {
    if (std::string damage = operation_.verify(folder); !damage.empty()) complain(plan, damage);
    const std::string found = operation_.state(folder);
    const auto at = std::find(states_.begin(), states_.end(), found);
    if (at == states_.end()) {
      complain(plan, "a state that is neither before nor after: " + first_difference(found, states_.back()));
      return;
    }
    if ((done.told.acknowledged || done.status == kPassed) && found != states_.back()) complain(plan, "what was acknowledged is lost");
    const bool full = plan.fault == Fault::full || plan.fault == Fault::full_once;
    if (full && done.status == kFailed && !done.told.acknowledged && states_.size() == 2 && at != states_.begin())
      complain(plan, std::string("refused (") + done.told.error + "), and yet done");
  }

  // On a disk that is well again. A child of its own too: what it leaves open it leaves to nobody.
  void do_again(const fs::path& folder, const Plan& plan) {
    const Attempt again = attempt(operation_, folder, {});
    if (again.status != kPassed) {
      complain(plan, std::string("cannot be done again: ") + again.told.error);
      return;
    }
    if (operation_.state(folder) != states_.back()) complain(plan, "done again, it arrives elsewhere");
    if (std::string damage = operation_.verify(folder); !damage.empty()) complain(plan, "done again: " + damage);
  }

  void complain(const Plan& plan, const std::string& what) {
    const char* const kFaults[] = {"no fault", "crash", "full once", "full", "io once", "io"};
    const char* const kKept[] = {"all kept", "none kept", "some kept", "torn"};
    outcome_.complaints.push_back(operation_.name + ": " + kFaults[static_cast<size_t>(plan.fault)] + ", " + kKept[static_cast<size_t>(plan.kept)] + ", seed " +
                                  std::to_string(plan.seed) + ", operation " + std::to_string(plan.at) + ": " + what);
  }

  const Operation& operation_;
  fs::path scratch_;
  uint64_t step_;
  std::vector<std::string> states_;
  Outcome outcome_;
};

struct Close {
  void operator()(sqlite3* handle) const { sqlite3_close(handle); }
};
using Handle = std::unique_ptr<sqlite3, Close>;

Handle open_for_reading(const fs::path& database) {
  sqlite3* handle = nullptr;
  const int status = sqlite3_open_v2(database.c_str(), &handle, SQLITE_OPEN_READWRITE, nullptr);
  Handle owned(handle);
  if (status != SQLITE_OK) throw std::runtime_error(std::string("cannot be opened: ") + sqlite3_errmsg(handle));
  sqlite3_exec(handle, "PRAGMA synchronous = OFF", nullptr, nullptr, nullptr);  // it only looks
  return owned;
}

// The rows of a query, a line each, values told apart from each other and by type.
std::string rows_of(sqlite3* handle, const std::string& sql) {
  sqlite3_stmt* statement = nullptr;
  std::string out;
  if (sqlite3_prepare_v2(handle, sql.c_str(), -1, &statement, nullptr) != SQLITE_OK) return std::string("! ") + sqlite3_errmsg(handle) + "\n";
  int status = sqlite3_step(statement);
  for (; status == SQLITE_ROW; status = sqlite3_step(statement)) {
    for (int i = 0; i < sqlite3_column_count(statement); ++i) {
      out += static_cast<char>('0' + sqlite3_column_type(statement, i));
      const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement, i));
      // Keys are random, and digests depend on them: of both only the length is told. That they are right is for `verify` to say.
      if (sqlite3_column_type(statement, i) == SQLITE_BLOB)
        out += std::to_string(sqlite3_column_bytes(statement, i));
      else if (bytes != nullptr)
        out.append(bytes, static_cast<size_t>(sqlite3_column_bytes(statement, i)));
      out += '|';
    }
    out += '\n';
  }
  sqlite3_finalize(statement);
  if (status != SQLITE_DONE) out += std::string("! ") + sqlite3_errmsg(handle) + "\n";
  return out;
}

std::vector<std::string> names_of_tables(sqlite3* handle) {
  std::vector<std::string> names;
  sqlite3_stmt* statement = nullptr;
  sqlite3_prepare_v2(handle, "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name", -1, &statement, nullptr);
  while (sqlite3_step(statement) == SQLITE_ROW) names.emplace_back(reinterpret_cast<const char*>(sqlite3_column_text(statement, 0)));
  sqlite3_finalize(statement);
  return names;
}

}  // namespace

Outcome try_every_fault(const Operation& operation, const fs::path& scratch, const std::vector<Plan>& plans, uint64_t step) {
  // A fork of a process under the address sanitizer takes several times as long; there every seventh of those that are tried
  // elsewhere shows whether the sanitizer finds anything.
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
  step *= 7;
#endif
#endif
  return Trial(operation, scratch, std::getenv("PLUMB_EVERY_FAULT") != nullptr ? 1 : step).run(plans);
}

fs::path scratch_for(const std::string& test) {
  const fs::path memory = "/dev/shm";
  const bool usable = ::access(memory.c_str(), W_OK) == 0 && std::getenv("TMPDIR") == nullptr;
  const fs::path folder = (usable ? memory : fs::temp_directory_path()) / ("plumb-faults-" + std::to_string(::getpid())) / test;
  fs::remove_all(folder);
  fs::create_directories(folder);
  return folder;
}

std::vector<Plan> crashes() {
  constexpr uint32_t kSeeds = 10;
  const uint32_t seeds = std::getenv("PLUMB_EVERY_FAULT") != nullptr ? kSeeds : 1;
  std::vector<Plan> plans{{Fault::crash, 0, Kept::all, 1}, {Fault::crash, 0, Kept::none, 1}};
  for (uint32_t seed = 1; seed <= seeds; ++seed) {
    plans.push_back({Fault::crash, 0, Kept::some, seed});
    plans.push_back({Fault::crash, 0, Kept::torn, seed});
  }
  return plans;
}

std::vector<Plan> full_disks() { return {{Fault::full_once, 0, Kept::all, 1}, {Fault::full, 0, Kept::all, 1}}; }
std::vector<Plan> broken_disks() { return {{Fault::io_once, 0, Kept::all, 1}, {Fault::io, 0, Kept::all, 1}}; }

std::string everything_in(const fs::path& database) {
  if (!fs::exists(database)) return "";
  const Handle handle = open_for_reading(database);
  std::string out = rows_of(handle.get(), "SELECT type, name, sql FROM sqlite_schema ORDER BY type, name");
  out += rows_of(handle.get(), "SELECT * FROM pragma_application_id, pragma_user_version");
  for (const std::string& table : names_of_tables(handle.get())) out += table + "\n" + rows_of(handle.get(), "SELECT * FROM " + table + " ORDER BY 1, 2");
  return out;
}

std::string damage_of(const fs::path& database) {
  if (!fs::exists(database)) return "";
  const Handle handle = open_for_reading(database);
  const std::string whole = rows_of(handle.get(), "PRAGMA integrity_check");
  if (whole != "3ok|\n") return "damaged: " + whole;
  const std::string keys = rows_of(handle.get(), "PRAGMA foreign_key_check");
  if (!keys.empty()) return "foreign keys: " + keys;
  auto registry = registry::Registry::open(database);
  if (!registry) return "not opened: " + registry.error().code;
  auto verified = registry->verify();
  if (!verified) return "not verified: " + verified.error().code;
  return verified->whole() ? "" : "the journal does not hold: " + verified->faults.front().table + " " + std::to_string(verified->faults.front().row);
}

}  // namespace plumb::faults
