// The files of one import → which of their rows a later row of the same key overtakes: what importing the same files again must leave alone.
//
// Within one call the last row of a key counts, whichever file it stands in. A row that will be refused corrects nothing. find() reads
// every file once more; then a row asks. Used by the importer alone; find() and overtaken() on one thread (find() takes another to itself).
#pragma once

#include <array>
#include <cstdint>
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

  // All tables side by side, on two threads. `may_go_on`: asked on the calling thread, now and then, with how many bytes are read so far;
  // false ends it. REQUIRES: files of a table stand together; each could be opened once already. Error: registry.cancelled.
  Result<void> find(const std::vector<Source>& sources, const std::function<bool(size_t bytes)>& may_go_on);
  // `index`: of the row among the records of its source, from 0. Nothing: no later row has its key.
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
  using MayGoOn = std::function<bool(size_t bytes)>;  // read since it was last asked

  void find_repeats(Table table, const std::vector<Source>& sources, const MayGoOn& may_go_on);
  // The hashes of all keys of the table, as often as they stand there; and where the rows of each of its sources begin.
  bool hash_keys(Table table, const std::vector<Source>& sources, std::vector<size_t>& hashes, const MayGoOn& may_go_on);
  void keep_last_rows(Table table, const std::vector<Source>& sources);

  std::array<Repeats, kImportedTables> repeats_;  // by table
  std::vector<size_t> first_rows_;                // by source: number of the table's rows in the sources before it
  std::string key_;
};

}  // namespace plumb::registry
