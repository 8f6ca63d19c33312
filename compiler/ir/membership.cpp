#include "compiler/ir/membership.hpp"

#include <algorithm>
#include <span>

#include "compiler/ir/values.hpp"

namespace plumb::ir {

namespace {

std::vector<IndexRange> merged(std::vector<IndexRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const IndexRange& a, const IndexRange& b) { return a.first < b.first; });
  std::vector<IndexRange> out;
  for (const IndexRange& range : ranges) {
    if (!out.empty() && range.first <= out.back().last + 1) {
      out.back().last = std::max(out.back().last, range.last);
    } else {
      out.push_back(range);
    }
  }
  return out;
}

}  // namespace

std::vector<IndexRange> ranges_of(const Program& program, const Node& node) {
  std::vector<IndexRange> out;
  const auto operands = std::span(program.operands).subspan(node.operands_begin, node.operands_count);
  const auto constant = [&](size_t i) -> const Value& { return program.constants[program.nodes[operands[i]].immediate]; };
  if (node.op == Op::in_set) {
    const uint64_t mask = as_mask(constant(1));
    for (uint64_t i = 0; i < 64; ++i) {
      if ((mask >> i & 1) != 0) out.push_back({i, i});
    }
  } else {
    const Taxonomy& taxonomy = program.taxonomies[TaxonomyId(constant(1).type.ref)];
    for (size_t i = 1; i < operands.size(); ++i) {
      const uint32_t code = as_index(constant(i));
      out.push_back({code, taxonomy.codes[code].end - uint64_t{1}});
    }
  }
  return merged(std::move(out));
}

}  // namespace plumb::ir
