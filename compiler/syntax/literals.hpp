// Spelled literals → values; the same rules for every place where one may stand.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/date.hpp"
#include "compiler/base/decimal.hpp"

namespace plumb::syntax {

enum class Fault : uint8_t { none, incomplete, no_such_date, too_large, too_many_digits };

template <typename Value>
struct Read {
  Value value{};
  Fault fault = Fault::none;
};

// 2019-05-30, 2019-5-30, 2019年5月30日 (full-width digits too). Incomplete: 2019年5月, 2019年5月30.
Read<Date> read_date(std::string_view spelling);

Read<int64_t> read_integer(std::string_view digits);
Read<Decimal> read_decimal(std::string_view number);

// `scale`: 元 1, 万元 10^4, 亿元 10^8. Too many digits: less than one 分 would be lost.
Read<Money> read_money(std::string_view number, int64_t scale);

// 10 of 10% is 0.1.
Read<Decimal> read_percentage(std::string_view number);

// The text of a string, title or quoted name without its quotes.
std::string_view unquoted(std::string_view spelling);

// 二(七)1, 二（七）1．, 二、（七）1 → 二（七）1; anything that does not look like a clause number is only trimmed.
std::string canonical_clause(std::string_view clause);

}  // namespace plumb::syntax
