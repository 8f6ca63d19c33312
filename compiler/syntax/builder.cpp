#include "compiler/syntax/builder.hpp"

#include "compiler/base/unicode.hpp"
#include "compiler/syntax/literals.hpp"
#include "compiler/syntax/piece_parser.hpp"

namespace plumb::syntax {

using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;

diagnostics::Diagnostic& Builder::report(Kind kind, Span span, diagnostics::Arguments arguments) {
  if (diagnostics::info(kind).severity == diagnostics::Severity::error) ++errors_;
  return sink_.report(kind, span, std::move(arguments));
}

const Token& Builder::token(antlr4::tree::TerminalNode* node) const { return list_.tokens[token_index(node->getSymbol())]; }

std::string_view Builder::spelled(const Token& token) const { return std::string_view(source_.text()).substr(token.begin, token.end - token.begin); }

Span Builder::span(antlr4::ParserRuleContext* context) const {
  const uint32_t first = first_token(context);
  const uint32_t last = std::max(last_token(context), first + 1);
  return {list_.source, list_.tokens[first].begin, list_.tokens[last - 1].end};
}

// The /// lines between the declaration's first token and the one before it, without their slashes.
std::string Builder::documentation_before(uint32_t token) const {
  std::string out;
  auto first = std::partition_point(list_.comments.begin(), list_.comments.end(), [&](const Comment& c) { return c.before < token; });
  for (auto comment = first; comment != list_.comments.end() && comment->before == token; ++comment) {
    if (comment->kind != Comment::Kind::documentation) continue;
    std::string_view body = std::string_view(source_.text()).substr(comment->begin, comment->end - comment->begin);
    for (int slashes = 0; slashes < 3; ++slashes) body.remove_prefix(body.front() == '/' ? 1 : 3);
    if (body.starts_with(' ')) body.remove_prefix(1);
    if (!out.empty()) out += '\n';
    out += body;
  }
  return out;
}

ast::Name Builder::name(const Token& token) const {
  std::string_view spelling = spelled(token);
  if (token.type == PlumbLexer::QUOTED_NAME) spelling = unquoted(spelling);
  return {unicode::fold_width(spelling), span(token)};
}

ast::Name Builder::name(antlr4::ParserRuleContext* context) const { return name(list_.tokens[first_token(context)]); }

ast::Name Builder::builtin(const Token& token, Keyword keyword) const { return {std::string(info(keyword).zh), span(token), true}; }

ast::DeclaredName Builder::declared(P::DeclaredNameContext* context) const {
  ast::DeclaredName out{name(context->name()), {}, span(context)};
  if (context->anyName() != nullptr) out.alias = name(context->anyName());
  return out;
}

ast::DeclaredName Builder::declared(P::FieldNameContext* context) const {
  ast::DeclaredName out{name(context->anyName(0)), {}, span(context)};
  if (context->anyName().size() > 1) out.alias = name(context->anyName(1));
  return out;
}

std::vector<ast::Name> Builder::names(P::NameListContext* context) const {
  std::vector<ast::Name> out;
  for (auto* each : context->name()) out.push_back(name(each));
  return out;
}

ast::Text Builder::text(antlr4::tree::TerminalNode* node) const { return {std::string(unquoted(spelled(token(node)))), span(node)}; }
ast::Text Builder::text(P::StringContext* context) const { return text(context->STRING()); }

ast::Text Builder::clause_path(P::StringContext* context) const {
  ast::Text out = text(context);
  out.value = canonical_clause(out.value);
  return out;
}

ast::Basis Builder::basis(P::BasisContext* context) const {
  ast::Basis out;
  out.span = span(context);
  out.clause = clause_path(context->string());
  if (context->TITLE() != nullptr) {
    const ast::Text title = text(context->TITLE());
    out.document = {title.value, title.span};
    out.by_title = true;
    if (!context->name().empty()) out.obligation = name(context->name(0));
  } else {
    out.document = name(context->name(0));
    if (context->name().size() > 1) out.obligation = name(context->name(1));
  }
  return out;
}

std::vector<ast::Basis> Builder::bases(P::BasisClauseContext* context) const {
  std::vector<ast::Basis> out;
  append(out, context);
  return out;
}

void Builder::append(std::vector<ast::Basis>& out, P::BasisClauseContext* context) const {
  for (auto* each : context->basisList()->basis()) out.push_back(basis(each));
}

ast::DateLiteral Builder::date(antlr4::tree::TerminalNode* node) {
  const Token& written = token(node);
  const std::string_view spelling = spelled(written);
  const Read<Date> read = read_date(spelling);
  switch (read.fault) {
    case Fault::incomplete: {
      auto& diagnostic = report(Kind::incomplete_date, span(written), {spelling});
      diagnostic.help(HelpKind::write_whole_date);
      const std::string completed = std::string(spelling) + "日";
      if (!spelling.ends_with("月") && read_date(completed).fault == Fault::none) diagnostic.fix(HelpKind::change_to, {completed}, span(written), completed);
      break;
    }
    case Fault::no_such_date:
    case Fault::too_large:
    case Fault::too_many_digits:
      report(Kind::no_such_date, span(written), {spelling});
      break;
    case Fault::none:
      break;
  }
  return {read.value, span(written)};
}

ast::DateRange Builder::range(P::DateRangeContext* context) {
  ast::DateRange out{date(context->DATE(0)), std::nullopt};
  if (context->DATE().size() > 1) out.to = date(context->DATE(1));
  return out;
}

Duration Builder::duration(P::DurationContext* context) {
  const Token& number = token(context->NUMBER());
  const std::string digits = unicode::fold_width(spelled(number));
  const Read<int64_t> count = read_integer(digits);
  const bool years = context->U_YEARS() != nullptr;
  const int64_t limit = INT32_MAX / (years ? 12 : 1);
  if (count.fault != Fault::none || count.value > limit) {
    if (digits.find('.') != std::string::npos) {
      report(Kind::too_many_fraction_digits, span(number), {digits, 0});
    } else {
      report(Kind::number_too_large, span(number), {digits});
    }
    return {};
  }
  const auto value = static_cast<int32_t>(count.value);
  if (context->U_DAYS() != nullptr) return {Duration::Unit::day, value};
  if (context->U_WORKING_DAYS() != nullptr) return {Duration::Unit::working_day, value};
  return {Duration::Unit::month, years ? value * 12 : value};
}

Stage Builder::stage(P::StageContext* context) const {
  if (context->K_HOLDING() != nullptr) return Stage::holding;
  if (context->K_STATUS() != nullptr) return Stage::status;
  return Stage::application;
}

ast::Type Builder::type(P::TypeContext* context) const {
  ast::Type out;
  out.span = span(context);
  out.set = context->K_SET_OF() != nullptr;
  if (auto* words = context->builtinType()) {
    switch (token(first_token(words)).type) {
      case PlumbLexer::K_BOOL:
        out.base = ast::BuiltinType::boolean;
        break;
      case PlumbLexer::K_INTEGER:
        out.base = ast::BuiltinType::integer;
        break;
      case PlumbLexer::K_DECIMAL:
        out.base = ast::BuiltinType::decimal;
        break;
      case PlumbLexer::K_MONEY:
        out.base = ast::BuiltinType::money;
        break;
      case PlumbLexer::K_RATIO:
        out.base = ast::BuiltinType::ratio;
        break;
      case PlumbLexer::K_DATE:
        out.base = ast::BuiltinType::date;
        break;
      case PlumbLexer::K_DURATION:
        out.base = ast::BuiltinType::duration;
        break;
      default:
        out.base = ast::BuiltinType::text;
        break;
    }
  } else if (auto* inner = context->inlineEnumeration()) {
    std::vector<ast::Enumerator> enumerators;
    for (auto* each : inner->declaredList()->declaredName()) enumerators.push_back({declared(each)});
    out.base = std::move(enumerators);
  } else {
    out.base = name(context->name());
  }
  return out;
}

bool Builder::once(Span& first, antlr4::ParserRuleContext* clause) {
  const Token& head = token(first_token(clause));
  if (first.valid()) {
    report(Kind::clause_twice, span(head), {spelled(head)}).label(LabelKind::first_here, first);
    return false;
  }
  first = span(head);
  return true;
}

template <typename Node>
void Builder::add(std::vector<ast::Declaration>& out, Node node, Span where) {
  out.push_back({std::move(node), where, {}});
}

void Builder::build(P::DeclarationContext* tree, std::vector<ast::Declaration>& out) {
  errors_ = 0;
  std::vector<ast::Declaration> built;
  const Span where = span(tree);
  if (auto* c = tree->ruleset()) {
    add(built, ruleset(c), where);
  } else if (auto* d = tree->document()) {
    add(built, document(d), where);
  } else if (auto* department = tree->departments()) {
    std::vector<ast::Name> short_names;
    std::optional<ast::Name> routed_by;
    std::vector<ast::Note> notes;
    for (auto* each : department->departmentClause()) {
      if (each->nameList() != nullptr) {
        for (auto& one : names(each->nameList())) short_names.push_back(std::move(one));
      } else if (each->name() != nullptr) {
        routed_by = name(each->name());
      } else {
        notes.push_back(note(each->noteClause()));
      }
    }
    const auto all = department->declaredList()->declaredName();
    for (auto* each : all) add(built, ast::Department{declared(each), short_names, routed_by, notes}, all.size() == 1 ? where : span(each));
  } else if (auto* roles = tree->roles()) {
    std::vector<ast::Name> short_names;
    std::vector<ast::Note> notes;
    for (auto* each : roles->roleClause()) {
      if (each->nameList() != nullptr) {
        for (auto& one : names(each->nameList())) short_names.push_back(std::move(one));
      } else {
        notes.push_back(note(each->noteClause()));
      }
    }
    const auto all = roles->declaredList()->declaredName();
    for (auto* each : all) add(built, ast::RoleDecl{declared(each), short_names, notes}, all.size() == 1 ? where : span(each));
  } else if (auto* group = tree->roleGroup()) {
    add(built, ast::RoleGroup{declared(group->declaredName()), names(group->nameList())}, where);
  } else if (auto* enumeration = tree->enumeration()) {
    ast::EnumDecl e{declared(enumeration->declaredName()), {}};
    for (auto* each : enumeration->declaredList()->declaredName()) e.enumerators.push_back({declared(each)});
    add(built, std::move(e), where);
  } else if (auto* t = tree->taxonomy()) {
    add(built, taxonomy(t), where);
  } else if (auto* effect_list = tree->effects()) {
    add(built, effects(effect_list), where);
  } else if (auto* p = tree->parameter()) {
    add(built, parameter(p), where);
  } else if (auto* m = tree->matter()) {
    add(built, matter(m), where);
  } else if (auto* definition = tree->define()) {
    add(built, define(definition), where);
  } else if (auto* decision_table = tree->table()) {
    add(built, table(decision_table), where);
  } else if (auto* days = tree->calendar()) {
    add(built, calendar(days), where);
  } else if (auto* one_measure = tree->measure()) {
    add(built, measure(one_measure), where);
  } else if (auto* w = tree->waiver()) {
    add(built, waiver(w), where);
  } else if (auto* s = tree->scenario()) {
    add(built, scenario(s), where);
  }
  if (failed()) return;
  const std::string documentation = documentation_before(first_token(tree));
  for (ast::Declaration& each : built) {
    each.documentation = documentation;
    out.push_back(std::move(each));
  }
}

}  // namespace plumb::syntax
