// What an import is asked and what it answers. Registry::import does the work.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/language.hpp"
#include "runtime/registry/encoding.hpp"
#include "runtime/registry/reject.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

struct ImportFile {
  std::filesystem::path path;
  std::optional<Table> table;  // nothing: told from the file's name
};

struct ImportProgress {
  uint64_t bytes_done = 0;
  uint64_t bytes_total = 0;  // every file is read twice: once to find rows that later rows correct, once to take them
  uint64_t rows_done = 0;
  uint64_t rejected = 0;
};

struct ImportOptions {
  std::string recorded_at;                              // RFC 3339; the registry has no clock
  std::optional<Date> synchronised = {};                // as of when the source speaks; a later day that stands, stays
  bool dry_run = false;                                 // reports and changes nothing in the registry
  bool resumable = false;                               // commits in batches and goes on where an earlier call with the same files stopped
  uint64_t batch_rows = 100'000;                        // of a resumable import
  uint64_t bytes_looked_ahead = 4 << 20;                // of files; from then on another connection looks ahead of the writer (met_identifiers.hpp)
  std::optional<size_t> identifiers_looked_ahead = {};  // held by it at most; nothing: two million, about 250 MB, or as many as take the memory of the files
  EncodingChoice encoding = EncodingChoice::detect;
  Language language = Language::en;                             // of the reject file's reasons
  std::filesystem::path reject_file = {};                       // empty: none is written
  std::function<bool(const ImportProgress&)> on_progress = {};  // false cancels
};

struct RowNote {
  std::string file;
  uint64_t row = 0;
  std::string column;
  RowWarning warning = RowWarning::check_digit;
};

struct FileSummary {
  std::string file;
  Table table = Table::parties;
  Encoding encoding = Encoding::utf8;
  uint64_t rows = 0;     // read; the sum of all below
  uint64_t resumed = 0;  // taken by an earlier call that was cut short
  uint64_t added = 0;
  uint64_t changed = 0;  // superseded an earlier row
  uint64_t unchanged = 0;
  uint64_t overtaken = 0;  // a later row of this call has the same key
  uint64_t findings = 0;   // entries on minors, kept aside for the court
  uint64_t rejected = 0;
  uint64_t normalised = 0;                            // values stored in another spelling than they came in; the row keeps both
  std::array<uint64_t, kRowWarningCount> warnings{};  // by RowWarning; such rows are taken
  // Columns that the file leaves out, and how many rows had a value there that they have no more; by the table's columns.
  std::vector<std::pair<const Column*, uint64_t>> left_out;
  uint64_t taken() const { return added + changed + unchanged + overtaken + findings + resumed; }
};

struct ImportSummary {
  std::vector<FileSummary> files;  // in the order in which they were imported
  std::vector<Reject> rejects;     // the first kMaxListed; the reject file has all
  std::vector<RowNote> warnings;   // the first kMaxListed
  uint64_t warning_count = 0;      // of all files
  uint64_t ended_retentions = 0;   // of entries that this import shows to have been wrongly made
  uint64_t revision = 0;
  bool changed = false;  // a new revision was made (or would have been, in a dry run)
  std::optional<Date> synchronised;

  static constexpr size_t kMaxListed = 100;
  uint64_t rejected() const;
  uint64_t taken() const;
};

// "entries" from "…/entries.csv", "entries-2019.csv", "entries_7.ndjson"; nothing for other names.
std::optional<Table> table_of_file(const std::filesystem::path& path);

// "check_digit"; stable.
const char* warning_code(RowWarning warning);
// "the identifier's check digit does not hold", both languages.
const char* warning_text(RowWarning warning, Language language);

}  // namespace plumb::registry
