#include "runtime/registry/court/plan.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "runtime/identity/form.hpp"
#include "runtime/registry/court/originals.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::court {

namespace {

namespace json = boost::json;
using feed::CourtRecord;
using feed::Field;

constexpr size_t kNoColumn = SIZE_MAX;

// The entries' column of each field.
size_t column_of(Field field) {
  static const std::array<size_t, feed::kFieldCount> kColumns = [] {
    std::array<size_t, feed::kFieldCount> columns{};
    for (size_t i = 0; i < feed::kFieldCount; ++i) {
      const auto one = static_cast<Field>(i);
      columns[i] = one < Field::removal_document ? entry_column(feed::shape(one).column) : kNoColumn;
    }
    return columns;
  }();
  return kColumns[static_cast<size_t>(field)];
}

void set(Row& row, std::string_view column, std::string_view text) { row.values[entry_column(column)] = {std::string(text), !text.empty()}; }

const std::string& text_of(const CourtRecord& record, Field field) {
  static const std::string kNothing;
  const auto& value = record.value(field);
  return value ? *value : kNothing;
}

bool is_removal_field(Field field) { return field == Field::removed_on || field == Field::removal_kind || field == Field::removal_ground; }

void add_member(json::object& object, const char* key, std::string_view text) {
  if (!text.empty()) object[key] = json::string_view(text.data(), text.size());
}

// Whether the record says of the entry itself what is not known of it.
bool differs_from(const Listing& listing, const CourtRecord& record) {
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const size_t column = column_of(field);
    if (column == kNoColumn || field == Field::case_no || field == Field::party || is_removal_field(field) || !record.names(field)) continue;
    const Value& value = listing.row.values[column];
    if (!record.value(field) && field == Field::publishable) continue;
    if (value.present != record.value(field).has_value() || (value.present && value.text != *record.value(field))) return true;
  }
  return false;
}

}  // namespace

std::string key_of(const CourtRecord& record) {
  const bool removal = record.kind == CourtRecord::Kind::removal;
  const std::string listing = subject_of(text_of(record, Field::case_no), text_of(record, Field::party), text_of(record, Field::published_on));
  // Without the day of its listing a removal is told from another of the same case by its own day.
  const bool nameless = removal && !record.value(Field::published_on);
  return (removal ? "-" : "+") + listing + (nameless ? "@" + text_of(record, Field::removed_on) : std::string());
}

Listing Plan::from_record(const CourtRecord& record, const std::string& originals) const {
  Listing listing;
  listing.row.values.resize(shape(Table::entries).columns.size());
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (column_of(field) != kNoColumn && record.value(field)) listing.row.values[column_of(field)] = {*record.value(field), true};
  }
  listing.row.originals = originals;
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
  return open(kListedAfterRemoval, subject_of(listing.text("case_no"), listing.text("party"), listing.text("published_on")), listing.text("party"),
              json::serialize(detail), place);
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

Result<Fate> Plan::entry(const CourtRecord& record, Place place) {
  const std::string& party = text_of(record, Field::party);
  if (identity::was_minor_on(party, *Date::parse(text_of(record, Field::published_on)))) return set_aside(record, place);
  auto found = standing_.of(party, text_of(record, Field::case_no));
  if (!found) return found.error();
  Case& of = **found;
  const std::string originals = originals_of(record);
  const auto listing = std::find_if(of.listings.begin(), of.listings.end(),
                                    [&](const Listing& one) { return one.text("published_on") == text_of(record, Field::published_on); });
  const auto fate = listing == of.listings.end() ? add(of, record, from_record(record, originals), place) : update(*listing, record, originals, place);
  if (!fate) return fate;
  if (*fate == Fate::taken && (record.value(Field::name) || record.party_kind)) parties_[party] = {record.party_kind, text_of(record, Field::name), place};
  return fate;
}

