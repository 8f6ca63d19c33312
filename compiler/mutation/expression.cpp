#include "compiler/backends/prose/phrase.hpp"
#include "compiler/ir/builder.hpp"
#include "compiler/mutation/mutant.hpp"

namespace plumb::mutation {

namespace {

using ir::NodeId;
using ir::Op;
using ir::TypeKind;
using Path = std::vector<uint32_t>;
using Rewrite = std::function<NodeId(ir::Program&, ir::Builder&, NodeId)>;
using Assign = std::function<void(ir::Measure&, NodeId)>;

// The tree below `node` with the one at `path` rewritten; `made` receives what it became.
NodeId rebuild(ir::Program& program, ir::Builder& builder, NodeId node, const Path& path, size_t depth, const Rewrite& rewrite,
               std::pair<NodeId, NodeId>& made) {
  if (depth == path.size()) {
    made = {node, rewrite(program, builder, node)};
    return made.second;
  }
  const std::span<const NodeId> at = ir::operands(program, node);
  std::vector<NodeId> operands(at.begin(), at.end());
  operands[path[depth]] = rebuild(program, builder, operands[path[depth]], path, depth + 1, rewrite, made);
  const ir::Node instruction = program.nodes[node];
  return builder.add(instruction.op, instruction.type, instruction.immediate, operands);
}

// Walks one expression and adds a mutant for each way to get one leaf wrong.
class ExpressionMutator {
 public:
  ExpressionMutator(const ir::Program& program, ir::MeasureId measure, NodeId root, const Description& where, const Assign& assign, std::vector<Mutant>& out)
      : program_(program), measure_(measure), root_(root), where_(where), assign_(assign), out_(out) {}

  void walk(NodeId node, Path& path) {
    const ir::Node& instruction = program_.nodes[node];
    switch (instruction.op) {
      case Op::constant:
        constant(instruction, path);
        return;
      case Op::matter_field:
      case Op::party_field:
      case Op::listing_field:
        if (instruction.type.kind == TypeKind::boolean) deny(path);
        return;
      case Op::parameter:
      case Op::decision_date:
      case Op::fault:
        return;
      case Op::logical_and:
        connective(instruction, path, Op::logical_or);
        break;
      case Op::logical_or:
        connective(instruction, path, Op::logical_and);
        break;
      case Op::logical_not:
        add(path, [](ir::Program& program, ir::Builder&, NodeId at) { return ir::operands(program, at)[0]; });
        break;
      case Op::known:
      case Op::listed_on:
      case Op::in_codes:
        deny(path);
        break;
      case Op::in_set:
      case Op::has_any:
      case Op::has_all:
        deny(path);
        members(instruction, path);
        return;
      case Op::equal:
        exchange(path, {Op::not_equal});
        break;
      case Op::not_equal:
        exchange(path, {Op::equal});
        break;
      case Op::below:
        exchange(path, {Op::at_most, Op::at_least, Op::equal});
        break;
      case Op::at_most:
        exchange(path, {Op::below, Op::above, Op::equal});
        break;
      case Op::above:
        exchange(path, {Op::at_least, Op::at_most, Op::equal});
        break;
      case Op::at_least:
        exchange(path, {Op::above, Op::below, Op::equal});
        break;
      case Op::date_add:
        exchange(path, {Op::date_subtract});
        break;
      case Op::date_subtract:
        exchange(path, {Op::date_add});
        break;
      case Op::exists:
        exchange(path, {Op::every});
        break;
      case Op::every:
        exchange(path, {Op::exists});
        break;
      case Op::add:
        exchange(path, {Op::subtract});
        break;
      case Op::subtract:
        exchange(path, {Op::add});
        break;
      case Op::multiply:
      case Op::divide:
      case Op::negate:
      case Op::days_between:
      case Op::select:
      case Op::count:
        break;
    }
    for (uint32_t index = 0; index < instruction.operands_count; ++index) {
      path.push_back(index);
      walk(program_.operands[instruction.operands_begin + index], path);
      path.pop_back();
    }
  }

 private:
  void add(const Path& path, Rewrite rewrite) {
    out_.push_back(
        Mutant{measure_, [measure = measure_, root = root_, path, rewrite = std::move(rewrite), where = where_, assign = assign_](ir::Program& program) {
                 ir::Builder builder(program);
                 std::pair<NodeId, NodeId> made;
                 const NodeId now = rebuild(program, builder, root, path, 0, rewrite, made);
                 assign(program.measures[measure], now);
                 const prose::Context en{program, program.measures[measure].matter, Language::en};
                 const prose::Context zh{program, program.measures[measure].matter, Language::zh};
                 return Description{where.en + "[" + prose::phrase(en, made.first) + "] becomes [" + prose::phrase(en, made.second) + "]",
                                    where.zh + "把「" + prose::phrase(zh, made.first) + "」改为「" + prose::phrase(zh, made.second) + "」"};
               }});
  }

