// The matters of holdings in parts, each with numbers of its own → one list and its numbers. For build() alone.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "runtime/facts/fact_columns.hpp"
#include "runtime/snapshot/text_column.hpp"
#include "runtime/snapshot/threads.hpp"

namespace plumb::snapshot {

// The matters of all parts, numbered anew: for each part, its numbers → those.
struct Matters {
  explicit Matters(const std::vector<facts::HoldingColumns>& parts) : number(parts.size()) {
    std::unordered_map<std::string_view, uint32_t> numbers;
    for (size_t p = 0; p < parts.size(); ++p) {
      for (size_t i = 0; i < parts[p].matters.size(); ++i) {
        const std::string_view text = parts[p].matters[i];
        const auto [found, fresh] = numbers.emplace(text, static_cast<uint32_t>(texts.size()));
        if (fresh) texts.emplace_back(text);
        number[p].push_back(found->second);
      }
    }
  }

  // Numbers over all parts → numbers in the order in which the holdings first have them.
  TextColumn in_order(Unfilled<uint32_t>& matter, unsigned threads) const {
    constexpr size_t kRange = size_t{1} << 16;
    constexpr uint32_t kUnknown = ~uint32_t{0};
    const size_t ranges = (matter.size() + kRange - 1) / kRange;
    std::vector<std::vector<uint32_t>> met(ranges);  // by each range, in order
    const auto each = [&](const auto& work) {
      each_piece(ranges, threads,
                 [&](size_t range) { work(range, matter.begin() + range * kRange, matter.begin() + std::min((range + 1) * kRange, matter.size())); });
    };
    each([&](size_t range, const uint32_t* first, const uint32_t* last) {
      std::vector<bool> known(texts.size(), false);
      for (; first != last; ++first) {
        if (known[*first]) continue;
        known[*first] = true;
        met[range].push_back(*first);
      }
    });
    std::vector<uint32_t> numbers(texts.size(), kUnknown);
    TextColumnBuilder column;
    uint32_t next = 0;
    for (const std::vector<uint32_t>& range : met) {
      for (const uint32_t one : range) {
        if (numbers[one] != kUnknown) continue;
        numbers[one] = next++;
        column.add(texts[one]);
      }
    }
    each([&](size_t, uint32_t* first, uint32_t* last) { std::transform(first, last, first, [&](uint32_t one) { return numbers[one]; }); });
    return column.take();
  }

  std::vector<std::vector<uint32_t>> number;
  std::vector<std::string> texts;
};

}  // namespace plumb::snapshot