Result<Fate> Plan::add(Case& of, const CourtRecord& record, Listing listing, Place place) {
  listing.in_push = listing.changed = true;
  listing.source = place.source;
  listing.source_row = place.record;
  wrongly_made_seen_ = wrongly_made_seen_ || is_wrongly_made(text_of(record, Field::removal_ground));
  const std::string published = text_of(record, Field::published_on);
  // Listed anew after a removal is a later day of publication; an earlier one is a listing that the removal should have met.
  const bool before_removal = std::any_of(of.listings.begin(), of.listings.end(), [&](const Listing& other) {
    return other.removed() && !other.removed_by_absence() && other.text("removed_on") > published;
  });
  of.listings.push_back(std::move(listing));
  Listing& added = of.listings.back();
  if (added.removed()) return Fate::taken;
  if (auto done = apply_waiting(of, added, place); !done) return done.error();
  if (before_removal && !added.removed()) {
    if (auto done = tell_listed_after_removal(added, day_, place); !done) return done.error();
  }
  return Fate::taken;
}

// What stands with what the record says put over it, as far as no later push said otherwise. `late`: a later push listed the entry, so that at
// most what the record says of its removal is news.
Row Plan::merged_row(const Listing& listing, const CourtRecord& record, const std::string& originals, bool late) const {
  Row merged = listing.row;
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    const size_t column = column_of(field);
    // A key that stands in the record says something, if only that there is nothing; one that does not leaves what is known.
    if (column == kNoColumn || field == Field::case_no || field == Field::party || !record.names(field)) continue;
    const bool of_removal = is_removal_field(field);
    if (of_removal ? is_before(listing.removed_as_of) : late) continue;
    if (!record.value(field) && (of_removal || field == Field::publishable)) continue;
    merged.values[column] = {text_of(record, field), record.value(field).has_value()};
  }
  merged.originals = merged_originals(originals_left(merged.originals, record), originals);
  return merged;
}

Result<Fate> Plan::update(Listing& listing, const CourtRecord& record, const std::string& originals, Place place) {
  const bool late = is_before(listing.listed_as_of);
  const bool before_removal = is_before(listing.removed_as_of);
  const bool removes = record.value(Field::removed_on).has_value();
  const bool by_absence = listing.removed_by_absence();
  // A list that left it out said the last word on an entry that an earlier one lists.
  listing.in_push = listing.in_push || !before_removal;
  Row merged = merged_row(listing, record, originals, late);
  const bool shown_again = by_absence && !removes && !before_removal;
  if (shown_again) {
    for (const char* column : {"removed_on", "removal_kind", "removal_ground"}) set(merged, column, "");
  }
  const bool differs = !std::equal(merged.values.begin(), merged.values.end(), listing.row.values.begin(),
                                   [](const Value& a, const Value& b) { return a.present == b.present && (!a.present || a.text == b.text); });
  if (!before_removal) {
    const std::string subject = subject_of(listing.text("case_no"), listing.text("party"), listing.text("published_on"));
    // An older push does not show that the entry stands again on the list that left it out.
    auto proposed = standing_.left_out_on(subject);
    if (!proposed) return proposed.error();
    if (!is_before(*proposed)) {
      if (auto done = settle(kAbsent, subject, listing.text("party"), place); !done) return done.error();
    }
    if (listing.removed() && !by_absence && !removes) {
      if (auto done = tell_listed_after_removal(listing, day_, place); !done) return done.error();
    }
  }
  if (!late && listing.listed_as_of < day_) {
    listing.listed_as_of = day_;
    listing.confirmed = true;
  }
  if (!differs) {
    const bool says_otherwise = (late && differs_from(listing, record)) || (by_absence && before_removal);
    return says_otherwise ? Fate::late : Fate::unchanged;
  }
  relisted_ += shown_again ? 1 : 0;
  wrongly_made_seen_ = wrongly_made_seen_ || is_wrongly_made(text_of(record, Field::removal_ground));
  listing.row = std::move(merged);
  if (shown_again) listing.removed_as_of.clear();
  if (removes && !before_removal) listing.removed_as_of = std::max(listing.removed_as_of, day_);
  listing.changed = true;
  listing.source = place.source;
  listing.source_row = place.record;
  return Fate::taken;
}

