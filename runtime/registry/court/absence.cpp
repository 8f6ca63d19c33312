#include "runtime/registry/court/absence.hpp"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "runtime/feed/case_number.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/registry/court/plan_texts.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/spoken.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

namespace {

struct LiveEntry {
  std::string party, case_no, published_on;
};

// Entries of the courts that stood on the list's day as far as is known, of which no later push spoke; also those that a list of that day or a later
// one removed.
Result<std::vector<LiveEntry>> entries_of(Database& database, const FullList& list) {
  auto rows = database.prepare(std::string("SELECT i.id, e.case_no, e.published_on, e.court FROM entries e JOIN identifiers i ON i.number = e.party") +
                               kSpokenOfEntry + " WHERE e.revision_to IS NULL AND i.key NOTNULL AND e.published_on <= ?1 AND e.court IS NOT NULL AND " +
                               kListedAsOf + " <= ?1 AND (e.removed_on IS NULL OR (e.removal_ground = ?2 AND " + kRemovedAsOf + " >= ?1)) ORDER BY e.row");
  if (!rows) return rows.error();
  rows->bind(1, list.day);
  rows->bind(2, std::string_view(kAbsentGround));
  std::vector<LiveEntry> found;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    if (list.courts.contains(std::string(rows->text(3)))) found.push_back({std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2))});
  }
  if (status != SQLITE_DONE) return database.error();
  return found;
}

// Subject of an entry that somebody kept on the list though full lists left it out → the latest day of such a list.
using Kept = std::map<std::string, std::string>;

Result<Kept> kept_entries(Database& database) {
  auto rows = database.prepare(
      "SELECT subject, max(coalesce(json_extract(detail, '$.kept_until'), json_extract(detail, '$.as_of'))) FROM findings WHERE kind = 'absent_from_full_push' "
      "AND revision_to IS NOT NULL"
      " AND json_valid(detail) AND json_extract(detail, '$.dismissed_by') IS NOT NULL GROUP BY subject");
  if (!rows) return rows.error();
  Kept kept;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) kept.emplace(rows->text(0), rows->text(1));
  if (status != SQLITE_DONE) return database.error();
  return kept;
}

bool is_kept(const Kept& kept, const Listing& listing, std::string_view day) {
  if (kept.empty()) return false;
  const auto found = kept.find(subject_of(listing));
  return found != kept.end() && found->second >= day;
}

// A push of this day or a later one listed it under another document of the party.
bool stands_by_another(const Case& of, const Listing& listing, std::string_view day) {
  return of.listings.size() > 1 && std::any_of(of.listings.begin(), of.listings.end(), [&](const Listing& other) {
           return &other != &listing && other.text("published_on") == listing.text("published_on") && other.listed_as_of >= day;
         });
}

// How many entries that were known before the list names.
uint64_t named_by(Plan& plan, const FullList& list) {
  uint64_t named = 0;
  for (PartyCases& party : plan.standing().parties()) {
    for (auto& [number, one] : party.cases) {
      for (const Listing& listing : one.listings) {
        const bool stood = listing.in_push && listing.number != 0 && (!listing.removed() || listing.removed_by_absence());
        named += stood && list.could_name(listing.text("court"), listing.text("published_on")) ? 1 : 0;
      }
    }
  }
  return named;
}

// An entry that the push shows to stand.
struct Shown {
  const Case* of;
  Listing* listing;
  std::string published_on;
  std::string kept_until;  // the latest list against which somebody kept it; empty: none
  bool proposed = false, removed = false;
};

// By court.
Result<std::unordered_map<std::string, std::vector<Shown>>> shown_by(Database& database, Plan& plan) {
  const auto kept = kept_entries(database);
  if (!kept) return kept.error();
  std::unordered_map<std::string, std::vector<Shown>> shown;
  for (PartyCases& party : plan.standing().parties()) {
    for (auto& [number, one] : party.cases) {
      for (Listing& listing : one.listings) {
        if (listing.stood_on.empty() || listing.removed()) continue;
        const auto found = kept->empty() ? kept->end() : kept->find(subject_of(listing));
        shown[std::string(listing.text("court"))].push_back(
            {&one, &listing, std::string(listing.text("published_on")), found == kept->end() ? std::string() : found->second});
      }
    }
  }
  return shown;
}

}  // namespace

