// Names in expressions: 星级, 银行间市场, 旅游消费限额, 主体的所属行业, 失信记录的发布日期, 决定日期.

#include <algorithm>

#include "compiler/base/suggest.hpp"
#include "compiler/semantics/expressions.hpp"
#include "compiler/semantics/members.hpp"
#include "compiler/semantics/types.hpp"
#include "compiler/syntax/slips.hpp"

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

constexpr std::string_view kPrefixes[] = {"或", "非", "为"};

bool is_enumerated(std::optional<ir::Type> type) { return type && (type->kind == ir::TypeKind::enumeration || type->kind == ir::TypeKind::set); }

constexpr uint32_t kNone = UINT32_MAX;

uint32_t find_field(const ir::Matter& matter, std::string_view name) {
  for (size_t i = 0; i < matter.fields.size(); ++i) {
    if (matter.fields[i].name.matches(name)) return static_cast<uint32_t>(i);
  }
  return kNone;
}

std::vector<ir::Name> field_names(const ir::Matter& matter) {
  std::vector<ir::Name> out;
  for (const ir::Field& field : matter.fields) out.push_back(field.name);
  return out;
}

// The field that `value` is a value of, if there is but one.
const ir::Field* only_field_with(const ir::Program& program, ir::MatterId matter, std::string_view value) {
  const ir::Field* found = nullptr;
  for (const ir::Field& field : program.matters[matter].fields) {
    if (field.type.kind != ir::TypeKind::enumeration && field.type.kind != ir::TypeKind::set) continue;
    const auto& values = values_of(program, field.type);
    if (std::none_of(values.begin(), values.end(), [&](const ir::Name& each) { return each.matches(value); })) continue;
    if (found != nullptr) return nullptr;
    found = &field;
  }
  return found;
}

}  // namespace

std::optional<uint32_t> Lowering::argument_index(std::string_view name) const {
  if (view_.parameters == nullptr) return std::nullopt;
  for (size_t i = 0; i < view_.parameters->size(); ++i) {
    if (to_name((*view_.parameters)[i].name).matches(name)) return static_cast<uint32_t>(i);
  }
  return std::nullopt;
}

Lowering::Result Lowering::field(uint32_t index, const ast::Name& name) {
  const ir::Field& field = context_.program.matters[view_.matter].fields[index];
  Span declaration;
  if (const Entry* entry = context_.scope.find(Thing::matter, context_.program.matters[view_.matter].name.zh)) declaration = entry->span;
  context_.scope.use(Thing::field, name.span, field.name, declaration);
  return Typed{build().matter_field(view_.matter, index), field.type};
}

Lowering::Result Lowering::enumerator(const ast::Name& name, ir::Type type, bool report) {
  const ir::EnumId id(type.ref);
  const std::vector<ir::Name>& values = context_.program.enums[id].values;
  for (size_t i = 0; i < values.size(); ++i) {
    if (!values[i].matches(name.text)) continue;
    context_.scope.use(Thing::enumerator, name.span, values[i]);
    return Typed{build().enumerator(id, static_cast<uint32_t>(i)), ir::Type{ir::TypeKind::enumeration, type.ref}};
  }
  if (id == ir::kRoleEnum) {  // 直接责任人员: a role by its short name
    for (const auto& role : context_.program.roles) {
      const bool named = role.name.matches(name.text) || std::find(role.short_names.begin(), role.short_names.end(), name.text) != role.short_names.end();
      if (!named) continue;
      context_.scope.use(Thing::role, name.span, role.name);
      return Typed{build().enumerator(id, static_cast<uint32_t>(role.role)), ir::Type{ir::TypeKind::enumeration, type.ref}};
    }
  }
  if (!report) return std::nullopt;
  const ir::Name& of = context_.program.enums[id].name;
  if (auto* reported = context_.scope.unknown(Kind::unknown_enumerator, name, {of.zh, name.text}, values)) {
    reported->primary.kind = LabelKind::no_such_value;
    reported->help(HelpKind::values_of, {of.zh, Argument::list(chinese_names(values))});
  }
  return std::nullopt;
}

