// Why a request line cannot be decided: a stable code, one sentence in either language, and the member that is at fault.
//
// One table holds every code, so that none goes without a message (and none without a test). Pure; any thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/vocabulary.hpp"

namespace plumb::decide {

enum class RefusalCode : uint8_t {
  json,           // not JSON, or not an object
  key_unknown,    // a member that requests do not have
  key_duplicate,  // one member twice, be it under two names
  id,             // the request's id is neither string nor number
  party,          // no party, no id in it, or of a wrong type
  party_masked,   // a masked id that cannot be used
  party_form,     // an id of no known form that the registry does not hold
  party_sector,   // no such sector
  matter,         // no matter, or not a text
  matter_unknown,
  stage,   // no such stage, or not one of the matter
  date,    // no date, or not a day that exists
  fields,  // not an object
  field_unknown,
  field_type,
  field_value,
};
inline constexpr size_t kRefusalCount = 16;

struct Refusal {
  RefusalCode code = RefusalCode::json;
  std::string detail;              // what the sentence is about; never a full identity number
  std::string path;                // JSON pointer into the request; empty for the line as a whole
  std::vector<Stage> stages = {};  // of RefusalCode::stage: those that the matter has
};

// "request.field.unknown"
std::string_view code_text(RefusalCode code);
std::string message(const Refusal& refusal, Language language);

}  // namespace plumb::decide
