#include "runtime/registry/court/absence.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "runtime/feed/case_number.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/closing.hpp"
#include "runtime/registry/spoken.hpp"
#include "runtime/registry/table.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry::court {

namespace {

struct LiveEntry {
  std::string party, case_no, published_on;
};

// Live entries of the courts on that day, of which no later push spoke.
Result<std::vector<LiveEntry>> entries_of(Database& database, const AbsenceOptions& options) {
  auto rows = database.prepare(std::string("SELECT i.id, e.case_no, e.published_on, e.court FROM entries e JOIN identifiers i ON i.number = e.party") +
                               kSpokenOfEntry + " WHERE e.revision_to IS NULL AND e.removed_on IS NULL AND e.published_on <= ?1 AND e.court IS NOT NULL AND " +
                               kListedAsOf + " <= ?1 ORDER BY e.row");
  if (!rows) return rows.error();
  rows->bind(1, options.day);
  std::vector<LiveEntry> found;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    if (options.courts.contains(std::string(rows->text(3))))
      found.push_back({std::string(rows->text(0)), std::string(rows->text(1)), std::string(rows->text(2))});
  }
  if (status != SQLITE_DONE) return database.error();
  return found;
}

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

// Removed as of the push's day.
Result<void> remove_absent(FactWriter& writer, const Listing& listing, const Proposal& proposal) {
  Row row = listing.row;
  row.values[entry_column("removed_on")] = {proposal.day, true};
  row.values[entry_column("removal_ground")] = {kAbsentGround, true};
  // First the days, so that the entry's correction finds them kept.
  if (auto done = writer.put_spoken(row, listing.listed_as_of, proposal.day); !done) return done;
  const auto outcome = writer.put(shape(Table::entries), row);
  return outcome ? Result<void>() : outcome.error();
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

Result<Absence> propose_absent(Database& database, Plan& plan, const AbsenceOptions& options) {
  auto live = entries_of(database, options);
  if (!live) return live.error();
  std::vector<Listing*> absent;
  for (const LiveEntry& entry : *live) {
    auto of = plan.standing().of(entry.party, feed::canonical_case_number(entry.case_no));
    if (!of) return of.error();
    for (Listing& listing : (*of)->listings) {
      const bool meant = listing.text("case_no") == entry.case_no && listing.text("party") == entry.party && listing.text("published_on") == entry.published_on;
      if (meant && !listing.in_push && !listing.removed()) absent.push_back(&listing);
    }
  }
  Absence told{live->size(), absent.size()};
  // In ten-thousandths of a percent, so that nothing is rounded.
  const auto within = static_cast<int64_t>(absent.size()) * 100 * kSharePercent <= options.share * static_cast<int64_t>(live->size());
  told.removed = !absent.empty() && within && !options.only_propose;
  for (Listing* listing : absent) {
    if (auto done = plan.absent(*listing, told.removed, options.place); !done) return done.error();
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
    if (auto done = writer->put(shape(Table::findings), finding_row(one, boost::json::serialize(detail))); !done) return done.error();
    if (options.dismiss) continue;
    auto listing = listing_of(standing, one.proposal);
    if (!listing) return listing.error();
    if (*listing == nullptr) continue;
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
  auto revision = closing->finish();
  if (!revision) return revision.error();
  told.revision = *revision;
  if (auto done = transaction->commit(); !done) return done.error();
  return told;
}

}  // namespace plumb::registry::court
