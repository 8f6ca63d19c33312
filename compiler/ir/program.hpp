// The waist: one rule set as one immutable typed program. semantics builds it; back ends, runtime and tools read it.
//
// Two parts. Declarations: what exists (matters, effects, documents, measures …), each in a store, names in both scripts.
// Nodes: a hash-consed DAG of total instructions over one matter row, one party and, inside a quantifier or a condition
// of the trigger, one trigger. Nothing here depends on spans, syntax or the order of source files beyond declaration order.
// A Program that passed verify() (verifier.hpp) may be relied on without further checks. Thread-safety: immutable, shared.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/date.hpp"
#include "compiler/base/decimal.hpp"
#include "compiler/base/ids.hpp"
#include "compiler/base/vocabulary.hpp"

namespace plumb::ir {

using EnumId = Id<struct EnumTag>;
using TaxonomyId = Id<struct TaxonomyTag>;
using MatterId = Id<struct MatterTag>;
using EffectId = Id<struct EffectTag>;  // index = strength, 0 the strongest
using DepartmentId = Id<struct DepartmentTag>;
using ParameterId = Id<struct ParameterTag>;
using DocumentId = Id<struct DocumentTag>;
using CalendarId = Id<struct CalendarTag>;
using MeasureId = Id<struct MeasureTag>;
using NodeId = Id<struct NodeTag>;

// Chinese name and alias. Where no alias was declared, `alias` equals `zh`. Interfaces print the alias.
struct Name {
  std::string zh;
  std::string alias;
  bool matches(std::string_view text) const { return text == zh || text == alias; }
};

// ---- types and values --------------------------------------------------------------------------------------------------

enum class TypeKind : uint8_t { boolean, integer, decimal, money, ratio, date, duration, text, enumeration, set, code };

// `ref` is the EnumId of an enumeration or set, the TaxonomyId of a code; otherwise invalid (UINT32_MAX).
struct Type {
  TypeKind kind = TypeKind::boolean;
  uint32_t ref = UINT32_MAX;
  friend auto operator<=>(const Type&, const Type&) = default;
};

// A value of a Type. `number` holds: boolean 0/1; integer; decimal and ratio in units of 10^-18; money in 分; date in days
// since 1970-01-01; duration as unit * 2^32 + (count as uint32); enumeration index; set as a bit mask (at most 64 values);
// code as the node's index in its taxonomy. `text` holds text only.
struct Value {
  Type type;
  int128 number = 0;
  std::string text;
  friend bool operator==(const Value&, const Value&) = default;
};

// The enumerations of the vocabulary (base/vocabulary.hpp) have these fixed ids in every program, in this order; their
// enumerators are those of the C++ enumeration.
inline constexpr EnumId kPartyKindEnum{0};
inline constexpr EnumId kSectorEnum{1};
inline constexpr EnumId kRoleEnum{2};
inline constexpr EnumId kEntryStateEnum{3};
inline constexpr uint32_t kFixedEnumCount = 4;

struct EnumType {
  Name name;  // of an inline enumeration: MATTER.FIELD
  std::vector<Name> values;
  bool inline_declared = false;
};

struct Code {
  std::string code;
  Name name;                     // may be empty
  uint32_t parent = UINT32_MAX;  // index; UINT32_MAX for a root
  uint32_t end = 0;              // one past the last descendant: codes are stored in pre-order, so `x in c` is c <= x < end
};
struct Taxonomy {
  Name name;
  std::string source;
  std::vector<Code> codes;
};

// ---- nodes -------------------------------------------------------------------------------------------------------------

enum class PartyField : uint8_t { kind, sector, name, id };
enum class ListingField : uint8_t {
  published_on,
  expires_on,
  ground_on,
  removed_on,
  filed_on,
  case_no,
  publishable,
  role,
  state,
  performed_amount,
  unperformed_amount,
};
inline constexpr int kPartyFieldCount = 4;
inline constexpr int kListingFieldCount = 11;
Type type_of(PartyField field);
Type type_of(ListingField field);
// alias and Chinese name: published_on 发布日期, expires_on 届满日期, ground_on 应撤日期, removed_on 撤销日期, filed_on 立案日期,
// case_no 案号, publishable 可公布, role 身份, state 状态, performed_amount 已履行金额, unperformed_amount 未履行金额;
// kind 主体类别, sector 所属行业, name 名称, id 编号.
const Word& word(PartyField field);
const Word& word(ListingField field);

// Every instruction is total: on unknown operands or faults it yields unknown. Kleene's strong logic throughout.
enum class Op : uint8_t {
  // leaves
  constant,       // immediate: index into Program::constants
  matter_field,   // immediate: field index in the measure's matter; unknown when absent, missing MATTER.FIELD
  party_field,    // immediate: PartyField; unknown when absent, missing party.FIELD
  listing_field,  // immediate: ListingField of the trigger at hand; unknown when the entry lacks it, missing entry.FIELD
  parameter,      // immediate: ParameterId; value in force on the decision date; unset is unknown, missing parameter.NAME
  decision_date,  // the date of the decision
  fault,          // unknown with a fault (a decision table without a matching row), missing fault.MEASURE
  // three-valued logic; operands boolean; and/or have two or more
  logical_not,
  logical_and,
  logical_or,
  known,  // true when the operand is not unknown; itself never unknown
  // comparison of two operands of one type. Order is defined on integer, decimal, money, ratio, date; equality on all
  // types but duration.
  equal,
  not_equal,
  below,
  at_most,
  above,
  at_least,
  // membership: first operand a value, second a constant
  in_set,    // enumeration in a constant set of it
  in_codes,  // code in the subtree of any of the constant codes (operands 1…)
  has_any,   // set with a constant set: intersects
  has_all,   // set with a constant set: contains
  // exact arithmetic; overflow and division by zero are faults. Result type is the node's type: integer×integer,
  // decimal×decimal, ratio×ratio, money±money, money×(integer|decimal|ratio) in either order,
  // money÷(integer|decimal|ratio|money); integer÷integer gives decimal, money÷money decimal or ratio
  add,
  subtract,
  multiply,
  divide,
  negate,
  // date ± duration, a date (working days by the immediate's CalendarId); a date outside the calendar's cover is a fault
  date_add,
  date_subtract,
  days_between,  // date − date, integer days
  select,        // (condition, a, b) of one non-boolean type; unknown condition gives unknown. Boolean selects are lowered to (c∧a)∨(¬c∧b)
  // over the triggers of the measure, `listing_field` meaning each in turn; they do not nest
  exists,     // ∨ t∧c
  every,      // ∧ ¬t∨c
  count,      // number of triggers with t∧c (unknown when any t∧c is unknown)
  listed_on,  // (date): the trigger's pair stood on that date, as docs/meaning.md defines it
};

struct Node {
  Op op = Op::constant;
  Type type;
  uint32_t immediate = 0;
  uint32_t operands_begin = 0;  // into Program::operands
  uint32_t operands_count = 0;
};

// ---- declarations ------------------------------------------------------------------------------------------------------

struct Field {
  Name name;
  Type type;
};
struct Matter {
  Name name;
  std::vector<Stage> stages;  // the first is the default
  std::vector<Field> fields;
};

struct Effect {
  Name name;
  std::vector<Type> arguments;
  bool irreversible = false;
};

struct Department {
  Name name;
  std::vector<std::string> short_names;
  std::optional<PartyField> routed_by;  // a class of departments, told apart by this field of the party
};

struct Clause {
  std::string path;  // canonical: 二（七）1
  std::string title;
  std::vector<Name> obligations;
  std::vector<DepartmentId> departments, executing;
  std::string digest;  // of the clause's text when it was encoded; empty: none recorded
};
struct Document {
  Name name;
  std::string number, title, issuer;
  std::optional<Date> from, until;  // in force on D when from <= D < until
  std::vector<std::string> higher;
  std::vector<Clause> clauses;
};
// `obligation` is an index, or UINT32_MAX where none is named.
struct Citation {
  DocumentId document;
  uint32_t clause = 0;
  uint32_t obligation = UINT32_MAX;
};

struct ParameterVersion {
  Date from;
  std::optional<Value> value;  // nothing: unset
  std::vector<Citation> basis;
};
struct Parameter {
  Name name;
  Type type;
  std::vector<ParameterVersion> versions;  // by `from`, ascending; before the first the parameter is unset
};

struct Calendar {
  Name name;
  std::string source;
  Date first, last;            // covered days, inclusive
  std::vector<Date> holidays;  // sorted; weekdays off
  std::vector<Date> makeup;    // sorted; weekend days worked
};

// Whom a measure reaches. `anyone` excludes the rest. Bit r of a mask is Role r.
struct Reach {
  bool anyone = false;
  bool self = false;
  uint32_t debtor_roles = 0;
  uint32_t own_roles = 0;
};

struct Exception {
  NodeId condition;
  std::vector<Citation> basis;
};

struct Measure {
  Name name;
  MatterId matter;
  Stage stage = Stage::application;
  std::optional<PartyKind> party;
  Reach reach;
  NodeId condition;  // invalid: none
  std::vector<Exception> exceptions;
  EffectId effect;
  std::vector<NodeId> arguments;
  std::vector<Citation> basis;
  std::vector<DepartmentId> departments, executing;
  std::optional<Date> from, until;  // own period, from <= D < until
  std::vector<std::string> notes;
};

struct Remedy {
  bool self = true;  // open to the debtor itself; otherwise to a person reached through a role
  std::string text;
  std::vector<Citation> basis;
};

struct Waiver {
  Name name;  // may be empty
  std::vector<Citation> basis;
  std::string reason;
  std::string served_by;
};

// One rule set. Declarations come from the rule set and from those it builds on.
struct Program {
  Name name;
  std::string id;  // "xinan-2019-48": what decisions print as the rule set's name; defaults to the alias
  std::string version, region, edition;
  std::optional<Duration> staleness_limit;
  CalendarId default_calendar;
  std::vector<Remedy> remedies;

