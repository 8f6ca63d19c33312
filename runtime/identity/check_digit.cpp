#include "runtime/identity/check_digit.hpp"

#include <array>
#include <cstddef>

namespace plumb::identity {

std::string_view credit_code_alphabet() { return "0123456789ABCDEFGHJKLMNPQRTUWXY"; }

char resident_check_digit(std::string_view digits) {
  int remainder = 0;  // Horner's rule with weight 2 in base 11: the weights of place i are 2^(17-i) mod 11
  for (size_t i = 0; i < 17; ++i) remainder = (remainder + (digits[i] - '0')) * 2 % 11;
  const int value = (12 - remainder) % 11;
  return value == 10 ? 'X' : static_cast<char>('0' + value);
}

char credit_check_digit(std::string_view code) {
  const std::string_view alphabet = credit_code_alphabet();
  size_t sum = 0;
  size_t weight = 1;
  for (size_t i = 0; i < 17; ++i) {
    sum += alphabet.find(code[i]) * weight;
    weight = weight * 3 % 31;
  }
  return alphabet[(31 - sum % 31) % 31];
}

char organisation_check_digit(std::string_view code) {
  constexpr std::array<int, 8> kWeights = {3, 7, 9, 10, 5, 8, 4, 2};
  int sum = 0;
  for (size_t i = 0; i < kWeights.size(); ++i) {
    const char c = code[i];
    sum += kWeights[i] * (c >= 'A' ? c - 'A' + 10 : c - '0');
  }
  const int value = 11 - sum % 11;
  return value == 10 ? 'X' : value == 11 ? '0' : static_cast<char>('0' + value);
}

bool check_digit_holds(std::string_view id) { return check_digit_holds(id, form(id)); }

bool check_digit_holds(std::string_view id, Form form) {
  switch (form) {
    case Form::resident_number:
      return id.back() == resident_check_digit(id);
    case Form::credit_code:
      return id.back() == credit_check_digit(id);
    case Form::organisation_code:
      return id.back() == organisation_check_digit(id);
    case Form::masked:
    case Form::other:
      return true;
  }
  return true;
}

}  // namespace plumb::identity
