// Rows → the database, so that nothing is lost: a row that is new is added, one that corrects an earlier one supersedes it,
// one that says what is already known changes nothing. All that one writer writes is one revision, and every row of it has its
// row in the journal.
//
// One thread, inside one write transaction that the caller commits. Of tables that imports fill, no two rows given to one writer have the
// same key, unless expect_own_keys() was called for them.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/identifiers.hpp"
#include "runtime/registry/revision.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/spoken.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

enum class Outcome : uint8_t { added, changed, unchanged };

class FactWriter {
 public:
  // REQUIRES: a write transaction. Errors: registry.time_backwards.
  static Result<FactWriter> begin(Database& database, Occasion occasion);
  // At the moment of the newest revision: for what a new schema says otherwise, of which nothing became known.
  static Result<FactWriter> begin_as_before(Database& database, std::string cause);

  // Of the rows that are put from now on; nothing: of none.
  void set_origin(std::optional<Origin> origin) { revision_->set_origin(std::move(origin)); }
  // As journal::Writer::seal_with.
  void seal_with(journal::Sealing& sealing) { revision_->seal_with(sealing); }
  // Where the places of rows point to, from now on; it outlives this.
  void set_met(std::vector<MetIdentifier>& met) { met_ = &met; }
  // Records the origin even where it told nothing new: that it came is a fact of its own.
  Result<void> record_origin();
  // `source_row`: where in the source, as its reader counts; 0: nowhere in particular.
  // An entry that anybody but a push corrects stays as of the days on which the court spoke of it (spoken.hpp).
  Result<Outcome> put(const TableShape& shape, const Row& row, uint64_t source_row = 0);
  // Of the row that put() changed last: a bit for each of its columns that has no value now and had one before.
  uint64_t emptied() const { return emptied_; }
  // Entries that stood removed until this writer put them, by others than pushes, without a removal.
  const std::vector<Row>& reinstated() const { return reinstated_; }
  // Entries with a day of removal that this writer corrected, for others than pushes: they may stand again.
  const std::vector<Row>& otherwise_removed() const { return otherwise_removed_; }
  // Entries whose name this writer corrected, for others than pushes.
  const std::vector<Row>& otherwise_named() const { return otherwise_named_; }
  // What follows from other rows: it stays as told by whom it was told, and where. A row of a new key is of the origin.
  Result<Outcome> put_again(const TableShape& shape, const Row& row);
  // The same, where no one record of the source says it any more.
  Result<Outcome> put_following(const TableShape& shape, const Row& row);
  // From now on rows of this table may have a key that this writer has put already.
  Result<void> expect_own_keys(const TableShape& shape);
  // As of which days the court last spoke of the live row of this number.
  Result<SpokenDays> spoken_of(int64_t entry);
  Result<SpokenDays> spoken_of_key(const Row& entry);  // of the live row of the same key; none: no days
  // As of which days lists listed and removed it. REQUIRES: a row of entries.
  Result<void> put_spoken(const Row& entry, const SpokenDays& days);
  // A person said how this entry, which stands as it was put, ended: that counts from the day on which a list last told the entry.
  Result<void> note_removed_by_hand(const Row& entry);
  // This entry, which stands as it was put, was listed or its removal told as of these days too.
  Result<void> note_spoken(const Row& entry, const SpokenDays& as_of);
  // The live row of the same key ceases to be known, and none takes its place. Whether there was one.
  Result<bool> end(const TableShape& shape, const Row& row);
  // Kept aside for the court: `subject` identifies it within its kind, `detail` is a JSON object. One that says what a person looked at and
  // closed (review/closing.hpp) is not opened again, here or by put(). Of somebody who was erased nothing is kept: there is nobody to look after.
  Result<Outcome> put_finding(std::string_view kind, std::string_view subject, std::string_view party, std::string_view detail);
  // An entry on a minor, kept aside so. REQUIRES: a row of entries.
  Result<Outcome> put_minor(const TableShape& shape, const Row& row);

