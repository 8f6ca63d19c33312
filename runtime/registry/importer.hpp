// One import from its files to its commit. Used by Registry::import alone. One thread calls it and writes; others read
// rows ahead and seal the journal.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "runtime/registry/import.hpp"
#include "runtime/registry/journal/sealing.hpp"
#include "runtime/registry/mapped_rows.hpp"
#include "runtime/registry/overtaken.hpp"
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
    std::filesystem::path path;
    std::string name;
    Table table = Table::parties;
    std::string text;
    bool is_csv = true;
    Origin origin;
    std::vector<std::string> column_names;  // as the file calls them
    std::string digest;                     // of the bytes and the table; resumable imports only
    uint64_t rows_done = 0;                 // by an earlier call
    std::vector<uint64_t> emptied;          // by column that the file leaves out: rows that had a value there
    FileSummary summary;
  };
  struct Extension {
    size_t source;
    uint64_t row;
    lifecycle::Event step;
  };

  Result<void> load(const std::vector<ImportFile>& files);
  static Result<Source> source_of(const ImportFile& file);  // yet to be read
  Result<void> read(Source& source) const;
  Result<void> read_all();  // on two threads where none is a pipe; of several faults the first file's
  Result<std::unique_ptr<RecordReader>> reader_of(const Source& source) const;
  void begin_overtaken();
  void tell_overtaken(Source& source, const MappedRow& row, const Column* differs);
  void note_warning(Source& source, uint64_t row, RowWarning warning, const Column& column);

  Result<void> open_batch();
  Result<void> finish_writer();
  Result<void> close_batch(bool last);
  Result<void> take(Source& source);
  Result<void> settle_steps();
  Result<void> take_row(Source& source, const TableShape& shape, const MappedRow& row, uint64_t index);
  Result<void> put_row(Source& source, const TableShape& shape, const MappedRow& row);
  Result<void> note_listed(const Row& entry);
  Result<void> keep_minor(Source& source, const TableShape& shape, const Row& row);
  Result<void> reject(Source& source, Reject reject);  // its file is filled in here
  void note_warnings(Source& source, const MappedRow& row);
  void note_left_out(Source& source, const MappedRow& row);
  Result<void> warn_of_short_extensions();
  bool report(size_t position);

  Database& database_;
  const ImportOptions& options_;
  std::string recorded_at_;
  std::string today_;  // of recording, in Beijing
  std::vector<Source> sources_;
  std::optional<RejectFile> reject_file_;
  OvertakenRows overtaken_;
  std::unique_ptr<IdentifierPlaces> places_;  // null: none are made
  std::vector<MetIdentifier> met_;
  journal::Sealing sealing_;
  std::optional<Transaction> transaction_;
  std::optional<FactWriter> writer_;
  BindingRefusals refusals_;
  std::optional<StepEffects> effects_;  // of the batch
  std::optional<Origin> steps_origin_;  // of the file that told steps last
  std::vector<Extension> extensions_;   // that these files tell anew
  bool wrongly_made_seen_ = false;
  std::optional<bool> any_proposals_;
  uint64_t rows_in_batch_ = 0;
  ImportProgress progress_;
  size_t bytes_taken_ = 0;  // of the sources before
  ImportSummary summary_;
};

}  // namespace plumb::registry
