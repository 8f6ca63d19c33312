// Checking definitions by themselves, and expressions given up half-way, leave nodes that nothing reaches; here they go,
// so that the program and its digest depend on what is meant alone.

#include "compiler/semantics/phases.hpp"

namespace plumb::semantics {

namespace {

class Compaction {
 public:
  explicit Compaction(const ir::Program& from) : from_(from), to_(from.nodes.size()) {}

  void reach(ir::NodeId root) {
    if (!root.valid() || to_[root.value].valid()) return;
    // Operands before what uses them, without recursion.
    std::vector<std::pair<ir::NodeId, size_t>> path{{root, 0}};
    while (!path.empty()) {
      auto& [id, next] = path.back();
      const auto operands = ir::operands(from_, id);
      if (next < operands.size()) {
        const ir::NodeId operand = operands[next++];
        if (!to_[operand.value].valid()) path.emplace_back(operand, 0);
        continue;
      }
      if (!to_[id.value].valid()) order_.push_back(id), to_[id.value] = ir::NodeId(static_cast<uint32_t>(order_.size() - 1));
      path.pop_back();
    }
  }

  ir::NodeId operator[](ir::NodeId id) const { return id.valid() ? to_[id.value] : id; }

  void rebuild(ir::Program& program) const {
    Store<ir::Node, ir::NodeId> nodes;
    std::vector<ir::NodeId> operands;
    std::vector<ir::Value> constants;
    for (const ir::NodeId id : order_) {
      ir::Node node = from_.nodes[id];
      const auto used = ir::operands(from_, id);
      node.operands_begin = static_cast<uint32_t>(operands.size());
      for (const ir::NodeId operand : used) operands.push_back(to_[operand.value]);
      if (node.op == ir::Op::constant) {
        constants.push_back(from_.constants[node.immediate]);
        node.immediate = static_cast<uint32_t>(constants.size() - 1);
      }
      nodes.add(node);
    }
    program.nodes = std::move(nodes);
    program.operands = std::move(operands);
    program.constants = std::move(constants);
  }

 private:
  const ir::Program& from_;
  std::vector<ir::NodeId> to_, order_;
};

}  // namespace

void compact(Context& context) {
  ir::Program& program = context.program;
  Compaction compaction(program);
  for (const ir::Measure& measure : program.measures) {
    compaction.reach(measure.condition);
    for (const ir::Exception& exception : measure.exceptions) compaction.reach(exception.condition);
    for (const ir::NodeId argument : measure.arguments) compaction.reach(argument);
  }
  compaction.rebuild(program);
  for (ir::Measure& measure : program.measures) {
    measure.condition = compaction[measure.condition];
    for (ir::Exception& exception : measure.exceptions) exception.condition = compaction[exception.condition];
    for (ir::NodeId& argument : measure.arguments) argument = compaction[argument];
  }
  std::vector<Branch> kept;
  for (Branch branch : context.analysis.branches) {
    branch.node = compaction[branch.node];
    if (branch.node.valid()) kept.push_back(branch);
  }
  context.analysis.branches = std::move(kept);
}

}  // namespace plumb::semantics
