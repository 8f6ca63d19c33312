// Exact values → as one says them, in the reader's language: 50万元, 2年, 10%. What is told of a rule and what is told of a
// decision by it must read alike, so both take it from here. Pure; any thread.
#pragma once

#include <string>

#include "compiler/base/date.hpp"
#include "compiler/base/decimal.hpp"
#include "compiler/base/language.hpp"

namespace plumb {

// 500000.00 → 50万元, 500,000 yuan.
std::string spell(Money amount, Language language);
// 3日, 3个工作日, 6个月, 2年; 1 day, 2 years. Months that make whole years are years: a calendar knows no difference.
std::string spell(Duration term, Language language);
// 0.05 → 5%.
std::string spell_ratio(const Decimal& ratio);

}  // namespace plumb
