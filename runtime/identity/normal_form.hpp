// An identifier as typed, printed or pasted → the one spelling under which parties are compared.
//
// Folded: full-width forms, letters to upper case, every kind of space and hyphen removed, resident numbers of 15 digits
// extended to 18. Kept: the hyphen of an old organisation code (12345678-9), which is what tells it from a passport number.
// It is put in where eight digits and the check character that they call for come without it.
// Called by the registry's import and by everything that takes an identifier from a request. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::identity {

// What normalising had to change.
struct Changes {
  bool width = false;        // ４１０… → 410…
  bool letter_case = false;  // …x → …X
  bool separators = false;   // 410397-1970… → 4103971970…
  bool extended = false;     // 15 digits → 18
  bool any() const { return width || letter_case || separators || extended; }
  friend bool operator==(const Changes&, const Changes&) = default;
};

struct NormalForm {
  std::string id;
  Changes changes;
};

// REQUIRES: valid UTF-8. Idempotent: normalising a normal form changes nothing.
NormalForm normalise(std::string_view text);

// Warnings of a decision or an import, as their stable codes.
inline constexpr const char* kNormalisedWarning = "party.id.normalised";
inline constexpr const char* kExtendedWarning = "party.id.extended";
inline constexpr const char* kCheckDigitWarning = "party.id.check_digit";

// Kinds of space and hyphen that Unicode has and that people paste with numbers and names; among the spaces whatever shows nothing,
// such as the marks of direction that come with numbers copied from a dialogue.
bool is_space(char32_t c);
bool is_hyphen(char32_t c);

}  // namespace plumb::identity
