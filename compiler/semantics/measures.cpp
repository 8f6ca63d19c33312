// 措施: the record of each, with its condition, exceptions and arguments lowered; versions of one name told apart by time.

#include <algorithm>
#include <unordered_map>

#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/members.hpp"
#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

class MeasureWriter {
 public:
  MeasureWriter(Context& context, const ast::Measure& node) : context_(context), node_(node) { measure_.name = to_name(node.name); }

  ir::Measure write(ir::MeasureId id) {
    required();
    context_.citing = measure_.name.zh;
    measure_.basis = cite_all(context_, node_.basis, true);
    context_.citing.clear();
    measure_.departments = resolve_departments(context_, node_.departments);
    measure_.executing = resolve_departments(context_, node_.executing);
    matter_and_stage();
    party();
    for (const ast::Reach& reach : node_.reaches) add_reach(reach);
    period();
    for (const ast::Note& note : node_.notes) measure_.notes.push_back(note.text.value);
    expressions(id);
    return std::move(measure_);
  }

 private:
  void required() {
    const auto absent = [&](bool is_absent, Term head) {
      if (is_absent) missing(context_, node_.name.span, Term::measure, measure_.name.zh, head);
    };
    absent(node_.basis.empty(), Term::head_basis);
    absent(node_.departments.empty(), Term::head_departments);
    absent(!node_.matter, Term::head_matter);
    absent(node_.reaches.empty(), Term::head_reaches);
    absent(!node_.impose, Term::head_impose);
  }

  void matter_and_stage() {
    if (!node_.matter) return;
    const auto matter = context_.scope.resolve(Thing::matter, *node_.matter);
    if (!matter) return;
    measure_.matter = ir::MatterId(*matter);
    const ir::Matter& of = context_.program.matters[measure_.matter];
    measure_.stage = node_.stage ? node_.stage->first : of.stages.front();
    if (std::find(of.stages.begin(), of.stages.end(), measure_.stage) != of.stages.end()) return;
    std::vector<std::string> stages;
    for (const Stage stage : of.stages) stages.push_back(word(stage).zh);
    Argument stage(word(measure_.stage).alias);
    stage.zh = word(measure_.stage).zh;
    const Entry* entry = context_.scope.find(Thing::matter, of.name.zh);
    context_.sink.report(Kind::stage_not_of_matter, node_.stage->second, {of.name.zh, stage})
        .label(LabelKind::declared_here, entry->span)
        .help(HelpKind::stages_of, {of.name.zh, Argument::list(stages)});
  }

  void party() {
    if (!node_.party) return;
    measure_.party = find_party_kind(node_.party->text);
    if (measure_.party) {
      context_.scope.use(Thing::member, node_.party->span, to_name(word(*measure_.party)));
      return;
    }
    std::vector<ir::Name> known;
    for (const PartyKind kind : {PartyKind::person, PartyKind::organisation}) known.push_back(to_name(word(kind)));
    context_.scope.unknown(Kind::unknown_name, *node_.party, {Term::party_kind, node_.party->text}, known);
  }

  uint32_t role_mask(const std::vector<ast::Name>& names) {
    uint32_t mask = 0;
    for (const ast::Name& name : names) {
      Entry* group = context_.scope.find(Thing::role_group, name.text);
      if (group != nullptr && group->thing == Thing::role_group) {
        context_.scope.use(*group, name.span);
        mask |= context_.program.role_groups[group->index].roles;
      } else if (const auto role = context_.scope.resolve(Thing::role, name)) {
        mask |= uint32_t{1} << static_cast<unsigned>(context_.program.roles[*role].role);
      }
    }
    return mask;
  }

