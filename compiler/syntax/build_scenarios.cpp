// Scenarios: facts, requests and what is expected of them.
#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/piece_parser.hpp"

namespace plumb::syntax {

using diagnostics::Argument;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::Term;

ast::Scenario Builder::scenario(P::ScenarioContext* context) {
  ast::Scenario out;
  out.title = text(context->string());
  for (auto* block : context->given()) {
    for (auto* each : block->fact()) out.facts.push_back(fact(each));
  }
  for (auto* each : context->question()) {
    ast::Question question{request(each->request()), {}};
    for (auto* block : each->expectations()) {
      for (auto* one : block->expectation()) question.expected.push_back(expectation(one));
    }
    out.questions.push_back(std::move(question));
  }
  return out;
}

ast::Fact Builder::fact(P::FactContext* context) {
  ast::Fact out;
  if (auto* subject = context->subjectFact()) {
    out = subject_fact(subject);
  } else if (auto* list = context->listFact()) {
    ast::SynchronisedFact synchronised;
    if (list->DATE() != nullptr) synchronised.on = date(list->DATE());
    out.fact = synchronised;
  } else if (auto* staleness = context->stalenessFact()) {
    out.fact = ast::StalenessFact{duration(staleness->duration())};
  } else if (auto* parameter = context->parameterFact()) {
    out.fact = ast::ParameterFact{name(parameter->name()), expression(parameter->expression())};
  }
  out.span = span(context);
  return out;
}

ast::Fact Builder::subject_fact(P::SubjectFactContext* context) {
  const ast::Name who = name(context->name());
  std::optional<ast::DateLiteral> from, to;
  if (context->sinceDate() != nullptr) from = date(context->sinceDate()->DATE());
  if (context->toDate() != nullptr) to = date(context->toDate()->DATE());
  ast::Fact out;
  if (auto* kind = context->partyFact()) {
    out.fact = party(who, kind);
  } else if (auto* relation = context->relationFact()) {
    out.fact = ast::RelationFact{who, from, to, name(relation->name(0)), name(relation->name(1))};
  } else if (context->listingFact() != nullptr) {
    out.fact = listing(context);
  } else if (auto* permit = context->permitFact()) {
    ast::PermitFact node{who, from, to, std::nullopt, text(permit->string())};
    if (permit->name() != nullptr) node.target = name(permit->name());
    out.fact = std::move(node);
  } else if (auto* retention = context->retentionFact()) {
    ast::RetentionFact node{who, name(retention->name()), date(retention->DATE()), {}, {}};
    Span case_no, basis;
    for (auto* each : retention->retentionDetail()) {
      const bool is_case = each->K_CASE_NO() != nullptr;
      if (once(is_case ? case_no : basis, each)) (is_case ? node.case_no : node.basis) = text(each->string());
    }
    out.fact = std::move(node);
  } else if (auto* holding = context->holdingFact()) {
    ast::HoldingFact node{who, from, to, name(holding->name()), {}, {}};
    if (holding->string() != nullptr) node.id = text(holding->string());
    node.fields = field_values(holding->fieldValues());
    out.fact = std::move(node);
  }
  return out;
}

template <typename Node>
void Builder::describe(Node& node, P::PartyDetailsContext* context) {
  if (context == nullptr) return;
  Span number, called, sector;
  for (auto* each : context->partyDetail()) {
    if (each->K_NUMBER() != nullptr) {
      if (once(number, each)) node.id = text(each->string());
    } else if (each->K_NAME() != nullptr) {
      if (once(called, each)) node.name = text(each->string());
    } else {
      if (once(sector, each)) node.sector = name(each->name());
    }
  }
}

ast::PartyFact Builder::party(ast::Name who, P::PartyFactContext* context) {
  ast::PartyFact out;
  out.party = std::move(who);
  if (context->K_PERSON() != nullptr) out.kind = PartyKind::person;
  if (context->K_ORGANISATION() != nullptr) out.kind = PartyKind::organisation;
  describe(out, context->partyDetails());
  return out;
}

ast::ListingFact Builder::listing(P::SubjectFactContext* context) {
  ast::ListingFact out;
  out.party = name(context->name());
  if (context->sinceDate() != nullptr) {
    out.published = date(context->sinceDate()->DATE());
  } else {
    report(Kind::missing_part, span(context->name()), {Argument(Term::date_of_listing)}).help(HelpKind::form_is, {Argument(Term::form_of_listing)});
  }
  if (context->toDate() != nullptr) report(Kind::no_end_here, span(context->toDate())).help(HelpKind::form_is, {Argument(Term::form_of_removal)});
  Span case_no, expires, ground, removed, filed, objection, unpublished;
  for (auto* each : context->listingFact()->listingDetail()) {
    if (each->K_CASE_NO() != nullptr) {
      if (once(case_no, each)) out.case_no = text(each->string());
    } else if (each->K_EXPIRES() != nullptr) {
      if (once(expires, each)) out.expires = date(each->DATE());
    } else if (each->K_GROUND() != nullptr) {
      if (once(ground, each)) out.ground = date(each->DATE());
    } else if (each->K_REMOVED() != nullptr) {
      if (once(removed, each)) out.removed = date(each->DATE());
    } else if (each->K_FILED() != nullptr) {
      if (once(filed, each)) out.filed = date(each->DATE());
    } else if (each->K_OBJECTION() != nullptr) {
      if (once(objection, each)) out.objection = range(each->dateRange());
    } else if (each->K_RESPONSIBLE() != nullptr) {
      for (auto* one : each->roleList()->plainName()) out.responsible.push_back(name(one));
    } else {
      if (once(unpublished, each)) out.unpublished = true;
    }
  }
  return out;
}

std::vector<ast::FieldValue> Builder::field_values(P::FieldValuesContext* context) {
  std::vector<ast::FieldValue> out;
  if (context == nullptr) return out;
  for (auto* each : context->fieldValue()) out.push_back({name(each->anyName()), expression(each->expression())});
  return out;
}

ast::Request Builder::request(P::RequestContext* context) {
  ast::Request out;
  out.span = span(context);
  out.date = date(context->DATE());
  if (context->K_SWEEP() != nullptr) return out;
  out.party = name(context->name(0));
  out.matter = name(context->name(1));
  out.stage = stage(context->stage());
  out.fields = field_values(context->fieldValues());
  describe(out, context->partyDetails());
  return out;
}

ast::Expectation Builder::expectation(P::ExpectationContext* context) {
  ast::Expectation out;
  out.span = span(context);
  if (context->byMeasure() != nullptr) out.measure = name(context->byMeasure()->name());
  if (auto* who = context->forParty()) {
    out.party = name(who->name());
    if (who->string() != nullptr) out.holding = text(who->string());
  }
  if (auto* because = context->because()) {
    for (auto* each : because->trigger()) {
      std::optional<ast::Name> role;
      if (each->name() != nullptr) role = name(each->name());
      out.triggers.emplace_back(name(each->plainName()), std::move(role));
    }
  }
  if (context->K_NOT_APPLICABLE() != nullptr) {
    out.kind = ast::ExpectKind::not_applicable;
  } else if (context->K_NEEDS() != nullptr) {
    out.kind = ast::ExpectKind::needs;
    for (auto* each : context->missing()) {
      std::vector<ast::Name> path;
      const Token& head = token(first_token(each->missingHead()));
      const bool dotted = !each->anyName().empty();
      if (head.type == PlumbLexer::K_PARTY || head.type == PlumbLexer::K_SUBJECT) {
        path.push_back(builtin(head, Keyword::subject));
      } else if (dotted && head.type == PlumbLexer::K_PARAMETER) {
        path.push_back(builtin(head, Keyword::parameter));
      } else if (dotted && head.type == PlumbLexer::K_LISTING) {
        path.push_back(builtin(head, Keyword::listing));
      } else {
        path.push_back(name(head));
      }
      for (auto* member : each->anyName()) path.push_back(name(member));
      out.missing.push_back(std::move(path));
    }
  } else if (context->K_PERMITTED() != nullptr) {
    out.kind = ast::ExpectKind::permitted;
  } else if (context->K_OUTCOME() != nullptr || context->K_AT_MOST() != nullptr) {
    out.kind = context->K_OUTCOME() != nullptr ? ast::ExpectKind::outcome : ast::ExpectKind::at_most;
    if (context->name() != nullptr) out.effect = name(context->name());
  } else if (auto* effect = context->effectUse()) {
    ast::EffectUse use = effect_use(effect);
    out.effect = std::move(use.effect);
    if (effect->LPAREN() != nullptr) out.arguments = std::move(use.arguments);
  } else {
    out.kind = ast::ExpectKind::only;
  }
  return out;
}

}  // namespace plumb::syntax
