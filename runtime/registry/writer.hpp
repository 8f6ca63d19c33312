// Rows → the database, so that nothing is lost: a row that is new is added, one that corrects an earlier one supersedes it,
// one that says what is already known changes nothing. All that one writer writes is one revision, and every row of it has its
// row in the journal.
//
// One thread, inside one write transaction that the caller commits. No two rows given to one writer have the same key.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "compiler/base/result.hpp"
#include "runtime/registry/journal/chain.hpp"
#include "runtime/registry/journal/content.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

enum class Outcome : uint8_t { added, changed, unchanged };

// Which file or push tells the rows that follow. Recorded with the first of them that is new.
struct Origin {
  std::string name;                       // of the file, without its folder: where it lay tells nothing later
  std::string format;                     // csv, ndjson, court, or command where a person typed it
  std::string digest;                     // BLAKE2b-256 of its bytes, hexadecimal
  std::optional<std::string> as_of = {};  // ISO day as of which it speaks
  std::optional<std::string> push = {};   // incremental or full, of a court's
};

class FactWriter {
 public:
  struct Occasion {
    std::string recorded_at;                  // canonical moment
    std::string cause;                        // "import"
    std::optional<std::string> synchronised;  // ISO day to set, or as before
  };

  // REQUIRES: a write transaction. Errors: registry.time_backwards.
  static Result<FactWriter> begin(Database& database, Occasion occasion);

  // Of the rows that are put from now on; nothing: of none.
  void set_origin(std::optional<Origin> origin);
  // Records the origin even where it told nothing new: that it came is a fact of its own.
  Result<void> record_origin();
  // `source_row`: where in the source, as its reader counts; 0: nowhere in particular.
  Result<Outcome> put(const TableShape& shape, const Row& row, uint64_t source_row = 0);
  // The live row of the same key ceases to be known, and none takes its place. Whether there was one.
  Result<bool> end(const TableShape& shape, const Row& row);
  // Kept aside for the court: `subject` identifies it within its kind, `detail` is a JSON object.
  Result<Outcome> put_finding(std::string_view kind, std::string_view subject, std::string_view party, std::string_view detail);

  // Whether every entry that a retention of this case could rest on for this party was removed as wrongly made.
  Result<bool> rests_on_wrongly_made_entry(std::string_view case_no, std::string_view party);
  // Ends the retentions of which that is true now, and keeps a finding for each. Returns how many.
  Result<uint64_t> end_retentions_of_wrongly_made_entries();

  // Writes a changed day of synchronisation. Returns the registry's revision.
  Result<uint64_t> finish();
  // For what is bound by the journal and no fact: the revision, opened if need be, and a row of one of journal/stored.hpp's
  // subjects, which the caller has written.
  Result<int64_t> open_revision();
  Result<void> bind(std::string_view subject, int64_t row, const journal::Digest& content);

  // The revision opened so far, or nothing while nothing changed.
  std::optional<int64_t> revision() const { return revision_; }

 private:
  // The three statements of one table, prepared when first needed.
  struct Statements {
    std::optional<Statement> find, close, insert;
    bool was_empty = false;  // before this writer: then nothing needs to be looked for
  };
  struct Identifier {
    int64_t number = 0;
    journal::Key key{};
  };

  FactWriter(Database& database, journal::Writer journal, Occasion occasion)
      : database_(&database), journal_(std::move(journal)), occasion_(std::move(occasion)) {}
  Result<Statements*> statements(const TableShape& shape);
  Result<Identifier> identifier(std::string_view id);
  Result<Identifier> add_identifier(const std::string& id);
  Result<int64_t> source_number();
  // The live row of the key, which is left standing for reading what it says; 0: there is none.
  Result<int64_t> find_live(Statements& statements, const TableShape& shape, const Row& row);
  Result<void> supersede(Statements& statements, std::string_view table, int64_t row);
  Result<void> insert(Statements& statements, const TableShape& shape, const Row& row, uint64_t source_row);
  Result<void> insert_responsible(int64_t entry);
  // What journal_ binds of a row just inserted.
  journal::Digest content_of(const TableShape& shape, const Row& row, int64_t number, uint64_t source_row);
  bool same(const Statement& live, const TableShape& shape, const Row& row) const;
  Result<void> resolve(const TableShape& shape, const Row& row);

  Database* database_;
  journal::Writer journal_;
  journal::Content content_;
  journal::Keys keys_;
  Occasion occasion_;
  std::optional<int64_t> revision_;
  int64_t previous_revision_ = 0;
  std::optional<std::string> previous_synchronised_;
  std::optional<Origin> origin_;
  int64_t source_number_ = 0;  // 0: not recorded yet
  std::array<std::unique_ptr<Statements>, kTableCount> statements_;
  std::optional<Statement> find_identifier_, add_identifier_, add_responsible_, entries_of_case_;
  // Looked up by the text itself: an identifier is longer than what a string holds in place, and making one costs an allocation.
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, Identifier, TextHash, std::equal_to<>> known_;  // identifiers met by this writer
  bool all_identifiers_met_ = false;                                              // the table was empty at first and known_ was never cleared
  // Of the row at hand:
  std::vector<int64_t> resolved_;     // numbers of identifiers, by column
  std::vector<int64_t> responsible_;  // ascending
  journal::Key subject_key_{};        // of the first identifier
};

}  // namespace plumb::registry
