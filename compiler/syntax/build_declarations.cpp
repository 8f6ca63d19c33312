// Every declaration but scenarios: clauses in any order, each told when given twice where once is meant.
#include "compiler/base/unicode.hpp"
#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/piece_parser.hpp"

namespace plumb::syntax {

using diagnostics::Argument;
using diagnostics::Kind;
using diagnostics::Term;

ast::Ruleset Builder::ruleset(P::RulesetContext* context) {
  ast::Ruleset out;
  out.name = declared(context->declaredName());
  Span id, version, region, edition, calendar, staleness;
  for (auto* c : context->rulesetClause()) {
    if (c->K_ID() != nullptr) {
      if (once(id, c)) out.id = text(c->string());
    } else if (c->K_VERSION() != nullptr) {
      if (once(version, c)) out.version = text(c->string());
    } else if (c->K_REGION() != nullptr) {
      if (once(region, c)) out.region = text(c->string());
    } else if (c->K_EDITION() != nullptr) {
      if (once(edition, c)) out.edition = text(c->string());
    } else if (c->K_BUILDS_ON() != nullptr) {
      for (auto& each : names(c->nameList())) out.builds_on.push_back(std::move(each));
    } else if (c->K_DEFAULT_CALENDAR() != nullptr) {
      if (once(calendar, c)) out.default_calendar = name(c->name());
    } else if (c->K_STALENESS_LIMIT() != nullptr) {
      if (once(staleness, c)) {
        out.staleness_limit = duration(c->duration());
        out.staleness_span = span(c->duration());
      }
    } else if (c->K_REMEDY() != nullptr) {
      ast::Remedy remedy{c->K_SELF() != nullptr, text(c->string()), {}, span(c)};
      if (c->basisClause() != nullptr) remedy.basis = bases(c->basisClause());
      out.remedies.push_back(std::move(remedy));
    } else if (c->K_LINT() != nullptr) {
      const ast::LintLevel level = c->K_OFF() != nullptr ? ast::LintLevel::off : c->K_WARNING() != nullptr ? ast::LintLevel::warning : ast::LintLevel::error;
      out.lints.push_back({name(c->name()), level, span(c)});
    } else {
      out.notes.push_back(note(c->noteClause()));
    }
  }
  return out;
}

ast::Document Builder::document(P::DocumentContext* context) {
  ast::Document out;
  out.name = declared(context->declaredName());
  Span number, title, issuer, from, until;
  for (auto* c : context->documentClause()) {
    if (c->K_NUMBER() != nullptr) {
      if (once(number, c)) out.number = text(c->string(0));
    } else if (c->K_TITLE() != nullptr) {
      if (once(title, c)) out.title = c->TITLE().empty() ? text(c->string(0)) : text(c->TITLE(0));
    } else if (c->K_ISSUER() != nullptr) {
      if (once(issuer, c)) out.issuer = text(c->string(0));
    } else if (c->fromClause() != nullptr) {
      if (once(from, c)) out.from = date(c->fromClause()->DATE());
    } else if (c->untilClause() != nullptr) {
      if (once(until, c)) out.until = date(c->untilClause()->DATE());
    } else if (c->K_HIGHER() != nullptr) {
      for (auto* child : c->children) {
        if (auto* string = dynamic_cast<P::StringContext*>(child)) {
          out.higher.push_back(text(string));
        } else if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(child);
                   terminal != nullptr && terminal->getSymbol()->getType() == PlumbLexer::TITLE) {
          out.higher.push_back(text(terminal));
        }
      }
    } else if (c->noteClause() != nullptr) {
      out.notes.push_back(note(c->noteClause()));
    } else {
      out.clauses.push_back(clause(c->outlineClause()));
    }
  }
  return out;
}

ast::Clause Builder::clause(P::OutlineClauseContext* context) {
  ast::Clause out;
  out.path = clause_path(context->string());
  out.span = span(context);
  Span title, digest;
  for (auto* c : context->outlineItem()) {
    if (c->K_TITLE() != nullptr) {
      if (once(title, c)) out.title = text(c->string());
    } else if (c->K_OBLIGATION() != nullptr) {
      for (auto* each : c->declaredList()->declaredName()) out.obligations.push_back(declared(each));
    } else if (c->departmentsClause() != nullptr) {
      for (auto& each : names(c->departmentsClause()->nameList())) out.departments.push_back(std::move(each));
    } else if (c->executingClause() != nullptr) {
      for (auto& each : names(c->executingClause()->nameList())) out.executing.push_back(std::move(each));
    } else if (c->K_DIGEST() != nullptr) {
      if (once(digest, c)) out.digest = text(c->string());
    } else {
      out.notes.push_back(note(c->noteClause()));
    }
  }
  return out;
}

