#include "runtime/registry/court/push_writer.hpp"

#include <algorithm>
#include <tuple>

#include "runtime/registry/court/names.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::court {

namespace {

Row row_of(std::initializer_list<std::string_view> texts) {
  Row row;
  for (const std::string_view text : texts) row.values.push_back({std::string(text), !text.empty()});
  return row;
}

class PlanWriter {
 public:
  PlanWriter(FactWriter& writer, Plan& plan) : writer_(writer), plan_(plan) {}

  Result<void> write(size_t source, const std::optional<std::string>& day) {
    for (const auto& write_part : {&PlanWriter::write_listings, &PlanWriter::write_parties, &PlanWriter::write_events, &PlanWriter::write_findings}) {
      if (auto done = (this->*write_part)(source, day.value_or("")); !done) return done;
    }
    return {};
  }

  // What was said again, as it stood, by later pushes than those that wrote the rows.
  Result<void> write_confirmed() {
    for (const PartyCases& party : plan_.standing().parties()) {
      for (const auto& [number, one] : party.cases) {
        for (const Listing& listing : one.listings) {
          if (!listing.confirmed || listing.changed) continue;
          if (auto done = writer_.put_spoken(listing.row, listing.days()); !done) return done;
        }
      }
    }
    return {};
  }

 private:
  // Of a row whose one identifier is this party's: where what is known of it stands.
  static void tell_place(const PartyCases& party, Row& row) {
    row.places.clear();
    if (!party.is_bound) row.places.push_back(party.place);
  }

  Result<void> write_listings(size_t source, const std::string& day) {
    struct Changed {
      uint64_t source_row;
      Listing* listing;
      const PartyCases* party;
    };
    std::vector<Changed> changed;
    for (PartyCases& party : plan_.standing().parties()) {
      for (auto& [number, one] : party.cases) {
        for (Listing& listing : one.listings) {
          if (listing.changed && listing.source == source) changed.push_back({listing.source_row, &listing, &party});
        }
      }
    }
    std::stable_sort(changed.begin(), changed.end(), [](const Changed& a, const Changed& b) { return a.source_row < b.source_row; });
    for (const auto& [row, listing, party] : changed) {
      // What stands was looked for already.
      listing->row.is_new = listing->number == 0;
      if (listing->text("responsible").empty()) tell_place(*party, listing->row);
      if (auto done = plan_.steps().touch(listing->text("case_no"), listing->text("party"), true); !done) return done;
      auto outcome = writer_.put(shape(Table::entries), listing->row, listing->source_row);
      if (!outcome) return outcome.error();
      const bool of_source = listing->listed_as_of == day && (!listing->removed() || listing->removed_as_of == day);
      if (*outcome == Outcome::unchanged || (of_source && !listing->days_kept)) continue;
      if (auto done = writer_.put_spoken(listing->row, listing->days()); !done) return done;
    }
    return {};
  }

  // Whether what the row of the party says is what one record says, whose entry is all that the party has.
  static bool is_of_one_record(const PlannedParty& party) {
    const auto& cases = party.cases->cases;
    return cases.size() == 1 && cases.begin()->second.listings.size() == 1 && cases.begin()->second.listings.front().number == 0;
  }

  // By which the number will be known, once the listings stand (names.hpp).
  static std::string name_of(const PlannedParty& party) {
    const auto& cases = party.cases->cases;
    if (is_of_one_record(party)) return std::string(cases.begin()->second.listings.front().text("name"));  // nearly all of a large push
    std::vector<NamedEntry> own, all;  // under the number, and under all documents of the party
    for (const auto& [number, one] : cases) {
      for (const Listing& listing : one.listings) {
        NamedEntry& entry = all.emplace_back();
        entry.case_no = listing.text("case_no");
        entry.published_on = listing.text("published_on");
        entry.name = listing.text("name");
        if (listing.text("party") == party.id) own.push_back(entry);
      }
    }
    std::vector<NamedEntry>& entries = most_said(own) == nullptr ? all : own;
    std::sort(entries.begin(), entries.end(),
              [](const NamedEntry& a, const NamedEntry& b) { return std::tie(a.published_on, a.case_no) < std::tie(b.published_on, b.case_no); });
    const NamedEntry* const most = most_said(entries);
    return most == nullptr ? std::string() : most->name;
  }

  // Only of parties of whom nothing is known: what a department or the household register says is not the court's to correct.
  Result<void> write_parties(size_t source, const std::string&) {
    for (const PlannedParty& party : plan_.parties()) {
      if (party.place.source != source) continue;
      auto known = plan_.standing().knows_party(*party.cases, party.id);
      if (!known) return known.error();
      if (*known) continue;
      Row row = row_of({party.id, party.kind ? std::string_view(word(*party.kind).alias) : std::string_view(), name_of(party), ""});
      row.is_new = true;
      tell_place(*party.cases, row);
      if (auto done = writer_.put(shape(Table::parties), row, is_of_one_record(party) ? party.place.record : 0); !done) return done.error();
    }
    return {};
  }

  Result<void> write_events(size_t source, const std::string&) {
    std::vector<const PlannedEvent*> events;
    for (const auto& [listing, planned] : plan_.events()) {
      for (const PlannedEvent& event : planned) {
        if (event.place.source == source) events.push_back(&event);
      }
    }
    std::stable_sort(events.begin(), events.end(), [](const PlannedEvent* a, const PlannedEvent* b) { return a->place.record < b->place.record; });
    for (const PlannedEvent* planned : events) {
      const PlannedEvent& event = *planned;
      if (auto done = plan_.steps().touch(event.case_no, event.party); !done) return done;
      const Row row = row_of({event.case_no, event.party, event.published_on, "removal", event.on, "", event.by, event.document, event.ground, ""});
      if (event.ends) {
        if (auto done = writer_.end(shape(Table::events), row); !done) return done.error();
      } else if (auto done = writer_.put(shape(Table::events), row, event.place.record); !done) {
        return done.error();
      }
    }
    return {};
  }

  Result<void> write_findings(size_t source, const std::string&) {
    for (const auto& [key, finding] : plan_.findings()) {
      if (finding.place.source != source) continue;
      const Row row = row_of({key.first, key.second, finding.party, finding.detail});
      if (finding.detail.empty()) {
        if (auto done = writer_.end(shape(Table::findings), row); !done) return done.error();
      } else if (auto done = writer_.put(shape(Table::findings), row, finding.place.record); !done) {
        return done.error();
      }
    }
    return {};
  }

  FactWriter& writer_;
  Plan& plan_;
};

}  // namespace

Result<Written> write_plan(FactWriter& writer, Plan& plan, const std::vector<Origin>& origins, const std::vector<size_t>& told) {
  writer.set_met(plan.standing().met());
  PlanWriter rows(writer, plan);
  for (const size_t source : told) {
    writer.set_origin(origins[source]);
    if (auto done = writer.record_origin(); !done) return done.error();
    if (auto done = rows.write(source, origins[source].as_of); !done) return done.error();
  }
  if (auto done = rows.write_confirmed(); !done) return done.error();
  writer.set_origin(std::nullopt);
  if (auto done = plan.steps().settle(writer); !done) return done.error();
  Written written;
  if (plan.wrongly_made_seen() || plan.steps().wrongly_made_seen()) {
    auto ended = writer.end_retentions_of_wrongly_made_entries();
    if (!ended) return ended.error();
    written.ended_retentions = *ended;
  }
  return written;
}

}  // namespace plumb::registry::court