Lowering::Result Lowering::code(const ast::Name& name, ir::Type type, bool report) {
  const ir::TaxonomyId id(type.ref);
  const ir::Taxonomy& taxonomy = context_.program.taxonomies[id];
  std::vector<ir::Name> known;
  for (size_t i = 0; i < taxonomy.codes.size(); ++i) {
    const ir::Code& code = taxonomy.codes[i];
    if (code.code == name.text || (!code.name.zh.empty() && code.name.matches(name.text))) {
      // A code is the same in both scripts; only a name can be converted.
      if (code.code != name.text) context_.scope.use(Thing::code, name.span, code.name);
      return Typed{build().code(id, static_cast<uint32_t>(i)), type};
    }
    known.push_back({code.code, code.code});
  }
  if (report) context_.scope.unknown(Kind::unknown_enumerator, name, {taxonomy.name.zh, name.text}, known);
  return std::nullopt;
}

Lowering::Result Lowering::name(const ast::Name& name, Span span, std::optional<ir::Type> expected) {
  const auto argument = argument_index(name.text);
  Entry* entry = context_.scope.find(Thing::definition, name.text);
  const uint32_t field_index = view_.matter.valid() ? find_field(context_.program.matters[view_.matter], name.text) : kNone;
  const bool of_matter = field_index != kNone;
  // 类别 = 其他, where a field is called 其他 too: a value of the other side's type is meant unless the field has that type.
  if (is_enumerated(expected)) {
    const ir::Type wanted{ir::TypeKind::enumeration, expected->ref};
    const bool field_fits = of_matter && context_.program.matters[view_.matter].fields[field_index].type == *expected;
    const bool argument_fits = argument && view_.bindings[*argument] && view_.bindings[*argument]->type == *expected;
    if (!field_fits && !argument_fits) {
      if (const Result value = enumerator(name, wanted, false)) return value;
    }
  }
  if (expected && expected->kind == ir::TypeKind::code && !of_matter && !argument) {
    if (const Result value = code(name, *expected, false)) return value;
  }
  if ((argument || of_matter) && entry != nullptr) {
    const Term one = argument ? Term::an_argument : Term::a_field;
    const Term other = entry->thing == Thing::parameter ? Term::a_parameter : Term::a_definition;
    sink().report(Kind::ambiguous_name, span, {name.text, one, other}).label(LabelKind::one_is_here, entry->span).help(HelpKind::use_other_alias);
    return std::nullopt;
  }
  if (argument) {
    const ast::DeclaredName& declared = (*view_.parameters)[*argument].name;
    context_.scope.use(Thing::argument, name.span, to_name(declared), declared.span);
    return view_.bindings[*argument];
  }
  if (of_matter) return field(field_index, name);
  if (entry != nullptr) {
    context_.scope.use(*entry, name.span);
    if (entry->thing == Thing::parameter) {
      if (view_.place == View::Place::fixed_value) {
        not_here(span, name.text);
        return std::nullopt;
      }
      return Typed{build().parameter(ir::ParameterId(entry->index)), context_.program.parameters[ir::ParameterId(entry->index)].type};
    }
    const size_t wanted = context_.callables[entry->index].arguments->size();
    if (wanted == 0) return invoke(entry->index, {}, span);
    wrong_count(name, wanted, 0);
    return std::nullopt;
  }
  if (name.text == "决定日期" || name.text == "decision_date") {
    if (view_.place == View::Place::condition || view_.place == View::Place::effect_argument) return Typed{build().decision_date(), {ir::TypeKind::date}};
    not_here(span, name.text);
    return std::nullopt;
  }
  unknown_value(name, expected);
  return std::nullopt;
}

