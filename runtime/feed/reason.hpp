// Why a record or a row cannot be taken, in both languages: one list for the court's feed and for the import files. Pure; any thread.
#pragma once

#include <cstdint>

#include "compiler/base/language.hpp"
#include "runtime/identity/fault.hpp"

namespace plumb::feed {

enum class RejectReason : uint8_t {
  none,
  missing_value,
  unknown_kind,
  unknown_sector,
  unknown_role,
  role_of_entries_only,
  bad_date,
  bad_boolean,
  bad_percentage,
  bad_period,
  bad_json,
  not_an_identifier,
  mask_length,
  mask_visible,
  value_too_long,
  forbidden_character,
  field_count,
  text_after_quote,
  unknown_key,
  duplicate_key,
  wrongly_made_entry,
  wrong_type,
  not_utf8,
  not_an_object,
  not_a_case_number,
  cut_short,
  record_too_long,
  unknown_step,
  bound_to_itself,
  bound_to_masked,
  bound_by_other_places,
  bound_kinds,
  bound_elsewhere,
  held_different,
  controls_itself,
  person_controlled,
  control_refused,
  step_to_come,
  kind_of_other_step,
  unknown_removal_kind,
  header_unknown,
};
inline constexpr uint8_t kRejectReasonCount = 41;  // `none` among them

// Why an identifier cannot be one; none: nothing is wrong with it.
RejectReason reason_of(identity::IdentifierFault fault);

// "bad_date"; stable.
const char* reason_code(RejectReason reason);
const char* reason_text(RejectReason reason, Language language);

}  // namespace plumb::feed
