// A normal form → what kind of number it is and what its places say. Nothing here needs the number to be anybody's.
// All functions take the normal form (normalise). Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "compiler/base/date.hpp"
#include "compiler/base/vocabulary.hpp"

namespace plumb::identity {

enum class Form : uint8_t {
  resident_number,    // 18 places, 7 to 14 a date of birth (GB 11643)
  credit_code,        // 18 places of a unified social credit code (GB 32100-2015)
  organisation_code,  // 12345678-9 (GB 11714): matches the same code alone, never the credit code that holds it; import warns
  masked,             // holds a '*'
  other,              // passports and whatever else a registry may hold; no known form
};

// A resident number is told from an all-digit credit code by its places: the first is 1 to 8 (a credit code of the
// market authority begins with 9), and 7 to 14 are a day from 1800 to 2099. A number whose 7th and 8th place say
// 18, 19 or 20 and whose day does not exist is neither, unless the credit code's check character vouches for it.
Form form(std::string_view id);

// `form` for a number with hidden places: what the visible ones allow, a resident number first. Full numbers: as form().
Form apparent_form(std::string_view id);

// Kind of party by the form alone, masked or not; nothing for organisation codes and numbers of no known form.
std::optional<PartyKind> kind_by_form(std::string_view id);

// 15 to 20 letters and digits, `form` being no known one: most likely a resident number or a credit code with a place missing, added or
// wrong, since passports and permits are shorter. Nobody is found under it who does not bear exactly these places.
bool is_misshapen(std::string_view id, Form form);

// Of a full resident number; nothing for all else.
std::optional<Date> date_of_birth(std::string_view id);

// Under 18 on `day` by the number. With hidden places: only when every date that the visible places allow says so.
// False for numbers that show no date of birth. The 18th birthday itself is no longer minority; who was born on
// 29 February comes of age on 1 March.
bool was_minor_on(std::string_view id, Date day);

}  // namespace plumb::identity
