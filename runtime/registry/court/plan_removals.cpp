// The plan's half that removes: records of removals, removals that waited, and what a full push leaves out.
#include <algorithm>
#include <boost/json.hpp>
#include <utility>

#include "runtime/registry/beneath.hpp"
#include "runtime/registry/court/originals.hpp"
#include "runtime/registry/court/plan.hpp"
#include "runtime/registry/court/plan_texts.hpp"
#include "runtime/registry/entry_layers.hpp"

namespace plumb::registry::court {

namespace json = boost::json;
using feed::CourtRecord;
using feed::Field;

// Takes the removal that waits for this listing, if one does. `says_removed`: its record brings a removal of its own, so that only one which
// the court told later counts.
Result<void> Plan::apply_waiting(Case& of, Listing& listing, bool says_removed, Place place) {
  Waiting* const match = waits_for(of.waiting, listing.text("published_on"));
  if (match == nullptr) return {};
  match->settled = true;
  if (auto done = settle(kRemovalWithoutEntry, match->subject, listing.text("party"), place); !done) return done;
  const Removal waited{match->removed_on, match->published_on, match->removal_kind, match->removal_ground, match->documents,
                       match->as_of,      match->originals,    match->kind_as_of,   match->ground_as_of};
  if (!says_removed || is_before(match->as_of)) return remove(listing, waited, match->as_of, place);
  if (listed_in(listing.row, "removed_on") != match->removed_on) return {};
  // The same removal told before: what the record leaves out of it stays said.
  take_steps_off(listing.row);
  put_words(listing.row, waited, true, listing.removed_as_of, match->as_of);
  wrongly_made_seen_ = wrongly_made_seen_ || is_wrongly_made(listing.text("removal_ground"));
  if (const auto told_steps = tell_steps(listing.row, waited, place); !told_steps) return told_steps.error();
  return steps_.put_over_pushed(listing.row);
}

// How it ended, as far as the removal says and no later one said.
void Plan::put_words(Row& row, const Removal& removal, bool again, std::string_view told, std::string_view day) {
  NamedDays days = named_days_of(row);
  const auto merge = [&](const char* column, const std::string& said, const std::string& said_as_of) {
    const std::string_view word_day = said_as_of.empty() ? day : std::string_view(said_as_of);
    if (merge_removal_word(row, days, {column, said, again, told, word_day}) && word_day < day) days[column] = word_day;
  };
  merge("removal_kind", removal.removal_kind, removal.kind_as_of);
  merge("removal_ground", removal.removal_ground, removal.ground_as_of);
  keep_named_days(row, days);
}

// `told_on`: the day of the push that told the removal. An entry that a later push listed is removed all the same, and the court told:
// so would it be had the pushes come in order.
Result<void> Plan::remove(Listing& listing, const Removal& removal, std::string_view told_on, Place place) {
  const bool listed_later = !told_on.empty() && listing.listed_as_of > told_on && !listing.removed_by_absence();
  // Said again without its kind or ground, it takes neither back.
  const std::string told = told_removed_as_of(listing);
  const bool by_absence = listing.removed_by_absence();
  const bool again = !by_absence && listed_in(listing.row, "removed_on") == removal.removed_on;
  take_steps_off(listing.row);
  listing.row.originals = merged_originals(listing.row.originals, removal.originals);
  set(listing.row, "removed_on", removal.removed_on);
  put_words(listing.row, removal, again, told, told_on);
  if (const auto told_steps = tell_steps(listing.row, removal, place); !told_steps) return told_steps.error();
  if (auto done = steps_.put_over_pushed(listing.row); !done) return done;
  listing.changed = true;
  listing.source = place.source;
  listing.source_row = place.record;
  listing.removed_as_of = by_absence ? std::string(told_on) : std::max(listing.removed_as_of, std::string(told_on));
  wrongly_made_seen_ = wrongly_made_seen_ || is_wrongly_made(listing.text("removal_ground"));
  const std::string subject = subject_of(listing);
  if (auto done = settle(kAbsent, subject, listing.text("party"), place); !done) return done;
  if (listed_later) return again ? Result<void>() : tell_listed_after_removal(listing, listing.listed_as_of, place);
  return settle(kListedAfterRemoval, subject, listing.text("party"), place);
}

// The court's word on the removal as steps, one for each document that it names of the day of removal that counts, with the ground that lists
// tell; what was recorded here stays as it is. Where a later push says another day, the steps that earlier ones told are taken back. Whether
// anything is new. `listed`: the row as lists tell it. REQUIRES: no push of a later day told another day.
Result<bool> Plan::tell_steps(const Row& listed, const Removal& removal, Place place) {
  if (removal.removal_ground == kAbsentGround) return false;
  const auto text = [&](const char* column) { return text_in(listed, column); };
  PlannedEvent own{text("case_no"), text("party"), text("published_on"), removal.removed_on, text("court"), "", text("removal_ground"), place};
  std::vector<PlannedEvent>& planned = events_[subject_of(own.case_no, own.party, own.published_on)];
  // Of what this push said before, its last word counts.
  std::erase_if(planned, [&](const PlannedEvent& one) { return one.ends == (one.on == own.on); });
  for (PlannedEvent& one : planned) one.ground = one.ends ? one.ground : own.ground;
  const auto told = told_steps_.of(listed);
  if (!told) return told.error();
  bool any_new = false;
  const auto plan = [&](const ToldStep& step, const std::string& ground, bool ends) {
    const bool known = std::any_of(planned.begin(), planned.end(), [&](const PlannedEvent& one) { return one.on == step.on && one.document == step.document; });
    if (known) return;
    planned.push_back({own.case_no, own.party, own.published_on, step.on, step.by, step.document, ground, place, ends});
    any_new = true;
  };
  for (const ToldStep& step : *told) {
    if (!step.by_push) continue;
    if (step.on != own.on)
      plan(step, step.ground, true);
    else if (step.ground != own.ground)
      plan(step, own.ground, false);
  }
  for (const std::string& document : removal.documents) {
    const bool stands = std::any_of(told->begin(), told->end(), [&](const ToldStep& one) { return one.on == own.on && one.document == document; });
    if (!stands) plan({own.on, own.by, document, {}}, own.ground, false);
  }
  return any_new;
}

// An entry that is removed already, by the court's words: said again, or corrected.
Result<Fate> Plan::amend(Listing& listing, const Removal& removal, Place place) {
  if (!is_before(listing.listed_as_of)) {
    const std::string subject = subject_of(listing);
    if (auto done = settle(kListedAfterRemoval, subject, listing.text("party"), place); !done) return done.error();
  }
  Row listed = listing.row;
  take_steps_off(listed);
  const bool late = is_before(listing.removed_as_of);
  if (text_in(listed, "removed_on") != removal.removed_on) {
    if (late) return Fate::late;
    if (auto done = remove(listing, removal, day_, place); !done) return done.error();
    return Fate::removed;
  }
  Row merged = listed;
  put_words(merged, removal, true, listing.removed_as_of, day_);
  if (!beneath::same(merged, listed)) {
    if (auto done = remove(listing, removal, day_, place); !done) return done.error();
    return Fate::removed;
  }
  const auto told_steps = tell_steps(merged, removal, place);
  if (!told_steps) return told_steps.error();
  if (!late && listing.removed_as_of < day_) {
    listing.removed_as_of = day_;
    listing.confirmed = true;
  }
  if (named_days_of(merged) != named_days_of(listed)) {  // which words it left out is kept, and is no news to anybody
    if (auto done = steps_.put_over_pushed(merged); !done) return done.error();
    listing.row = std::move(merged);
    listing.changed = true;
    listing.source = place.source;
    listing.source_row = place.record;
  }
  if (*told_steps) return Fate::removed;
  const auto otherwise = [&](std::string_view column, const std::string& said) { return !said.empty() && text_in(listed, column) != said; };
  return otherwise("removal_kind", removal.removal_kind) || otherwise("removal_ground", removal.removal_ground) ? Fate::late : Fate::unchanged;
}

namespace {

// In their own order, so that they are the same in whichever order they were told.
void add_document(std::vector<std::string>& documents, const std::string& document) {
  const auto place = std::lower_bound(documents.begin(), documents.end(), document);
  if (place == documents.end() || *place != document) documents.insert(place, document);
}

void add_documents(json::object& detail, const std::vector<std::string>& documents) {
  if (documents.size() == 1) detail["removal_document"] = documents.front();
  if (documents.size() > 1) detail["removal_document"] = json::value_from(documents);
}

// A word of a removal that waits and is told once more: `now`, said as of `said_as_of`, becomes the one that was said last; none takes it back by
// leaving it out. `said_as_of` becomes empty where that is the day of the removal itself, `as_of`.
void keep_word(std::string& now, std::string& said_as_of, const std::string& before, const std::string& before_as_of, const std::string& as_of) {
  if (now.empty() || (!before.empty() && said_as_of < before_as_of)) {
    now = before;
    said_as_of = before_as_of;
  }
  if (now.empty() || said_as_of == as_of) said_as_of.clear();
}

}  // namespace

Result<Fate> Plan::wait(Case& of, const CourtRecord& record, const Removal& said, Place place) {
  const std::string& case_no = text_of(record, Field::case_no);
  const std::string& party = text_of(record, Field::party);
  Removal removal = said;
  const std::string subject = subject_of(case_no, party, removal.removed_on) + "|" + removal.published_on;
  // Of one entry one removal waits, the one that was told last; those that name no entry may be about several.
  const auto known = std::find_if(of.waiting.begin(), of.waiting.end(), [&](const Waiting& one) {
    return !one.settled && (removal.published_on.empty() ? one.subject == subject : one.published_on == removal.published_on);
  });
  bool same = false;
  if (known != of.waiting.end()) {
    const bool again = known->subject == subject, late = is_before(known->as_of);
    if (late && !again) return Fate::late;
    if (again) {
      removal.as_of = std::max(known->as_of, day_);
      removal.kind_as_of = removal.ground_as_of = day_;
      const auto day_of = [&](const std::string& word_as_of) { return word_as_of.empty() ? known->as_of : word_as_of; };
      keep_word(removal.removal_kind, removal.kind_as_of, known->removal_kind, day_of(known->kind_as_of), removal.as_of);
      keep_word(removal.removal_ground, removal.ground_as_of, known->removal_ground, day_of(known->ground_as_of), removal.as_of);
      if (removal.originals.empty() || (late && !known->originals.empty())) removal.originals = known->originals;
      for (const std::string& document : known->documents) add_document(removal.documents, document);
    }
    same = again && known->removal_kind == removal.removal_kind && known->removal_ground == removal.removal_ground && known->documents == removal.documents;
    if (same && removal.as_of == known->as_of) {
      const bool otherwise = said.removal_kind != removal.removal_kind || said.removal_ground != removal.removal_ground;
      return late && otherwise ? Fate::late : Fate::unchanged;
    }
    if (!again) {
      if (auto done = settle(kRemovalWithoutEntry, known->subject, party, place); !done) return done.error();
    }
  }
  Waiting waiting{subject,           removal.removed_on, removal.published_on, removal.removal_kind, removal.removal_ground,
                  removal.documents, removal.as_of,      removal.originals,    removal.kind_as_of,   removal.ground_as_of};
  if (known != of.waiting.end())
    *known = std::move(waiting);
  else
    of.waiting.push_back(std::move(waiting));
  json::object detail;
  detail["case_no"] = case_no;
  add_member(detail, "removed_on", removal.removed_on);
  add_member(detail, "published_on", removal.published_on);
  add_member(detail, "removal_kind", removal.removal_kind);
  add_member(detail, "removal_ground", removal.removal_ground);
  add_documents(detail, removal.documents);
  add_member(detail, "as_of", removal.as_of);
  add_member(detail, "kind_as_of", removal.kind_as_of);
  add_member(detail, "ground_as_of", removal.ground_as_of);
  if (!removal.originals.empty()) detail["originals"] = json::parse(removal.originals);
  findings_[{kRemovalWithoutEntry, subject}] = {party, json::serialize(detail), place};
  return same ? Fate::unchanged : Fate::waiting;
}

namespace {

bool removed_for_good(const Listing& listing) { return listing.removed() && !listing.removed_by_absence(); }

}  // namespace

// The listings that a removal may be about, all of which stand under one document or are one listing → what became of it; nothing: it is
// about none of them. `repeats`: the case has a removal of that very day already.
Result<std::optional<Fate>> Plan::remove_among(const std::vector<Listing*>& listings, const Removal& removal, bool repeats, Place place) {
  bool any = false;
  for (Listing* listing : listings) {
    if (!is_meant(*listing, removal, repeats) || removed_for_good(*listing)) continue;
    if (auto done = remove(*listing, removal, day_, place); !done) return done.error();
    any = true;
  }
  if (any) return std::optional(Fate::removed);
  // All are removed. Which one a removal without its day of publication corrects cannot be told unless it repeats the day of removal; it may
  // as well be about a listing that has not come.
  for (Listing* listing : listings) {
    const bool corrects = removal.published_on.empty() ? repeats && listing->text("removed_on") == removal.removed_on : is_meant(*listing, removal, repeats);
    if (!corrects) continue;
    const auto fate = amend(*listing, removal, place);
    return fate ? Result<std::optional<Fate>>(*fate) : fate.error();
  }
  return std::optional<Fate>();
}

// `repeats`: it was sent before, so it says nothing of what was listed anew on its very day.
bool Plan::is_meant(const Listing& listing, const Removal& removal, bool repeats) {
  const std::string_view published = listing.text("published_on");
  if (!removal.published_on.empty()) return published == removal.published_on;
  return published < removal.removed_on || (published == removal.removed_on && !repeats);
}

// Entries under several documents of the person may be meant, on several days: the court is asked, and nothing removed.
Result<void> Plan::tell_unclear(Case& of, const CourtRecord& record, const Removal& removal, const std::vector<Listing*>& candidates, Place place) {
  const std::string& case_no = text_of(record, Field::case_no);
  const std::string& party = text_of(record, Field::party);
  json::object detail;
  detail["case_no"] = case_no;
  add_member(detail, "removed_on", removal.removed_on);
  add_member(detail, "removal_ground", removal.removal_ground);
  add_documents(detail, removal.documents);
  add_member(detail, "as_of", day_);
  json::array days;
  for (const Listing* listing : candidates) days.emplace_back(json::string(listing->text("published_on")));
  detail["published_on"] = days;
  const std::string subject = subject_of(case_no, party, removal.removed_on) + "|" + removal.published_on;
  of.unclear.push_back(subject);
  return open(kUnclearRemoval, subject, party, json::serialize(detail), place);
}

Result<Fate> Plan::removal(const CourtRecord& record, Place place) {
  const std::string& party = text_of(record, Field::party);
  auto found = standing_.of(party, text_of(record, Field::case_no));
  if (!found) return found.error();
  Case& of = **found;
  const Removal removal{text_of(record, Field::removed_on),
                        text_of(record, Field::published_on),
                        text_of(record, Field::removal_kind),
                        text_of(record, Field::removal_ground),
                        documents_in(record),
                        day_,
                        removal_originals_of(record)};
  if (auto done = settle_contradiction(record, subject_of(text_of(record, Field::case_no), party, removal.published_on), party, place); !done)
    return done.error();
  const bool repeats = removal.published_on.empty() && std::any_of(of.listings.begin(), of.listings.end(), [&](const Listing& listing) {
                         return removed_for_good(listing) && listing.text("removed_on") == removal.removed_on;
                       });
  std::vector<Listing*> own, others;
  for (Listing& listing : of.listings) (listing.text("party") == party ? own : others).push_back(&listing);
  auto fate = remove_among(own, removal, repeats, place);
  if (!fate) return fate.error();
  // Under other documents of the person: what is listed on a day of those just removed is the same listing.
  const auto is_twin = [&](const Listing& other) {
    return std::any_of(own.begin(), own.end(), [&](const Listing* one) { return one->text("published_on") == other.text("published_on"); });
  };
  if (*fate && **fate != Fate::removed) {
    for (const Listing* other : others) {
      if (!is_twin(*other) || other->text("removed_on") != removal.removed_on || is_before(other->listed_as_of)) continue;
      const std::string subject = subject_of(*other);
      if (auto done = settle(kListedAfterRemoval, subject, other->text("party"), place); !done) return done.error();
    }
    return **fate;
  }
  std::vector<Listing*> twins, open_ones;
  for (Listing* other : others) {
    const bool twin = *fate && is_twin(*other);
    // What corrects the removal under one document corrects it under the other.
    const bool corrected = twin && !removal.published_on.empty() && removed_for_good(*other) && other->text("removed_on") != removal.removed_on &&
                           !is_before(told_removed_as_of(*other));
    // Nor is what a step alone ended told of its list by that.
    const bool untold = twin && !removal.published_on.empty() && listed_in(other->row, "removed_on").empty();
    if (is_meant(*other, removal, repeats) && (corrected || untold || !removed_for_good(*other))) (twin ? twins : open_ones).push_back(other);
  }
  const auto settled = settle_unclear(of, party, *fate || !open_ones.empty(), place);
  if (!settled) return settled.error();
  for (Listing* twin : twins) {
    if (auto done = remove_among({twin}, removal, repeats, place); !done) return done.error();
  }
  const auto alike = [&](std::string_view column) {
    return std::all_of(open_ones.begin(), open_ones.end(), [&](const Listing* one) { return one->text(column) == open_ones.front()->text(column); });
  };
  const bool one_listing = alike("party") || alike("published_on");
  if (!open_ones.empty() && (*fate || !one_listing)) {
    if (auto done = tell_unclear(of, record, removal, open_ones, place); !done) return done.error();
    return *fate ? **fate : Fate::waiting;
  }
  if (*fate) return **fate;
  fate = remove_among(others, removal, repeats, place);
  if (!fate) return fate.error();
  return *fate ? Result<Fate>(**fate) : wait(of, record, removal, place);
}

// A removal of the case takes effect, or asks anew: what was unclear before is so no more.
Result<void> Plan::settle_unclear(Case& of, std::string_view party, bool answered, Place place) {
  if (!answered) return {};
  for (const std::string& subject : std::exchange(of.unclear, {})) {
    if (auto done = settle(kUnclearRemoval, subject, party, place); !done) return done;
  }
  return {};
}

Result<void> Plan::absent(Listing& listing, const std::string& day, bool remove_it, Place place) {
  return remove_it ? remove(listing, {day, {}, {}, kAbsentGround, {}, day, {}}, day, place) : propose(listing, day, place);
}

Result<void> Plan::propose(const Listing& listing, const std::string& day, Place place) {
  const auto key = std::pair(std::string(kAbsent), subject_of(listing));
  const auto planned = findings_.find(key);
  const bool settled = planned != findings_.end() && planned->second.detail.empty();
  if (planned != findings_.end() && !settled) return {};  // a list of an earlier day left it out
  auto before = standing_.left_out_on(key.second);
  if (!before) return before.error();
  if (!before->empty() && (*before == day || (*before < day && !settled))) {
    if (settled) findings_.erase(planned);
    return {};
  }
  findings_[key] = {std::string(listing.text("party")), absence_detail(listing, day), place};
  return {};
}

}  // namespace plumb::registry::court
