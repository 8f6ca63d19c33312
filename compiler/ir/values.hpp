// Values of the IR from and to the exact types of base: the packing that program.hpp's Value states, in one place.
//
// Pure. The readers REQUIRE a value of the type that they read.
#pragma once

#include <string>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

inline Value boolean_value(bool v) { return {{TypeKind::boolean}, v ? 1 : 0, {}}; }
inline Value integer_value(int64_t v) { return {{TypeKind::integer}, v, {}}; }
inline Value decimal_value(Decimal v) { return {{TypeKind::decimal}, v.units, {}}; }
inline Value ratio_value(Decimal v) { return {{TypeKind::ratio}, v.units, {}}; }
inline Value money_value(Money v) { return {{TypeKind::money}, v.fen, {}}; }
inline Value date_value(Date v) { return {{TypeKind::date}, v.days, {}}; }
inline Value duration_value(Duration v) { return {{TypeKind::duration}, (static_cast<int128>(v.unit) << 32) + static_cast<uint32_t>(v.count), {}}; }
inline Value text_value(std::string v) { return {{TypeKind::text}, 0, std::move(v)}; }
inline Value enumerator_value(EnumId type, uint32_t index) { return {{TypeKind::enumeration, type.value}, index, {}}; }
inline Value set_value(EnumId type, uint64_t mask) { return {{TypeKind::set, type.value}, static_cast<int128>(mask), {}}; }
inline Value code_value(TaxonomyId type, uint32_t index) { return {{TypeKind::code, type.value}, index, {}}; }

inline bool as_boolean(const Value& v) { return v.number != 0; }
inline int64_t as_integer(const Value& v) { return static_cast<int64_t>(v.number); }
inline Decimal as_decimal(const Value& v) { return Decimal{v.number}; }
inline Money as_money(const Value& v) { return Money{static_cast<int64_t>(v.number)}; }
inline Date as_date(const Value& v) { return Date{static_cast<int32_t>(v.number)}; }
inline Duration as_duration(const Value& v) { return {static_cast<Duration::Unit>(v.number >> 32), static_cast<int32_t>(static_cast<uint32_t>(v.number))}; }
inline uint64_t as_mask(const Value& v) { return static_cast<uint64_t>(v.number); }
inline uint32_t as_index(const Value& v) { return static_cast<uint32_t>(v.number); }

// Whether `number` and `text` lie within what the type can hold in this program: enumerator and code indices, set masks,
// 64-bit integers and money, dates of years 1 to 9999, texts only in text.
bool well_formed(const Program& program, const Value& value);

// Set of every enumerator of the type. REQUIRES: at most 64 of them.
inline uint64_t full_mask(const EnumType& type) { return type.values.size() >= 64 ? ~uint64_t{0} : (uint64_t{1} << type.values.size()) - 1; }

}  // namespace plumb::ir
