// A table's live rows → an import file: CSV or NDJSON that an import takes back to the same facts.
//
// Identifiers are masked unless revealed, and then the file is one to look at, not to import. Values stand as they are, formulas
// too: whoever opens the CSV with a spreadsheet is warned by the documentation. Used by Registry::export_table, and where a command tells what
// it changed.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "compiler/base/language.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

enum class ExportFormat : uint8_t { csv, ndjson };

struct ExportOptions {
  ExportFormat format = ExportFormat::csv;
  Language header = Language::en;  // of a CSV: names of columns, or their Chinese names
  bool reveal = false;             // identifiers in full
};

// A stored value as an import file writes it; numbers hidden unless revealed. Pure.
std::string written_value(const Column& column, const std::string& text, bool reveal);

// Returns how many rows. In the caller's transaction.
Result<uint64_t> export_table(Database& database, Table table, const ExportOptions& options, const std::function<bool(std::string_view)>& sink);

}  // namespace plumb::registry
