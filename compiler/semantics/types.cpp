#include "compiler/semantics/types.hpp"

#include <unordered_map>

namespace plumb::semantics {

using diagnostics::Argument;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

constexpr size_t kMostSetValues = 64;

ir::TypeKind kind_of(ast::BuiltinType type) {
  switch (type) {
    case ast::BuiltinType::boolean:
      return ir::TypeKind::boolean;
    case ast::BuiltinType::integer:
      return ir::TypeKind::integer;
    case ast::BuiltinType::decimal:
      return ir::TypeKind::decimal;
    case ast::BuiltinType::money:
      return ir::TypeKind::money;
    case ast::BuiltinType::ratio:
      return ir::TypeKind::ratio;
    case ast::BuiltinType::date:
      return ir::TypeKind::date;
    case ast::BuiltinType::duration:
      return ir::TypeKind::duration;
    case ast::BuiltinType::text:
      return ir::TypeKind::text;
  }
  return ir::TypeKind::boolean;
}

std::optional<ir::Type> named_type(Context& context, const ast::Name& name) {
  const auto index = context.scope.resolve(Thing::type, name);
  if (!index) return std::nullopt;
  if ((*index & kTaxonomyBit) != 0) return ir::Type{ir::TypeKind::code, *index & ~kTaxonomyBit};
  return ir::Type{ir::TypeKind::enumeration, *index};
}

}  // namespace

ir::EnumId add_enumeration(Context& context, const ir::Name& name, const std::vector<ast::Enumerator>& enumerators, bool inline_declared) {
  ir::EnumType type;
  type.name = name;
  type.inline_declared = inline_declared;
  std::unordered_map<std::string, const ast::DeclaredName*> seen;
  for (const ast::Enumerator& enumerator : enumerators) {
    const ir::Name value = to_name(enumerator.name);
    for (const ast::Name* spelling : {&enumerator.name.zh, &enumerator.name.alias}) {
      if (spelling->text.empty()) continue;
      const auto [it, added] = seen.try_emplace(spelling->text, &enumerator.name);
      if (added || it->second == &enumerator.name) continue;
      context.sink.report(Kind::duplicate_name, spelling->span, {Term::value, spelling->text}).label(LabelKind::first_here, it->second->span);
    }
    context.analysis.declarations.push_back({enumerator.name.span, enumerator.name.span, Thing::enumerator, value});
    type.values.push_back(value);
  }
  return context.program.enums.add(std::move(type));
}

std::optional<ir::Type> resolve_type(Context& context, const ast::Type& type, const ir::Name& owner) {
  std::optional<ir::Type> resolved;
  if (const auto* builtin = std::get_if<ast::BuiltinType>(&type.base)) {
    resolved = ir::Type{kind_of(*builtin)};
  } else if (const auto* name = std::get_if<ast::Name>(&type.base)) {
    resolved = named_type(context, *name);
  } else {
    const auto id = add_enumeration(context, owner, std::get<std::vector<ast::Enumerator>>(type.base), true);
    resolved = ir::Type{ir::TypeKind::enumeration, id.value};
  }
  if (!resolved || !type.set) return resolved;
  if (resolved->kind != ir::TypeKind::enumeration) {
    context.sink.report(Kind::type_mismatch, type.span,
                        {Term::enumeration, resolved->kind == ir::TypeKind::code ? Argument(Term::taxonomy) : describe(context.program, *resolved)});
    return std::nullopt;
  }
  const ir::EnumType& of = context.program.enums[ir::EnumId(resolved->ref)];
  if (of.values.size() > kMostSetValues) {
    context.sink.report(Kind::too_many_values, type.span, {of.name.zh, of.values.size(), kMostSetValues});
    return std::nullopt;
  }
  return ir::Type{ir::TypeKind::set, resolved->ref};
}

Argument describe(const ir::Program& program, ir::Type type) {
  switch (type.kind) {
    case ir::TypeKind::boolean:
      return Term::type_boolean;
    case ir::TypeKind::integer:
      return Term::type_integer;
    case ir::TypeKind::decimal:
      return Term::type_decimal;
    case ir::TypeKind::money:
      return Term::type_money;
    case ir::TypeKind::ratio:
      return Term::type_ratio;
    case ir::TypeKind::date:
      return Term::type_date;
    case ir::TypeKind::duration:
      return Term::type_duration;
    case ir::TypeKind::text:
      return Term::type_text;
    case ir::TypeKind::enumeration: {
      const ir::Name& name = program.enums[ir::EnumId(type.ref)].name;
      Argument out("a value of '" + name.alias + "'");
      out.zh = "“" + name.zh + "”的取值";
      return out;
    }
    case ir::TypeKind::set: {
      const ir::Name& name = program.enums[ir::EnumId(type.ref)].name;
      Argument out("a set of values of '" + name.alias + "'");
      out.zh = "“" + name.zh + "”的多项取值";
      return out;
    }
    case ir::TypeKind::code: {
      const ir::Name& name = program.taxonomies[ir::TaxonomyId(type.ref)].name;
      Argument out("a code of '" + name.alias + "'");
      out.zh = "“" + name.zh + "”的代码";
      return out;
    }
  }
  return Term::value;
}

Argument describe(const ir::Program& program, const std::vector<ir::Type>& types) {
  Argument out("");
  for (const ir::Type type : types) {
    const Argument each = describe(program, type);
    out.en += (out.en.empty() ? "" : ", ") + each.en;
    out.zh += (out.zh.empty() ? "" : "、") + each.zh;
  }
  return out;
}

Argument form_of(const ir::Program& program, const std::string& effect, const std::vector<ir::Type>& types) {
  if (types.empty()) return Argument::named(effect, effect);
  const Argument taken = describe(program, types);
  return Argument::named(effect + "(" + taken.en + ")", effect + "（" + taken.zh + "）");
}

const std::vector<ir::Name>& values_of(const ir::Program& program, ir::Type type) { return program.enums[ir::EnumId(type.ref)].values; }

}  // namespace plumb::semantics
