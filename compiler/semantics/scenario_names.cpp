// Names in scenarios, noted as uses so that `fmt --names` and editors know them. Nothing is reported here and nothing counts
// as used: compiler/scenarios reads scenarios, and what only a scenario names is still of no use to a decision.

#include <algorithm>

#include "compiler/semantics/members.hpp"
#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

namespace {

class ScenarioNames {
 public:
  explicit ScenarioNames(Context& context) : context_(context) {}

  void note(const ast::Scenario& scenario) {
    for (const ast::Fact& fact : scenario.facts) std::visit([&](const auto& one) { note(one); }, fact.fact);
    for (const ast::Question& question : scenario.questions) {
      note(question.request);
      for (const ast::Expectation& expectation : question.expected) note(expectation, question.request);
    }
  }

 private:
  const Entry* use(Thing thing, const ast::Name& name) {
    const Entry* entry = context_.scope.find(thing, name.text);
    if (entry == nullptr || entry->thing != thing) return nullptr;
    context_.scope.use(thing, name.span, entry->name, entry->span);
    return entry;
  }

  void value(const ast::Expr& expr, ir::Type type) {
    if (const auto* set = std::get_if<ast::SetLiteral>(&expr.node)) {
      for (const ast::ExprPtr& element : set->elements) value(*element, type);
      return;
    }
    const auto* name = std::get_if<ast::NameRef>(&expr.node);
    if (name == nullptr || (type.kind != ir::TypeKind::enumeration && type.kind != ir::TypeKind::set)) return;
    for (const ir::Name& one : values_of(context_.program, type)) {
      if (one.matches(name->name.text)) context_.scope.use(Thing::enumerator, name->name.span, one);
    }
  }

  const ir::Field* field(const ir::Matter& matter, const ast::Name& name, Span declaration) {
    for (const ir::Field& one : matter.fields) {
      if (!one.name.matches(name.text)) continue;
      context_.scope.use(Thing::field, name.span, one.name, declaration);
      return &one;
    }
    return nullptr;
  }

  void row(const ast::Name& matter, const std::vector<ast::FieldValue>& values) {
    const Entry* entry = use(Thing::matter, matter);
    if (entry == nullptr) return;
    for (const ast::FieldValue& one : values) {
      const ir::Field* found = field(context_.program.matters[ir::MatterId(entry->index)], one.name, entry->span);
      if (found != nullptr && one.value) value(*one.value, found->type);
    }
  }

  void sector(const std::optional<ast::Name>& name) {
    if (!name) return;
    if (const auto found = find_sector(name->text)) context_.scope.use(Thing::enumerator, name->span, to_name(word(*found)));
  }

  void note(const ast::PartyFact& fact) { sector(fact.sector); }
  void note(const ast::RelationFact& fact) { use(Thing::role, fact.role); }
  void note(const ast::ListingFact&) {}
  void note(const ast::PermitFact& fact) {
    if (!fact.target) return;
    if (use(Thing::measure, *fact.target) == nullptr) use(Thing::matter, *fact.target);
  }
  void note(const ast::RetentionFact& fact) { use(Thing::measure, fact.measure); }
  void note(const ast::HoldingFact& fact) { row(fact.matter, fact.fields); }
  void note(const ast::SynchronisedFact&) {}
  void note(const ast::StalenessFact&) {}
  void note(const ast::ParameterFact& fact) {
    const Entry* entry = use(Thing::parameter, fact.parameter);
    if (entry != nullptr && fact.value) value(*fact.value, context_.program.parameters[ir::ParameterId(entry->index)].type);
  }
  void note(const ast::Request& request) {
    sector(request.sector);
    if (request.party) row(request.matter, request.fields);
  }

  // 需补充 星级、主体.编号、参数.限额
  void missing(const std::vector<ast::Name>& path, const ast::Request& request) {
    if (path.size() == 1 && request.party) {
      const Entry* matter = context_.scope.find(Thing::matter, request.matter.text);
      if (matter != nullptr) field(context_.program.matters[ir::MatterId(matter->index)], path[0], matter->span);
      return;
    }
    if (path.size() != 2) return;
    if (const Entry* matter = context_.scope.find(Thing::matter, path[0].text)) {
      use(Thing::matter, path[0]);
      field(context_.program.matters[ir::MatterId(matter->index)], path[1], matter->span);
    } else if (path[0].text == "参数" || path[0].text == "parameter") {
      use(Thing::parameter, path[1]);
    } else if (find_subject(path[0].text) == Subject::party) {
      if (const auto member = find_party_field(path[1].text)) context_.scope.use(Thing::member, path[1].span, to_name(ir::word(*member)));
    } else if (find_subject(path[0].text) == Subject::listing) {
      if (const auto member = find_listing_field(path[1].text)) context_.scope.use(Thing::member, path[1].span, to_name(ir::word(*member)));
    }
  }

  void note(const ast::Expectation& expectation, const ast::Request& request) {
    const Entry* effect = expectation.effect ? use(Thing::effect, *expectation.effect) : nullptr;
    if (effect != nullptr && expectation.arguments) {
      const std::vector<ir::Type>& types = context_.program.effects[ir::EffectId(effect->index)].arguments;
      for (size_t i = 0; i < std::min(types.size(), expectation.arguments->size()); ++i) value(*(*expectation.arguments)[i], types[i]);
    }
    if (expectation.measure) use(Thing::measure, *expectation.measure);
    for (const auto& path : expectation.missing) missing(path, request);
    for (const auto& [listed, role] : expectation.triggers) {
      if (role) use(Thing::role, *role);
    }
  }

  Context& context_;
};

}  // namespace

void note_scenario_names(Context& context, const Files& files) {
  ScenarioNames names(context);
  each<ast::Scenario>(files, [&](const ast::Declaration&, const ast::Scenario& scenario) { names.note(scenario); });
}

}  // namespace plumb::semantics
