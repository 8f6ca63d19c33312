// One unread record of the court → an entry or a removal with every value in its one spelling, beside what it was; or why it is neither.
//
// Pure: the same record gives the same answer; any thread. Which entries stand already, and so what a record changes, is the registry's.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/vocabulary.hpp"
#include "runtime/feed/court_field.hpp"
#include "runtime/feed/court_reader.hpp"
#include "runtime/feed/reason.hpp"

namespace plumb::feed {

inline constexpr size_t kMaxValueBytes = 65536;

// What is odd about a record that was taken all the same.
enum class CourtWarning : uint8_t {
  check_digit,           // an identifier's last place is not the one called for
  masked,                // an identifier with places hidden
  old_code,              // an organisation code of before the unified one
  dates_out_of_order,    // removed or expiring before it was published
  case_number_form,      // no （year） in front, or no 号
  not_midnight,          // seconds since 1970 that are no midnight in Beijing
  stamp_disagrees,       // publishDateStamp is another day than publishDate
  private_use,           // a character whose meaning is the sender's own
  lost_character,        // U+FFFD
  party_type_disagrees,  // partyTypeName says person, the number is an organisation's, or the reverse
  odd_value,             // an age that is none, a gender or kind of party nobody documented
  unknown_key,           // a key nobody documented: its value is not kept
  misshapen,             // as long as a resident number or a credit code, or nearly, and of neither form
  age_disagrees,         // an age under 18, and a number of somebody older
};
inline constexpr size_t kCourtWarningCount = 14;

// "check_digit"; stable.
const char* warning_code(CourtWarning warning);
const char* warning_text(CourtWarning warning, Language language);

struct CourtRecord {
  enum class Kind : uint8_t { entry, removal };
  Kind kind = Kind::entry;
  // As the registry stores it: days YYYY-MM-DD, publishable 1 or 0, several identifiers in order with ';' between.
  std::array<std::optional<std::string>, kFieldCount> values;
  std::bitset<kFieldCount> named;                              // fields whose key stood in the record, with a value or with nothing
  std::optional<PartyKind> party_kind;                         // by the number, else by partyTypeName
  std::vector<std::pair<std::string, std::string>> originals;  // column → the text as it came, where that differs
  std::vector<std::pair<CourtWarning, std::string>> warnings;  // with the key as it was written

  bool names(Field field) const { return named[static_cast<size_t>(field)]; }
  const std::optional<std::string>& value(Field field) const { return values[static_cast<size_t>(field)]; }
};

struct CourtRefusal {
  RejectReason reason = RejectReason::none;
  std::string key;    // as it was written; what is missing: the usual key
  std::string value;  // as it came
};

// An entry needs case, party and day of publication; publishable where it says nothing else. A record with a day of removal is a removal
// where it says nothing of the case's substance, or not when it was published: it needs case, party and that day. An entry may bring its
// own removal.
std::variant<CourtRecord, CourtRefusal> read_court_record(const RawRecord& raw);

}  // namespace plumb::feed
