#include "runtime/registry/read.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <functional>
#include <utility>
#include <vector>

#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/read_piece.hpp"
#include "runtime/registry/review/reviews.hpp"
#include "runtime/registry/shared_view.hpp"
#include "runtime/registry/table_scan.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::registry {

namespace {

class Reader {
 public:
  Reader(SharedView& view, std::optional<int64_t> revision, const std::function<void(uint64_t, uint64_t)>& progress)
      : view_(view), revision_(revision), progress_(progress) {}

  Result<facts::FactColumns> read() {
    if (auto found = find_ranges(); !found) return found.error();
    add_identifiers();
    if (auto done = run(); !done) return done.error();
    size_t all = 0;
    for (const IdentifierPart& part : identifiers_) all += part.numbers.size();
    numbers_.expect(all);
    out_.identifiers.expect(all);
    for (IdentifierPart& part : identifiers_) {
      numbers_.add(part.numbers);
      out_.identifiers.add(part.ids);
    }
    identifiers_.clear();

    add_relations();
    add_entries();
    add_permits();
    add_retentions();
    add_holdings();
    add_parties();
    add_bindings();
    if (auto done = run(); !done) return done.error();
    if (progress_) progress_(total_, total_);
    mark_named();
    return std::move(out_);
  }

 private:
  struct IdentifierPart {
    std::vector<int64_t> numbers;
    facts::Texts ids;
  };
  struct Job {
    uint64_t rows;
    std::function<Result<void>(Database&)> work;
  };
  enum TableIndex : uint8_t { kIdentifiers, kRelations, kEntries, kPermits, kRetentions, kHoldings, kParties, kDocuments, kReviews, kTables };

  Result<void> find_ranges() {
    static constexpr std::array<const char*, kTables> kNames = {"identifiers", "relations", "entries",   "permits", "retentions",
                                                                "holdings",    "parties",   "documents", "reviews"};
    for (size_t i = 0; i < kTables; ++i) {
      const std::string number = i == kIdentifiers ? "number" : "row";
      auto row = view_.connection(0).prepare("SELECT (SELECT min(" + number + ") FROM " + kNames[i] + "), (SELECT max(" + number + ") FROM " + kNames[i] + ")");
      if (!row) return row.error();
      if (row->step() != SQLITE_ROW) return view_.connection(0).error();
      if (!row->is_null(0)) ranges_[i] = {row->number(0), row->number(1)};
      if (ranges_[i].last >= ranges_[i].first) total_ += ranges_[i].rows();
    }
    return {};
  }

  // Every job, each once, on as many threads as there are connections. Jobs begin in order, so that of several that fail the
  // first is always among those that were done, and its error is the one told.
  Result<void> run() {
    std::vector<Result<void>> results(jobs_.size());
    std::atomic<bool> failed = false;
    threads::in_any_order(jobs_.size(), view_.size(), [&](unsigned thread, uint64_t i) {
      if (failed) return;
      results[i] = jobs_[i].work(view_.connection(thread));
      if (!results[i]) failed = true;
      done_ += jobs_[i].rows;
      if (thread == 0 && progress_) progress_(done_, total_);
    });
    jobs_.clear();
    for (Result<void>& result : results) {
      if (!result) return result;
    }
    return {};
  }

  // The rows of a piece that were known; by row number, for no index of live rows beats a scan in that order.
  std::string live(const char* table, const Piece& piece) const {
    const std::string from = std::string(" FROM ") + table + " NOT INDEXED WHERE " + piece.within("row");
    if (!revision_) return from + " AND revision_to IS NULL";
    const std::string r = std::to_string(*revision_);
    return from + " AND revision_from <= " + r + " AND (revision_to IS NULL OR revision_to > " + r + ")";
  }