  void add_reach(const ast::Reach& reach) {
    switch (reach.kind) {
      case ast::Reach::Kind::defaulter:
        measure_.reach.self = true;
        return;
      case ast::Reach::Kind::defaulter_roles:
        measure_.reach.debtor_roles |= role_mask(reach.roles);
        return;
      case ast::Reach::Kind::organisation_with_defaulter:
        own_roles(reach);
        return;
      case ast::Reach::Kind::anyone:
        measure_.reach.anyone = true;
        if (node_.reaches.size() > 1) context_.sink.report(Kind::anyone_with_others, reach.span, {context_.sources.text(reach.span)});
        return;
    }
  }

  // The registry refuses a relation 直接责任人员, and a person has no officers.
  void own_roles(const ast::Reach& reach) {
    const uint32_t mask = role_mask(reach.roles);
    measure_.reach.own_roles |= mask;
    const uint32_t named = uint32_t{1} << static_cast<unsigned>(Role::directly_responsible);
    if (mask == named || measure_.party == PartyKind::person) context_.lints.report(Kind::reach_never_met, reach.span, {context_.sources.text(reach.span)});
  }

  void period() {
    if (node_.from) measure_.from = node_.from->value;
    if (node_.until) measure_.until = node_.until->value;
    if (node_.from && node_.until && node_.until->value <= node_.from->value) {
      context_.sink.report(Kind::period_empty, node_.until->span, {node_.from->value.iso(), node_.until->value.iso()});
    }
  }

  View view(View::Place place, ir::MeasureId id) const {
    View view;
    view.place = place;
    view.matter = measure_.matter;
    view.anyone = measure_.reach.anyone;
    view.measure = id;
    view.owner = measure_.name.zh;
    view.owner_span = node_.name.span;
    return view;
  }

  void expressions(ir::MeasureId id) {
    const bool lowered = measure_.matter.valid();  // without its matter every field would be unknown
    if (node_.condition && lowered) {
      if (const auto condition = Lowering(context_, view(View::Place::condition, id)).condition(*node_.condition)) {
        measure_.condition = *condition;
        report_constant(*condition, node_.condition->span);
      }
    }
    for (const ast::Exception& exception : node_.exceptions) {
      ir::Exception out;
      out.basis = cite_all(context_, exception.basis, false);
      if (exception.basis.empty()) missing(context_, exception.span, Term::exception, measure_.name.zh, Term::head_basis);
      if (exception.condition && lowered) {
        if (const auto condition = Lowering(context_, view(View::Place::condition, id)).condition(*exception.condition)) {
          out.condition = *condition;
          report_constant(*condition, exception.condition->span);
        }
      }
      measure_.exceptions.push_back(std::move(out));
      for (const ast::Note& note : exception.notes) measure_.notes.push_back(note.text.value);
    }
    if (node_.impose) impose(*node_.impose, id, lowered);
  }

  void report_constant(ir::NodeId condition, Span span) {
    const ir::Node& node = context_.program.nodes[condition];
    if (node.op != ir::Op::constant) return;
    const bool value = context_.program.constants[node.immediate].number != 0;
    context_.lints.report(Kind::condition_constant, span, {value ? Term::always_true : Term::always_false});
  }

  void impose(const ast::EffectUse& use, ir::MeasureId id, bool lowered) {
    const auto effect = context_.scope.resolve(Thing::effect, use.effect);
    if (!effect) return;
    measure_.effect = ir::EffectId(*effect);
    const std::vector<ir::Type> types = context_.program.effects[measure_.effect].arguments;
    if (use.arguments.size() != types.size()) {
      wrong_arguments(use, types);
      return;
    }
    if (!lowered) return;
    for (size_t i = 0; i < types.size(); ++i) {
      if (const auto value = Lowering(context_, view(View::Place::effect_argument, id)).of_type(*use.arguments[i], types[i]))
        measure_.arguments.push_back(value->node);
    }
  }

  void wrong_arguments(const ast::EffectUse& use, const std::vector<ir::Type>& types) {
    const std::string& name = use.effect.text;
    auto& reported = use.arguments.empty() ? context_.sink.report(Kind::arguments_missing, use.span, {name, describe(context_.program, types)})
                                           : context_.sink.report(Kind::argument_count, use.span, {name, types.size(), use.arguments.size()});
    reported.help(HelpKind::form_is, {form_of(context_.program, name, types)});
  }