// Takes the removal that waits for this listing, if one does: the one that names its day, else the first after its publication.
Result<void> Plan::apply_waiting(Case& of, Listing& listing, Place place) {
  const std::string published(listing.text("published_on"));
  Waiting* match = nullptr;
  for (Waiting& waiting : of.waiting) {
    if (waiting.settled) continue;
    const bool fits = waiting.published_on.empty() ? waiting.removed_on >= published : waiting.published_on == published;
    if (!fits) continue;
    const bool better = match == nullptr || (match->published_on.empty() && (!waiting.published_on.empty() || waiting.removed_on < match->removed_on));
    if (better) match = &waiting;
  }
  if (match == nullptr) return {};
  match->settled = true;
  if (auto done = settle(kRemovalWithoutEntry, match->subject, listing.text("party"), place); !done) return done;
  return remove(listing, {match->removed_on, match->published_on, match->removal_kind, match->removal_ground, match->document, match->as_of, match->originals},
                match->as_of, place);
}

// `told_on`: the day of the push that told the removal. An entry that a later push listed is removed all the same, and the court told:
// so would it be had the pushes come in order.
Result<void> Plan::remove(Listing& listing, const Removal& removal, std::string_view told_on, Place place) {
  const bool listed_later = !told_on.empty() && listing.listed_as_of > told_on && !listing.removed_by_absence();
  listing.row.originals = merged_originals(listing.row.originals, removal.originals);
  set(listing.row, "removed_on", removal.removed_on);
  set(listing.row, "removal_kind", removal.removal_kind);
  set(listing.row, "removal_ground", removal.removal_ground);
  listing.changed = true;
  listing.source = place.source;
  listing.source_row = place.record;
  listing.removed_as_of = std::max(listing.removed_as_of, std::string(told_on));
  wrongly_made_seen_ = wrongly_made_seen_ || is_wrongly_made(removal.removal_ground);
  const std::string subject = subject_of(listing.text("case_no"), listing.text("party"), listing.text("published_on"));
  if (auto done = settle(kAbsent, subject, listing.text("party"), place); !done) return done;
  const std::string event = subject_of(listing.text("case_no"), listing.text("party"), removal.removed_on) + "|" + removal.document;
  if (!removal.document.empty() && events_met_.insert(event).second) {
    events_.push_back({std::string(listing.text("case_no")), std::string(listing.text("party")), std::string(listing.text("published_on")), removal.removed_on,
                       std::string(listing.text("court")), removal.document, place});
  }
  return listed_later ? tell_listed_after_removal(listing, listing.listed_as_of, place) : Result<void>();
}

// An entry that is removed already, by the court's words: said again, or corrected.
Result<Fate> Plan::amend(Listing& listing, const Removal& removal, Place place) {
  const bool same = listing.text("removed_on") == removal.removed_on && listing.text("removal_kind") == removal.removal_kind &&
                    listing.text("removal_ground") == removal.removal_ground;
  if (same) {
    if (listing.removed_as_of < day_) {
      listing.removed_as_of = day_;
      listing.confirmed = true;
    }
    return Fate::unchanged;
  }
  if (is_before(listing.removed_as_of)) return Fate::late;
  if (auto done = remove(listing, removal, day_, place); !done) return done.error();
  return Fate::removed;
}

Result<Fate> Plan::wait(Case& of, const CourtRecord& record, const Removal& removal, Place place) {
  const std::string& case_no = text_of(record, Field::case_no);
  const std::string& party = text_of(record, Field::party);
  const std::string subject = subject_of(case_no, party, removal.removed_on) + "|" + removal.published_on;
  json::object detail;
  detail["case_no"] = case_no;
  add_member(detail, "removed_on", removal.removed_on);
  add_member(detail, "published_on", removal.published_on);
  add_member(detail, "removal_kind", removal.removal_kind);
  add_member(detail, "removal_ground", removal.removal_ground);
  add_member(detail, "removal_document", removal.document);
  add_member(detail, "as_of", day_);
  if (!removal.originals.empty()) detail["originals"] = json::parse(removal.originals);
  // Of one entry one removal waits, the one that was told last; those that name no entry may be about several.
  const auto known = std::find_if(of.waiting.begin(), of.waiting.end(), [&](const Waiting& one) {
    return !one.settled && (removal.published_on.empty() ? one.subject == subject : one.published_on == removal.published_on);
  });
  bool same = false;
  if (known != of.waiting.end()) {
    same = known->subject == subject && known->removal_kind == removal.removal_kind && known->removal_ground == removal.removal_ground &&
           known->document == removal.document;
    if (same && day_ <= known->as_of) return Fate::unchanged;
    if (is_before(known->as_of)) return Fate::late;
    if (known->subject != subject) {
      if (auto done = settle(kRemovalWithoutEntry, known->subject, party, place); !done) return done.error();
    }
    *known = {subject, removal.removed_on, removal.published_on, removal.removal_kind, removal.removal_ground, removal.document, day_, removal.originals};
  } else {
    of.waiting.push_back(
        {subject, removal.removed_on, removal.published_on, removal.removal_kind, removal.removal_ground, removal.document, day_, removal.originals});
  }
  findings_[{kRemovalWithoutEntry, subject}] = {party, json::serialize(detail), place};
  return same ? Fate::unchanged : Fate::waiting;
}

