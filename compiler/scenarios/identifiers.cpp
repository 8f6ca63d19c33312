#include "compiler/scenarios/identifiers.hpp"

#include <fmt/format.h>

#include "runtime/identity/check_digit.hpp"

namespace plumb::scenarios {

std::string generated_id(std::optional<PartyKind> kind, uint32_t serial) {
  if (kind == PartyKind::person) {
    const std::string digits = fmt::format("41039919800101{:03}", serial % 1000);
    return digits + identity::resident_check_digit(digits);
  }
  const std::string organisation = fmt::format("MA8{:05}", serial % 100000);
  const char check = identity::organisation_check_digit(organisation);
  if (!kind) return organisation + "-" + check;
  const std::string code = "91410399" + organisation + check;
  return code + identity::credit_check_digit(code);
}

}  // namespace plumb::scenarios
