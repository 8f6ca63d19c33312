// The characters of a code → the check character that they call for. A wrong one is a warning, never a reason to drop a
// record or to match it to another: codes in real use are known to fail. Pure; any thread.
#pragma once

#include <string_view>

#include "runtime/identity/form.hpp"

namespace plumb::identity {

// Resident identity number, 18th place from the first 17 (GB 11643; ISO 7064 MOD 11-2). REQUIRES: >= 17 digits.
char resident_check_digit(std::string_view digits);

// Unified social credit code, 18th place from the first 17 (GB 32100-2015: weights 3^i mod 31).
// REQUIRES: >= 17 characters of credit_code_alphabet().
char credit_check_digit(std::string_view code);

// Organisation code, 9th place from the first 8 (GB 11714: weights 3 7 9 10 5 8 4 2, modulo 11). Places 9 to 17 of a credit
// code are one. REQUIRES: >= 8 characters of 0-9 A-Z.
char organisation_check_digit(std::string_view code);

// 0-9 and A-Z without I, O, S, V, Z.
std::string_view credit_code_alphabet();

// True when the last place of `id` (normal form) is the one called for, and for every form that has no check digit or
// hides a place.
bool check_digit_holds(std::string_view id);
// Where form(id) is known already.
bool check_digit_holds(std::string_view id, Form form);

}  // namespace plumb::identity
