// One import from its files to its commit. Used by Registry::import alone; one thread.
#pragma once

#include <array>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "runtime/registry/import.hpp"
#include "runtime/registry/mapped_rows.hpp"
#include "runtime/registry/review/refusals.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/step_effects.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

class Importer {
 public:
  Importer(Database& database, const ImportOptions& options) : database_(database), options_(options), refusals_(database) {}
  Result<ImportSummary> run(std::vector<ImportFile> files);

 private:
  struct Source {
    std::string name;
    Table table = Table::parties;
    std::string text;
    bool is_csv = true;
    Origin origin;
    std::string digest;      // of the bytes and the table; resumable imports only
    uint64_t rows_done = 0;  // by an earlier call
    size_t first_row = 0;    // number of the table's rows in the sources before this one
    FileSummary summary;
  };

  Result<void> load(const std::vector<ImportFile>& files);
  Result<Source> load_one(const ImportFile& file);
  Result<std::unique_ptr<RecordReader>> reader_of(const Source& source) const;
  struct LastRow {
    size_t index = 0;              // among the table's rows
    std::vector<size_t> contents;  // hashes of its values, by column
  };
  struct Repeats {
    std::unordered_set<size_t> hashes;                   // of keys that stand twice in the table
    std::unordered_map<std::string, LastRow> last_rows;  // of those keys
  };
  // Which rows are overtaken by a later one with the same key: what importing the same files again must leave alone. All tables side by
  // side, on two threads.
  Result<void> find_overtaken();
  // `may_go_on`: asked now and then with the bytes read since it was last asked.
  void find_repeats(Table table, Repeats& repeats, const std::function<bool(size_t bytes)>& may_go_on);
  // The later row that overtakes this one, or null.
  const LastRow* overtaken_by(const TableShape& shape, const Row& row, size_t index);
  void tell_overtaken(Source& source, const TableShape& shape, const MappedRow& row, const LastRow& last);
  void note_warning(Source& source, uint64_t row, RowWarning warning, const Column& column);

  Result<void> open_batch();
  Result<void> finish_writer();
  Result<void> close_batch(bool last);
  Result<void> take(Source& source);
  Result<void> settle_steps();
  Result<void> take_row(Source& source, const TableShape& shape, const MappedRow& row, size_t index);
  Result<void> put_row(Source& source, const TableShape& shape, const MappedRow& row);
  Result<void> keep_minor(Source& source, const TableShape& shape, const Row& row);
  Result<void> reject(Source& source, Reject reject);  // its file is filled in here
  void note_warnings(Source& source, const MappedRow& row);
  bool report(size_t position);

  Database& database_;
  const ImportOptions& options_;
  std::string recorded_at_;
  std::vector<Source> sources_;
  std::optional<RejectFile> reject_file_;
  std::array<Repeats, kImportedTables> repeats_;  // by table
  std::unique_ptr<IdentifierPlaces> places_;      // null: none are made
  std::vector<MetIdentifier> met_;
  std::optional<Transaction> transaction_;
  std::optional<FactWriter> writer_;
  BindingRefusals refusals_;
  std::optional<StepEffects> effects_;  // of the batch
  std::optional<Origin> steps_origin_;  // of the file that told steps last
  bool wrongly_made_seen_ = false;
  uint64_t rows_in_batch_ = 0;
  ImportProgress progress_;
  size_t bytes_before_ = 0;
  ImportSummary summary_;
  std::string key_;
};

}  // namespace plumb::registry
