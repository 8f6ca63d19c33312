#include "runtime/registry/court/plan.hpp"

#include <algorithm>
#include <array>
#include <bitset>
#include <boost/json.hpp>
#include <span>

#include "runtime/identity/form.hpp"
#include "runtime/registry/beneath.hpp"
#include "runtime/registry/court/named.hpp"
#include "runtime/registry/court/originals.hpp"
#include "runtime/registry/court/plan_texts.hpp"
#include "runtime/registry/court/record_columns.hpp"
#include "runtime/registry/entry_layers.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::court {

namespace json = boost::json;
using feed::CourtRecord;
using feed::Field;

void Plan::forget() {
  standing_.forget();
  findings_.clear();
  events_.clear();
  party_by_id_.clear();
  parties_.clear();
}

// Of several records that name a party the last one says its kind.
void Plan::plan_party(const CourtRecord& record, const PartyCases& cases, Place place) {
  const std::string& id = text_of(record, Field::party);
  const auto known = party_by_id_.find(id);
  PlannedParty& party = known != party_by_id_.end() ? *known->second : parties_.emplace_back();
  if (known == party_by_id_.end()) {
    party.id = id;
    party_by_id_.emplace(party.id, &party);
  }
  party.kind = record.party_kind;
  party.place = place;
  party.cases = &cases;
}

Listing Plan::as_listing(const CourtRecord& record) const {
  Listing listing;
  listing.row.values.resize(shape(Table::entries).columns.size());
  std::array<const char*, feed::kFieldCount> left_out{};
  size_t count = 0;
  for (const Field field : fields_by_column()) {
    if (record.value(field)) listing.row.values[column_of(field)] = {*record.value(field), true};
    const bool of_removal = field == Field::removal_kind || field == Field::removal_ground;
    if ((of_removal ? record.value(Field::removed_on).has_value() : is_plain(field)) && !says(record, field)) left_out[count++] = feed::shape(field).column;
  }
  listing.row.originals = originals_of(record, std::span(left_out).first(count));
  listing.listed_as_of = day_;
  if (listing.removed()) listing.removed_as_of = day_;
  return listing;
}

Result<void> Plan::open(std::string_view kind, const std::string& subject, std::string_view party, std::string detail, Place place) {
  const auto key = std::pair(std::string(kind), subject);
  const auto planned = findings_.find(key);
  if (planned != findings_.end() && !planned->second.detail.empty()) return {};
  auto stands = standing_.has_finding(kind, subject);
  if (!stands) return stands.error();
  // One that stands says since when; telling it again would only say that it still does.
  if (*stands) {
    if (planned != findings_.end()) findings_.erase(planned);
    return {};
  }
  findings_[key] = {std::string(party), std::move(detail), place};
  return {};
}

Result<void> Plan::settle(std::string_view kind, const std::string& subject, std::string_view party, Place place) {
  const auto key = std::pair(std::string(kind), subject);
  auto stands = standing_.has_finding(kind, subject);
  if (!stands) return stands.error();
  if (*stands)
    findings_[key] = {std::string(party), {}, place};
  else
    findings_.erase(key);
  return {};
}

Result<void> Plan::tell_listed_after_removal(const Listing& listing, std::string_view day, Place place) {
  json::object detail;
  for (const char* column : {"case_no", "published_on", "removed_on", "court"}) add_member(detail, column, listing.text(column));
  add_member(detail, "as_of", day);
  return open(kListedAfterRemoval, subject_of(listing), listing.text("party"), json::serialize(detail), place);
}

Fate Plan::set_aside(const CourtRecord& record, Place place) {
  json::object detail;
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (column_of(field) != kNoColumn && record.value(field)) detail[feed::shape(field).column] = *record.value(field);
  }
  const std::string& party = text_of(record, Field::party);
  const std::string subject = subject_of(text_of(record, Field::case_no), party, text_of(record, Field::published_on));
  findings_[{"entry_on_minor", subject}] = {party, json::serialize(detail), place};
  return Fate::set_aside;
}

Result<Fate> Plan::entry(const CourtRecord& record, Place place, std::optional<Listing> anew) {
  const std::string& party = text_of(record, Field::party);
  if (identity::was_minor_on(party, *Date::parse(text_of(record, Field::published_on)))) return set_aside(record, place);
  auto found = standing_.of(party, text_of(record, Field::case_no));
  if (!found) return found.error();
  Case& of = **found;
  Listing* const listing = listing_of(of, party, text_of(record, Field::published_on));
  const auto fate = listing == nullptr ? add(of, record, place, std::move(anew)) : update(*listing, record, place);
  if (!fate) return fate;
  if (*fate == Fate::taken && (record.value(Field::name) || record.party_kind)) plan_party(record, *of.party, place);
  // Under two documents it is one listing still: who is on the list under one is not left out under the other.
  for (Listing& twin : of.listings) {
    if (listing == nullptr || &twin == listing || !listing->in_push || twin.text("published_on") != listing->text("published_on")) continue;
    twin.in_push = true;
    if (record.value(Field::removed_on)) continue;
    if (auto done = show_again(twin, place); !done) return done.error();
  }
  return fate;
}

