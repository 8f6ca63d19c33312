#include "runtime/lifecycle/effect.hpp"

#include <algorithm>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/identity/erased.hpp"
#include "runtime/lifecycle/outcome.hpp"

namespace plumb::lifecycle {

namespace {

// Applications and decisions of one kind → the times in between. An application while one is open goes with it; a decision before any
// application decides nothing.
std::vector<facts::Period> times_between(std::span<const Event* const> events, Step application, Step decision) {
  std::vector<facts::Period> times;
  for (const Event* event : events) {
    const bool open = !times.empty() && !times.back().to;
    if (event->step == application && !open) times.push_back({event->on, std::nullopt});
    if (event->step == decision && open) times.back().to = event->on;
  }
  return times;
}

// On one day an application comes before its decision, whichever was recorded first.
std::vector<const Event*> applications_first(std::span<const Event* const> events) {
  std::vector<const Event*> ordered(events.begin(), events.end());
  const auto is_decision = [](const Event* event) { return event->step == Step::objection_decision || event->step == Step::reconsideration_decision; };
  std::stable_sort(ordered.begin(), ordered.end(),
                   [&](const Event* a, const Event* b) { return a->on != b->on ? a->on < b->on : !is_decision(a) && is_decision(b); });
  return ordered;
}

std::optional<facts::Period> last_time_under_objection(std::span<const Event* const> events) {
  const std::vector<const Event*> ordered = applications_first(events);
  std::vector<facts::Period> times = times_between(ordered, Step::objection, Step::objection_decision);
  const std::vector<facts::Period> more = times_between(ordered, Step::reconsideration, Step::reconsideration_decision);
  times.insert(times.end(), more.begin(), more.end());
  std::stable_sort(times.begin(), times.end(), [](const facts::Period& a, const facts::Period& b) { return a.from < b.from; });
  std::optional<facts::Period> last;
  for (const facts::Period& time : times) {
    const bool meets = last && (!last->to || *time.from <= *last->to);
    if (!meets)
      last = time;
    else if (last->to && (!time.to || *last->to < *time.to))
      last->to = time.to;
  }
  return last;
}

}  // namespace

Effect effect_of(std::span<const Event* const> events) {
  const auto recorded_last = [&](Step step) {
    const Event* found = nullptr;
    for (const Event* event : events) {
      if (event->step == step && (found == nullptr || found < event)) found = event;
    }
    return found;
  };
  Effect effect;
  if (const Event* service = recorded_last(Step::service)) effect.served_on = service->on;
  if (const Event* removal = recorded_last(Step::removal)) {
    effect.removed_on = removal->on;
    effect.removal = removal;
    effect.removal_kind = removal->removal_kind;
    const bool whole = !removal->removal_kind.empty() && !identity::is_erased_mark(removal->detail);
    effect.removal_ground = whole ? removal->detail : facts::ground_named_in(removal->detail);
  }
  const Event* decision = nullptr;
  for (const Event* event : events) {
    if (event->step == Step::term && event->until) {
      effect.expires_on = event->until;
      effect.only_extended = false;
    }
    if (event->step == Step::extension && event->until && (!effect.expires_on || *effect.expires_on < *event->until)) {
      effect.only_extended = effect.only_extended || !effect.expires_on;
      effect.expires_on = event->until;
    }
    if (event->step == Step::objection_decision || event->step == Step::reconsideration_decision) decision = event;
  }
  if (const Event* ground = recorded_last(Step::removal_ground)) {
    effect.ground_on = ground->on;
    effect.ground = ground;
  } else if (decision != nullptr && outcome_of(decision->detail) == Outcome::upheld) {
    effect.ground_on = decision->on;
    effect.ground_by_decision = true;
    effect.ground = decision;
  }
  effect.objection = last_time_under_objection(events);
  return effect;
}

const Event* removal_of(std::span<const Event> events, Date published_on) {
  const Event* named = nullptr;
  const Event* nameless = nullptr;
  for (const Event& event : events) {
    if (event.step != Step::removal || event.on < published_on) continue;
    if (event.published_on == published_on) named = &event;
    if (!event.published_on && (nameless == nullptr || event.on <= nameless->on)) nameless = &event;
  }
  const Event* const last = named != nullptr ? named : nameless;
  if (last == nullptr || !last->removal_kind.empty()) return last;
  // Told once more for the same day without its kind, it takes neither kind nor ground back.
  const Event* with_kind = nullptr;
  for (const Event& event : events) {
    const bool same = event.step == Step::removal && event.on == last->on && event.published_on.value_or(published_on) == published_on;
    if (same && !event.removal_kind.empty()) with_kind = &event;
  }
  return with_kind != nullptr ? with_kind : last;
}

std::vector<Permission> permissions_of(std::span<const Event> events) {
  std::vector<Permission> out;
  for (const Event& event : events) {
    if (event.document.empty() || (event.step != Step::permit && event.step != Step::suspension)) continue;
    const bool named = event.step == Step::permit && !event.detail.empty();
    out.push_back({event.party, named ? event.detail : "*", event.on, event.until, event.document});
  }
  return out;
}

}  // namespace plumb::lifecycle
