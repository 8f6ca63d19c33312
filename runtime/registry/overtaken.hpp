// The files of one import → which of their rows a later row of the same key overtakes: what importing the same files again must leave alone.
//
// Within one call the last row of a key counts, whichever file it stands in. A row that will be refused corrects nothing. So every file is
// read once more, a table's before its first row is taken: by whoever has time while earlier tables are written, and what is left then by the
// one who waits for it. Used by the importer alone, which sees to it that one thread reads at a time, and the next begins when it has returned;
// bytes_read() and overtaken(), of tables that are finished, may be asked meanwhile.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "compiler/base/result.hpp"
#include "runtime/registry/record.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

class OvertakenRows {
 public:
  // A file of the import, by its number in the order in which the files are taken.
  struct Source {
    Table table = Table::parties;
    size_t bytes = 0;  // of the decoded text
    std::function<Result<std::unique_ptr<RecordReader>>()> open;
  };
  // A row that is overtaken.
  struct Overtaken {
    const Column* differs = nullptr;  // the first column in which the row that counts says otherwise; null: it says the same
  };

  // REQUIRES: files of a table stand together; each could be opened once already, and what opens them is there as long as this.
  void begin(std::vector<Source> sources);
  // Reads a little further: some hundred records, or a file is opened, or a table's keys are put in order. False: all is read, or cannot be. Throws
  // nothing: what went wrong, finish() throws.
  bool read_on() noexcept;
  // Reads on until all of the table is read. `may_go_on`: asked now and then; false ends it. Error: registry.cancelled.
  Result<void> finish(Table table, const std::function<bool()>& may_go_on);
  // Of all files, so far. Any thread.
  size_t bytes_read() const { return bytes_read_; }

  // `index`: of the row among the records of its source, from 0. Nothing: no later row has its key. REQUIRES: its table is finished.
  std::optional<Overtaken> overtaken(const TableShape& shape, const Row& row, size_t source, uint64_t index);

 private:
  struct LastRow {
    size_t index = 0;              // among the table's rows
    std::vector<size_t> contents;  // hashes of its values, by column
  };
  struct Repeats {
    std::unordered_set<size_t> hashes;                   // of keys that stand twice in the table
    std::unordered_map<std::string, LastRow> last_rows;  // of those keys
  };
  // A table's files are read for the hashes of their keys, and once more where two are alike.
  enum class Pass : uint8_t { hashes, last_rows };

  // One turn of read_on().
  void read_some();
  // The source's next record; false: it has none.
  bool read_record();
  void end_pass();
  // Whether all of the table is read.
  bool is_read(Table table) const;

  std::vector<Source> sources_;
  std::array<Repeats, kImportedTables> repeats_;  // by table
  std::vector<size_t> first_rows_;                // by source: number of the table's rows in the sources before it

  // Where reading stands.
  size_t first_ = 0, source_ = 0;  // source of the table that is being read; the one that is
  Pass pass_ = Pass::hashes;
  std::unique_ptr<RecordReader> reader_;  // of that source; null: it is yet to be opened
  size_t index_ = 0;                      // of the table's next row
  size_t told_ = 0;                       // of the source's bytes
  std::vector<size_t> hashes_;            // of the table's keys, as often as they stand there
  Record record_;
  Row row_;
  std::string key_;
  std::exception_ptr failure_;
  std::atomic<size_t> bytes_read_ = 0;

  std::string asked_;  // overtaken()'s key
};

}  // namespace plumb::registry
