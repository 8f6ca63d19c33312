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

}  // namespace

std::vector<Application> applications(const Story& story, Remedy remedy, Date today) {
  const bool objection = remedy == Remedy::objection;
  const Step asking = objection ? Step::objection : Step::reconsideration;
  const Step deciding = objection ? Step::objection_decision : Step::reconsideration_decision;
  std::vector<Application> out;
  for (const Event* event : story.events) {
    if (event->step == asking) out.push_back({event->on, event->document, std::nullopt, Outcome::unknown, {}});
    if (event->step != deciding) continue;
    const auto open = std::find_if(out.begin(), out.end(), [](const Application& one) { return !one.decided; });
    if (open == out.end()) continue;
    open->decided = event->on;
    open->outcome = outcome_of(event->detail);
    open->decision = event->document;
  }
  if (out.empty() && objection && story.entry != nullptr) {
    if (auto one = from_entry(*story.entry, today)) out.push_back(*std::move(one));
  }
  return out;
}

}  // namespace plumb::lifecycle
