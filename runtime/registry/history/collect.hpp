// One party's rows of every table, live and superseded → what happened to what is known about it, in order.
//
// In the caller's read transaction; one thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry::history {

struct Value {
  std::string text;      // as stored; identifiers in full, several joined by ';'
  std::string original;  // as it came, where that was another spelling
  bool present = false;
  std::optional<std::string> listed;  // what lists say there, as stored, where a recorded step counts over it (step_effects.hpp); empty: nothing
  friend bool operator==(const Value& a, const Value& b) { return a.present == b.present && a.text == b.text; }
};

// A row as it was written.
struct Version {
  int64_t row = 0;
  std::vector<Value> values;  // by the table's columns
  std::string recorded_at, superseded_at;
  int64_t revision_from = 0, revision_to = 0;  // 0: still known
  std::string source;                          // the file or push, or the command that made it so; empty: none is recorded
  int64_t source_row = 0;
  std::string area;         // what a court's record said of its region, for which no table has a column; empty: nothing
  bool by_command = false;  // the source is no file but the command of that name (by_hand.hpp)
  bool by_entries = false;  // it says what entries of the party say (court/names.hpp), and no record of the source says all of it
};

enum class Kind : uint8_t { recorded, corrected, ended, decided };

struct Occurrence {
  std::string recorded_at;
  int64_t revision = 0;
  Kind kind = Kind::recorded;
  Table table = Table::parties;
  std::optional<Version> before;  // corrected, ended
  std::optional<Version> after;   // recorded, corrected
  // The account that recorded it, where the registry has accounts; of a decision, who asked.
  std::string by_whom;
  // Of a decision that was journalled, instead:
  int64_t decision = 0;
  std::string answer;
};

// A moment, and the newest revision recorded by then.
struct Known {
  int64_t revision = 0;
  std::string moment;  // canonical
};

// `party`: in normal form. `known`: what was recorded or decided later is not told. By moment, then revision, table and row; a
// decision comes after what was recorded in its second. What stands under any document bound to the same party belongs to it.
// Empty for an identifier that the registry does not hold.
Result<std::vector<Occurrence>> collect(Database& database, std::string_view party, const std::optional<Known>& known);

}  // namespace plumb::registry::history
