// The works that end with the planes of all measures.
#include <algorithm>

#include "bench/peers/truth.hpp"
#include "bench/peers/work.hpp"
#include "compiler/backends/reference/table.hpp"
#include "compiler/base/check.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/snapshot.hpp"
#include "runtime/snapshot/ways.hpp"
#include "tools/generate/random.hpp"

namespace plumb::bench {

namespace {

// One word a plane: no matter and stage of the notice has more measures.
struct Planes {
  uint64_t is_true = 0, is_false = 0, look = 0;
  friend bool operator==(const Planes&, const Planes&) = default;
};

// The entry of each group on the date: the index by matter.
std::vector<const PlumbTableEntry*> entries_of(const PlumbPredicateTable& table, const Requests& requests) {
  std::vector<const PlumbTableEntry*> out;
  for (const Group& group : requests.groups) {
    const PlumbTableEntry* entry = ir::find_entry(table, group.matter.value, static_cast<uint32_t>(group.stage), requests.date.days);
    check(entry != nullptr && entry->measure_count <= 64, "every matter and stage has an entry of one word");
    out.push_back(entry);
  }
  return out;
}

Planes ask(const PlumbTableEntry& entry, Date date, const PlumbRow& row, const PlumbParty& party) {
  Planes out;
  entry.predicate(entry.context, date.days, &row, &party, {&out.is_true, &out.is_false, &out.look});
  return out;
}

std::string difference_at(size_t i, const std::string& got, const std::string& wanted) {
  return "request " + std::to_string(i) + ": " + (got.empty() ? "nothing" : got) + " instead of " + (wanted.empty() ? "nothing" : wanted);
}

class RequestPlanes : public Work {
 public:
  // `settled`: nothing is left to look at.
  RequestPlanes(const Resolved& rules, Evaluator evaluator, const Requests& requests, bool settled)
      : rules_(rules), evaluator_(std::move(evaluator)), requests_(requests), settled_(settled), entries_(entries_of(evaluator_.table(), requests)) {
    planes_.resize(requests.items.size());
  }

  size_t count() const override { return requests_.items.size(); }

  void decide(size_t begin, size_t end) override {
    for (size_t i = begin; i < end; ++i) {
      const Request& request = requests_.items[i];
      planes_[i] = ask(*entries_[request.group], requests_.date, requests_.row(request), requests_.party(request));
    }
  }

  std::string difference() const override {
    for (size_t i = 0; i < count(); ++i) {
      const uint32_t measures = entries_[requests_.items[i].group]->measure_count;
      const uint64_t all = measures == 64 ? ~uint64_t{0} : (uint64_t{1} << measures) - 1;
      const Planes& p = planes_[i];
      const bool apart = (p.is_true & p.is_false) == 0 && ((p.is_true | p.is_false) & p.look) == 0 && (p.is_true | p.is_false | p.look) == all;
      if (!apart || (settled_ && p.look != 0)) return difference_at(i, "planes that do not part the measures", "true, false or look for each");
      if (settled_) continue;  // compared line by line with truth.txt
      const std::vector<std::string> truth = measures_that_apply(rules_, requests_, requests_.items[i]);
      const std::vector<std::string> certain = names(i, p.is_true), possible = names(i, p.is_true | p.look);
      const bool between = std::includes(truth.begin(), truth.end(), certain.begin(), certain.end()) &&
                           std::includes(possible.begin(), possible.end(), truth.begin(), truth.end());
      if (!between) return difference_at(i, bench::result_line(possible), bench::result_line(truth));
    }
    return {};
  }

  std::string result_line(size_t i) const override { return bench::result_line(names(i, planes_[i].is_true)); }

 private:
  std::vector<std::string> names(size_t i, uint64_t plane) const {
    const PlumbTableEntry& entry = *entries_[requests_.items[i].group];
    std::vector<std::string> out;
    for (uint32_t m = 0; m < entry.measure_count; ++m) {
      if (ir::plane_bit(&plane, m)) out.push_back(rules_.original->measures[ir::MeasureId(entry.measures[m])].name.alias);
    }
    std::sort(out.begin(), out.end());
    return out;
  }

  const Resolved& rules_;
  Evaluator evaluator_;
  const Requests& requests_;
  bool settled_;
  std::vector<const PlumbTableEntry*> entries_;
  std::vector<Planes> planes_;
};

class LookUpPlanes : public Work {
 public:
  LookUpPlanes(const Resolved& rules, Evaluator evaluator, const Requests& requests, std::shared_ptr<const Snapshot> county)
      : rules_(rules), evaluator_(std::move(evaluator)), requests_(requests), county_(std::move(county)), entries_(entries_of(evaluator_.table(), requests)) {
    generate::Random random(requests.items.size());
    ids_.reserve(requests.items.size());
    for (size_t i = 0; i < requests.items.size(); ++i) {
      ids_.push_back(county_->party(snapshot::PartyIndex(static_cast<uint32_t>(random.below(county_->party_count())))).id);
    }
    planes_.resize(ids_.size());
  }

  size_t count() const override { return ids_.size(); }

  void decide(size_t begin, size_t end) override {
    std::vector<snapshot::Way> ways;
    for (size_t i = begin; i < end; ++i) planes_[i] = decide_one(entries_, i, ways);
  }

  std::string difference() const override {
    const reference::PredicateTable truth(rules_.original);
    const auto entries = entries_of(truth.table(), requests_);
    std::vector<snapshot::Way> ways;
    for (size_t i = 0; i < count(); ++i) {
      if (planes_[i] != decide_one(entries, i, ways)) return difference_at(i, "other planes", "those of the reference evaluator");
    }
    return {};
  }

 private:
  Planes decide_one(const std::vector<const PlumbTableEntry*>& entries, size_t i, std::vector<snapshot::Way>& ways) const {
    const Request& request = requests_.items[i];
    const auto index = *county_->find(ids_[i]);
    ways.clear();
    snapshot::collect_ways(*county_, index, requests_.date, ways);
    const snapshot::ReachWord word = snapshot::reach_word(ways);
    const auto kind = county_->kind(index);
    const auto sector = county_->party(index).sector;
    const PlumbParty party{word.certain,
                           word.uncertain,
                           kind ? static_cast<uint8_t>(*kind) : static_cast<uint8_t>(PLUMB_UNKNOWN),
                           sector ? static_cast<uint8_t>(*sector) : static_cast<uint8_t>(PLUMB_UNKNOWN),
                           {nullptr, 0},
                           {nullptr, 0}};
    return ask(*entries[request.group], requests_.date, requests_.row(request), party);
  }

  const Resolved& rules_;
  Evaluator evaluator_;
  const Requests& requests_;
  std::shared_ptr<const Snapshot> county_;
  std::vector<const PlumbTableEntry*> entries_;
  std::vector<std::string> ids_;
  std::vector<Planes> planes_;
};

}  // namespace

std::unique_ptr<Work> planes_of_resolved(const Resolved& rules, Evaluator evaluator, const Requests& requests) {
  return std::make_unique<RequestPlanes>(rules, std::move(evaluator), requests, true);
}

std::unique_ptr<Work> planes_of_original(const Resolved& rules, Evaluator evaluator, const Requests& requests) {
  return std::make_unique<RequestPlanes>(rules, std::move(evaluator), requests, false);
}

std::unique_ptr<Work> planes_with_look_up(const Resolved& rules, Evaluator evaluator, const Requests& requests, std::shared_ptr<const Snapshot> county) {
  return std::make_unique<LookUpPlanes>(rules, std::move(evaluator), requests, std::move(county));
}

}  // namespace plumb::bench
