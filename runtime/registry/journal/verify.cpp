#include "runtime/registry/journal/verify.hpp"

#include <algorithm>
#include <bitset>
#include <map>

#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/repeat.hpp"
#include "runtime/registry/journal/stored.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::journal {

namespace {

// Numbers of rows, a bit for each: of twenty million superseded rows that wait for the journal to say so, two and a half megabytes.
class RowSet {
 public:
  void insert(int64_t row) { pieces_[row >> kShift].set(place(row)); }
  // Whether it was there.
  bool erase(int64_t row) {
    const auto piece = pieces_.find(row >> kShift);
    if (piece == pieces_.end() || !piece->second.test(place(row))) return false;
    piece->second.reset(place(row));
    if (piece->second.none()) pieces_.erase(piece);
    return true;
  }
  void for_each(const std::function<void(int64_t)>& row) const {
    for (const auto& [number, piece] : pieces_) {
      for (size_t i = 0; i < kPiece; ++i) {
        if (piece.test(i)) row(number * static_cast<int64_t>(kPiece) + static_cast<int64_t>(i));
      }
    }
  }

 private:
  static constexpr int kShift = 12;
  static constexpr size_t kPiece = size_t{1} << kShift;
  static size_t place(int64_t row) { return static_cast<size_t>(row) % kPiece; }
  std::map<int64_t, std::bitset<kPiece>> pieces_;
};

// A table beside what the journal says of it, both in the order of rows.
struct Beside {
  std::optional<StoredRows> rows;  // nothing once it could not be read
  int64_t last = 0;
  RowSet superseded;  // rows gone by whose superseding the journal has not told yet
};

class Verifier {
 public:
  Verifier(Database& database, const std::function<void(uint64_t, uint64_t)>& progress) : database_(database), progress_(progress) {}

  Result<Verification> run() {
    auto erasures = read_erasures(database_);
    if (!erasures) return erasures.error();
    erasures_ = *std::move(erasures);
    for (const Subject& subject : subjects()) {
      auto rows = StoredRows::open(database_, subject, erasures_);
      Beside& beside = tables_[subject.name];
      if (rows)
        beside.rows.emplace(*std::move(rows));
      else if (!unreadable(subject.name, 0, rows.error()))
        return rows.error();
    }
    if (auto done = follow_journal(); !done) return done.error();
    for (const Subject& subject : subjects()) {
      if (auto done = tell_unknown(subject.name, tables_[subject.name]); !done) return done.error();
    }
    return std::move(out_);
  }

 private:
  void tell(Tampering kind, std::string table, int64_t row, int64_t sequence) {
    ++out_.fault_count;
    if (out_.faults.size() < Verification::kMostListed) out_.faults.push_back({kind, std::move(table), row, sequence});
  }

  // Damage within the file is a finding; whatever else stops reading is the caller's.
  bool unreadable(const std::string& table, int64_t row, const Error& error) {
    if (error.code != "registry.corrupt") return false;
    tell(Tampering::unreadable, table, row, 0);
    return true;
  }

  Result<void> follow_journal() {
    const auto total = database_.number("SELECT ifnull(max(sequence), 0) FROM journal");
    if (!total) return unreadable("journal", 0, total.error()) ? Result<void>() : total.error();
    auto rows = database_.prepare("SELECT sequence, revision, subject, row, operation, content, chain FROM journal NOT INDEXED ORDER BY sequence");
    if (!rows) return unreadable("journal", 0, rows.error()) ? Result<void>() : rows.error();
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      constexpr int64_t kRowsBetweenReports = 4096;
      if (progress_ && rows->number(0) % kRowsBetweenReports == 0) progress_(static_cast<uint64_t>(rows->number(0)), static_cast<uint64_t>(*total));
      if (auto done = follow(*rows); !done) return done;
    }
    if (status == SQLITE_DONE) return {};
    const Error error = database_.error();
    return unreadable("journal", out_.head.sequence, error) ? Result<void>() : error;
  }

  Result<void> follow(const Statement& row) {
    const Link link{row.number(0), row.number(1), row.text(2), row.number(3), row.text(4), digest_in(row.blob(5))};
    for (int64_t missing = out_.head.sequence + 1; missing < link.sequence; ++missing) {
      tell(Tampering::removed, "journal", missing, missing);
      if (out_.fault_count > Verification::kMostListed) break;
    }
    const bool gap = link.sequence != out_.head.sequence + 1;
    const Digest stored = digest_in(row.blob(6));
    const bool links = chain(out_.head.chain, link) == stored;
    if (!links && !gap) tell(Tampering::altered, "journal", link.sequence, link.sequence);
    out_.head = {link.sequence, stored};
    // After a gap nothing vouches for this row, but its own words may still be compared.
    return links || gap ? compare(link) : skip(link);
  }

  // The journal's row was altered: what it says of another row accuses nobody.
  Result<void> skip(const Link& link) {
    const auto found = tables_.find(std::string(link.subject));
    if (found == tables_.end()) return {};
    if (link.operation == kSupersede) found->second.superseded.erase(link.row);
    if (!found->second.rows) return {};
    const auto& here = found->second.rows->here();
    if (link.operation == kAdd && here && here->number == link.row) return pass(found->first, found->second);
    return {};
  }