std::optional<int64_t> parse_share(std::string_view percent) {
  percent = identity::trim(percent);
  if (percent.ends_with('%')) percent.remove_suffix(1);
  const size_t point = std::min(percent.find('.'), percent.size());
  const std::string_view whole = percent.substr(0, point);
  std::string fraction(percent.substr(std::min(point + 1, percent.size())));
  const auto digits = [](std::string_view text) { return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }); };
  if (whole.empty() || whole.size() > 3 || fraction.size() > 4 || !digits(whole) || !digits(fraction) || (point < percent.size() && fraction.empty()))
    return std::nullopt;
  fraction.resize(4, '0');
  const int64_t value = std::stoll(std::string(whole)) * kSharePercent + std::stoll(fraction);
  return value <= 100 * kSharePercent ? std::optional(value) : std::nullopt;
}

Result<int64_t> share_of(Database& database) {
  auto row = database.prepare("SELECT value FROM settings WHERE name = ? AND revision_to IS NULL");
  if (!row) return row.error();
  row->bind(1, std::string_view(kShareSetting));
  const int status = row->step();
  if (status == SQLITE_DONE) return kDefaultShare;
  if (status != SQLITE_ROW) return database.error();
  const auto share = parse_share(row->text(0));
  if (!share) return failure("import.share", std::string(row->text(0)));
  return *share;
}

Result<void> propose_absent(Database& database, Plan& plan, FullList& list, Place place) {
  auto stood = entries_of(database, list);
  if (!stood) return stood.error();
  list.live = named_by(plan, list);
  std::vector<Listing*> absent;
  for (const LiveEntry& entry : *stood) {
    auto of = plan.standing().of(entry.party, feed::canonical_case_number(entry.case_no));
    if (!of) return of.error();
    for (Listing& listing : (*of)->listings) {
      const bool meant = listing.text("case_no") == entry.case_no && listing.text("party") == entry.party && listing.text("published_on") == entry.published_on;
      const bool stands = !listing.removed() || (listing.removed_by_absence() && listing.removed_as_of >= list.day);
      if (!meant || listing.in_push || !stands) continue;
      ++list.live;
      if (!stands_by_another(**of, listing, list.day)) absent.push_back(&listing);
    }
  }
  if (!absent.empty()) {
    const auto kept = kept_entries(database);
    if (!kept) return kept.error();
    std::erase_if(absent, [&](const Listing* listing) { return is_kept(*kept, *listing, list.day); });
  }
  list.absent = absent.size();
  const bool removes = list.may_remove();
  for (Listing* listing : absent) {
    // A list of a later day removed it, or one of this very day.
    if (listing->removed() && (!removes || listing->removed_as_of == list.day)) continue;
    if (auto done = plan.absent(*listing, list.day, removes, place); !done) return done;
  }
  return {};
}

Result<LeftOut> propose_left_out_since(Database& database, Plan& plan, std::string_view day) {
  LeftOut told;
  if (day.empty()) return told;  // nothing is later
  auto lists = full_lists_after(database, day);
  if (!lists) return lists.error();
  if (lists->empty()) return told;
  auto shown = shown_by(database, plan);
  if (!shown) return shown.error();
  for (FullList& list : *lists) {
    std::vector<Shown*> absent;
    for (const std::string& court : list.courts) {
      const auto of_court = shown->find(court);
      if (of_court == shown->end()) continue;
      for (Shown& one : of_court->second) {
        // One that an earlier list removed counts all the same, so that late ones do not go on to be removed by list after list.
        const bool absent_here = one.published_on <= list.day && one.listing->listed_as_of < list.day && one.kept_until < list.day;
        if (absent_here && !stands_by_another(*one.of, *one.listing, list.day)) absent.push_back(&one);
      }
    }
    if (absent.empty()) continue;
    // One that the list counted when it came is counted twice: rather a person is asked.
    list.live += absent.size();
    list.absent += absent.size();
    const bool removes = list.may_remove();
    for (Shown* one : absent) {
      if (one->removed || (one->proposed && !removes)) continue;  // since an earlier list
      told.entries += one->proposed ? 0 : 1;
      told.removed += removes ? 1 : 0;
      one->removed = removes;
      one->proposed = true;
      if (auto done = plan.absent(*one->listing, list.day, removes, {one->listing->source, one->listing->source_row}); !done) return done.error();
    }
    told.lists.push_back(std::move(list));
  }
  return told;
}

