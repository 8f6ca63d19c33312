// Drawn histories, told to several registries over different roads and in different orders: each must say the same of every entry.
//
// What is kept of the order is in step_history.hpp. A history of which two registries say otherwise is shortened before it is shown.
#include <memory>

#include "tests/unit/registry/history_teller.hpp"

namespace plumb::registry {
namespace {

#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
constexpr size_t kBatches = 1, kOfABatch = 40;
#else
constexpr size_t kBatches = 6, kOfABatch = 100;
#endif
#else
constexpr size_t kBatches = 6, kOfABatch = 100;
#endif

class StepHistories : public Scratch {
 protected:
  std::unique_ptr<HistoryTeller> teller(Manner manner) { return std::make_unique<HistoryTeller>(path("told-" + std::to_string(tellers_++)), manner); }

  // The first of the histories of which two registries say otherwise, or one of them what must not be; nothing: of none.
  struct Disagreement {
    size_t history;
    std::string how;
  };
  std::optional<Disagreement> disagreement(const std::vector<History>& histories, bool whole) {
    std::vector<History> without;
    for (const History& history : histories) without.push_back(history.without_withdrawn());
    const Manner manners[] = {{0, false, 1}, {1, true, 1}, {2, false, 3}, {3, true, 3}};
    const char* const names[] = {"tables, as drawn", "all roads, another order", "tables, several at once", "nothing taken back"};
    std::vector<std::unique_ptr<HistoryTeller>> tellers;
    for (const Manner& manner : manners) {
      tellers.push_back(teller(manner));
      tellers.back()->tell(tellers.size() == 4 ? without : histories);
      EXPECT_TRUE(!whole || expect_value(tellers.back()->registry().verify()).whole()) << names[tellers.size() - 1];
    }
    for (size_t i = 0; i < histories.size(); ++i) {
      const Lines first = tellers[0]->view(histories[i]);
      for (size_t other = 0; other < tellers.size(); ++other) {
        const Lines second = tellers[other]->view(other == 3 ? without[i] : histories[i]);
        const bool wrong = std::any_of(second.begin(), second.end(), [](const std::string& line) { return line.starts_with("!"); });
        if (second == first && !wrong) continue;
        std::string how;
        for (const size_t shown : {size_t{0}, other}) {
          how += std::string(names[shown]) + ":\n";
          for (const std::string& line : shown == 0 ? first : second) how += "    " + line + "\n";
          if (histories.size() > 1) continue;
          for (const std::string& told : tellers[shown]->told()) how += "    told " + told + "\n";
        }
        return Disagreement{i, how};
      }
    }
    return std::nullopt;
  }

  // Leaves out what the disagreement does not need.
  std::string shortened(History history) {
    const auto differs = [&](const History& one) -> std::optional<std::string> {
      if (one.sayings.empty()) return std::nullopt;
      const auto found = disagreement({one}, false);
      return found ? std::optional(found->how) : std::nullopt;
    };
    std::optional<std::string> how = differs(history);
    if (!how) return "it agrees when it stands alone";
    for (bool shorter = true; shorter;) {
      shorter = false;
      for (size_t i = 0; i < history.sayings.size(); ++i) {
        History less = history;
        const Saying gone = less.sayings[i];
        std::erase_if(less.sayings, [&](const Saying& one) {
          return one.number == gone.number || (one.what == What::withdrawal && gone.what == What::step && one.key == gone.key);
        });
        if (const auto still = differs(less)) {
          history = less;
          how = still;
          shorter = true;
          break;
        }
      }
    }
    std::string out;
    for (const Saying& one : history.sayings) out += described(one) + "\n";
    return out + *how;
  }
  static std::string described(const Saying& one) {
    const char* const kWhat[] = {"listing", "step", "court's removal", "taken back", "bound", "parted"};
    std::string out = std::to_string(one.number) + " " + kWhat[static_cast<size_t>(one.what)] + " " + one.case_no + " " + one.document;
    const auto add = [&](const char* name, const std::string& text) {
      if (!text.empty()) out.append(" ").append(name).append(" ").append(text);
    };
    if (one.what == What::step || one.what == What::withdrawal) {
      add(lifecycle::word(one.event.step).alias, one.event.on.iso());
      add("until", one.event.until ? one.event.until->iso() : "");
      add("detail", one.event.detail);
      add("with ground", one.with_ground ? one.with_ground->iso() : "");
    }
    add("of the listing", one.published);
    add("removed", one.removed);
    add("kind", one.event.removal_kind + one.removal_kind);
    add("expires", one.expires);
    add("ground", one.ground);
    add("served", one.served);
    add("objection", one.objection);
    add("to", one.bearer);
    return out;
  }

  size_t tellers_ = 0;
};

TEST_F(StepHistories, SayTheSameOverEveryRoadAndInEveryOrder) {
  for (size_t batch = 0; batch < kBatches; ++batch) {
    std::vector<History> histories;
    for (size_t i = 0; i < kOfABatch; ++i) histories.push_back(HistoryDrawn(batch * kOfABatch + i).take());
    if (const auto found = disagreement(histories, batch == 0)) {
      FAIL() << "history " << histories[found->history].seed << "\n" << found->how << shortened(histories[found->history]);
    }
  }
}

}  // namespace
}  // namespace plumb::registry
