#include "compiler/syntax/ast_print.hpp"

#include <fmt/format.h>

namespace plumb::syntax {
namespace {

using namespace ast;

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

const char* word(BuiltinType type) {
  switch (type) {
    case BuiltinType::boolean:
      return "bool";
    case BuiltinType::integer:
      return "integer";
    case BuiltinType::decimal:
      return "decimal";
    case BuiltinType::money:
      return "money";
    case BuiltinType::ratio:
      return "ratio";
    case BuiltinType::date:
      return "date";
    case BuiltinType::duration:
      return "duration";
    case BuiltinType::text:
      return "text";
  }
  return "";
}
const char* word(BinaryOp op) {
  switch (op) {
    case BinaryOp::logical_and:
      return "and";
    case BinaryOp::logical_or:
      return "or";
    case BinaryOp::add:
      return "+";
    case BinaryOp::subtract:
      return "-";
    case BinaryOp::multiply:
      return "*";
    case BinaryOp::divide:
      return "/";
  }
  return "";
}
const char* word(CompareOp op) {
  switch (op) {
    case CompareOp::equal:
      return "=";
    case CompareOp::not_equal:
      return "!=";
    case CompareOp::at_least:
      return ">=";
    case CompareOp::at_most:
      return "<=";
    case CompareOp::above:
      return ">";
    case CompareOp::below:
      return "<";
  }
  return "";
}
const char* word(MembershipOp op) {
  switch (op) {
    case MembershipOp::in:
      return "in";
    case MembershipOp::not_in:
      return "not_in";
    case MembershipOp::has_any:
      return "has_any";
    case MembershipOp::has_all:
      return "has_all";
  }
  return "";
}
const char* word(Quantifier quantifier) {
  switch (quantifier) {
    case Quantifier::exists:
      return "exists";
    case Quantifier::all:
      return "every";
    case Quantifier::count:
      return "count";
  }
  return "";
}
const char* word(LintLevel level) {
  switch (level) {
    case LintLevel::off:
      return "off";
    case LintLevel::warning:
      return "warning";
    case LintLevel::error:
      return "error";
  }
  return "";
}
const char* word(Reach::Kind kind) {
  switch (kind) {
    case Reach::Kind::defaulter:
      return "defaulter";
    case Reach::Kind::defaulter_roles:
      return "defaulter.roles";
    case Reach::Kind::organisation_with_defaulter:
      return "organisation_with_defaulter_as";
    case Reach::Kind::anyone:
      return "anyone";
  }
  return "";
}
const char* word(ExpectKind kind) {
  switch (kind) {
    case ExpectKind::applies:
      return "applies";
    case ExpectKind::not_applicable:
      return "not_applicable";
    case ExpectKind::needs:
      return "needs";
    case ExpectKind::permitted:
      return "permitted";
    case ExpectKind::outcome:
      return "outcome";
    case ExpectKind::at_most:
      return "at_most";
    case ExpectKind::only:
      return "only";
  }
  return "";
}

std::string text(Duration duration) {
  switch (duration.unit) {
    case Duration::Unit::day:
      return fmt::format("{}d", duration.count);
    case Duration::Unit::working_day:
      return fmt::format("{}wd", duration.count);
    case Duration::Unit::month:
      return fmt::format("{}m", duration.count);
  }
  return "";
}

// Every overload returns one S-expression; an absent part prints as nothing. Declared before the templates that use them.
std::string p(const Name&);
std::string p(const DeclaredName&);
std::string p(const Text&);
std::string p(const DateLiteral&);
std::string p(const DateRange&);
std::string p(const Note&);
std::string p(const Enumerator&);
std::string p(const Basis&);
std::string p(const ExprPtr&);
std::string p(const std::pair<Stage, Span>&);
std::string p(const FieldValue&);
std::string p(const Type&);
std::string p(const ast::Parameter&);
std::string p(const Remedy&);
std::string p(const LintSetting&);
std::string p(const Clause&);
std::string p(const TaxonomyNode&);
std::string p(const EffectItem&);
std::string p(const std::pair<Name, Name>&);
std::string p(const ParameterVersion&);
std::string p(const Field&);
std::string p(const Cell&);
std::string p(const TableRow&);
std::string p(const Reach&);
std::string p(const EffectUse&);
std::string p(const Exception&);
std::string p(const Fact&);
std::string p(const Expectation&);
std::string p(const Question&);

std::string p(const Name& name) { return name.builtin ? "$" + name.text : name.text; }
std::string p(const DeclaredName& name) { return name.alias.text.empty() ? name.zh.text : name.zh.text + "/" + name.alias.text; }
std::string p(const Text& value) { return quoted(value.value); }
std::string p(const DateLiteral& date) { return date.value.iso(); }
std::string p(const DateRange& range) { return "(range " + p(range.from) + (range.to ? " " + p(*range.to) : "") + ")"; }
std::string p(const Note& note) { return "(note " + p(note.text) + ")"; }
std::string p(const Enumerator& enumerator) { return p(enumerator.name); }
std::string p(const Basis& basis) {
  return "(basis " + (basis.by_title ? "《" + basis.document.text + "》" : p(basis.document)) + " " + p(basis.clause) +
         (basis.obligation ? " " + p(*basis.obligation) : "") + ")";
}
std::string p(const ExprPtr& expression) { return expression ? print(*expression) : "null"; }
std::string p(const std::pair<Stage, Span>& stage) { return plumb::word(stage.first).alias; }
std::string p(const FieldValue& field) { return "(" + p(field.name) + " " + p(field.value) + ")"; }

template <typename T>
std::string all(const std::vector<T>& items) {
  std::string out;
  for (const T& item : items) out += " " + p(item);
  return out;
}
template <typename T>
std::string list(const char* head, const std::vector<T>& items) {
  return items.empty() ? "" : std::string(" (") + head + all(items) + ")";
}
template <typename T>
std::string maybe(const char* head, const std::optional<T>& item) {
  return item ? std::string(" (") + head + " " + p(*item) + ")" : "";
}

std::string p(const Type& type) {
  std::string base;
  if (const auto* builtin = std::get_if<BuiltinType>(&type.base)) {
    base = word(*builtin);
  } else if (const auto* name = std::get_if<Name>(&type.base)) {
    base = p(*name);
  } else {
    base = "(enum" + all(std::get<std::vector<Enumerator>>(type.base)) + ")";
  }
  return type.set ? "(set_of " + base + ")" : base;
}
std::string p(const ast::Parameter& parameter) { return "(" + p(parameter.name) + " " + p(parameter.type) + ")"; }
std::string p(const Remedy& remedy) { return std::string("(remedy ") + (remedy.self ? "self " : "related ") + p(remedy.text) + all(remedy.basis) + ")"; }
std::string p(const LintSetting& lint) { return "(lint " + p(lint.lint) + " " + word(lint.level) + ")"; }
std::string p(const Clause& clause) {
  return "(clause " + p(clause.path) + maybe("title", clause.title) + list("obligations", clause.obligations) + list("departments", clause.departments) +
         list("executing", clause.executing) + maybe("digest", clause.digest) + all(clause.notes) + ")";
}
std::string p(const TaxonomyNode& node) { return "(" + node.code.value + (node.name.zh.text.empty() ? "" : " " + p(node.name)) + all(node.children) + ")"; }
std::string p(const EffectItem& item) { return "(" + p(item.name) + all(item.arguments) + (item.irreversible ? " irreversible" : "") + ")"; }
std::string p(const std::pair<Name, Name>& pair) { return "(contradicts " + p(pair.first) + " " + p(pair.second) + ")"; }
std::string p(const ParameterVersion& version) { return "(from " + p(version.from) + " " + p(version.value) + all(version.basis) + all(version.notes) + ")"; }
std::string p(const Field& field) { return "(field " + p(field.name) + " " + p(field.type) + all(field.notes) + ")"; }
std::string p(const Cell& cell) {
  struct Printer {
    std::string operator()(const AnyCell&) const { return "any"; }
    std::string operator()(const ValueCell& c) const { return p(c.value); }
    std::string operator()(const CompareCell& c) const { return std::string("(") + word(c.op) + " " + p(c.value) + ")"; }
    std::string operator()(const MembershipCell& c) const { return std::string("(") + word(c.op) + " " + p(c.set) + ")"; }
    std::string operator()(const BetweenCell& c) const { return "(between " + p(c.low) + " " + p(c.high) + ")"; }
  };
  return std::visit(Printer{}, cell.test);
}
std::string p(const TableRow& row) { return "(case" + all(row.cells) + " => " + p(row.value) + ")"; }
std::string p(const Reach& reach) { return std::string("(") + word(reach.kind) + all(reach.roles) + ")"; }
std::string p(const EffectUse& use) { return "(impose " + p(use.effect) + all(use.arguments) + ")"; }
std::string p(const Exception& exception) { return "(unless " + p(exception.condition) + all(exception.basis) + all(exception.notes) + ")"; }

struct FactPrinter {
  std::string operator()(const PartyFact& f) const {
    return "(party " + p(f.party) + " " + (f.kind ? plumb::word(*f.kind).alias : "unknown") + maybe("id", f.id) + maybe("name", f.name) +
           maybe("sector", f.sector) + ")";
  }
  std::string operator()(const RelationFact& f) const {
    return "(serves " + p(f.holder) + maybe("from", f.from) + maybe("to", f.to) + " " + p(f.organisation) + " " + p(f.role) + ")";
  }
  std::string operator()(const ListingFact& f) const {
    return "(listed " + p(f.party) + " " + p(f.published) + maybe("case", f.case_no) + maybe("expires", f.expires) + maybe("ground", f.ground) +
           maybe("removed", f.removed) + maybe("filed", f.filed) + maybe("objection", f.objection) + list("responsible", f.responsible) +
           (f.unpublished ? " unpublished" : "") + ")";
  }
  std::string operator()(const PermitFact& f) const {
    return "(permitted " + p(f.party) + maybe("from", f.from) + maybe("to", f.to) + " " + (f.target ? p(*f.target) : "*") + " " + p(f.document) + ")";
  }
  std::string operator()(const RetentionFact& f) const {
    return "(retained " + p(f.party) + " " + p(f.measure) + " " + p(f.until) + maybe("case", f.case_no) + maybe("basis", f.basis) + ")";
  }
  std::string operator()(const HoldingFact& f) const {
    return "(holds " + p(f.party) + maybe("from", f.from) + maybe("to", f.to) + " " + p(f.matter) + maybe("id", f.id) + list("fields", f.fields) + ")";
  }
  std::string operator()(const SynchronisedFact& f) const { return "(synchronised" + (f.on ? " " + p(*f.on) : " never") + ")"; }
  std::string operator()(const StalenessFact& f) const { return "(staleness_limit " + text(f.limit) + ")"; }
  std::string operator()(const ParameterFact& f) const { return "(parameter " + p(f.parameter) + " " + p(f.value) + ")"; }
};
std::string p(const Fact& fact) { return "\n  " + std::visit(FactPrinter{}, fact.fact); }

std::string p(const Expectation& e) {
  std::string out = std::string("(") + word(e.kind) + maybe("effect", e.effect);
  if (e.arguments) out += " (with" + all(*e.arguments) + ")";
  out += maybe("by", e.measure);
  for (const auto& path : e.missing) out += " (missing" + all(path) + ")";
  for (const auto& [listed, role] : e.triggers) out += " (because " + p(listed) + (role ? " " + p(*role) : "") + ")";
  return out + maybe("for", e.party) + maybe("holding", e.holding) + ")";
}
std::string p(const Question& question) {
  const Request& r = question.request;
  std::string out =
      "\n  (request" + (r.party ? " " + p(*r.party) : " sweep") + maybe("id", r.id) + maybe("name", r.name) + maybe("sector", r.sector) + " " + p(r.date);
  if (r.party) out += std::string(" ") + plumb::word(r.stage).alias + " " + p(r.matter) + list("fields", r.fields);
  return out + ")\n  (expect" + all(question.expected) + ")";
}

struct DeclarationPrinter {
  std::string operator()(const Ruleset& d) const {
    std::string out = "(ruleset " + p(d.name) + maybe("id", d.id) + maybe("version", d.version) + maybe("region", d.region) + maybe("edition", d.edition) +
                      list("builds_on", d.builds_on) + maybe("calendar", d.default_calendar);
    if (d.staleness_limit) out += " (staleness_limit " + text(*d.staleness_limit) + ")";
    return out + all(d.remedies) + all(d.lints) + all(d.notes) + ")";
  }
  std::string operator()(const Document& d) const {
    std::string out = "(document " + p(d.name) + maybe("number", d.number) + maybe("title", d.title) + maybe("issuer", d.issuer) + maybe("from", d.from) +
                      maybe("until", d.until) + list("higher", d.higher);
    for (const Clause& clause : d.clauses) out += "\n  " + p(clause);
    return out + all(d.notes) + ")";
  }
  std::string operator()(const Department& d) const {
    return "(department " + p(d.name) + list("short", d.short_names) + maybe("routed_by", d.routed_by) + all(d.notes) + ")";
  }
  std::string operator()(const RoleDecl& d) const { return "(role " + p(d.name) + list("short", d.short_names) + all(d.notes) + ")"; }
  std::string operator()(const RoleGroup& d) const { return "(roles " + p(d.name) + all(d.roles) + ")"; }
  std::string operator()(const EnumDecl& d) const { return "(enum " + p(d.name) + all(d.enumerators) + ")"; }
  std::string operator()(const Taxonomy& d) const { return "(taxonomy " + p(d.name) + maybe("source", d.source) + all(d.roots) + ")"; }
  std::string operator()(const EffectList& d) const { return "(effect" + all(d.items) + all(d.contradictions) + ")"; }
  std::string operator()(const ParameterDecl& d) const { return "(parameter " + p(d.name) + " " + p(d.type) + all(d.versions) + ")"; }
  std::string operator()(const Matter& d) const { return "(matter " + p(d.name) + list("stages", d.stages) + all(d.fields) + all(d.notes) + ")"; }
  std::string operator()(const Define& d) const {
    return "(define " + p(d.name) + list("arguments", d.parameters) + maybe("result", d.result) + " " + p(d.body) + ")";
  }
  std::string operator()(const Table& d) const { return "(table " + p(d.name) + list("arguments", d.parameters) + " " + p(d.result) + all(d.rows) + ")"; }
  std::string operator()(const Calendar& d) const {
    return "(calendar " + p(d.name) + maybe("source", d.source) + maybe("covers", d.covers) + list("holiday", d.holidays) + list("makeup", d.makeup) +
           all(d.notes) + ")";
  }
  std::string operator()(const Measure& d) const {
    return "(measure " + p(d.name) + all(d.basis) + list("departments", d.departments) + list("executing", d.executing) + maybe("matter", d.matter) +
           maybe("stage", d.stage) + maybe("party", d.party) + list("reaches", d.reaches) + (d.condition ? " (when " + p(d.condition) + ")" : "") +
           all(d.exceptions) + (d.impose ? " " + p(*d.impose) : "") + maybe("from", d.from) + maybe("until", d.until) + all(d.notes) + ")";
  }
  std::string operator()(const Waiver& d) const {
    return "(waive " + p(d.name) + all(d.basis) + maybe("reason", d.reason) + maybe("served_by", d.served_by) + ")";
  }
  std::string operator()(const Scenario& d) const { return "(scenario " + p(d.title) + all(d.facts) + all(d.questions) + ")"; }
};

struct ExprPrinter {
  std::string operator()(const BoolLiteral& e) const { return e.value ? "true" : "false"; }
  std::string operator()(const IntegerLiteral& e) const { return std::to_string(e.value); }
  std::string operator()(const DecimalLiteral& e) const { return "(decimal " + e.value.text() + ")"; }
  std::string operator()(const MoneyLiteral& e) const { return "(money " + e.value.text() + ")"; }
  std::string operator()(const RatioLiteral& e) const { return "(ratio " + e.value.text() + ")"; }
  std::string operator()(const DateValue& e) const { return e.value.iso(); }
  std::string operator()(const DurationLiteral& e) const { return text(e.value); }
  std::string operator()(const TextLiteral& e) const { return quoted(e.value); }
  std::string operator()(const CodeLiteral& e) const { return "(code " + e.code + ")"; }
  std::string operator()(const UnsetLiteral&) const { return "unset"; }
  std::string operator()(const UnknownLiteral&) const { return "unknown"; }
  std::string operator()(const NameRef& e) const { return p(e.name); }
  std::string operator()(const Member& e) const { return "(. " + p(e.object) + " " + p(e.member) + ")"; }
  std::string operator()(const Call& e) const { return "(call " + p(e.callee) + all(e.arguments) + ")"; }
  std::string operator()(const SetLiteral& e) const { return "{" + all(e.elements) + " }"; }
  std::string operator()(const Quantified& e) const { return std::string("(") + word(e.quantifier) + " " + p(e.condition) + ")"; }
  std::string operator()(const Not& e) const { return "(not " + p(e.operand) + ")"; }
  std::string operator()(const Negate& e) const { return "(negate " + p(e.operand) + ")"; }
  std::string operator()(const Binary& e) const { return std::string("(") + word(e.op) + " " + p(e.left) + " " + p(e.right) + ")"; }
  std::string operator()(const Compare& e) const { return std::string("(") + word(e.op) + " " + p(e.left) + " " + p(e.right) + ")"; }
  std::string operator()(const Between& e) const { return "(between " + p(e.value) + " " + p(e.low) + " " + p(e.high) + ")"; }
  std::string operator()(const Membership& e) const { return std::string("(") + word(e.op) + " " + p(e.value) + " " + p(e.set) + ")"; }
  std::string operator()(const ConditionList& e) const { return std::string(e.op == ListOp::any_of ? "(any_of" : "(all_of") + all(e.conditions) + ")"; }
  std::string operator()(const If& e) const { return "(if " + p(e.condition) + " " + p(e.then) + " " + p(e.otherwise) + ")"; }
};

}  // namespace

std::string print(const ast::Expr& expression) { return (expression.bracketed ? "()" : "") + std::visit(ExprPrinter{}, expression.node); }

std::string print(const ast::Declaration& declaration) {
  std::string out;
  if (!declaration.documentation.empty()) out = "(documentation " + quoted(declaration.documentation) + ")\n";
  return out + std::visit(DeclarationPrinter{}, declaration.node) + "\n";
}

std::string print(const ast::File& file) {
  std::string out;
  for (const ast::Declaration& declaration : file.declarations) out += print(declaration);
  return out;
}

}  // namespace plumb::syntax
