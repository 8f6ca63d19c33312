// What a Program consists of, member by member, said once: the binary encoding, the printer and both readers are archives
// that walk it, so that none can forget a member. An archive has `field(key, member)`; nodes have a form of their own in
// each. Members are named here as in program.hpp; their order here is the order of the encoding.
#pragma once

#include <concepts>
#include <type_traits>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

// T is Of or const Of: writers walk constants.
template <typename T, typename Of>
concept Like = std::same_as<std::remove_const_t<T>, Of>;

void describe(auto& a, Like<Name> auto& x) {
  a.field("zh", x.zh);
  a.field("alias", x.alias);
}
void describe(auto& a, Like<Type> auto& x) {
  a.field("kind", x.kind);
  a.field("ref", x.ref);
}
void describe(auto& a, Like<Value> auto& x) {
  a.field("type", x.type);
  a.field("number", x.number);
  a.field("text", x.text);
}
void describe(auto& a, Like<Duration> auto& x) {
  a.field("unit", x.unit);
  a.field("count", x.count);
}
void describe(auto& a, Like<EnumType> auto& x) {
  a.field("name", x.name);
  a.field("values", x.values);
  a.field("inline", x.inline_declared);
}
void describe(auto& a, Like<Code> auto& x) {
  a.field("code", x.code);
  a.field("name", x.name);
  a.field("parent", x.parent);
  a.field("end", x.end);
}
void describe(auto& a, Like<Taxonomy> auto& x) {
  a.field("name", x.name);
  a.field("source", x.source);
  a.field("codes", x.codes);
}
void describe(auto& a, Like<Field> auto& x) {
  a.field("name", x.name);
  a.field("type", x.type);
}
void describe(auto& a, Like<Matter> auto& x) {
  a.field("name", x.name);
  a.field("stages", x.stages);
  a.field("fields", x.fields);
}
void describe(auto& a, Like<Effect> auto& x) {
  a.field("name", x.name);
  a.field("arguments", x.arguments);
  a.field("irreversible", x.irreversible);
}
void describe(auto& a, Like<Department> auto& x) {
  a.field("name", x.name);
  a.field("short_names", x.short_names);
  a.field("routed_by", x.routed_by);
}
void describe(auto& a, Like<Clause> auto& x) {
  a.field("path", x.path);
  a.field("title", x.title);
  a.field("obligations", x.obligations);
  a.field("departments", x.departments);
  a.field("executing", x.executing);
  a.field("digest", x.digest);
}
void describe(auto& a, Like<Document> auto& x) {
  a.field("name", x.name);
  a.field("number", x.number);
  a.field("title", x.title);
  a.field("issuer", x.issuer);
  a.field("from", x.from);
  a.field("until", x.until);
  a.field("higher", x.higher);
  a.field("clauses", x.clauses);
}
void describe(auto& a, Like<Citation> auto& x) {
  a.field("document", x.document);
  a.field("clause", x.clause);
  a.field("obligation", x.obligation);
}
void describe(auto& a, Like<ParameterVersion> auto& x) {
  a.field("from", x.from);
  a.field("value", x.value);
  a.field("basis", x.basis);
}
void describe(auto& a, Like<Parameter> auto& x) {
  a.field("name", x.name);
  a.field("type", x.type);
  a.field("versions", x.versions);
}
void describe(auto& a, Like<Calendar> auto& x) {
  a.field("name", x.name);
  a.field("source", x.source);
  a.field("first", x.first);
  a.field("last", x.last);
  a.field("holidays", x.holidays);
  a.field("makeup", x.makeup);
}
void describe(auto& a, Like<Reach> auto& x) {
  a.field("anyone", x.anyone);
  a.field("self", x.self);
  a.field("debtor_roles", x.debtor_roles);
  a.field("own_roles", x.own_roles);
}
void describe(auto& a, Like<Exception> auto& x) {
  a.field("condition", x.condition);
  a.field("basis", x.basis);
}
void describe(auto& a, Like<Measure> auto& x) {
  a.field("name", x.name);
  a.field("matter", x.matter);
  a.field("stage", x.stage);
  a.field("party", x.party);
  a.field("reach", x.reach);
  a.field("condition", x.condition);
  a.field("exceptions", x.exceptions);
  a.field("effect", x.effect);
  a.field("arguments", x.arguments);
  a.field("basis", x.basis);
  a.field("departments", x.departments);
  a.field("executing", x.executing);
  a.field("from", x.from);
  a.field("until", x.until);
  a.field("notes", x.notes);
}
void describe(auto& a, Like<Remedy> auto& x) {
  a.field("self", x.self);
  a.field("text", x.text);
  a.field("basis", x.basis);
}
void describe(auto& a, Like<Waiver> auto& x) {
  a.field("name", x.name);
  a.field("basis", x.basis);
  a.field("reason", x.reason);
  a.field("served_by", x.served_by);
}
void describe(auto& a, Like<Program::RoleName> auto& x) {
  a.field("role", x.role);
  a.field("name", x.name);
  a.field("short_names", x.short_names);
}
void describe(auto& a, Like<Program::RoleGroup> auto& x) {
  a.field("name", x.name);
  a.field("roles", x.roles);
}
template <typename T>
  requires Like<T, std::pair<EffectId, EffectId>>
void describe(auto& a, T& x) {
  a.field("one", x.first);
  a.field("other", x.second);
}
// Constants and nodes come last: their types refer to what is declared before them.
void describe(auto& a, Like<Program> auto& x) {
  a.field("name", x.name);
  a.field("id", x.id);
  a.field("version", x.version);
  a.field("region", x.region);
  a.field("edition", x.edition);
  a.field("source_digest", x.source_digest);
  a.field("meaning_digest", x.meaning_digest);
  a.field("staleness_limit", x.staleness_limit);
  a.field("default_calendar", x.default_calendar);
  a.field("remedies", x.remedies);
  a.field("enums", x.enums);
  a.field("taxonomies", x.taxonomies);
  a.field("matters", x.matters);
  a.field("effects", x.effects);
  a.field("departments", x.departments);
  a.field("parameters", x.parameters);
  a.field("documents", x.documents);
  a.field("calendars", x.calendars);
  a.field("contradictions", x.contradictions);
  a.field("waivers", x.waivers);
  a.field("roles", x.roles);
  a.field("role_groups", x.role_groups);
  a.field("constants", x.constants);
  a.nodes(x);
  a.field("measures", x.measures);
}

// Shapes of members that are not structures of their own.
template <typename T>
struct IsId : std::false_type {};
template <typename Tag>
struct IsId<Id<Tag>> : std::true_type {};
template <typename T>
struct IsOptional : std::false_type {};
template <typename T>
struct IsOptional<std::optional<T>> : std::true_type {};
template <typename T>
struct IsSequence : std::false_type {};
template <typename T>
struct IsSequence<std::vector<T>> : std::true_type {
  using Item = T;
};
template <typename T, typename I>
struct IsSequence<Store<T, I>> : std::true_type {
  using Item = T;
};

template <typename T>
void append(std::vector<T>& sequence, T item) {
  sequence.push_back(std::move(item));
}
template <typename T, typename I>
void append(Store<T, I>& sequence, T item) {
  sequence.add(std::move(item));
}

}  // namespace plumb::ir