ast::TaxonomyNode Builder::node(P::TaxonomyNodeContext* context) {
  ast::TaxonomyNode out;
  const Token& code = token(first_token(context->taxonomyCode()));
  out.code = {unicode::fold_width(spelled(code)), span(code)};
  if (context->declaredName() != nullptr) out.name = declared(context->declaredName());
  for (auto* each : context->taxonomyNode()) out.children.push_back(node(each));
  return out;
}

ast::Taxonomy Builder::taxonomy(P::TaxonomyContext* context) {
  ast::Taxonomy out;
  out.name = declared(context->declaredName());
  if (context->string() != nullptr) out.source = text(context->string());
  for (auto* each : context->taxonomyNode()) out.roots.push_back(node(each));
  return out;
}

ast::EffectList Builder::effects(P::EffectsContext* context) {
  ast::EffectList out;
  for (auto* each : context->effectItem()) {
    ast::EffectItem item;
    item.name.zh = name(each->plainName());
    item.name.span = item.name.zh.span;
    item.irreversible = each->K_IRREVERSIBLE() != nullptr;
    if (each->anyName() != nullptr) {
      item.name.alias = name(each->anyName());
      item.name.span = join(item.name.span, item.name.alias.span);
    }
    for (auto* argument : each->type()) item.arguments.push_back(type(argument));
    out.items.push_back(std::move(item));
  }
  for (auto* each : context->contradiction()) out.contradictions.emplace_back(name(each->plainName(0)), name(each->plainName(1)));
  return out;
}

ast::ParameterDecl Builder::parameter(P::ParameterContext* context) {
  ast::ParameterDecl out;
  out.name = declared(context->fieldName());
  out.type = type(context->type());
  for (auto* each : context->parameterVersion()) {
    ast::ParameterVersion version{date(each->DATE()), expression(each->expression()), {}, {}, span(each)};
    for (auto* basis_clause : each->basisClause()) append(version.basis, basis_clause);
    for (auto* note_clause : each->noteClause()) version.notes.push_back(note(note_clause));
    out.versions.push_back(std::move(version));
  }
  return out;
}

ast::Matter Builder::matter(P::MatterContext* context) {
  ast::Matter out;
  out.name = declared(context->declaredName());
  for (auto* c : context->matterClause()) {
    if (c->K_STAGES() != nullptr) {
      for (auto* each : c->stage()) out.stages.emplace_back(stage(each), span(each));
    } else if (auto* field = c->field()) {
      out.fields.push_back({declared(field->fieldName()), type(field->type()), {}});
    } else if (!out.fields.empty()) {
      // A note after a field is the field's.
      out.fields.back().notes.push_back(note(c->noteClause()));
    } else {
      out.notes.push_back(note(c->noteClause()));
    }
  }
  return out;
}

std::vector<ast::Parameter> Builder::arguments(P::ArgumentsContext* context) {
  std::vector<ast::Parameter> out;
  for (auto* each : context->argument()) out.push_back({declared(each->fieldName()), type(each->type())});
  return out;
}

ast::Define Builder::define(P::DefineContext* context) {
  ast::Define out;
  out.name = declared(context->declaredName());
  out.parameters = arguments(context->arguments());
  if (context->type() != nullptr) out.result = type(context->type());
  out.body = expression(context->expression());
  return out;
}

ast::Table Builder::table(P::TableContext* context) {
  ast::Table out;
  out.name = declared(context->declaredName());
  out.parameters = arguments(context->arguments());
  out.result = type(context->type());
  for (auto* each : context->row()) {
    ast::TableRow row{{}, expression(each->expression()), span(each)};
    for (auto* one : each->cell()) row.cells.push_back(cell(one));
    out.rows.push_back(std::move(row));
  }
  return out;
}

ast::Cell Builder::cell(P::CellContext* context) {
  ast::Cell out;
  out.span = span(context);
  if (context->ANY() != nullptr) {
    out.test = ast::AnyCell{};
  } else if (auto* op = context->comparator()) {
    out.test = ast::CompareCell{compare_op(op), sum(context->sum(0))};
  } else if (auto* membership = context->membership()) {
    ast::ExprPtr set = postfix(context->postfix());
    if (const auto* code = std::get_if<ast::IntegerLiteral>(&set->node)) set->node = ast::CodeLiteral{std::to_string(code->value)};
    out.test = ast::MembershipCell{membership_op(membership), std::move(set)};
  } else if (context->K_BETWEEN() != nullptr) {
    ast::ExprPtr low = sum(context->sum(0));
    out.test = ast::BetweenCell{std::move(low), sum(context->sum(1))};
  } else {
    out.test = ast::ValueCell{sum(context->sum(0))};
  }
  return out;
}