  // A job for every piece of a table, each with a part of its own: fill(scan, row, part) for every row.
  template <typename Part, typename Fill>
  void add_jobs(TableIndex table, const char* name, const std::string& columns, std::vector<Part>& parts, Fill fill) {
    const std::vector<Piece> pieces = cut(ranges_[table]);
    parts.resize(pieces.size());
    for (size_t i = 0; i < pieces.size(); ++i) {
      const std::string sql = "SELECT " + columns + live(name, pieces[i]);
      jobs_.push_back({pieces[i].rows(), [this, name, sql, fill, room = pieces[i].room(), part = &parts[i]](Database& database) {
                         TableScan scan(database, numbers_);
                         expect(*part, room);
                         return scan.rows(name, sql, [&](const Statement& row) { fill(scan, row, *part); });
                       }});
    }
  }

  void add_identifiers() {
    const std::vector<Piece> pieces = cut(ranges_[kIdentifiers]);
    identifiers_.resize(pieces.size());
    for (size_t i = 0; i < pieces.size(); ++i) {
      const std::string sql = "SELECT number, id FROM identifiers WHERE " + pieces[i].within("number") + " ORDER BY number";
      jobs_.push_back({pieces[i].rows(), [this, sql, room = pieces[i].room(), part = &identifiers_[i]](Database& database) {
                         part->numbers.reserve(room);
                         part->ids.expect(room);
                         return TableScan(database, numbers_).rows("identifiers", sql, [&](const Statement& row) {
                           part->numbers.push_back(row.number(0));
                           part->ids.add(row.text(1));
                         });
                       }});
    }
  }

  void add_relations() {
    add_jobs(kRelations, "relations", "holder, role, organisation, valid_from, valid_to, share", out_.relations,
             [](TableScan& scan, const Statement& row, facts::RelationColumns& part) {
               const std::optional<Role> role = find_role(row.text(1));
               if (!role) return scan.malformed(row, 1);
               part.holder.push_back(scan.party(row, 0));
               part.role.push_back(static_cast<uint8_t>(*role));
               part.organisation.push_back(scan.party(row, 2));
               part.from.push_back(scan.day_number(row, 3));
               part.to.push_back(scan.day_number(row, 4));
               part.shares.add(row.text(5));
             });
  }

  // One job: entries are few, and who is named on them is another table.
  void add_entries() {
    if (ranges_[kEntries].last < ranges_[kEntries].first) return;
    jobs_.push_back({ranges_[kEntries].rows(), [this](Database& database) { return read_entries(database); }});
  }

  Result<void> read_entries(Database& database) {
    TableScan scan(database, numbers_);
    std::vector<std::pair<int64_t, size_t>> position;  // database row → index, ascending
    auto done = scan.rows(
        "entries",
        "SELECT row, case_no, party, court, published_on, expires_on, ground_on, removed_on, publishable, filed_on, basis_no, basis_unit, duty, performance, "
        "conduct, performed_part, unperformed_part, name, age, gender, legal_representative, decision_no, served_on, removal_kind, removal_ground, unit, "
        "objection" +
            live("entries", ranges_[kEntries]) + " ORDER BY row",
        [&](const Statement& row) {
          position.emplace_back(row.number(0), out_.entries.size());
          facts::Entry& entry = out_.entries.emplace_back();
          entry.case_no = row.text(1);
          entry.party = name(scan.party(row, 2), named_by_entries_);
          entry.court = row.text(3);
          entry.published_on = scan.needed_day(row, 4);
          entry.expires_on = scan.day(row, 5);
          entry.ground_on = scan.day(row, 6);
          entry.removed_on = scan.day(row, 7);
          entry.publishable = row.number(8) != 0;
          entry.filed_on = scan.day(row, 9);
          int column = 10;
          for (std::string* field : {&entry.basis_no, &entry.basis_unit, &entry.duty, &entry.performance, &entry.conduct, &entry.performed_part,
                                     &entry.unperformed_part, &entry.name, &entry.age, &entry.gender, &entry.legal_representative, &entry.decision_no}) {
            *field = row.text(column++);
          }
          entry.served_on = scan.day(row, 22);
          entry.removal_kind = row.text(23);
          entry.removal_ground = row.text(24);
          entry.unit = row.text(25);
          entry.objection = scan.objection(row, 26);
        });
    if (!done) return done;
    return scan.rows("entry_responsible", "SELECT entry, party FROM entry_responsible ORDER BY entry", [&](const Statement& row) {
      const auto at = std::lower_bound(position.begin(), position.end(), std::pair<int64_t, size_t>(row.number(0), 0));
      if (at == position.end() || at->first != row.number(0)) return;  // of an entry that is not live
      out_.entries[at->second].responsible.push_back(name(scan.party(row, 1), named_by_entries_));
    });
  }