// It is on the list as of this push, where that was not known: lists of later days may have left it out.
void Plan::show_to_stand(Listing& listing, Place place) const {
  listing.stood_on = day_;
  listing.source = place.source;
  listing.source_row = place.record;
}

// What a full push left out under one document, and this push lists under another of the party, stands under both.
Result<void> Plan::show_again(Listing& twin, Place place) {
  const std::string subject = subject_of(twin);
  auto proposed = standing_.left_out_on(subject);
  if (!proposed) return proposed.error();
  if (!is_before(*proposed)) {
    if (!proposed->empty()) show_to_stand(twin, place);
    if (auto done = settle(kAbsent, subject, twin.text("party"), place); !done) return done;
  }
  if (!twin.removed_by_absence() || is_before(twin.removed_as_of)) return {};
  take_steps_off(twin.row);
  clear_removal(twin.row);
  if (auto done = steps_.put_over_pushed(twin.row); !done) return done;
  twin.removed_as_of.clear();
  twin.changed = true;
  show_to_stand(twin, place);
  ++relisted_;
  return {};
}

// The listing of that day: under this identifier, else under another document of the party, rather one that stands than a removed one.
Listing* Plan::listing_of(Case& of, std::string_view party, std::string_view published_on) {
  Listing* found = nullptr;
  for (Listing& one : of.listings) {
    if (one.text("published_on") != published_on) continue;
    if (one.text("party") == party) return &one;
    if (found == nullptr || (found->removed() && !one.removed())) found = &one;
  }
  return found;
}

Result<Fate> Plan::add(Case& of, const CourtRecord& record, Place place, std::optional<Listing> anew) {
  Listing listing = anew ? *std::move(anew) : as_listing(record);
  ++added_;
  if (record.value(Field::removed_on)) {
    const auto told_steps = tell_steps(listing.row, {text_of(record, Field::removed_on), {}, {}, {}, documents_in(record), day_, {}}, place);
    if (!told_steps) return told_steps.error();
  }
  if (auto done = steps_.put_over_pushed(listing.row); !done) return done.error();
  listing.in_push = listing.changed = true;
  wrongly_made_seen_ = wrongly_made_seen_ || is_wrongly_made(listing.text("removal_ground"));
  const std::string published = text_of(record, Field::published_on);
  // Listed anew after a removal is a later day of publication; an earlier one is a listing that the removal should have met.
  const bool before_removal = std::any_of(of.listings.begin(), of.listings.end(), [&](const Listing& other) {
    return other.removed() && !other.removed_by_absence() && other.text("removed_on") > published;
  });
  of.listings.push_back(std::move(listing));
  Listing& added = of.listings.back();
  show_to_stand(added, place);
  if (auto done = apply_waiting(of, added, record.value(Field::removed_on).has_value(), place); !done) return done.error();
  if (before_removal && !added.removed()) {
    if (auto done = tell_listed_after_removal(added, day_, place); !done) return done.error();
  }
  return Fate::taken;
}

// What a listing says with what the record says put over it, each column as far as no later push named it. `late`: a later push listed the entry.
Row Plan::merged_row(const Listing& listing, const CourtRecord& record, bool late) const {
  Row merged = listing.row;
  NamedDays days = named_days_of(merged);
  std::bitset<feed::kFieldCount> taken;
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const char* const column = feed::shape(field).column;
    if (is_removal_field(field)) continue;
    const auto named = days.find(column);
    const bool said = says(record, field);
    if (said && !is_before(named != days.end() ? named->second : listing.listed_as_of)) {
      taken.set(i);
      merged.values[column_of(field)] = {text_of(record, field), record.value(field).has_value()};
      if (late && named != days.end())
        named->second = day_;
      else if (named != days.end())
        days.erase(named);
    } else if (!said && is_plain(field) && named == days.end() && listing.listed_as_of < day_) {
      days[column] = listing.listed_as_of;
    }
  }
  merge_removal(merged, days, listing, record, taken);
  std::optional<CourtRecord> news;
  if (late) news = news_of(record, taken);
  merged.originals = originals_with(merged.originals, news ? *news : record, days);
  return merged;
}

