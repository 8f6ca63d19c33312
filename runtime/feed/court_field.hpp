// What the keys of the court's records mean: iname, casecode, 发布时间 → a field, with the column of the registry's entries that keeps it.
// Sources: the keys of published records (docs/registry.md), the words of 四（二）1. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace plumb::feed {

enum class Field : uint8_t {
  case_no,
  party,
  name,
  court,
  published_on,
  expires_on,
  ground_on,
  removed_on,
  publishable,
  responsible,
  filed_on,
  basis_no,
  basis_unit,
  duty,
  performance,
  conduct,
  performed_part,
  unperformed_part,
  age,
  gender,
  legal_representative,
  decision_no,
  served_on,
  removal_kind,
  removal_ground,
  unit,
  removal_document,  // of a removal alone; no column of the entry
  area,              // kept among the originals: no column
  party_type,        // says what kind of party it is
  published_stamp,   // the day of publication once more, in seconds
  passed_over,       // what the sender's web pages add (sitelink, priority); says nothing about the entry
};
inline constexpr size_t kFieldCount = 31;

enum class FieldType : uint8_t { case_number, identifier, identifiers, name, text, day, truth, age, gender, party_type, passed_over };

struct FieldShape {
  Field field;
  const char* column;  // the name of the entries' column, or of the field where there is none
  FieldType type;
};
const FieldShape& shape(Field field);

// Whatever the width and case of the key, and with `_`, `-` and spaces in it or not; nothing for keys nobody documented.
// REQUIRES: valid UTF-8.
std::optional<Field> find_field(std::string_view key);

}  // namespace plumb::feed
