// The court's pushes, the removals that they bring or that somebody confirms, and an erasure: with the disk failing at each
// operation.
#include "runtime/registry/journal/erase.hpp"
#include "runtime/registry/registry.hpp"
#include "tests/faults/fault_test_case.hpp"

namespace plumb::faults {
namespace {

namespace fs = std::filesystem;
using registry::Registry;

class FeedFaults : public FaultTest {
 protected:
  static std::string listed(int number, const char* more = "") {
    return R"({"caseCode":"（2019）豫0399执)" + std::to_string(number) +
           R"(号","cardNum":"410399198503078813","courtName":"样例县人民法院","iname":"张三","publishDate":"2019-05-01")" + more + "}\n";
  }
  static std::string removed(int number, const char* on) {
    return R"({"caseCode":"（2019）豫0399执)" + std::to_string(number) + R"(号","cardNum":"410399198503078813","removeDate":")" + on + "\"}\n";
  }
  static Registry open(const fs::path& folder) {
    auto opened = fs::exists(folder / "r.db") ? Registry::open(folder / "r.db", {.mode = registry::Mode::read_write}) : Registry::create(folder / "r.db");
    if (!opened) throw std::runtime_error(opened.error().code);
    return *std::move(opened);
  }
  static registry::court::PushOptions push_of(const char* day, registry::court::PushKind kind, int64_t percent) {
    registry::court::PushOptions options;
    options.recorded_at = std::string(day) + "T08:00:00Z";
    options.kind = kind;
    options.day = Date::parse(day);
    options.share = percent * registry::court::kSharePercent;
    return options;
  }
  static void push(const fs::path& folder, const std::string& records, const registry::court::PushOptions& options) {
    const fs::path file = folder / ("push-" + options.day->iso() + ".ndjson");
    write(file, records);
    Registry registry = open(folder);
    if (const auto done = registry.take_push({file}, options); !done) throw std::runtime_error(done.error().code);
  }

  using Change = std::function<Result<void>(Registry&, const fs::path& folder)>;
  // `done_before`: the code with which the change says that it was done already; empty: it is simply done again.
  static Operation operation(const std::string& name, std::function<void(const fs::path&)> prepare, const Change& change, const std::string& done_before = "") {
    Operation out;
    out.name = name;
    out.prepare = std::move(prepare);
    out.run = [change, done_before](const fs::path& folder, const char* vfs, const std::function<void()>& acknowledge) -> std::string {
      auto opened = Registry::open(folder / "r.db", {.mode = registry::Mode::read_write, .busy_timeout_ms = 0, .vfs = vfs});
      if (!opened) return opened.error().code;
      const Result<void> done = change(*opened, folder);
      if (!done && done.error().code != done_before) return done.error().code;
      acknowledge();
      return "";
    };
    out.state = [](const fs::path& folder) { return everything_in(folder / "r.db"); };
    out.verify = [](const fs::path& folder) { return damage_of(folder / "r.db"); };
    return out;
  }
  static Change taking(const char* file, const registry::court::PushOptions& options) {
    return [file, options](Registry& registry, const fs::path& folder) -> Result<void> {
      const auto done = registry.take_push({folder / file}, options);
      return done ? Result<void>() : done.error();
    };
  }
};

constexpr uint64_t kStep = 3;

// New entries, one that is corrected, one removed, a removal whose entry has not come, and a record that is none.
TEST_F(FeedFaults, APushIsTakenWholeOrNotAtAll) {
  const auto prepare = [](const fs::path& folder) {
    push(folder, listed(1) + listed(2), push_of("2019-05-02", registry::court::PushKind::incremental, 1));
    write(folder / "next.ndjson",
          listed(3) + listed(2, R"(,"duty":"给付一百元")") + removed(1, "2019-06-01") + removed(9, "2019-06-01") + "{\"caseCode\":1}\n");
  };
  expect_nothing_lost_whatever_fails(operation("push", prepare, taking("next.ndjson", push_of("2019-06-02", registry::court::PushKind::incremental, 1))),
                                     kStep);
}

TEST_F(FeedFaults, WhatAFullPushLeavesOutIsRemovedWholeOrNotAtAll) {
  const auto prepare = [](const fs::path& folder) {
    push(folder, listed(1) + listed(2) + listed(3), push_of("2019-05-02", registry::court::PushKind::full, 100));
    write(folder / "next.ndjson", listed(3));
  };
  expect_nothing_lost_whatever_fails(operation("full push", prepare, taking("next.ndjson", push_of("2019-06-02", registry::court::PushKind::full, 100))),
                                     kStep);
}

TEST_F(FeedFaults, RemovalsThatSomebodyConfirmsAreDoneTogether) {
  const auto prepare = [](const fs::path& folder) {
    push(folder, listed(1) + listed(2) + listed(3), push_of("2019-05-02", registry::court::PushKind::full, 1));
    push(folder, listed(3), push_of("2019-06-02", registry::court::PushKind::full, 1));
  };
  const Change settle = [](Registry& registry, const fs::path&) -> Result<void> {
    const auto done = registry.settle({.recorded_at = "2019-06-03T08:00:00Z", .by = "王五", .findings = {}, .push = Date::parse("2019-06-02")});
    return done ? Result<void>() : done.error();
  };
  expect_nothing_lost_whatever_fails(operation("settling", prepare, settle, "settle.nothing"), kStep);
}

TEST_F(FeedFaults, WhatIsErasedIsErasedWholeOrNotAtAll) {
  const auto prepare = [](const fs::path& folder) {
    push(folder, listed(1) + listed(2), push_of("2019-05-02", registry::court::PushKind::incremental, 1));
    push(folder, removed(1, "2019-06-01") + removed(2, "2019-06-01"), push_of("2019-06-02", registry::court::PushKind::incremental, 1));
    // Rows that are bound anew.
    write(folder / "events.csv", "case_no,party,kind,on,by,document\n（2019）豫0399执1号,410399198503078813,objection,2019-05-03,张三,张三异议书\n");
    write(folder / "permits.csv", "party,target,from,to,document\n410399198503078813,*,2019-05-04,2019-05-05,准许410399198503078813\n");
    if (!open(folder).import({{folder / "events.csv", {}}, {folder / "permits.csv", {}}}, {.recorded_at = "2019-06-03T00:00:00Z"}))
      throw std::runtime_error("cannot prepare");
  };
  const Change erase = [](Registry& registry, const fs::path&) -> Result<void> {
    registry::journal::ErasureOrder order;
    order.party = "410399198503078813";
    order.by = "样例县人民法院";
    order.document = "某决定";
    order.on = *Date::parse("2020-01-01");
    order.recorded_at = "2020-01-01T08:00:00Z";
    const auto done = registry.erase(order);
    return done ? Result<void>() : done.error();
  };
  expect_nothing_lost_whatever_fails(operation("erasure", prepare, erase, "erasure.nobody"), kStep);
}

}  // namespace
}  // namespace plumb::faults