// The removal that an entry's record brings, as far as no later word of the court told one.
void Plan::merge_removal(Row& merged, NamedDays& days, const Listing& listing, const CourtRecord& record, std::bitset<feed::kFieldCount>& taken) const {
  const std::string& on = text_of(record, Field::removed_on);
  const std::string told = told_removed_as_of(listing);
  const bool late = is_before(told);
  const bool again = !listing.removed_by_absence() && text_in(merged, "removed_on") == on;
  if (late && !again) return;
  if (!on.empty() && !late) {
    taken.set(static_cast<size_t>(Field::removed_on));
    set(merged, "removed_on", on);
  }
  for (const Field field : {Field::removal_kind, Field::removal_ground}) {
    if (on.empty()) {  // a word without its removal
      if (!says(record, field) || late) continue;
      taken.set(static_cast<size_t>(field));
      set(merged, feed::shape(field).column, text_of(record, field));
    } else if (merge_removal_word(merged, days, {feed::shape(field).column, text_of(record, field), again, told, day_}))
      taken.set(static_cast<size_t>(field));
  }
}

Result<Fate> Plan::update(Listing& listing, const CourtRecord& record, Place place) {
  const bool late = is_before(listing.listed_as_of);
  const bool before_removal = is_before(listing.removed_as_of);
  const bool removes = record.value(Field::removed_on).has_value();
  const bool by_absence = listing.removed_by_absence();
  listing.in_push = true;
  Listing listed = listing;  // without what steps make of it, which is for them to say
  take_steps_off(listed.row);
  Row merged = merged_row(listed, record, late);
  // Of another court than was known, lists of the one it had do not speak of it, and those of the new one do.
  const bool moved = text_in(merged, "court") != text_in(listed.row, "court");
  const bool shown_again = by_absence && !removes && (!before_removal || moved);
  if (shown_again) {
    clear_removal(merged);
  }
  if (shown_again || moved) show_to_stand(listing, place);
  // Said once in this push, it is what the court says now, whatever an earlier push said twice.
  for (const std::string_view party : {std::string_view(text_of(record, Field::party)), listing.text("party")}) {
    const std::string subject = subject_of(listing.text("case_no"), party, listing.text("published_on"));
    if (auto done = settle_contradiction(record, subject, party, place); !done) return done.error();
  }
  const bool differs = !beneath::same(merged, listed.row);
  // Which columns the push left out is kept too, and is no news to anybody.
  const bool remembers = merged.originals != listed.row.originals && named_days_of(merged) != named_days_of(listed.row);
  // An explicit removal counts over one by absence, of whatever day.
  const bool told_removal = removes && !is_before(told_removed_as_of(listing));
  bool new_step = false;
  if (told_removal || (removes && text_in(merged, "removed_on") == text_of(record, Field::removed_on))) {
    const auto told_steps = tell_steps(merged, {text_of(record, Field::removed_on), {}, {}, {}, documents_in(record), day_, {}}, place);
    if (!told_steps) return told_steps.error();
    new_step = *told_steps;
  }
  if (auto done = steps_.put_over_pushed(merged); !done) return done.error();
  if (!before_removal) {
    const std::string subject = subject_of(listing);
    // An older push does not show that the entry stands again on the list that left it out.
    auto proposed = standing_.left_out_on(subject);
    if (!proposed) return proposed.error();
    if (!is_before(*proposed) || moved) {
      if (!proposed->empty() && !moved) show_to_stand(listing, place);
      if (auto done = settle(kAbsent, subject, listing.text("party"), place); !done) return done.error();
    }
    if (removes && !late) {
      if (auto done = settle(kListedAfterRemoval, subject, listing.text("party"), place); !done) return done.error();
    } else if (!removes && (!by_absence || shown_again) && !text_in(merged, "removed_on").empty()) {
      if (auto done = tell_listed_after_removal(listing, day_, place); !done) return done.error();
    }
  }
  if (!late && listing.listed_as_of < day_) {
    listing.listed_as_of = day_;
    listing.confirmed = true;
  }
  if (told_removal && (by_absence || listing.removed_as_of < day_)) {
    listing.removed_as_of = day_;
    listing.confirmed = true;
  }
  if (!differs && !remembers) {
    const bool otherwise_removed = removes && text_in(listed.row, "removed_on") != text_of(record, Field::removed_on);
    const bool says_otherwise = (late && differs_from(listing, record)) || (by_absence && before_removal) || otherwise_removed;
    return new_step ? Fate::taken : says_otherwise ? Fate::late : Fate::unchanged;
  }
  relisted_ += shown_again ? 1 : 0;
  listing.row = std::move(merged);
  wrongly_made_seen_ = wrongly_made_seen_ || is_wrongly_made(listing.text("removal_ground"));
  if (shown_again) listing.removed_as_of.clear();
  listing.changed = true;
  listing.source = place.source;
  listing.source_row = place.record;
  return differs || new_step ? Fate::taken : Fate::unchanged;
}

}  // namespace plumb::registry::court
