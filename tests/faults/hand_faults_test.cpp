// What a person records by hand, and what a reviewer says of two documents: with the disk failing at each operation.
#include "runtime/registry/review/bindings.hpp"
#include "tests/faults/fault_test_case.hpp"

namespace plumb::faults {
namespace {

namespace fs = std::filesystem;
using lifecycle::Event;
using lifecycle::Step;
using registry::Registry;

constexpr const char* kBefore = "2019-10-01T08:00:00Z";
constexpr const char* kThen = "2019-10-02T08:00:00Z";
const std::string kCase = "（2019）豫9701执1号", kNumber = "410397197005020013", kPassport = "E12345678";

Date day(const char* iso) { return Date::parse(iso).value(); }
registry::Said said(const char* moment) { return {"王五", "核验", day("2019-10-01"), moment}; }

class HandFaults : public FaultTest {
 protected:
  static Event step(Step kind, const char* on, const char* document) {
    Event out;
    out.case_no = kCase;
    out.party = kNumber;
    out.step = kind;
    out.on = day(on);
    out.by = "样例县人民法院";
    out.document = document;
    return out;
  }
  static registry::Removal removal() { return {kCase, kNumber, {}, day("2019-09-30"), "shielded", "全部履行", day("2019-09-29"), "文书2号", "样例县人民法院"}; }

  // One listing under two documents, of which each has steps of its own.
  static void prepare(const fs::path& folder) {
    write(folder / "entries.csv", "case_no,party,court,published_on,expires_on,ground_on,removed_on,publishable,responsible\n" + kCase + "," + kNumber +
                                      ",样例县人民法院,2019-05-01,2021-05-01,,,true,\n" + kCase + "," + kPassport +
                                      ",样例县人民法院,2019-05-01,2021-05-01,,,true,\n");
    write(folder / "events.csv", "case_no,party,kind,on,by,document\n" + kCase + "," + kNumber + ",service,2019-05-03,样例县人民法院,回证1号\n" + kCase + "," +
                                     kPassport + ",suspension,2019-06-01,样例县人民法院,暂1号\n");
    auto made = Registry::create(folder / "r.db");
    if (!made || !made->import({{folder / "entries.csv", {}}, {folder / "events.csv", {}}}, {.recorded_at = kBefore}))
      throw std::runtime_error("cannot prepare");
  }
  // Before and after, and nothing between that anybody could read.
  void expect_whole_or_not_at_all(const Operation& operation) {
    constexpr uint64_t kStep = 9;
    for (const std::vector<Plan>& plans : {crashes(), full_disks(), broken_disks()}) EXPECT_EQ(expect_nothing_lost(operation, plans, kStep).states, 2U);
  }
  using Change = std::function<Result<void>(Registry&)>;
  static void done_before(const fs::path& folder, const Change& change) {
    auto opened = Registry::open(folder / "r.db", {.mode = registry::Mode::read_write});
    if (!opened || !change(*opened)) throw std::runtime_error("cannot prepare");
  }
  // `already`: the code with which the change says that it was done before; empty: it is simply done again.
  static Operation operation(const std::string& name, const std::function<void(const fs::path&)>& prepared, const Change& change,
                             const std::string& already = "") {
    return {name, prepared,
            [change, already](const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge) -> std::string {
              auto opened = Registry::open(folder / "r.db", {.mode = registry::Mode::read_write, .busy_timeout_ms = 0, .vfs = vfs});
              if (!opened) return opened.error().code;
              const Result<void> done = change(*opened);
              if (!done && done.error().code != already) return done.error().code;
              acknowledge();
              return "";
            },
            [](const fs::path& folder) { return everything_in(folder / "r.db"); }, [](const fs::path& folder) { return damage_of(folder / "r.db"); }};
  }
  template <typename T>
  static Result<void> without_value(const Result<T>& done) {
    return done ? Result<void>() : done.error();
  }
  static Change taking(const Event& event) {
    return [event](Registry& registry) { return without_value(registry.by_hand(kThen, Language::en).take(event)); };
  }
  static Change removing(const char* moment) {
    return [moment](Registry& registry) { return without_value(registry.by_hand(moment, Language::en).remove(removal())); };
  }
  static Change binding(const char* moment) {
    return [moment](Registry& registry) { return without_value(registry::bind_identifiers(registry, kNumber, kPassport, said(moment))); };
  }
};

// The step, and the permit that it is.
TEST_F(HandFaults, AStepIsRecordedWithAllThatItChangesOrNotAtAll) {
  Event suspended = step(Step::suspension, "2019-07-01", "暂2号");
  suspended.until = day("2019-12-01");
  expect_whole_or_not_at_all(operation("step", prepare, taking(suspended)));
}

// Two steps, and the end of the entry with its kind and ground.
TEST_F(HandFaults, ARemovalIsRecordedWithItsGroundOrNotAtAll) {
  expect_whole_or_not_at_all(operation("removal", prepare, removing(kThen), "usage.entry_removed"));
}

TEST_F(HandFaults, ARemovalIsTakenBackWithItsGroundOrNotAtAll) {
  const auto removed = [](const fs::path& folder) {
    prepare(folder);
    done_before(folder, removing(kBefore));
  };
  const Change withdraw = [](Registry& registry) {
    return without_value(registry.by_hand(kThen, Language::en).withdraw(step(Step::removal, "2019-09-30", "文书2号")));
  };
  expect_whole_or_not_at_all(operation("withdrawal", removed, withdraw, "usage.step_missing"));
}

// The binding, what the reviewer said, and the steps of the one document over the entry of the other.
TEST_F(HandFaults, TwoDocumentsAreBoundWithTheirStepsOrNotAtAll) { expect_whole_or_not_at_all(operation("binding", prepare, binding(kThen))); }

TEST_F(HandFaults, TwoDocumentsArePartedWithTheirStepsOrNotAtAll) {
  const auto bound = [](const fs::path& folder) {
    prepare(folder);
    done_before(folder, binding(kBefore));
  };
  const Change part = [](Registry& registry) { return without_value(registry::split(registry, kPassport, "", said(kThen))); };
  expect_whole_or_not_at_all(operation("parting", bound, part, "review.unbound"));
}

}  // namespace
}  // namespace plumb::faults