Result<bool> any_proposals(Database& database) {
  const auto any = database.number("SELECT EXISTS (SELECT 1 FROM findings WHERE kind = 'absent_from_full_push' AND revision_to IS NULL)");
  return any ? Result<bool>(*any != 0) : any.error();
}

Result<void> settle_answered(Database& database, FactWriter& writer) {
  const auto any =
      database.number("SELECT EXISTS (SELECT 1 FROM findings WHERE kind IN ('absent_from_full_push', 'listed_after_removal') AND revision_to IS NULL)");
  if (!any) return any.error();
  if (*any == 0) return {};
  auto rows = database.prepare(std::string("SELECT f.kind, f.subject, i.id FROM findings f JOIN identifiers i ON i.number = f.party"
                                           " JOIN entries e ON e.party = f.party AND e.case_no = json_extract(f.detail, '$.case_no')"
                                           " AND e.published_on = json_extract(f.detail, '$.published_on') AND e.revision_to IS NULL") +
                               kSpokenOfEntry + " WHERE f.kind IN ('absent_from_full_push', 'listed_after_removal') AND f.revision_to IS NULL" +
                               " AND json_valid(f.detail) AND CASE WHEN f.kind = 'absent_from_full_push' THEN e.removed_on IS NOT NULL OR " + kListedAsOf +
                               " > json_extract(f.detail, '$.as_of')"
                               " ELSE e.removed_on IS NULL AND json_extract(f.detail, '$.removed_on') IS NOT NULL END ORDER BY f.row");
  if (!rows) return rows.error();
  std::vector<Row> answered;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    Row& finding = answered.emplace_back();
    for (const std::string_view text : {rows->text(0), rows->text(1), rows->text(2), std::string_view("{}")})
      finding.values.push_back({std::string(text), true});
  }
  if (status != SQLITE_DONE) return database.error();
  for (const Row& finding : answered) {
    if (auto ended = writer.end(shape(Table::findings), finding); !ended) return ended.error();
  }
  return {};
}

Result<void> propose_reinstated(Database& database, FactWriter& writer) {
  if (writer.reinstated().empty()) return {};
  const auto kept = kept_entries(database);
  if (!kept) return kept.error();
  Standing standing(database);
  for (const Row& entry : writer.reinstated()) {
    const auto text = [&](const char* column) -> const std::string& { return entry.values[entry_column(column)].text; };
    const auto of = standing.of(text("party"), feed::canonical_case_number(text("case_no")));
    if (!of) return of.error();
    for (const Listing& listing : (*of)->listings) {
      if (listing.text("party") != text("party") || listing.text("published_on") != text("published_on") || listing.removed()) continue;
      const auto lists = full_lists_after(database, listing.listed_as_of);
      if (!lists) return lists.error();
      const auto list = std::find_if(lists->begin(), lists->end(), [&](const FullList& one) {
        return one.could_name(listing.text("court"), listing.text("published_on")) && !is_kept(*kept, listing, one.day) &&
               !stands_by_another(**of, listing, one.day);
      });
      if (list == lists->end()) continue;
      const auto outcome = writer.put_finding(kAbsent, subject_of(listing), listing.text("party"), absence_detail(listing, list->day));
      if (!outcome) return outcome.error();
    }
  }
  return {};
}

}  // namespace plumb::registry::court