Result<Fate> Plan::removal(const CourtRecord& record, Place place) {
  auto found = standing_.of(text_of(record, Field::party), text_of(record, Field::case_no));
  if (!found) return found.error();
  Case& of = **found;
  const Removal removal{text_of(record, Field::removed_on),
                        text_of(record, Field::published_on),
                        text_of(record, Field::removal_kind),
                        text_of(record, Field::removal_ground),
                        text_of(record, Field::removal_document),
                        day_,
                        removal_originals_of(record)};
  const auto removed_for_good = [](const Listing& listing) { return listing.removed() && !listing.removed_by_absence(); };
  // Sent again, so it says nothing of what was listed anew on its very day.
  const bool repeats = removal.published_on.empty() && std::any_of(of.listings.begin(), of.listings.end(), [&](const Listing& listing) {
                         return removed_for_good(listing) && listing.text("removed_on") == removal.removed_on;
                       });
  const auto means = [&](const Listing& listing) {
    const std::string_view published = listing.text("published_on");
    if (!removal.published_on.empty()) return published == removal.published_on;
    return published < removal.removed_on || (published == removal.removed_on && !repeats);
  };
  bool any = false;
  for (Listing& listing : of.listings) {
    if (!means(listing) || removed_for_good(listing)) continue;
    if (auto done = remove(listing, removal, day_, place); !done) return done.error();
    any = true;
  }
  if (any) return Fate::removed;
  // All are removed. Which one a removal without its day of publication corrects cannot be told unless it repeats the day of removal; it may
  // as well be about a listing that has not come.
  for (Listing& listing : of.listings) {
    const bool corrects = removal.published_on.empty() ? repeats && listing.text("removed_on") == removal.removed_on : means(listing);
    if (corrects) return amend(listing, removal, place);
  }
  return wait(of, record, removal, place);
}

Result<void> Plan::contradiction(const CourtRecord& earlier, const CourtRecord& later, Place first, Place last) {
  json::object detail;
  detail["case_no"] = text_of(later, Field::case_no);
  add_member(detail, "published_on", text_of(later, Field::published_on));
  add_member(detail, "removed_on", text_of(later, Field::removed_on));
  add_member(detail, "as_of", day_);
  detail["records"] = json::array{first.record, last.record};
  json::array columns;
  for (size_t i = 0; i < feed::kFieldCount; ++i) {
    const auto field = static_cast<Field>(i);
    if (earlier.value(field) != later.value(field)) columns.emplace_back(feed::shape(field).column);
  }
  detail["columns"] = columns;
  const std::string& party = text_of(later, Field::party);
  const std::string subject = subject_of(text_of(later, Field::case_no), party, text_of(later, Field::published_on));
  return open(kContradicting, subject, party, json::serialize(detail), last);
}

Result<void> Plan::absent(Listing& listing, bool remove_it, Place place) {
  if (remove_it) {
    const std::string told_on = day_;
    return remove(listing, {day_, {}, {}, kAbsentGround, {}, day_, {}}, day_, place);
  }
  json::object detail;
  for (const char* column : {"case_no", "published_on", "court"}) add_member(detail, column, listing.text(column));
  add_member(detail, "as_of", day_);
  return open(kAbsent, subject_of(listing.text("case_no"), listing.text("party"), listing.text("published_on")), listing.text("party"), json::serialize(detail),
              place);
}

}  // namespace plumb::registry::court
