// Entries and events → for each entry its story: the events that belong to it, in order of days.
//
// An event names case and party; where it names the day of publication too, it belongs to that entry. Otherwise its day tells
// which of the listings of the case it belongs to, since a party may be listed again after a removal: what prepares a listing belongs to
// the next one, what follows a removal to the one that was removed last by that day, whatever is listed by then. A story without an entry is a
// listing that is being prepared, or events of an entry that the registry does not have. Pure; any thread.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "runtime/facts/facts.hpp"
#include "runtime/lifecycle/event.hpp"

namespace plumb::lifecycle {

struct Story {
  std::string case_no, party;
  const facts::Entry* entry = nullptr;  // nothing: not, or not yet, published
  // By day; of one day in the order of Step, in which they are usually taken, since who records them need not keep to it.
  std::vector<const Event*> events;

  // The first event of this step, on or after `from` where given; null: none.
  const Event* first(Step step, std::optional<Date> from = std::nullopt) const;
  const Event* last(Step step) const;
  bool has(Step step) const { return first(step) != nullptr; }
  // Whether anything at all is recorded of how the entry came to be. Where nothing is, that a step is not recorded says nothing of
  // whether it was taken: such entries came from a list, which tells no steps.
  bool procedure_recorded() const;
  // The court of the entry; of none, the one that decided on the listing; empty: not known.
  std::string court() const;
};

// As known on `today`: what is dated later is left out, also an entry's own later days are not looked at by this room. In order of
// case number, party, day of publication (without an entry last). The stories point into `entries` and `events`.
std::vector<Story> stories(std::span<const facts::Entry> entries, std::span<const Event> events, Date today);

}  // namespace plumb::lifecycle