  void deny(const Path& path) {
    add(path, [](ir::Program&, ir::Builder& builder, NodeId node) { return builder.logical_not(node); });
  }

  void exchange(const Path& path, std::initializer_list<Op> others) {
    for (Op other : others) {
      add(path, [other](ir::Program& program, ir::Builder& builder, NodeId node) {
        const ir::Node instruction = program.nodes[node];
        const std::span<const NodeId> at = ir::operands(program, node);
        return builder.add(other, instruction.type, instruction.immediate, std::vector<NodeId>(at.begin(), at.end()));
      });
    }
  }

  void connective(const ir::Node& instruction, const Path& path, Op other) {
    exchange(path, {other});
    for (uint32_t left_out = 0; left_out < instruction.operands_count; ++left_out) {
      add(path, [left_out](ir::Program& program, ir::Builder& builder, NodeId node) {
        const bool both = program.nodes[node].op == Op::logical_and;
        const std::span<const NodeId> at = ir::operands(program, node);
        std::vector<NodeId> rest(at.begin(), at.end());
        rest.erase(rest.begin() + left_out);
        return both ? builder.logical_and(std::move(rest)) : builder.logical_or(std::move(rest));
      });
    }
  }

  void members(const ir::Node& instruction, const Path& path) {
    const ir::Value& set = program_.constants[program_.nodes[program_.operands[instruction.operands_begin + 1]].immediate];
    const ir::EnumId type{set.type.ref};
    for (size_t bit = 0; bit < program_.enums[type].values.size(); ++bit) {
      add(path, [bit, type](ir::Program& program, ir::Builder& builder, NodeId node) {
        const ir::Node at = program.nodes[node];
        const NodeId value = ir::operands(program, node)[0];
        const NodeId old = ir::operands(program, node)[1];
        const uint64_t mask = ir::as_mask(program.constants[program.nodes[old].immediate]) ^ (uint64_t{1} << bit);
        return builder.add(at.op, at.type, at.immediate, std::vector<NodeId>{value, builder.set(type, mask)});
      });
    }
    Path inner = path;
    inner.push_back(0);
    walk(program_.operands[instruction.operands_begin], inner);
  }

  void constant(const ir::Node& instruction, const Path& path) {
    const ir::Value& value = program_.constants[instruction.immediate];
    if (value.type.kind == TypeKind::boolean) return;  // in a comparison it is the comparison denied
    for (ir::Value& other : neighbours(program_, value)) {
      add(path, [other = std::move(other)](ir::Program&, ir::Builder& builder, NodeId) { return builder.constant(other); });
    }
  }

  const ir::Program& program_;
  const ir::MeasureId measure_;
  const NodeId root_;
  const Description& where_;
  const Assign& assign_;
  std::vector<Mutant>& out_;
};

}  // namespace

std::vector<ir::Value> neighbours(const ir::Program& program, const ir::Value& value) {
  std::vector<ir::Value> out;
  const auto add = [&](int128 number) { out.emplace_back(value).number = number; };
  switch (value.type.kind) {
    case TypeKind::integer:
    case TypeKind::money:
    case TypeKind::date:
    case TypeKind::duration:
      add(value.number + 1);
      add(value.number - 1);
      break;
    case TypeKind::decimal:
    case TypeKind::ratio:
      add(value.number + Decimal::kOne / 100);
      add(value.number - Decimal::kOne / 100);
      break;
    case TypeKind::boolean:
      add(1 - value.number);
      break;
    case TypeKind::enumeration:
      for (size_t other = 0; other < program.enums[ir::EnumId{value.type.ref}].values.size(); ++other) {
        if (static_cast<int128>(other) != value.number) add(static_cast<int128>(other));
      }
      break;
    case TypeKind::text:
    case TypeKind::set:
    case TypeKind::code:
      break;
  }
  return out;
}

void mutate_expression(const ir::Program& program, ir::MeasureId measure, NodeId root, const Description& where, const Assign& assign,
                       std::vector<Mutant>& out) {
  Path path;
  ExpressionMutator(program, measure, root, where, assign, out).walk(root, path);
}

}  // namespace plumb::mutation
