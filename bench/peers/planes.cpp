// The works that end with the planes of all measures.
#include <algorithm>
#include <array>
#include <bit>

#include "bench/peers/truth.hpp"
#include "bench/peers/work.hpp"
#include "compiler/backends/reference/table.hpp"
#include "compiler/base/check.hpp"
#include "compiler/ir/predicate_table.hpp"
#include "compiler/ir/reach_bits.hpp"
#include "runtime/snapshot/reach.hpp"
#include "runtime/snapshot/reach_words.hpp"
#include "runtime/snapshot/snapshot.hpp"
#include "runtime/snapshot/ways.hpp"
#include "tools/generate/random.hpp"

namespace plumb::bench {

namespace {

// One word a plane: no matter and stage of the notice has more measures.
struct Planes {
  uint64_t is_true = 0, is_false = 0, look = 0;
  PlumbPlanes pointers() { return {&is_true, &is_false, &look}; }
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

void ask(const PlumbTableEntry& entry, Date date, const PlumbRow& row, const PlumbParty& party, Planes& out) {
  out = {};
  entry.predicate(entry.context, date.days, &row, &party, out.pointers());
}

std::string difference_at(size_t i, const std::string& got, const std::string& wanted) {
  return "request " + std::to_string(i) + ": " + (got.empty() ? "nothing" : got) + " instead of " + (wanted.empty() ? "nothing" : wanted);
}

// The triggers that a request's reach word stands for, as the table's settle() takes them.
void add_triggers(const Request& request, bool publishable, std::vector<PlumbTrigger>& out) {
  for (uint64_t left = request.reach; left != 0; left &= left - 1) {
    PlumbTrigger& trigger = out.emplace_back(PlumbTrigger{});
    const auto place = static_cast<uint32_t>(std::countr_zero(left));
    trigger.bit = left & -left;
    trigger.certain = 1;
    trigger.role = place == 0 ? uint8_t{PLUMB_UNKNOWN} : static_cast<uint8_t>((place - 1) % PLUMB_ROLE_CAPACITY);
    trigger.by_relation = trigger.bit != ir::kSelfBit && static_cast<Role>(trigger.role) != Role::directly_responsible ? 1 : 0;
    trigger.publishable = publishable ? 1 : 0;
    trigger.published_on = request.published_on;
    trigger.expires_on = trigger.ground_on = trigger.removed_on = trigger.filed_on = PLUMB_NO_DATE;
    trigger.relation_from = trigger.relation_to = PLUMB_NO_DATE;
  }
}

class RequestPlanes : public Work {
 public:
  // `resolved`: no measure asks a trigger.
  RequestPlanes(const Resolved& rules, Evaluator evaluator, const Requests& requests, bool resolved)
      : rules_(rules), evaluator_(std::move(evaluator)), requests_(requests), entries_(entries_of(evaluator_.table(), requests)) {
    planes_.resize(requests.items.size());
    if (resolved) return;
    settling_ = std::make_unique<reference::PredicateTable>(rules.original);
    settlers_ = entries_of(settling_->table(), requests);
    make_triggers();
  }

  size_t count() const override { return requests_.items.size(); }

  void decide(size_t begin, size_t end) override {
    for (size_t i = begin; i < end; ++i) {
      const Request& request = requests_.items[i];
      const PlumbTableEntry& entry = *entries_[request.group];
      const PlumbRow row = requests_.row(request);
      const PlumbParty party = requests_.party(request);
      Planes& planes = planes_[i];
      ask(entry, requests_.date, row, party, planes);
      if (planes.look == 0) continue;
      const PlumbTableEntry& settler = entry.settle != nullptr ? entry : *settlers_[request.group];
      settler.settle(settler.context, requests_.date.days, &row, &party, triggers_.data() + begins_[i], begins_[i + 1] - begins_[i], planes.pointers());
    }
  }

