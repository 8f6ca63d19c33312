#include "runtime/registry/court/proposals.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "runtime/feed/case_number.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/registry/court/full_lists.hpp"
#include "runtime/registry/court/names.hpp"
#include "runtime/registry/court/standing.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/closing.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

namespace {

struct OpenProposal {
  Proposal proposal;
  std::string subject, detail;
};

Result<std::vector<OpenProposal>> open_proposals(Database& database) {
  auto rows = database.prepare(
      "SELECT f.row, f.subject, f.detail, i.id FROM findings f JOIN identifiers i ON i.number = f.party WHERE f.kind = 'absent_from_full_push'"
      " AND f.revision_to IS NULL AND i.key NOTNULL ORDER BY f.row");  // of who was erased there is nobody to remove
  if (!rows) return rows.error();
  std::vector<OpenProposal> found;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    OpenProposal one;
    one.subject = rows->text(1);
    one.detail = rows->text(2);
    boost::json::error_code error;
    const auto detail = boost::json::parse(one.detail, error);
    if (error || !detail.is_object()) continue;
    const auto member = [&](const char* key) {
      const auto* value = detail.as_object().if_contains(key);
      return value != nullptr && value->is_string() ? std::string(value->as_string()) : std::string();
    };
    one.proposal = {rows->number(0), member("case_no"), std::string(rows->text(3)), member("published_on"), member("court"), member("as_of")};
    found.push_back(std::move(one));
  }
  if (status != SQLITE_DONE) return database.error();
  return found;
}

Row finding_row(const OpenProposal& open, std::string_view detail) {
  Row row;
  for (const std::string_view text : {std::string_view(kAbsent), std::string_view(open.subject), std::string_view(open.proposal.party), detail})
    row.values.push_back({std::string(text), !text.empty()});
  return row;
}

// The entry that a proposal is about, if it is not removed yet.
Result<const Listing*> listing_of(Standing& standing, const Proposal& proposal) {
  auto of = standing.of(proposal.party, feed::canonical_case_number(proposal.case_no));
  if (!of) return of.error();
  for (const Listing& listing : (*of)->listings) {
    if (listing.text("party") == proposal.party && listing.text("published_on") == proposal.published_on && !listing.removed()) return &listing;
  }
  return nullptr;
}

// The day of the last full list known that leaves the entry out; empty: none does.
Result<std::string> last_list_without(Database& database, const Listing& listing) {
  const auto lists = full_lists_after(database, listing.listed_as_of);
  if (!lists) return lists.error();
  std::string last;
  for (const FullList& list : *lists) {
    if (list.could_name(listing.text("court"), listing.text("published_on"))) last = list.day;
  }
  return last;
}

// Removed as of the push's day.
Result<void> remove_absent(FactWriter& writer, const Listing& listing, const Proposal& proposal) {
  Row row = listing.row;
  row.values[entry_column("removed_on")] = {proposal.day, true};
  row.values[entry_column("removal_ground")] = {kAbsentGround, true};
  // First the days, so that the entry's correction finds them kept.
  if (auto done = writer.put_spoken(row, {listing.listed_as_of, proposal.day}); !done) return done;
  const auto outcome = writer.put(shape(Table::entries), row);
  return outcome ? Result<void>() : outcome.error();
}

}  // namespace

Result<std::vector<Proposal>> proposals(Database& database) {
  auto open = open_proposals(database);
  if (!open) return open.error();
  std::vector<Proposal> out;
  for (OpenProposal& one : *open) out.push_back(std::move(one.proposal));
  return out;
}

Result<SettleTold> settle_proposals(Database& database, const SettleOptions& options) {
  const auto moment = canonical_moment(options.recorded_at);
  if (!moment) return failure("registry.time", options.recorded_at);
  const std::string_view by = identity::trim(options.by);
  if (by.empty()) return failure("settle.nobody");
  auto transaction = Transaction::begin(database, Transaction::Kind::write);
  if (!transaction) return transaction.error();
  auto open = open_proposals(database);
  if (!open) return open.error();
  std::vector<Row> others;
  const std::string_view reason = identity::trim(options.reason);
  for (const int64_t number : options.findings) {
    if (std::any_of(open->begin(), open->end(), [&](const OpenProposal& one) { return one.proposal.finding == number; })) continue;
    auto other = open_finding(database, number);
    if (!other) return other.error();
    if (!*other) return failure("settle.unknown", std::to_string(number));
    if (reason.empty()) return failure("settle.reason", std::to_string(number));
    others.push_back(**std::move(other));
  }
  std::erase_if(*open, [&](const OpenProposal& one) {
    const bool named = std::find(options.findings.begin(), options.findings.end(), one.proposal.finding) != options.findings.end();
    return !named && !(options.push && one.proposal.day == options.push->iso());
  });
  if (open->empty() && others.empty()) return failure("settle.nothing");
  SettleTold told;
  told.settled = open->size();
  for (const OpenProposal& one : *open) {
    if (told.entries.size() < PushTold::kMostListed) told.entries.push_back(one.proposal);
  }
  told.closed = others.size();
  // Two revisions: one in which the findings say who settled them, and one in which they are closed.
  Standing standing(database);
  auto writer = FactWriter::begin(database, {*moment, options.dismiss ? "dismiss" : "confirm", {}});
  if (!writer) return writer.error();
  for (const Row& finding : others) {
    const Row closed = closed_finding(finding, by, reason);
    const auto text = [&](size_t column) -> const std::string& { return closed.values[column].text; };
    if (auto done = writer->put_finding(text(0), text(1), text(2), text(3)); !done) return done.error();
  }
  for (const OpenProposal& one : *open) {
    boost::json::object detail = boost::json::parse(one.detail).as_object();
    detail[options.dismiss ? "dismissed_by" : "confirmed_by"] = boost::json::string_view(by.data(), by.size());
    if (!reason.empty()) detail["reason"] = boost::json::string_view(reason.data(), reason.size());
    auto listing = listing_of(standing, one.proposal);
    if (!listing) return listing.error();
    if (options.dismiss && *listing != nullptr) {
      auto last = last_list_without(database, **listing);
      if (!last) return last.error();
      if (*last > one.proposal.day) detail["kept_until"] = *last;
    }
    if (auto done = writer->put(shape(Table::findings), finding_row(one, boost::json::serialize(detail))); !done) return done.error();
    if (options.dismiss || *listing == nullptr) continue;
    if (auto done = remove_absent(*writer, **listing, one.proposal); !done) return done.error();
    ++told.removed;
  }
  if (auto done = writer->finish(); !done) return done.error();
  auto closing = FactWriter::begin(database, {*moment, "settled", {}});
  if (!closing) return closing.error();
  for (const OpenProposal& one : *open) {
    if (auto done = closing->end(shape(Table::findings), finding_row(one, one.detail)); !done) return done.error();
  }
  for (const Row& finding : others) {
    if (auto done = closing->end(shape(Table::findings), finding); !done) return done.error();
  }
  if (auto done = ask_of_names(database, *closing, {}, day_in_beijing(*moment)); !done) return done.error();
  auto revision = closing->finish();
  if (!revision) return revision.error();
  told.revision = *revision;
  if (auto done = transaction->commit(); !done) return done.error();
  return told;
}

}  // namespace plumb::registry::court