  Context& context_;
  const ast::Measure& node_;
  ir::Measure measure_;
};

bool overlap(const ir::Measure& a, const ir::Measure& b) {
  const auto begins_before_end = [](const ir::Measure& x, const ir::Measure& y) { return !x.from || !y.until || *x.from < *y.until; };
  return begins_before_end(a, b) && begins_before_end(b, a);
}

// Versions sorted by their beginning: only neighbours can overlap first.
void check_versions(Context& context, const std::unordered_map<std::string, std::vector<std::pair<uint32_t, const ast::Measure*>>>& by_name,
                    const std::vector<std::string>& names) {
  for (const std::string& name : names) {
    auto versions = by_name.at(name);
    const auto measure = [&](const auto& version) -> const ir::Measure& { return context.program.measures[ir::MeasureId(version.first)]; };
    std::stable_sort(versions.begin(), versions.end(), [&](const auto& a, const auto& b) {
      return measure(a).from.value_or(Date{Date::kMinDays}) < measure(b).from.value_or(Date{Date::kMinDays});
    });
    for (size_t i = 1; i < versions.size(); ++i) {
      if (!overlap(measure(versions[i - 1]), measure(versions[i]))) continue;
      const Date day = measure(versions[i]).from.value_or(Date{Date::kMinDays});
      const ast::Measure* later = versions[i].second;
      const ast::Measure* earlier = versions[i - 1].second;
      if (measure(versions[i - 1]).name.alias != measure(versions[i]).name.alias) continue;  // told as two measures of one name
      // Without dates of its own it is not another version but the same measure written again.
      const auto dated = [&](const auto& version) { return measure(version).from || measure(version).until; };
      if (later != nullptr && !dated(versions[i - 1]) && !dated(versions[i])) {
        context.sink.report(Kind::duplicate_name, later->name.span, {Term::measure, name})
            .label(LabelKind::first_here, earlier != nullptr ? earlier->name.span : Span())
            .help(diagnostics::HelpKind::date_versions);
        continue;
      }
      auto& reported = context.sink.report(Kind::versions_overlap, later != nullptr ? later->name.span : Span(), {name, day.iso()});
      if (earlier != nullptr) reported.label(LabelKind::first_here, earlier->name.span);
    }
  }
}

}  // namespace

void declare_measures(Context& context, const Files& files) {
  std::unordered_map<std::string, std::vector<std::pair<uint32_t, const ast::Measure*>>> by_name;
  std::vector<std::string> names;
  const auto note = [&](const std::string& name, uint32_t id, const ast::Measure* node) {
    auto& versions = by_name[name];
    if (versions.empty()) names.push_back(name);
    versions.emplace_back(id, node);
  };
  for (size_t i = 0; i < context.program.measures.size(); ++i) {
    const ir::MeasureId id = context.program.measures.id_at(i);
    note(context.program.measures[id].name.zh, id.value, nullptr);
  }
  each<ast::Measure>(files, [&](const ast::Declaration& whole, const ast::Measure& node) {
    const ir::MeasureId id(static_cast<uint32_t>(context.program.measures.size()));
    const ir::Name name = to_name(node.name);
    // A later version bears the same name and alias; it is not another measure of that name.
    const Entry* first = context.scope.find(Thing::measure, name.zh);
    if (first != nullptr && first->name.zh == name.zh && first->name.alias == name.alias) {
      context.analysis.declarations.push_back({node.name.span, whole.span, Thing::measure, name});
    } else {
      context.scope.declare(Thing::measure, node.name, whole.span, id.value);
    }
    context.program.measures.add(MeasureWriter(context, node).write(id));
    context.analysis.measures.push_back(whole.span);
    note(name.zh, id.value, &node);
  });
  check_versions(context, by_name, names);
}

}  // namespace plumb::semantics
