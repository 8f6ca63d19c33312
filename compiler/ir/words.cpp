#include "compiler/ir/words.hpp"

#include <array>

#include "compiler/ir/values.hpp"

namespace plumb::ir {

namespace {

constexpr const char* kOps[] = {
    "constant", "matter_field", "party_field", "listing_field", "parameter", "decision_date", "fault",    "not",           "and",          "or",
    "known",    "equal",        "not_equal",   "below",         "at_most",   "above",         "at_least", "in_set",        "in_codes",     "has_any",
    "has_all",  "add",          "subtract",    "multiply",      "divide",    "negate",        "date_add", "date_subtract", "days_between", "select",
    "exists",   "every",        "count",       "listed_on",
};
constexpr const char* kTypeKinds[] = {"boolean", "integer", "decimal", "money", "ratio", "date", "duration", "text", "enumeration", "set", "code"};
constexpr const char* kUnits[] = {"day", "working_day", "month"};

static_assert(std::size(kOps) == static_cast<size_t>(Op::listed_on) + 1, "a word for every instruction");
static_assert(std::size(kTypeKinds) == static_cast<size_t>(TypeKind::code) + 1, "a word for every type");

// The aliases of a vocabulary enumeration, collected once.
template <typename E, size_t N>
std::span<const char* const> aliases() {
  static const std::array<const char*, N> collected = [] {
    std::array<const char*, N> out{};
    for (size_t i = 0; i < N; ++i) out[i] = word(static_cast<E>(i)).alias;
    return out;
  }();
  return collected;
}

}  // namespace

std::span<const char* const> words(Op) { return kOps; }
std::span<const char* const> words(TypeKind) { return kTypeKinds; }
std::span<const char* const> words(Stage) { return aliases<Stage, 3>(); }
std::span<const char* const> words(PartyKind) { return aliases<PartyKind, 2>(); }
std::span<const char* const> words(PartyField) { return aliases<PartyField, kPartyFieldCount>(); }
std::span<const char* const> words(Role) { return aliases<Role, kRoleCount>(); }
std::span<const char* const> words(Duration::Unit) { return kUnits; }

std::string type_text(Type type) {
  std::string out = word_of(type.kind);
  if (type.ref != UINT32_MAX) out += "#" + std::to_string(type.ref);
  return out;
}

std::string value_text(const Program& program, const Value& value) {
  switch (value.type.kind) {
    case TypeKind::boolean:
      return as_boolean(value) ? "true" : "false";
    case TypeKind::integer:
      return std::to_string(as_integer(value));
    case TypeKind::decimal:
    case TypeKind::ratio:
      return as_decimal(value).text();
    case TypeKind::money:
      return as_money(value).text();
    case TypeKind::date:
      return as_date(value).iso();
    case TypeKind::duration:
      return std::to_string(as_duration(value).count) + " " + word_of(as_duration(value).unit);
    case TypeKind::text:
      return value.text;
    case TypeKind::enumeration:
      return program.enums[EnumId(value.type.ref)].values[as_index(value)].alias;
    case TypeKind::set: {
      std::string out;
      const auto& values = program.enums[EnumId(value.type.ref)].values;
      for (size_t i = 0; i < values.size(); ++i) {
        if ((as_mask(value) >> i & 1) != 0) out += (out.empty() ? "" : " ") + values[i].alias;
      }
      return "[" + out + "]";
    }
    case TypeKind::code:
      return program.taxonomies[TaxonomyId(value.type.ref)].codes[as_index(value)].code;
  }
  return {};
}

}  // namespace plumb::ir