  void add_permits() {
    add_jobs(kPermits, "permits", "party, target, valid_from, valid_to, document", permits_, [this](TableScan& scan, const Statement& row, PermitPart& part) {
      part.rows.push_back({name(scan.party(row, 0), part.named), std::string(row.text(1)), scan.period(row, 2), std::string(row.text(4))});
    });
  }

  void add_retentions() {
    add_jobs(
        kRetentions, "retentions", "case_no, party, measure, until, basis", retentions_, [this](TableScan& scan, const Statement& row, RetentionPart& part) {
          part.rows.push_back(
              {std::string(row.text(0)), name(scan.party(row, 1), part.named), std::string(row.text(2)), scan.needed_day(row, 3), std::string(row.text(4))});
        });
  }

  void add_holdings() {
    matters_.resize(cut(ranges_[kHoldings]).size());
    add_jobs(kHoldings, "holdings", "holding_id, party, matter, valid_from, valid_to, fields", out_.holdings,
             [this](TableScan& scan, const Statement& row, facts::HoldingColumns& part) {
               part.ids.add(row.text(0));
               part.party.push_back(scan.party(row, 1));
               part.matter.push_back(matters_[static_cast<size_t>(&part - out_.holdings.data())].number(row.text(2), part.matters));
               part.from.push_back(scan.day_number(row, 3));
               part.to.push_back(scan.day_number(row, 4));
               part.fields.add(row.text_or_null(5).value_or("{}"));
             });
  }

  void add_parties() {
    add_jobs(kParties, "parties", "party, kind, name, sector", out_.parties, [](TableScan& scan, const Statement& row, facts::PartyColumns& part) {
      part.party.push_back(scan.party(row, 0));
      part.kind.push_back(scan.word(row, 1, find_party_kind));
      part.names.add(row.text(2));
      part.sector.push_back(scan.word(row, 3, find_sector));
    });
  }

  // Who bears which documents, and of whom a reviewer said that they are different: a job each, since a person made every row.
  void add_bindings() {
    if (ranges_[kDocuments].last >= ranges_[kDocuments].first) {
      jobs_.push_back({ranges_[kDocuments].rows(), [this](Database& database) {
                         TableScan scan(database, numbers_);
                         return scan.rows("documents", "SELECT document, party" + live("documents", ranges_[kDocuments]),
                                          [&](const Statement& row) { out_.documents.push_back({scan.party(row, 0), scan.party(row, 1)}); });
                       }});
    }
    if (ranges_[kReviews].last < ranges_[kReviews].first) return;
    jobs_.push_back({ranges_[kReviews].rows(), [this](Database& database) {
                       TableScan scan(database, numbers_);
                       return scan.rows("reviews", "SELECT party_a, party_b, verdict" + live("reviews", ranges_[kReviews]), [&](const Statement& row) {
                         // Who controls somebody, or was held to and does not, is somebody else.
                         const auto verdict = stored_verdict(row.text(2));
                         if (!verdict) return scan.malformed(row, 2);
                         if (verdict->tells_apart()) out_.distinctions.push_back({scan.party(row, 0), scan.party(row, 1)});
                       });
                     }});
  }

  // The identifier at a position, which is noted.
  std::string name(uint32_t party, std::vector<uint32_t>& named) const {
    named.push_back(party);
    return party < out_.identifiers.size() ? std::string(out_.identifiers[party]) : std::string();
  }

