// A record as it came → the values that are stored, each checked and in its one spelling; or the reason why not.
//
// Pure: the same record gives the same row. Rules that need other rows (a retention of a wrongly made entry) are the
// importer's, and so is the warning `overtaken`. Warnings are told and change nothing: the row is taken as it stands.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/facts/removal_ground.hpp"
#include "runtime/registry/record.hpp"
#include "runtime/registry/table.hpp"

namespace plumb::registry {

inline constexpr size_t kMaxValueBytes = 65536;

struct Value {
  std::string text;  // as stored; identifiers: the normal form, several joined by ';' in order
  bool present = false;
};

enum class RowWarning : uint8_t {
  check_digit,             // an identifier's last place is not the one called for
  masked,                  // an identifier with places hidden: it never matches, and only makes answers uncertain
  dates_out_of_order,      // a period that ends before it begins, an entry removed before it was published: never holds
  overtaken,               // a later row of the call has the same key and says something else: that one is taken, this one is not
  person_as_organisation,  // the organisation of a relation bears the number of a person
  relation_to_itself,      // holder and organisation are the same
  share_of_other_role,     // a share, and the role is not shareholder
  old_code,                // an organisation code of before the unified one: it finds only rows that bear it too
  recorded_step,           // a recorded step says otherwise, and counts
  keeps_removal,           // silent on the day of removal of an entry that was removed: it stays removed
  no_such_entry,           // a step of a case and party that no entry has
  retentions_stay_ended,   // those that a removal ended which is now taken back
  removed_all_the_same,    // a removal is taken back that a push or a table told too
  two_valid_numbers,       // a binding makes two resident numbers one party, and both are valid: two persons, unless one was corrected
  stands_all_the_same,     // a permit or a retention, taken back, that somebody else told too
  ends_several,            // a removal that names no listing, where several of the case stand
  extension_shorter,       // an extension that ends before the term that it extends: it changes nothing
  misshapen,               // as long as a resident number or a credit code, or nearly, and of neither form
  case_number_form,        // no （year） in front, or no 号: the court's word of the case will not meet it
  published_to_come,       // an entry published on a day that has not come
  other_court,             // a step by another court than the one of which the case's entries are: it may be misspelt
};
inline constexpr size_t kRowWarningCount = 21;

struct Row {
  std::vector<Value> values;  // by the table's columns
  std::string originals;      // JSON object of column → text as it came, where that differs; empty: nothing differs
  size_t normalised = 0;      // how many values those are
  std::vector<std::pair<RowWarning, const Column*>> warnings;
  // What was found out before a writer gets it (met_identifiers.hpp): the places of its identifiers, by columns and in the order of their
  // texts (empty: they are told by text), and that no live row has its key (false: that is to be looked for).
  std::vector<uint32_t> places;
  bool is_new = false;
  bool minor_entry = false;  // an entry whose subject was under 18 when it was published: a finding, not an entry
};

// The value of the column that the database calls so; nullptr: the row has none there. REQUIRES: its table has the column.
const Value* find_value(const TableShape& shape, const Row& row, std::string_view sql);

struct Refusal {
  RejectReason reason = RejectReason::none;
  const Column* column = nullptr;
};

// Fills `row`, reusing its memory. Nothing: taken.
std::optional<Refusal> map_row(const TableShape& shape, const Record& record, Row& row);

// Only the values that identify the row; the others are left as they were. False: one of them cannot be taken. Whether the
// whole row can, map_row says.
bool map_key(const TableShape& shape, const Record& record, Row& row);

using facts::is_wrongly_made;

// Those that a value of ColumnType::identifiers holds, in order.
template <typename Each>
void for_each_identifier(std::string_view joined, const Each& each) {
  while (!joined.empty()) {
    const size_t end = joined.find(';');
    each(joined.substr(0, end));
    joined.remove_prefix(end == std::string_view::npos ? joined.size() : end + 1);
  }
}

// The identifying values of a row, joined so that different keys never give the same text.
void append_key(const TableShape& shape, const Row& row, std::string& out);

}  // namespace plumb::registry
