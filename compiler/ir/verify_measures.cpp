#include <algorithm>
#include <limits>
#include <map>

#include "compiler/ir/verify_parts.hpp"

namespace plumb::ir {

namespace {

constexpr uint32_t kAllRoles = (uint32_t{1} << kRoleCount) - 1;

// Every node below the roots, each once.
template <typename See>
void each_node(const Program& program, const std::vector<NodeId>& roots, const See& see) {
  std::vector<bool> seen(program.nodes.size(), false);
  std::vector<NodeId> open = roots;
  while (!open.empty()) {
    const NodeId node = open.back();
    open.pop_back();
    if (seen[node.value]) continue;
    seen[node.value] = true;
    see(program.nodes[node]);
    for (const NodeId operand : operands(program, node)) open.push_back(operand);
  }
}

class MeasureVerifier {
 public:
  MeasureVerifier(const Program& program, const Measure& measure, Violations& found)
      : program_(program), measure_(measure), found_(found), where_("measure " + measure.name.alias) {}

  void verify() {
    require(!measure_.name.zh.empty() && !measure_.name.alias.empty(), Invariant::named);
    verify_references();
    verify_reach();
    require(!measure_.from || !measure_.until || *measure_.from < *measure_.until, Invariant::measure_period);
    if (!collect_roots()) return;
    verify_arguments();
    if (measure_.matter.value < program_.matters.size()) verify_expressions();
  }

 private:
  void require(bool holds, Invariant invariant) { found_.require(holds, invariant, where_); }

  void verify_references() {
    const bool matter = measure_.matter.value < program_.matters.size();
    require(matter, Invariant::measure_matter);
    if (matter) {
      const auto& stages = program_.matters[measure_.matter].stages;
      require(std::find(stages.begin(), stages.end(), measure_.stage) != stages.end(), Invariant::measure_stage);
    }
    require(measure_.effect.value < program_.effects.size(), Invariant::effect_refs);
    require(!measure_.basis.empty(), Invariant::measure_basis);
    verify_basis(program_, measure_.basis, where_, found_);
    for (const Exception& exception : measure_.exceptions) verify_basis(program_, exception.basis, where_, found_);
    verify_departments(program_, measure_.departments, where_, found_);
    verify_departments(program_, measure_.executing, where_, found_);
  }

  void verify_reach() {
    const Reach& reach = measure_.reach;
    const bool listed = reach.self || reach.debtor_roles != 0 || reach.own_roles != 0;
    require(reach.anyone != listed, Invariant::measure_reach);
    require(((reach.debtor_roles | reach.own_roles) & ~kAllRoles) == 0, Invariant::role_masks);
  }

  bool collect_roots() {
    if (measure_.condition.valid()) conditions_.push_back(measure_.condition);
    for (const Exception& exception : measure_.exceptions) conditions_.push_back(exception.condition);
    const auto exists = [&](NodeId node) { return node.value < program_.nodes.size(); };
    const bool all = std::all_of(conditions_.begin(), conditions_.end(), exists) && std::all_of(measure_.arguments.begin(), measure_.arguments.end(), exists);
    require(all, Invariant::measure_roots);
    return all;
  }

  void verify_arguments() {
    if (measure_.effect.value < program_.effects.size()) {
      const auto& wanted = program_.effects[measure_.effect].arguments;
      require(std::equal(measure_.arguments.begin(), measure_.arguments.end(), wanted.begin(), wanted.end(),
                         [&](NodeId node, Type type) { return program_.nodes[node].type == type; }),
              Invariant::argument_types);
    }
    const auto asks = [&](NodeId node) { return asks_trigger(program_, node); };
    require(std::none_of(measure_.arguments.begin(), measure_.arguments.end(), asks), Invariant::arguments_ask_no_trigger);
  }

  void verify_expressions() {
    const auto is_boolean = [&](NodeId node) { return program_.nodes[node].type.kind == TypeKind::boolean; };
    require(std::all_of(conditions_.begin(), conditions_.end(), is_boolean), Invariant::boolean_conditions);
    std::vector<NodeId> roots = conditions_;
    roots.insert(roots.end(), measure_.arguments.begin(), measure_.arguments.end());
    const auto& fields = program_.matters[measure_.matter].fields;
    bool fields_fit = true, asks = false;
    each_node(program_, roots, [&](const Node& node) {
      if (node.op == Op::matter_field) fields_fit = fields_fit && node.immediate < fields.size() && fields[node.immediate].type == node.type;
      asks = asks || node.op == Op::listing_field || node.op == Op::listed_on || is_quantifier(node.op);
    });
    require(fields_fit, Invariant::matter_fields);
    require(!(measure_.reach.anyone && asks), Invariant::triggers_need_reach);
  }

  const Program& program_;
  const Measure& measure_;
  Violations& found_;
  std::string where_;
  std::vector<NodeId> conditions_;
};

// Names of measures: one name may stand for several versions, whose periods do not meet.
void verify_versions(const Program& program, Violations& found) {
  struct Period {
    int32_t from, until;
  };
  std::map<std::string, std::vector<Period>> versions;
  std::map<std::string, std::string> alias_of;
  for (const Measure& measure : program.measures) {
    const std::string where = "measure " + measure.name.alias;
    const auto [it, fresh] = alias_of.try_emplace(measure.name.zh, measure.name.alias);
    found.require(fresh || it->second == measure.name.alias, Invariant::distinct_names, where);
    const Period own{measure.from ? measure.from->days : std::numeric_limits<int32_t>::min(),
                     measure.until ? measure.until->days : std::numeric_limits<int32_t>::max()};
    auto& others = versions[measure.name.alias];
    const bool disjoint = std::all_of(others.begin(), others.end(), [&](Period p) { return own.until <= p.from || p.until <= own.from; });
    found.require(disjoint, Invariant::measure_versions, where);
    others.push_back(own);
  }
}

}  // namespace

void verify_measures(const Program& program, Violations& found) {
  for (const Measure& measure : program.measures) MeasureVerifier(program, measure, found).verify();
  verify_versions(program, found);
}

}  // namespace plumb::ir