  Store<EnumType, EnumId> enums;
  Store<Taxonomy, TaxonomyId> taxonomies;
  Store<Matter, MatterId> matters;
  Store<Effect, EffectId> effects;
  Store<Department, DepartmentId> departments;
  Store<Parameter, ParameterId> parameters;
  Store<Document, DocumentId> documents;
  Store<Calendar, CalendarId> calendars;
  Store<Measure, MeasureId> measures;
  std::vector<std::pair<EffectId, EffectId>> contradictions;
  std::vector<Waiver> waivers;

  struct RoleName {
    Role role;
    Name name;
    std::vector<std::string> short_names;
  };
  struct RoleGroup {
    Name name;
    uint32_t roles = 0;
  };
  std::vector<RoleName> roles;
  std::vector<RoleGroup> role_groups;

  Store<Node, NodeId> nodes;
  std::vector<NodeId> operands;
  std::vector<Value> constants;

  std::string source_digest;   // SHA-256 of the sources, sorted by path
  std::string meaning_digest;  // SHA-256 of the canonical encoding (encoding.hpp)
};

// An empty program with the fixed enumerations in place: where every program begins.
Program with_vocabulary();

std::span<const NodeId> operands(const Program& program, NodeId node);
bool is_quantifier(Op op);
// The conditions that must all hold: the operands of (nested) logical_and in written order; none of an invalid node.
std::vector<NodeId> conjuncts(const Program& program, NodeId node);

// Whether the expression looks at the trigger outside a quantifier (listing_field, listed_on): asked of each trigger.
bool asks_trigger(const Program& program, NodeId node);
bool has_quantifier(const Program& program, NodeId node);
// Parameters that the expression reads, ascending, each once.
std::vector<ParameterId> parameters_of(const Program& program, NodeId node);
// In force on D: within the measure's own period, and at least one document it cites in force.
bool in_force(const Program& program, const Measure& measure, Date d);
bool in_force(const Document& document, Date d);
// An exception whose documents are all out of force is not there; one that cites none always is.
bool in_force(const Program& program, const Exception& exception, Date d);
bool cites_document_in_force(const Program& program, const std::vector<Citation>& basis, Date d);
// The version in force on D; nothing when unset or none.
const Value* value_on(const Parameter& parameter, Date d);

}  // namespace plumb::ir