  // Whether every entry that a retention of this case could rest on for this party was removed as wrongly made.
  Result<bool> rests_on_wrongly_made_entry(std::string_view case_no, std::string_view party);
  // Ends the retentions of which that is true now, and keeps a finding for each. Returns how many.
  Result<uint64_t> end_retentions_of_wrongly_made_entries();

  // Writes a changed day of synchronisation. Returns the registry's revision.
  Result<uint64_t> finish();
  // The revision opened so far, or nothing while nothing changed.
  std::optional<int64_t> revision() const { return revision_->number(); }

 private:
  // The three statements of one table, prepared when first needed.
  struct Statements {
    std::optional<Statement> find, close, insert;
    bool was_empty = false;  // before this writer, of a table that imports fill: then nothing needs to be looked for
  };

  FactWriter(Database& database, std::unique_ptr<Revision> revision, Identifiers identifiers)
      : database_(&database), revision_(std::move(revision)), identifiers_(std::move(identifiers)) {}
  Result<Statements*> statements(const TableShape& shape);
  // The live row of the key, which is left standing for reading what it says; 0: there is none.
  Result<int64_t> find_live(Statements& statements, const TableShape& shape, const Row& row);
  Result<void> supersede(Statements& statements, std::string_view table, int64_t row);
  Result<void> keep_spoken(const SpokenDays& before, const Row& entry, int64_t now);
  // Which source a row is of, 0: none; and where in it.
  struct Told {
    int64_t source = 0;
    uint64_t source_row = 0;
  };
  Result<bool> was_told_by_push(Table table, int64_t row);  // events and parties
  Result<Told> told_of(const TableShape& shape, int64_t row);
  // Whose a row that is put is.
  enum class Teller : uint8_t {
    origin,       // the writer's
    live_row,     // that of the row which it corrects, and of the same record; of a new key the writer's
    live_source,  // that of the row which it corrects, and of no record
  };
  Result<Outcome> put_by(const TableShape& shape, const Row& row, Teller teller, uint64_t source_row);
  Result<int64_t> insert(Statements& statements, const TableShape& shape, const Row& row, Told told);
  Result<void> insert_responsible(int64_t entry);
  // What the journal binds of a row just inserted, into content_.
  void draft_content(const TableShape& shape, const Row& row, int64_t number, int64_t revision, int64_t source, uint64_t source_row);
  // Whether a person closed a finding that says the same.
  Result<bool> was_closed(const Row& finding);
  bool same(const Statement& live, const TableShape& shape, const Row& row) const;
  // A column of the live row, as find gives it.
  static int place_of(const TableShape& shape, size_t column);
  static uint64_t emptied_by(const Statement& live, const TableShape& shape, const Row& row);
  Result<void> resolve(const TableShape& shape, const Row& row);
  // The identifier at the row's next place, or where it has none by its text.
  Result<Identifier> identifier_of(const Row& row, size_t& place, std::string_view text);

  Database* database_;
  std::unique_ptr<Revision> revision_;
  Identifiers identifiers_;
  journal::Content content_;
  std::array<std::unique_ptr<Statements>, kTableCount> statements_;
  std::optional<Statement> add_responsible_, entries_of_case_, spoken_of_, step_told_, party_told_;
  std::optional<bool> any_push_;                          // was taken before this writer, once looked for
  std::optional<std::set<std::string>> closed_findings_;  // what they say, once looked for
  std::vector<MetIdentifier>* met_ = nullptr;
  // Of the row at hand:
  std::vector<int64_t> resolved_;     // numbers of identifiers, by column
  std::vector<int64_t> responsible_;  // ascending
  journal::Key subject_key_{};        // of the first identifier
  bool is_erased_ = false;            // the first identifier is somebody's who was erased
  uint64_t emptied_ = 0;
  std::vector<Row> reinstated_, otherwise_removed_, otherwise_named_;
};

}  // namespace plumb::registry
