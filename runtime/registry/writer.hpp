// Rows → the database, so that nothing is lost: a row that is new is added, one that corrects an earlier one supersedes it,
// one that says what is already known changes nothing. All that one writer writes is one revision.
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
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

enum class Outcome : uint8_t { added, changed, unchanged };

class FactWriter {
 public:
  struct Occasion {
    std::string recorded_at;                  // canonical moment
    std::string cause;                        // "import"
    std::optional<std::string> synchronised;  // ISO day to set, or as before
  };

  // REQUIRES: a write transaction. Errors: registry.time_backwards.
  static Result<FactWriter> begin(Database& database, Occasion occasion);

  Result<Outcome> put(const TableShape& shape, const Row& row);
  // Kept aside for the court: `subject` identifies it within its kind, `detail` is a JSON object.
  Result<Outcome> put_finding(std::string_view kind, std::string_view subject, std::string_view party, std::string_view detail);

  // Whether every entry that a retention of this case could rest on for this party was removed as wrongly made.
  Result<bool> rests_on_wrongly_made_entry(std::string_view case_no, std::string_view party);
  // Ends the retentions of which that is true now, and keeps a finding for each. Returns how many.
  Result<uint64_t> end_retentions_of_wrongly_made_entries();

  // Writes the change log and a changed day of synchronisation. Returns the registry's revision.
  Result<uint64_t> finish();
  // The revision opened so far, or nothing while nothing changed.
  std::optional<int64_t> revision() const { return revision_; }

 private:
  // The three statements of one table, prepared when first needed.
  struct Statements {
    std::optional<Statement> find, close, insert;
    bool was_empty = false;  // before this writer: then nothing needs to be looked for
    int64_t last_row = 0;    // before this writer
  };

  explicit FactWriter(Database& database, Occasion occasion) : database_(&database), occasion_(std::move(occasion)) {}
  Result<Statements*> statements(const TableShape& shape);
  Result<int64_t> identifier(std::string_view id);
  Result<int64_t> open_revision();
  Result<void> supersede(Statements& statements, std::string_view table, int64_t row);
  Result<void> insert(Statements& statements, const TableShape& shape, const Row& row);
  bool same(const Statement& live, const TableShape& shape, const Row& row) const;
  Result<void> resolve(const TableShape& shape, const Row& row);
  Result<void> log_additions(const TableShape& shape, int64_t last_row);

  Database* database_;
  Occasion occasion_;
  std::optional<int64_t> revision_;
  int64_t previous_revision_ = 0;
  std::optional<std::string> previous_synchronised_;
  std::array<std::unique_ptr<Statements>, kTableCount + 1> statements_;  // the last: findings
  std::optional<Statement> find_identifier_, add_identifier_, add_responsible_, add_change_, entries_of_case_;
  // Looked up by the text itself: an identifier is longer than what a string holds in place, and making one costs an allocation.
  struct TextHash {
    using is_transparent = void;
    size_t operator()(std::string_view text) const { return std::hash<std::string_view>()(text); }
  };
  std::unordered_map<std::string, int64_t, TextHash, std::equal_to<>> numbers_;  // identifiers met by this writer
  bool all_identifiers_met_ = false;                                             // the table was empty at first and numbers_ was never cleared
  std::vector<int64_t> resolved_;                                                // of the row at hand, by column
  std::vector<int64_t> responsible_;
};

}  // namespace plumb::registry
