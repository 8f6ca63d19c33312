#include "runtime/lifecycle/story.hpp"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "runtime/lifecycle/phase.hpp"

namespace plumb::lifecycle {

namespace {

bool live_on(const facts::Entry& entry, Date day) { return entry.published_on <= day && (!entry.removed_on || day < *entry.removed_on); }

// All the stories of one case and party.
class CaseFile {
 public:
  void add_entry(const facts::Entry& entry) {
    Story& story = listings_.emplace_back();
    story.case_no = entry.case_no;
    story.party = entry.party;
    story.entry = &entry;
  }
  void order_listings() {
    std::stable_sort(listings_.begin(), listings_.end(), [](const Story& a, const Story& b) { return a.entry->published_on < b.entry->published_on; });
  }
  // REQUIRES: events come by day.
  void add_event(const Event& event) { place(event).events.push_back(&event); }
  void move_to(std::vector<Story>& out) {
    std::move(listings_.begin(), listings_.end(), std::back_inserter(out));
    if (pending_) out.push_back(*std::move(pending_));
  }

 private:
  Story& place(const Event& event) {
    if (event.published_on) {
      for (Story& s : listings_) {
        if (s.entry->published_on == *event.published_on) return s;
      }
      return pending(event);
    }
    Story* live = nullptr;
    Story* next = nullptr;
    Story* before = nullptr;
    Story* ending = nullptr;  // the step's day is the one on which the entry says that this happened
    Story* ended = nullptr;
    for (Story& s : listings_) {
      if (live_on(*s.entry, event.on)) live = &s;
      if (s.entry->published_on <= event.on) before = &s;
      if (next == nullptr && event.on <= s.entry->published_on) next = &s;
      if (ending == nullptr && event.on == (event.step == Step::removal ? s.entry->removed_on : s.entry->ground_on)) ending = &s;
      if (s.entry->removed_on && *s.entry->removed_on <= event.on) ended = &s;
    }
    Story* chosen = nullptr;
    switch (phase(event.step)) {
      case Phase::before:
        chosen = next != nullptr ? next : live;
        break;
      case Phase::either:
        // An objection to a listing that is being prepared again is not one to the listing that is over.
        chosen = live != nullptr ? live : next != nullptr ? next : pending_ ? nullptr : before;
        break;
      case Phase::published:
        chosen = before != nullptr ? before : next;
        break;
      case Phase::ending:
        chosen = ending != nullptr ? ending : live != nullptr ? live : before != nullptr ? before : next;
        break;
      case Phase::ended:
        // Also where the party is listed again by then: of that listing there is nothing to announce or to lift yet.
        chosen = ended != nullptr ? ended : before != nullptr ? before : next;
        break;
    }
    return chosen != nullptr ? *chosen : pending(event);
  }

  Story& pending(const Event& event) {
    if (!pending_) {
      pending_.emplace();
      pending_->case_no = event.case_no;
      pending_->party = event.party;
    }
    return *pending_;
  }

  std::vector<Story> listings_;
  std::optional<Story> pending_;
};

}  // namespace

const Event* Story::first(Step step, std::optional<Date> from) const {
  for (const Event* event : events) {
    if (event->step == step && (!from || *from <= event->on)) return event;
  }
  return nullptr;
}

const Event* Story::last(Step step) const {
  const Event* found = nullptr;
  for (const Event* event : events) found = event->step == step ? event : found;
  return found;
}

bool Story::procedure_recorded() const {
  return std::any_of(events.begin(), events.end(), [](const Event* event) { return phase(event->step) == Phase::before || event->step == Step::publication; });
}

std::string Story::court() const {
  if (entry != nullptr && !entry->court.empty()) return entry->court;
  for (const Event* event : events) {
    if (phase(event->step) == Phase::before && !event->by.empty()) return event->by;
  }
  return {};
}

std::vector<Story> stories(std::span<const facts::Entry> entries, std::span<const Event> events, Date today) {
  std::map<std::pair<std::string_view, std::string_view>, CaseFile> files;
  for (const facts::Entry& entry : entries) {
    if (entry.published_on <= today) files[{entry.case_no, entry.party}].add_entry(entry);
  }
  for (auto& [key, file] : files) file.order_listings();
  std::vector<const Event*> in_order;
  for (const Event& event : events) {
    if (event.on <= today) in_order.push_back(&event);
  }
  std::stable_sort(in_order.begin(), in_order.end(), [](const Event* a, const Event* b) { return std::tie(a->on, a->step) < std::tie(b->on, b->step); });
  for (const Event* event : in_order) files[{event->case_no, event->party}].add_event(*event);
  std::vector<Story> out;
  out.reserve(files.size());
  for (auto& [key, file] : files) file.move_to(out);
  return out;
}

}  // namespace plumb::lifecycle