  Result<void> compare(const Link& link) {
    const auto found = tables_.find(std::string(link.subject));
    if (found == tables_.end()) {
      tell(Tampering::altered, "journal", link.sequence, link.sequence);
      return {};
    }
    Beside& beside = found->second;
    if (link.operation == kSupersede) return compare_superseded(found->first, beside, link);
    if (link.operation == kAdd) return compare_added(found->first, beside, link);
    tell(Tampering::altered, "journal", link.sequence, link.sequence);
    return {};
  }

  // Looked up again by its number, and not remembered from when it was passed: how many rows wait is bounded by nothing.
  Result<void> compare_superseded(const std::string& table, Beside& beside, const Link& link) {
    if (!beside.rows) return {};
    const bool waits = beside.superseded.erase(link.row);
    const auto said = waits ? beside.rows->superseded_at(link.row) : Result<std::optional<Digest>>(std::nullopt);
    if (!said) return unreadable(table, link.row, said.error()) ? Result<void>() : said.error();
    if (*said != link.content) tell(Tampering::altered, table, link.row, link.sequence);
    return {};
  }

  Result<void> compare_added(const std::string& table, Beside& beside, const Link& link) {
    while (beside.rows && beside.rows->here() && beside.rows->here()->number < link.row) {
      tell(Tampering::added, table, beside.rows->here()->number, 0);
      if (auto done = pass(table, beside); !done) return done;
    }
    if (!beside.rows) return {};
    const auto& here = beside.rows->here();
    if (!here || here->number != link.row) {
      tell(Tampering::removed, table, link.row, link.sequence);
      return {};
    }
    // A row that an erasure bound anew says what it says since; the erasure itself is bound.
    const bool says = here->bound_anew ? here->content == *here->bound_anew : here->content == link.content || beside.rows->content_as_before() == link.content;
    if (!says || here->erased_value_stands) tell(Tampering::altered, table, link.row, link.sequence);
    return pass(table, beside);
  }

  Result<void> pass(const std::string& table, Beside& beside) {
    const StoredRow& row = *beside.rows->here();
    beside.last = row.number;
    if (row.superseded) beside.superseded.insert(row.number);
    const auto done = beside.rows->advance();
    if (done) return {};
    beside.rows.reset();
    return unreadable(table, beside.last, done.error()) ? Result<void>() : done;
  }

  // What is left when the journal has told all.
  Result<void> tell_unknown(const std::string& table, Beside& beside) {
    beside.superseded.for_each([&](int64_t row) { tell(Tampering::altered, table, row, 0); });
    while (beside.rows && beside.rows->here()) {
      tell(Tampering::added, table, beside.rows->here()->number, 0);
      if (out_.fault_count > Verification::kMostListed) break;
      beside.last = beside.rows->here()->number;
      if (const auto done = beside.rows->advance(); !done) {
        beside.rows.reset();
        return unreadable(table, beside.last, done.error()) ? Result<void>() : done;
      }
    }
    return {};
  }

  Database& database_;
  const std::function<void(uint64_t, uint64_t)>& progress_;
  Erasures erasures_;
  std::map<std::string, Beside> tables_;
  Verification out_;
};

// The key of the row as it stands now, which may be what was altered; damage leaves it empty.
std::string label_of(Database& database, const Fault& fault) {
  const auto table = find_table(fault.table);
  if (!table || fault.kind == Tampering::removed || fault.kind == Tampering::unreadable) return {};
  std::string columns;
  const TableShape& facts = shape(*table);
  for (const Column& column : facts.columns) {
    if (!column.key) continue;
    columns += columns.empty() ? "" : ", ";
    columns +=
        column.type == ColumnType::identifier ? "(SELECT id FROM identifiers WHERE number = t." + std::string(column.sql) + ")" : std::string(column.sql);
  }
  auto row = database.prepare("SELECT " + columns + " FROM " + facts.name + " t WHERE row = " + std::to_string(fault.row));
  if (!row || row->step() != SQLITE_ROW) return {};
  std::string label;
  int index = 0;
  for (const Column& column : facts.columns) {
    if (!column.key) continue;
    const std::string_view text = row->text(index++);
    if (text.empty()) continue;
    label += label.empty() ? "" : ", ";
    label += column.type == ColumnType::identifier ? identity::masked_for_display(text) : identity::repeatable(identity::numbers_hidden(text));
  }
  return label;
}

}  // namespace

const char* tampering_code(Tampering kind) {
  switch (kind) {
    case Tampering::altered:
      return "altered";
    case Tampering::removed:
      return "removed";
    case Tampering::added:
      return "added";
    case Tampering::unreadable:
      return "unreadable";
    case Tampering::cut:
      return "cut";
    case Tampering::unfound:
      return "unfound";
  }
  return "";
}

Result<Verification> verify(Database& database, const std::function<void(uint64_t done, uint64_t total)>& progress) {
  auto found = Verifier(database, progress).run();
  if (!found) return found;
  for (Fault& fault : found->faults) fault.label = label_of(database, fault);
  return found;
}

}  // namespace plumb::registry::journal