ast::Calendar Builder::calendar(P::CalendarContext* context) {
  ast::Calendar out;
  out.name = declared(context->declaredName());
  Span source, covers;
  for (auto* c : context->calendarClause()) {
    if (c->K_SOURCE() != nullptr) {
      if (once(source, c)) out.source = text(c->string());
    } else if (c->K_COVERS() != nullptr) {
      if (once(covers, c)) out.covers = ast::DateRange{date(c->DATE(0)), date(c->DATE(1))};
    } else if (c->K_HOLIDAY() != nullptr) {
      for (auto* each : c->dateRangeList()->dateRange()) out.holidays.push_back(range(each));
    } else if (c->K_MAKEUP() != nullptr) {
      for (auto* each : c->dateRangeList()->dateRange()) out.makeup.push_back(range(each));
    } else {
      out.notes.push_back(note(c->noteClause()));
    }
  }
  return out;
}

ast::Reach Builder::reach(P::ReachContext* context) const {
  ast::Reach out;
  out.span = span(context);
  if (context->K_ANYONE() != nullptr) {
    out.kind = ast::Reach::Kind::anyone;
  } else if (context->K_ORGANISATION_WITH() != nullptr) {
    out.kind = ast::Reach::Kind::organisation_with_defaulter;
  } else if (context->roleList() != nullptr) {
    out.kind = ast::Reach::Kind::defaulter_roles;
  }
  if (context->roleList() != nullptr) {
    for (auto* each : context->roleList()->plainName()) out.roles.push_back(name(each));
  }
  return out;
}

ast::Exception Builder::exception(P::ExceptionClauseContext* context) {
  ast::Exception out;
  out.span = span(context);
  Span condition;
  for (auto* each : context->conditionClause()) {
    if (once(condition, each)) out.condition = expression(each->expression());
  }
  for (auto* each : context->basisClause()) append(out.basis, each);
  for (auto* each : context->noteClause()) out.notes.push_back(note(each));
  if (!out.condition) report(Kind::missing_part, span(token(first_token(context))), {Argument(Term::condition_of_exception)});
  return out;
}

ast::EffectUse Builder::effect_use(P::EffectUseContext* context) {
  ast::EffectUse out{name(context->name()), {}, span(context)};
  for (auto* each : context->expression()) out.arguments.push_back(expression(each));
  return out;
}

ast::Measure Builder::measure(P::MeasureContext* context) {
  ast::Measure out;
  out.name = declared(context->declaredName());
  Span matter, party, condition, impose, from, until;
  for (auto* c : context->measureClause()) {
    switch (token(first_token(c)).type) {
      case PlumbLexer::K_BASIS:
        append(out.basis, c->basisClause());
        break;
      case PlumbLexer::K_DEPARTMENTS:
        for (auto& each : names(c->departmentsClause()->nameList())) out.departments.push_back(std::move(each));
        break;
      case PlumbLexer::K_EXECUTING:
        for (auto& each : names(c->executingClause()->nameList())) out.executing.push_back(std::move(each));
        break;
      case PlumbLexer::K_MATTER:
        if (!once(matter, c)) break;
        out.matter = name(c->name());
        if (c->stage() != nullptr) out.stage.emplace(stage(c->stage()), span(c->stage()));
        break;
      case PlumbLexer::K_PARTY:
      case PlumbLexer::K_PARTY_KIND: {
        if (!once(party, c)) break;
        const bool person = c->K_PERSON() != nullptr;
        out.party = builtin(token(person ? c->K_PERSON() : c->K_ORGANISATION()), person ? Keyword::person : Keyword::organisation);
        break;
      }
      case PlumbLexer::K_REACHES:
        for (auto* each : c->reach()) out.reaches.push_back(reach(each));
        break;
      case PlumbLexer::K_WHEN:
        if (!once(condition, c)) break;
        out.condition = expression(c->conditionClause()->expression());
        out.condition_span = span(c->conditionClause());
        break;
      case PlumbLexer::K_UNLESS:
        out.exceptions.push_back(exception(c->exceptionClause()));
        break;
      case PlumbLexer::K_IMPOSE:
        if (once(impose, c)) out.impose = effect_use(c->effectUse());
        break;
      case PlumbLexer::K_FROM:
        if (once(from, c)) out.from = date(c->fromClause()->DATE());
        break;
      case PlumbLexer::K_UNTIL:
        if (once(until, c)) out.until = date(c->untilClause()->DATE());
        break;
      default:
        out.notes.push_back(note(c->noteClause()));
        break;
    }
  }
  return out;
}

ast::Waiver Builder::waiver(P::WaiverContext* context) {
  ast::Waiver out;
  if (context->declaredName() != nullptr) out.name = declared(context->declaredName());
  Span reason, served;
  for (auto* c : context->waiverClause()) {
    if (c->basisClause() != nullptr) {
      append(out.basis, c->basisClause());
    } else if (c->K_REASON() != nullptr) {
      if (once(reason, c)) out.reason = text(c->string());
    } else {
      if (once(served, c)) out.served_by = text(c->string());
    }
  }
  return out;
}

}  // namespace plumb::syntax