// Whether `expr` is a value of no known type, or compares or reckons with one. 且 and 或 have other parts to look at.
bool Lowering::untyped(const ast::Expr& expr) const {
  if (context_.untyped_fields.empty() && context_.untyped_parameters.empty()) return false;
  if (const auto* name = std::get_if<ast::NameRef>(&expr.node)) {
    if (argument_index(name->name.text)) return false;
    if (view_.matter.valid()) {
      const uint32_t index = find_field(context_.program.matters[view_.matter], name->name.text);
      if (index != kNone) return context_.untyped_fields.contains({view_.matter.value, index});
    }
    const Entry* entry = context_.scope.find(Thing::definition, name->name.text);
    return entry != nullptr && entry->thing == Thing::parameter && context_.untyped_parameters.contains(entry->index);
  }
  if (const auto* compare = std::get_if<ast::Compare>(&expr.node)) return untyped(*compare->left) || untyped(*compare->right);
  if (const auto* between = std::get_if<ast::Between>(&expr.node)) return untyped(*between->value) || untyped(*between->low) || untyped(*between->high);
  if (const auto* membership = std::get_if<ast::Membership>(&expr.node)) return untyped(*membership->value);
  const auto* binary = std::get_if<ast::Binary>(&expr.node);
  if (binary == nullptr || binary->op == ast::BinaryOp::logical_and || binary->op == ast::BinaryOp::logical_or) return false;
  return untyped(*binary->left) || untyped(*binary->right);
}

void Lowering::unknown_value(const ast::Name& name, std::optional<ir::Type> expected) {
  if (is_enumerated(expected)) {
    enumerator(name, {ir::TypeKind::enumeration, expected->ref}, true);
    return;
  }
  if (expected && expected->kind == ir::TypeKind::code) {
    code(name, *expected, true);
    return;
  }
  if (const std::optional<std::string> meant = syntax::value_slip(name.text); meant && !context_.scope.is_broken(name.text)) {
    auto& reported = sink().report(Kind::wrong_word, name.span, {name.text, *meant});
    if (syntax::asks_for_clock(name.text)) reported.help(HelpKind::no_clock);
    reported.fix(HelpKind::change_to, {*meant}, name.span, *meant);
    return;
  }
  std::vector<ir::Name> known = context_.scope.known(Thing::parameter);
  diagnostics::Diagnostic* reported = nullptr;
  if (view_.matter.valid()) {
    const ir::Matter& matter = context_.program.matters[view_.matter];
    const std::vector<ir::Name> fields = field_names(matter);
    known.insert(known.begin(), fields.begin(), fields.end());
    reported = context_.scope.unknown(Kind::unknown_field, name, {matter.name.zh, name.text}, known);
    if (reported != nullptr) {
      reported->primary.kind = LabelKind::no_such_field;
      if (!fields.empty()) reported->help(HelpKind::fields_of_matter, {matter.name.zh, Argument::list(chinese_names(fields))});
    }
  } else {
    if (view_.parameters != nullptr) {
      for (const ast::Parameter& parameter : *view_.parameters) known.insert(known.begin(), to_name(parameter.name));
    }
    reported = context_.scope.unknown(Kind::unknown_value_name, name, {name.text}, known);
  }
  if (reported == nullptr) return;
  // 星级大于3, 国家等级等于甲级, written together, were read as one name.
  if (const auto inside = syntax::operator_inside(name.text)) {
    const std::string left = name.text.substr(0, inside->begin);
    for (const ir::Name& candidate : known) {
      if (!candidate.matches(left)) continue;
      const std::string apart = left + " " + std::string(inside->spelling) + " " + name.text.substr(inside->end);
      reported->fixes.clear();
      reported->fix(HelpKind::split_into, {apart}, name.span, apart);
      return;
    }
  }
  // 国家等级 为 甲级 或 乙级: a value stands alone.
  if (const ir::Field* of = view_.matter.valid() ? only_field_with(context_.program, view_.matter, name.text) : nullptr) {
    const std::string whole = of->name.zh + (of->type.kind == ir::TypeKind::set ? " 含任一 " : " 为 ") + name.text;
    reported->fixes.clear();
    reported->fix(HelpKind::change_to, {whole}, name.span, whole);
    return;
  }
  // 非高消费场所, written together, was read as one name.
  for (const std::string_view prefix : kPrefixes) {
    if (!name.text.starts_with(prefix)) continue;
    const std::string rest = name.text.substr(prefix.size());
    for (const ir::Name& candidate : known) {
      if (!candidate.matches(rest)) continue;
      reported->fixes.clear();
      reported->fix(HelpKind::split_into, {std::string(prefix) + " " + rest}, name.span, std::string(prefix) + " " + rest);
    }
  }
}