  void mark_named() {
    out_.named.assign(out_.identifiers.size(), 0);
    const auto mark = [&](const std::vector<uint32_t>& parties) {
      for (const uint32_t party : parties) {
        const std::atomic_ref<uint8_t> named(out_.named[party]);
        if (named.load(std::memory_order_relaxed) == 0) named.store(1, std::memory_order_relaxed);
      }
    };
    const auto each = [&](const auto& parts, const auto& work) {
      threads::in_any_order(parts.size(), view_.size(), [&](unsigned, uint64_t i) { work(parts[i]); });
    };
    each(out_.parties, [&](const facts::PartyColumns& part) { mark(part.party); });
    each(out_.relations, [&](const facts::RelationColumns& part) {
      mark(part.holder);
      mark(part.organisation);
    });
    each(out_.holdings, [&](const facts::HoldingColumns& part) { mark(part.party); });
    mark(named_by_entries_);
    for (auto& part : permits_) {
      mark(part.named);
      out_.permits.insert(out_.permits.end(), part.rows.begin(), part.rows.end());
    }
    for (auto& part : retentions_) {
      mark(part.named);
      out_.retentions.insert(out_.retentions.end(), part.rows.begin(), part.rows.end());
    }
    for (const facts::DocumentColumn& d : out_.documents) out_.named[d.document] = out_.named[d.party] = 1;
    for (const facts::DistinctionColumn& d : out_.distinctions) out_.named[d.party] = out_.named[d.other] = 1;
  }

  struct PermitPart {
    std::vector<facts::Permit> rows;
    std::vector<uint32_t> named;
  };
  struct RetentionPart {
    std::vector<facts::Retention> rows;
    std::vector<uint32_t> named;
  };

  SharedView& view_;
  std::optional<int64_t> revision_;
  const std::function<void(uint64_t, uint64_t)>& progress_;
  std::array<Piece, kTables> ranges_{};
  std::vector<Job> jobs_;
  std::atomic<uint64_t> done_ = 0;
  uint64_t total_ = 0;

  IdentifierNumbers numbers_;
  std::vector<IdentifierPart> identifiers_;
  std::vector<PermitPart> permits_;
  std::vector<RetentionPart> retentions_;
  std::vector<uint32_t> named_by_entries_;
  std::vector<MatterNumbers> matters_;  // of each part of the holdings
  facts::FactColumns out_;
};

}  // namespace

Result<std::optional<Date>> synchronised_at(Database& database, std::optional<int64_t> revision) {
  auto row = database.prepare("SELECT synchronised FROM revisions" + (revision ? " WHERE revision <= " + std::to_string(*revision) : std::string()) +
                              " ORDER BY revision DESC LIMIT 1");
  if (!row) return row.error();
  const int status = row->step();
  if (status == SQLITE_DONE) return std::optional<Date>();
  if (status != SQLITE_ROW) return database.error();
  if (row->is_null(0)) return std::optional<Date>();
  const std::optional<Date> day = Date::parse(row->text(0));
  if (!day) return failure("registry.corrupt", "revisions.synchronised");
  return day;
}

Result<int64_t> revision_known_at(Database& database, std::string_view moment) {
  const std::optional<std::string> canonical = canonical_moment(moment);
  if (!canonical) return failure("registry.time", moment);
  // Canonical: digits, '-', ':', T, Z.
  return database.number("SELECT ifnull(max(revision), 0) FROM revisions WHERE recorded_at <= '" + *canonical + "'");
}

Result<facts::FactColumns> read_columns(Database& database, const std::filesystem::path& path, const facts::ReadOptions& options) {
  auto view = SharedView::begin(database, path, options.threads);
  if (!view) return view.error();
  int64_t revision = view->revision();
  std::optional<int64_t> at;
  if (options.known_at) {
    const auto known = revision_known_at(database, *options.known_at);
    if (!known) return known.error();
    at = revision = *known;
  }
  if (options.revision) at = revision = static_cast<int64_t>(*options.revision);
  auto facts = Reader(*view, at, options.progress).read();
  if (!facts) return facts;
  facts->revision = static_cast<uint64_t>(revision);
  auto synchronised = synchronised_at(database, revision);
  if (!synchronised) return synchronised.error();
  facts->synchronised = *synchronised;
  return facts;
}

}  // namespace plumb::registry
