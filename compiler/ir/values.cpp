#include "compiler/ir/values.hpp"

#include "compiler/base/unicode.hpp"

namespace plumb::ir {

bool well_formed(const Program& program, const Value& value) {
  const int128 n = value.number;
  if (value.type.kind != TypeKind::text && !value.text.empty()) return false;
  switch (value.type.kind) {
    case TypeKind::boolean:
      return n == 0 || n == 1;
    case TypeKind::integer:
    case TypeKind::money:
      return INT64_MIN <= n && n <= INT64_MAX;
    case TypeKind::decimal:
    case TypeKind::ratio:
      return true;
    case TypeKind::date:
      return Date::kMinDays <= n && n <= Date::kMaxDays;
    case TypeKind::duration:
      return n >= 0 && (n >> 32) <= static_cast<int128>(Duration::Unit::month);
    case TypeKind::text:
      return n == 0 && !unicode::first_invalid(value.text);
    case TypeKind::enumeration:
      return n >= 0 && n < static_cast<int128>(program.enums[EnumId(value.type.ref)].values.size());
    case TypeKind::set:
      return n >= 0 && n <= static_cast<int128>(full_mask(program.enums[EnumId(value.type.ref)]));
    case TypeKind::code:
      return n >= 0 && n < static_cast<int128>(program.taxonomies[TaxonomyId(value.type.ref)].codes.size());
  }
  return false;
}

}  // namespace plumb::ir