bool Lowering::may_look_at_listing(Span span, std::string_view what) {
  if (view_.place != View::Place::condition) {
    not_here(span, what);
    return false;
  }
  if (view_.anyone) {
    sink().report(Kind::listing_of_anyone, span);
    return false;
  }
  return true;
}

Lowering::Result Lowering::listing(ir::ListingField field, Span span) {
  if (!may_look_at_listing(span, "失信记录")) return std::nullopt;
  return Typed{build().listing_field(field), ir::type_of(field)};
}

Lowering::Result Lowering::member(const ast::Member& member, Span span) {
  const auto* object = std::get_if<ast::NameRef>(&member.object->node);
  const Subject subject = object == nullptr ? Subject::none : find_subject(object->name.text);
  if (subject == Subject::none) {
    if (object != nullptr) {
      context_.scope.unknown(Kind::unknown_name, object->name, {Term::value, object->name.text}, subject_names());
    } else {
      sink().report(Kind::ill_formed_value, span);
    }
    return std::nullopt;
  }
  if (subject == Subject::party) {
    if (const auto field = find_party_field(member.member.text)) {
      context_.scope.use(Thing::member, member.member.span, to_name(ir::word(*field)));
      if (view_.place == View::Place::condition || view_.place == View::Place::effect_argument) return Typed{build().party_field(*field), ir::type_of(*field)};
      not_here(span, object->name.text);
      return std::nullopt;
    }
  } else if (const auto field = find_listing_field(member.member.text)) {
    context_.scope.use(Thing::member, member.member.span, to_name(ir::word(*field)));
    return listing(*field, span);
  }
  const std::vector<ir::Name> known = member_names(subject);
  if (auto* reported = context_.scope.unknown(Kind::unknown_member, member.member, {object->name.text, member.member.text}, known)) {
    reported->help(HelpKind::members_of, {object->name.text, Argument::list(chinese_names(known))});
  }
  return std::nullopt;
}

std::optional<ir::Type> Lowering::peek_name(const ast::Name& name) {
  if (const auto argument = argument_index(name.text)) {
    return view_.bindings[*argument] ? std::optional(view_.bindings[*argument]->type) : std::nullopt;
  }
  if (view_.matter.valid()) {
    const ir::Matter& matter = context_.program.matters[view_.matter];
    if (const uint32_t index = find_field(matter, name.text); index != kNone) return matter.fields[index].type;
  }
  if (const Entry* entry = context_.scope.find(Thing::definition, name.text)) {
    if (entry->thing == Thing::parameter) return context_.program.parameters[ir::ParameterId(entry->index)].type;
    return context_.callables[entry->index].result;
  }
  if (name.text == "决定日期" || name.text == "decision_date") return ir::Type{ir::TypeKind::date};
  return std::nullopt;
}

std::optional<ir::Type> Lowering::peek_member(const ast::Member& member) {
  const auto* object = std::get_if<ast::NameRef>(&member.object->node);
  const Subject subject = object == nullptr ? Subject::none : find_subject(object->name.text);
  if (subject == Subject::party) {
    if (const auto field = find_party_field(member.member.text)) return ir::type_of(*field);
  }
  if (subject == Subject::listing) {
    if (const auto field = find_listing_field(member.member.text)) return ir::type_of(*field);
  }
  return std::nullopt;
}

// What a message calls the value: its name as written, else what it says.
std::string Lowering::subject_of(const ast::Expr& expr) const {
  if (const auto* name = std::get_if<ast::NameRef>(&expr.node)) return name->name.text;
  if (const auto* member = std::get_if<ast::Member>(&expr.node)) return member->member.text;
  return std::string(context_.sources.text(expr.span));
}

}  // namespace plumb::semantics
