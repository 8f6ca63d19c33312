// The syntax trees of declarations: rule set, documents, vocabulary, matters, definitions, measures, waivers.
//
// Values only (ast.hpp). A clause head that was not written is absent here; whether it had to be is for semantics to say.
#pragma once

#include <cstdint>
#include <optional>
#include <utility>
#include <variant>
#include <vector>

#include "compiler/base/vocabulary.hpp"
#include "compiler/syntax/ast_expressions.hpp"

namespace plumb::ast {

// 依据 新政办48号 “二（七）1” 住宿. Document by name, or by title 《…》 (then `by_title`). Clause canonicalised.
struct Basis {
  Name document;
  bool by_title = false;
  Text clause;
  std::optional<Name> obligation;
  Span span;
};

struct Note {
  Text text;
};

struct Parameter {  // of a define or a table
  DeclaredName name;
  Type type;
};

struct Remedy {      // 救济 本人 “…” 依据 …
  bool self = true;  // 本人 self, or 关联 related
  Text text;
  std::vector<Basis> basis;
  Span span;
};

enum class LintLevel : uint8_t { off, warning, error };
struct LintSetting {
  Name lint;
  LintLevel level;
  Span span;
};

struct Ruleset {
  DeclaredName name;
  std::optional<Text> id, version, region, edition;
  std::vector<Name> builds_on;
  std::optional<Name> default_calendar;
  std::optional<Duration> staleness_limit;
  Span staleness_span;
  std::vector<Remedy> remedies;
  std::vector<LintSetting> lints;
  std::vector<Note> notes;
};

struct Clause {
  Text path;  // canonical: 二（七）1
  std::optional<Text> title;
  std::vector<DeclaredName> obligations;
  std::vector<Name> departments, executing;
  std::optional<Text> digest;
  std::vector<Note> notes;
  Span span;
};

struct Document {
  DeclaredName name;
  std::optional<Text> number, title, issuer;
  std::optional<DateLiteral> from, until;
  std::vector<Text> higher;
  std::vector<Clause> clauses;
  std::vector<Note> notes;
};

struct Department {
  DeclaredName name;
  std::vector<Name> short_names;  // 简称
  std::optional<Name> routed_by;  // 分派 所属行业: a class of departments, told apart by this party field
  std::vector<Note> notes;
};

struct RoleDecl {
  DeclaredName name;
  std::vector<Name> short_names;
  std::vector<Note> notes;
};

struct RoleGroup {
  DeclaredName name;
  std::vector<Name> roles;
};

struct EnumDecl {
  DeclaredName name;
  std::vector<Enumerator> enumerators;
};

struct TaxonomyNode {
  Text code;
  DeclaredName name;  // may be absent (empty zh)
  std::vector<TaxonomyNode> children;
};
struct Taxonomy {
  DeclaredName name;
  std::optional<Text> source;
  std::vector<TaxonomyNode> roots;
};

struct EffectItem {
  DeclaredName name;
  std::vector<Type> arguments;
  bool irreversible = false;
};
// An ordered list, strongest first. Names already known are anchors: a new one stands right after the one before it.
struct EffectList {
  std::vector<EffectItem> items;
  std::vector<std::pair<Name, Name>> contradictions;  // 矛盾 甲、乙
};

struct ParameterVersion {
  DateLiteral from;
  ExprPtr value;  // UnsetLiteral: 未定
  std::vector<Basis> basis;
  std::vector<Note> notes;
  Span span;
};
struct ParameterDecl {
  DeclaredName name;
  Type type;
  std::vector<ParameterVersion> versions;
};

struct Field {
  DeclaredName name;
  Type type;
  std::vector<Note> notes;
};
struct Matter {
  DeclaredName name;
  std::vector<std::pair<Stage, Span>> stages;  // empty: application
  std::vector<Field> fields;
  std::vector<Note> notes;
};

struct Define {
  DeclaredName name;
  std::vector<Parameter> parameters;
  std::optional<Type> result;
  ExprPtr body;
};

// A cell: any (—), a value to equal, a comparison with the argument, membership, or a range.
struct AnyCell {};
struct ValueCell {
  ExprPtr value;
};
struct CompareCell {
  CompareOp op;
  ExprPtr value;
};
struct MembershipCell {
  MembershipOp op;
  ExprPtr set;
};
struct BetweenCell {
  ExprPtr low, high;
};
struct Cell {
  std::variant<AnyCell, ValueCell, CompareCell, MembershipCell, BetweenCell> test;
  Span span;
};
struct TableRow {
  std::vector<Cell> cells;
  ExprPtr value;
  Span span;
};
struct Table {
  DeclaredName name;
  std::vector<Parameter> parameters;
  Type result;
  std::vector<TableRow> rows;
};

struct Calendar {
  DeclaredName name;
  std::optional<Text> source;
  std::optional<DateRange> covers;
  std::vector<DateRange> holidays, makeup;
  std::vector<Note> notes;
};

struct Reach {
  enum class Kind : uint8_t { defaulter, defaulter_roles, organisation_with_defaulter, anyone };
  Kind kind = Kind::defaulter;
  std::vector<Name> roles;  // roles and role groups
  Span span;
};

struct EffectUse {
  Name effect;
  std::vector<ExprPtr> arguments;
  Span span;
};

struct Exception {  // 例外 { 条件 … 依据 … }
  ExprPtr condition;
  std::vector<Basis> basis;
  std::vector<Note> notes;
  Span span;
};

struct Measure {
  DeclaredName name;
  std::vector<Basis> basis;
  std::vector<Name> departments, executing;
  std::optional<Name> matter;
  std::optional<std::pair<Stage, Span>> stage;
  std::optional<Name> party;  // 自然人 or 单位; absent: any
  std::vector<Reach> reaches;
  ExprPtr condition;  // null: none
  Span condition_span;
  std::vector<Exception> exceptions;
  std::optional<EffectUse> impose;
  std::optional<DateLiteral> from, until;
  std::vector<Note> notes;
};

struct Waiver {       // 不编入 { 依据 …；理由 “…”；落实 “…” }
  DeclaredName name;  // may be absent
  std::vector<Basis> basis;
  std::optional<Text> reason;
  std::optional<Text> served_by;  // the product's feature that fulfils it
};

}  // namespace plumb::ast
