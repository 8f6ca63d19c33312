#include "runtime/lifecycle/application.hpp"

#include <algorithm>

namespace plumb::lifecycle {

namespace {

std::optional<Application> from_entry(const facts::Entry& entry, Date today) {
  if (!entry.objection || !entry.objection->from || today < *entry.objection->from) return std::nullopt;
  Application out{*entry.objection->from, {}, entry.objection->to, Outcome::unknown, {}};
  // A period that ends before it begins tells no decision.
  if (out.decided && (today < *out.decided || *out.decided < out.on)) out.decided.reset();
  return out;
}

void decide(Application& one, const Event& decision) {
  one.decided = decision.on;
  one.outcome = outcome_of(decision.detail);
  one.decision = decision.document;
}

// Recorded twice, once without its document.
bool repeats(const Event& before, const Event& event) {
  const bool same_person = before.by == event.by || before.by.empty() || event.by.empty();
  return before.on == event.on && same_person && (before.document == event.document || before.document.empty() || event.document.empty());
}

}  // namespace

std::vector<Application> applications(const Story& story, Remedy remedy, Date today) {
  const bool objection = remedy == Remedy::objection;
  const Step asking = objection ? Step::objection : Step::reconsideration;
  const Step deciding = objection ? Step::objection_decision : Step::reconsideration_decision;
  std::vector<Application> out;
  std::vector<const Event*> asked, decisions;
  for (const Event* event : story.events) {
    if (event->step == asking) {
      if (!out.empty() && repeats(*asked.back(), *event)) {
        if (out.back().document.empty()) out.back().document = event->document;
        continue;
      }
      out.push_back({event->on, event->document, std::nullopt, Outcome::unknown, {}});
      asked.push_back(event);
    }
    if (event->step != deciding) continue;
    decisions.push_back(event);
    const auto open = std::find_if(out.begin(), out.end(), [](const Application& one) { return !one.decided; });
    if (open != out.end()) decide(*open, *event);
  }
  // What was open when the court decided, and has no decision of its own, was decided with the rest: nothing is under objection after it.
  for (Application& one : out) {
    const auto last = std::find_if(decisions.rbegin(), decisions.rend(), [&](const Event* decision) { return one.on <= decision->on; });
    if (!one.decided && last != decisions.rend()) decide(one, **last);
  }
  if (out.empty() && objection && story.entry != nullptr) {
    if (auto one = from_entry(*story.entry, today)) out.push_back(*std::move(one));
  }
  return out;
}

}  // namespace plumb::lifecycle
