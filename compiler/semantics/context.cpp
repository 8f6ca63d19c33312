#include "compiler/semantics/context.hpp"

#include <algorithm>

namespace plumb::semantics {

void Nodes::measure_new_nodes() {
  constexpr uint64_t kCeiling = uint64_t{1} << 62;
  while (sizes_.size() < program_.nodes.size()) {
    uint64_t size = 1;
    uint32_t depth = 0;
    for (const ir::NodeId operand : ir::operands(program_, program_.nodes.id_at(sizes_.size()))) {
      size = std::min(kCeiling, size + sizes_[operand.value]);
      depth = std::max(depth, depths_[operand.value]);
    }
    sizes_.push_back(size);
    depths_.push_back(depth + 1);
  }
}

uint64_t Nodes::tree_size(ir::NodeId node) {
  measure_new_nodes();
  return sizes_[node.value];
}

uint32_t Nodes::depth(ir::NodeId node) {
  measure_new_nodes();
  return depths_[node.value];
}

bool Context::ascii(Span span) const {
  if (!span.valid()) return false;
  const std::string_view text = sources.text(span);
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

}  // namespace plumb::semantics
