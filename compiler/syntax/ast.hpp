// The syntax tree: what was written, with spans, before any name is resolved.
//
// syntax turns text into ast::File; semantics reads it. Values only: no parent pointers, no ANTLR types. A declaration
// whose text could not be parsed whole is absent (its diagnostic says why); a recovered tree is never handed on.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/decimal.hpp"
#include "compiler/base/source.hpp"
#include "compiler/base/vocabulary.hpp"

namespace plumb::ast {

// A name as referred to: quotes 「」 removed, widths folded. Dotted members are separate.
// `builtin`: one of the language's own words (主体, 失信记录, 决定日期, 列入期间, 已知, 参数 before 的), whose text is then
// the Chinese spelling whatever was written; a quoted name never is.
struct Name {
  std::string text;
  Span span;
  bool builtin = false;
};

// 中文名/alias as declared. `alias` is empty when none was written.
struct DeclaredName {
  Name zh;
  Name alias;
  Span span;
};

struct Text {
  std::string value;  // without the quotes
  Span span;
};

struct DateLiteral {
  Date value;
  Span span;
};

// ---- types -----------------------------------------------------------------------------------------------------------

struct Enumerator {
  DeclaredName name;
};

enum class BuiltinType : uint8_t { boolean, integer, decimal, money, ratio, date, duration, text };

// A builtin, a named enumeration or taxonomy, an inline enumeration; `set` makes it a set of that.
struct Type {
  std::variant<BuiltinType, Name, std::vector<Enumerator>> base;
  bool set = false;
  Span span;
};

// ---- expressions -----------------------------------------------------------------------------------------------------

struct Expr;
using ExprPtr = std::unique_ptr<Expr>;

struct BoolLiteral {
  bool value = false;
};
struct IntegerLiteral {
  int64_t value = 0;
};  // 4
struct DecimalLiteral {
  Decimal value;
};  // 3.5
struct MoneyLiteral {
  Money value;
};  // 500元, 3.5 万元
struct RatioLiteral {
  Decimal value;
};  // 10% is 0.1
struct DateValue {
  Date value;
};  // 2019-05-30
struct DurationLiteral {
  Duration value;
};  // 3 个工作日
struct TextLiteral {
  std::string value;
};  // “…”
struct CodeLiteral {
  std::string code;
};  // 0310, after 属于: a numeric taxonomy code with its zeros
struct UnsetLiteral {};    // 未定, as a parameter's value only
struct UnknownLiteral {};  // 未知, in scenarios only
struct NameRef {
  Name name;
};  // 星级, 决定日期, an enumerator, a parameter
struct Member {
  ExprPtr object;
  Name member;
};  // 主体的所属行业, 失信记录的发布日期
struct Call {
  Name callee;
  std::vector<ExprPtr> arguments;
};  // 列入期间(取得日期), 已知(x), a define, a table
struct SetLiteral {
  std::vector<ExprPtr> elements;
};  // {特级、一级}
enum class Quantifier : uint8_t { exists, all, count };
struct Quantified {
  Quantifier quantifier;
  ExprPtr condition;
};  // 存在(…) 均(…) 计数(…)
struct Not {
  ExprPtr operand;
};
struct Negate {
  ExprPtr operand;
};
enum class BinaryOp : uint8_t { logical_and, logical_or, add, subtract, multiply, divide };
struct Binary {
  BinaryOp op;
  ExprPtr left, right;
  Span op_span;
  bool bracketed = false;
};
enum class CompareOp : uint8_t { equal, not_equal, at_least, at_most, above, below };
struct Compare {
  CompareOp op;
  ExprPtr left, right;
  Span op_span;
};
struct Between {
  ExprPtr value, low, high;
};  // inclusive
enum class MembershipOp : uint8_t { in, not_in, has_any, has_all };
struct Membership {
  MembershipOp op;
  ExprPtr value;
  ExprPtr set;
  Span op_span;
};
enum class ListOp : uint8_t { any_of, all_of };
struct ConditionList {
  ListOp op;
  std::vector<ExprPtr> conditions;
};  // 下列之一 {…；…}
struct If {
  ExprPtr condition, then, otherwise;
};

struct Expr {
  std::variant<BoolLiteral, IntegerLiteral, DecimalLiteral, MoneyLiteral, RatioLiteral, DateValue, DurationLiteral, TextLiteral, CodeLiteral, UnsetLiteral,
               UnknownLiteral, NameRef, Member, Call, SetLiteral, Quantified, Not, Negate, Binary, Compare, Between, Membership, ConditionList, If>
      node;
  Span span;
  bool bracketed = false;  // written in ( )
};

// ---- parts shared by declarations -------------------------------------------------------------------------------------

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

// name: value, in a request or a holding.
struct FieldValue {
  Name name;
  ExprPtr value;
};

// ---- declarations ----------------------------------------------------------------------------------------------------

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

struct DateRange {
  DateLiteral from;
  std::optional<DateLiteral> to;
};  // inclusive
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

// ---- scenarios -------------------------------------------------------------------------------------------------------

struct PartyFact {  // 张三 是 自然人 { 编号 “…”；名称 “…”；所属行业 建筑业 }
  Name party;
  std::optional<PartyKind> kind;  // nothing: 未知
  std::optional<Text> id, name;
  std::optional<Name> sector;
};
struct RelationFact {  // 张三 自 2018-01-01 至 2019-01-01 任 甲公司 法定代表人
  Name holder;
  std::optional<DateLiteral> from, to;
  Name organisation;
  Name role;
};
struct ListingFact {  // 甲公司 自 2019-06-01 列入名单 { 案号 “…”；届满 …；应撤 …；撤销 …；责任人员 张三；不公布；异议 … 至 …；立案 … }
  Name party;
  DateLiteral published;
  std::optional<Text> case_no;
  std::optional<DateLiteral> expires, ground, removed, filed;
  std::optional<DateRange> objection;
  std::vector<Name> responsible;
  bool unpublished = false;
};
struct PermitFact {  // 张三 自 … 至 … 获准 住宿 “文书”; target absent: 全部 (*)
  Name party;
  std::optional<DateLiteral> from, to;
  std::optional<Name> target;
  Text document;
};
struct RetentionFact {  // 张三 保留 措施 至 2020-01-01 { 案号 “…”；依据 “…” }
  Name party;
  Name measure;
  DateLiteral until;
  std::optional<Text> case_no, basis;
};
struct HoldingFact {  // 张三 自 … 至 … 持有 荣誉 “H1” { 称号: 文明单位 }
  Name party;
  std::optional<DateLiteral> from, to;
  Name matter;
  std::optional<Text> id;
  std::vector<FieldValue> fields;
};
struct SynchronisedFact {
  std::optional<DateLiteral> on;
};  // 名单 同步 于 2019-01-01; absent: 名单 从未同步
struct StalenessFact {
  Duration limit;
};  // 同步时限 30日: the caller's limit
struct ParameterFact {
  Name parameter;
  ExprPtr value;
};  // 参数 旅游消费限额 = 500元, or = 未定
struct Fact {
  std::variant<PartyFact, RelationFact, ListingFact, PermitFact, RetentionFact, HoldingFact, SynchronisedFact, StalenessFact, ParameterFact> fact;
  Span span;
};

struct Request {              // 请求 张三 { 编号 “…”；名称 “…”；所属行业 … } 于 2019-07-01 申请 住宿 { 星级: 4 }, or 请求 于 2019-07-01 清查
  std::optional<Name> party;  // absent: a sweep
  std::optional<Text> id, name;
  std::optional<Name> sector;
  DateLiteral date;
  Stage stage = Stage::application;
  Name matter;
  std::vector<FieldValue> fields;
  Span span;
};

enum class ExpectKind : uint8_t { applies, not_applicable, needs, permitted, outcome, at_most, only };
// 限制 依 M 因 甲公司 任 法定代表人 · 不适用 依 M · 需补充 星级、主体.编号 依 M · 已许可 依 M · 总体 限制 · 至多 限制 · 仅
struct Expectation {
  ExpectKind kind = ExpectKind::applies;
  std::optional<Name> effect;                                  // applies, outcome, at_most; absent with outcome/at_most: 无 (none)
  std::optional<Name> measure;                                 // 依
  std::vector<std::vector<Name>> missing;                      // needs: dotted names
  std::vector<std::pair<Name, std::optional<Name>>> triggers;  // 因 listed party, 任 role
  std::optional<Name> party;                                   // 对 张三, in sweeps
  std::optional<Text> holding;                                 // 持有 “H1”, in sweeps
  Span span;
};
struct Question {
  Request request;
  std::vector<Expectation> expected;
};
struct Scenario {
  Text title;
  std::vector<Fact> facts;
  std::vector<Question> questions;
};

// ---- files -----------------------------------------------------------------------------------------------------------

struct Declaration {
  std::variant<Ruleset, Document, Department, RoleDecl, RoleGroup, EnumDecl, Taxonomy, EffectList, ParameterDecl, Matter, Define, Table, Calendar, Measure,
               Waiver, Scenario>
      node;
  Span span;
  std::string documentation;  // the /// lines above it
};

struct File {
  SourceId source;
  std::vector<Declaration> declarations;
  // Names and aliases of declarations that were left out because their text is wrong, so that a use of one is not told as well.
  std::vector<std::string> broken_names;
};

}  // namespace plumb::ast