  // Which measures are true is compared line by line with truth.txt.
  std::string difference() const override {
    for (size_t i = 0; i < count(); ++i) {
      const uint32_t measures = entries_[requests_.items[i].group]->measure_count;
      const uint64_t all = measures == 64 ? ~uint64_t{0} : (uint64_t{1} << measures) - 1;
      if (planes_[i].is_false != (all & ~planes_[i].is_true)) return difference_at(i, "a measure that is neither true nor false", "either for each");
      if (settling_ || planes_[i].look == 0) continue;
      return difference_at(i, "a measure that looks at triggers", "facts");
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

  void make_triggers() {
    for (const Request& request : requests_.items) {
      begins_.push_back(static_cast<uint32_t>(triggers_.size()));
      if (settlers_[request.group]->settle == nullptr) continue;
      bool publishable = true;
      for (const ResolvedFact& fact : rules_.facts) {
        const bool asked =
            fact.matter == requests_.groups[request.group].matter && fact.op == ir::Op::listing_field && fact.listing == ir::ListingField::publishable;
        if (asked) publishable = requests_.cells[request.cells_begin + fact.field] != 0;
      }
      add_triggers(request, publishable, triggers_);
    }
    begins_.push_back(static_cast<uint32_t>(triggers_.size()));
  }

  const Resolved& rules_;
  Evaluator evaluator_;
  const Requests& requests_;
  std::vector<const PlumbTableEntry*> entries_;
  // Looks at triggers for tables that leave it to the reference evaluator, as the runtime does.
  std::unique_ptr<reference::PredicateTable> settling_;
  std::vector<const PlumbTableEntry*> settlers_;
  std::vector<PlumbTrigger> triggers_;  // of request i: begins_[i] … begins_[i + 1]
  std::vector<uint32_t> begins_;
  std::vector<Planes> planes_;
};

class LookUpPlanes : public Work {
  static constexpr size_t kTogether = 16;

 public:
  LookUpPlanes(const Resolved& rules, Evaluator evaluator, const Requests& requests, std::shared_ptr<const Snapshot> county)
      : rules_(rules),
        evaluator_(std::move(evaluator)),
        requests_(requests),
        county_(std::move(county)),
        words_(county_->reach().project(requests.date)),
        entries_(entries_of(evaluator_.table(), requests)) {
    generate::Random random(requests.items.size());
    ids_.reserve(requests.items.size());
    for (size_t i = 0; i < requests.items.size(); ++i) {
      ids_.emplace_back(county_->id(snapshot::PartyIndex(static_cast<uint32_t>(random.below(county_->party_count())))));
    }
    planes_.resize(ids_.size());
  }

  size_t count() const override { return ids_.size(); }

  void decide(size_t begin, size_t end) override {
    // In steps over a few requests, so that their misses overlap: whoever decides a list does so.
    std::array<std::string_view, kTogether> asked;
    std::array<snapshot::PartyIndex, kTogether> found;
    std::array<PlumbParty, kTogether> parties;
    for (size_t first = begin; first < end; first += kTogether) {
      const size_t count = std::min(kTogether, end - first);
      for (size_t k = 0; k < count; ++k) asked[k] = ids_[first + k];
      county_->find_all({asked.data(), count}, {found.data(), count});
      for (size_t k = 0; k < count; ++k) parties[k] = party(found[k], words_.word(found[k].value));
      for (size_t k = 0; k < count; ++k) {
        const Request& request = requests_.items[first + k];
        ask(*entries_[request.group], requests_.date, requests_.row(request), parties[k], planes_[first + k]);
      }
    }
  }

  // With reach words made from the ways themselves.
  std::string difference() const override {
    const reference::PredicateTable truth(rules_.program);
    const auto entries = entries_of(truth.table(), requests_);
    std::vector<snapshot::Way> ways;
    for (size_t i = 0; i < count(); ++i) {
      const snapshot::PartyIndex index = *county_->find(ids_[i]);
      ways.clear();
      snapshot::collect_ways(*county_, index, requests_.date, ways);
      const PlumbParty asked = party(index, snapshot::reach_word(ways));
      Planes wanted;
      ask(*entries[requests_.items[i].group], requests_.date, requests_.row(requests_.items[i]), asked, wanted);
      if (planes_[i] == wanted) continue;
      return difference_at(i, "other planes", "those of the reference evaluator");
    }
    return {};
  }

 private:
  PlumbParty party(snapshot::PartyIndex index, snapshot::ReachWord word) const {
    const auto kind = county_->kind(index);
    const auto sector = county_->sector(index);
    return {word.certain,
            word.uncertain,
            kind ? static_cast<uint8_t>(*kind) : uint8_t{PLUMB_UNKNOWN},
            sector ? static_cast<uint8_t>(*sector) : uint8_t{PLUMB_UNKNOWN},
            {nullptr, 0},
            {nullptr, 0}};
  }

  const Resolved& rules_;
  Evaluator evaluator_;
  const Requests& requests_;
  std::shared_ptr<const Snapshot> county_;
  snapshot::ReachWords words_;  // of the day; a service projects them once
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
