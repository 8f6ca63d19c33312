#include "compiler/syntax/format_layout.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "compiler/syntax/piece_parser.hpp"

namespace plumb::syntax {

using Rule = antlr4::ParserRuleContext;
using Tree = antlr4::tree::ParseTree;

namespace {

// Declarations of which several may stand together without an empty line between.
bool may_stand_close(size_t rule) {
  return rule == PlumbParser::RuleDepartments || rule == PlumbParser::RuleRoles || rule == PlumbParser::RuleDefine || rule == PlumbParser::RuleParameter;
}

}  // namespace

void Layout::continue_at(uint32_t first, uint32_t last, int column) {
  for (uint32_t i = first; i < last; ++i) slots_[i].continuation = column;
}

void Layout::lay_out(PlumbParser::DeclarationContext* tree, size_t previous_rule) {
  auto* declaration = as_rule(tree->children.front());
  const TokenSpan span = tokens_of(declaration);
  language_ = language_of(list_.tokens[span.first]);
  spell(declaration, tree);
  glue(declaration, tree);
  details(declaration);
  soften(declaration, 0);
  const bool close = previous_rule == declaration->getRuleIndex() && may_stand_close(previous_rule);
  start_line(span.first, 0, previous_rule == 0 || close ? Blank::keep : Blank::force);
  block(declaration);
}

// ---- lines ----------------------------------------------------------------------------------------------------------------

// Each item on a line of its own; the first may stay where it is.
void Layout::lines_of(const std::vector<Rule*>& items, int column, bool keep_blanks, bool first_stays) {
  for (size_t i = 0; i < items.size(); ++i) {
    const TokenSpan span = tokens_of(items[i]);
    if (i > 0 || !first_stays) start_line(span.first, column, keep_blanks && i > 0 ? Blank::keep : Blank::drop);
    continue_at(span.first + 1, span.last, column + kIndent);
    fill(span.first, span.last, column);
  }
}

// A condition that begins at `column`. One that is a list and too long for a line:
//
//     条件  下列之一 {
//               甲 且 乙；
//               丙
//           }
void Layout::conditions(Rule* expression, int column) {
  const TokenSpan span = tokens_of(expression);
  P::PrimaryContext* list = nullptr;
  Tree* node = expression;
  while (as_rule(node) != nullptr && list == nullptr) {
    auto* primary = dynamic_cast<P::PrimaryContext*>(node);
    if (primary != nullptr && (primary->K_ANY_OF() != nullptr || primary->K_ALL_OF() != nullptr)) list = primary;
    if (list == nullptr && as_rule(node)->children.size() != 1) break;
    if (list == nullptr) node = as_rule(node)->children.front();
  }
  if (list == nullptr || column + width(span.first, span.last) <= kLineWidth) {
    fill(span.first, span.last, column);
    return;
  }
  for (auto* condition : list->expression()) {
    const uint32_t first = tokens_of(condition).first;
    slots_[first].soft = false;
    start_line(first, column + kIndent, Blank::drop);
    conditions(condition, column + kIndent);
  }
  start_line(tokens_of(list->RBRACE()).first, column, Blank::drop);
}

// The part of a clause behind its head, which begins at `first`.
void Layout::operands(Rule* item, uint32_t first, int column) {
  const TokenSpan span = tokens_of(item);
  uint32_t operand = first;
  while (operand < span.last && slots_[operand].dropped) ++operand;
  if (operand >= span.last) return;
  slots_[operand].gap = Gap::pad;
  slots_[operand].column = column;
  continue_at(first, span.last, column);

  std::vector<Rule*> lines;
  if (auto* measure = dynamic_cast<P::MeasureClauseContext*>(item)) {
    lines = rules(measure->reach());
  } else if (auto* given = dynamic_cast<P::GivenContext*>(item)) {
    lines = rules(given->fact());
  } else if (auto* expectations = dynamic_cast<P::ExpectationsContext*>(item)) {
    lines = rules(expectations->expectation());
  } else if (auto* ruleset = dynamic_cast<P::RulesetClauseContext*>(item); ruleset != nullptr && ruleset->basisClause() != nullptr) {
    start_line(tokens_of(ruleset->basisClause()).first, column, Blank::drop);
  }
  if (auto* condition = dynamic_cast<P::ConditionClauseContext*>(item)) {
    conditions(condition->expression(), column);
  } else if (auto* measure = dynamic_cast<P::MeasureClauseContext*>(item); measure != nullptr && measure->conditionClause() != nullptr) {
    conditions(measure->conditionClause()->expression(), column);
  } else if (lines.empty()) {
    fill(operand, span.last, column);
  } else {
    lines_of(lines, column, item->getRuleIndex() == P::RuleGiven || item->getRuleIndex() == P::RuleExpectations, true);
  }
}

void Layout::clause(Rule* item, int indent, int operand_column) {
  const TokenSpan span = tokens_of(item);
  if (auto* measure = dynamic_cast<P::MeasureClauseContext*>(item); measure != nullptr && measure->exceptionClause() != nullptr) {
    item = measure->exceptionClause();
  }
  if (auto* document = dynamic_cast<P::DocumentClauseContext*>(item); document != nullptr && document->outlineClause() != nullptr) {
    item = document->outlineClause();
  }
  std::vector<Rule*> inner;
  Tree* close = nullptr;
  if (auto* exception = dynamic_cast<P::ExceptionClauseContext*>(item)) {
    for (Tree* child : exception->children) {
      if (as_rule(child) != nullptr) inner.push_back(as_rule(child));
    }
    close = exception->RBRACE();
  } else if (auto* outline = dynamic_cast<P::OutlineClauseContext*>(item)) {
    inner = rules(outline->outlineItem());
    close = outline->RBRACE();
  } else {
    operands(item, span.first + 1, operand_column);
    return;
  }
  continue_at(span.first + 1, span.last, indent + kIndent);
  clauses(inner, indent + kIndent, true);
  start_line(tokens_of(close).first, indent, Blank::drop);
  slots_[tokens_of(close).first].continuation = indent + kIndent;
}

// Clauses of one block: heads at `indent`, operands in one column behind the widest head.
void Layout::clauses(const std::vector<Rule*>& items, int indent, bool keep_blanks) {
  int widest = 0;
  for (Rule* item : items) {
    auto* measure = dynamic_cast<P::MeasureClauseContext*>(item);
    auto* document = dynamic_cast<P::DocumentClauseContext*>(item);
    if ((measure != nullptr && measure->exceptionClause() != nullptr) || (document != nullptr && document->outlineClause() != nullptr)) continue;
    widest = std::max(widest, static_cast<int>(unicode::width(slots_[tokens_of(item).first].text)));
  }
  for (size_t i = 0; i < items.size(); ++i) {
    start_line(tokens_of(items[i]).first, indent, keep_blanks && i > 0 ? Blank::keep : Blank::drop);
    slots_[tokens_of(items[i]).first].continuation = indent;
    clause(items[i], indent, indent + widest + 2);
  }
}

// The columns of a decision table below one another; a row that would grow too long stays as it is.
//
//     情形  特级 | 低于 3 处理 5
//     情形  一级 | —      处理 3
void Layout::align_rows(const std::vector<Rule*>& items) {
  int begin = 0;
  std::vector<int> widest;
  for (Rule* item : items) {
    const auto cells = static_cast<P::RowContext*>(item)->cell();
    begin = std::max(begin, kIndent + width(tokens_of(item).first, tokens_of(cells.front()).first) + 2);
    widest.resize(std::max(widest.size(), cells.size()));
    for (size_t i = 0; i < cells.size(); ++i) widest[i] = std::max(widest[i], width(tokens_of(cells[i]).first, tokens_of(cells[i]).last));
  }
  for (Rule* item : items) {
    auto* row = static_cast<P::RowContext*>(item);
    const auto cells = row->cell();
    const uint32_t impose = token_index(row->K_IMPOSE()->getSymbol());
    std::vector<std::pair<uint32_t, int>> pads = {{tokens_of(cells.front()).first, begin}};
    int column = begin;
    for (size_t i = 0; i < cells.size(); ++i) {
      column += widest[i] + 1;
      pads.emplace_back(i + 1 < cells.size() ? token_index(row->PIPE(i)->getSymbol()) : impose, column);
      if (i + 1 < cells.size()) column += 2;  // the bar and a blank
    }
    if (column + width(impose, tokens_of(item).last) > kLineWidth) continue;
    for (const auto& [token, at] : pads) {
      slots_[token].gap = Gap::pad;
      slots_[token].column = at;
    }
  }
}

void Layout::block(Rule* context) {
  const TokenSpan span = tokens_of(context);
  continue_at(span.first + 1, span.last, kIndent);
  std::vector<Rule*> items;
  bool aligned = true;       // heads and operands, else whole items line by line
  bool on_one_line = false;  // if it fits
  const auto take = [&](const auto& contexts) { items = rules(contexts); };
  Tree* close = nullptr;
  for (Tree* child : context->children) {
    if (terminal_type(child) == PlumbLexer::RBRACE) close = child;
  }
  switch (context->getRuleIndex()) {
    case P::RuleRuleset:
      take(static_cast<P::RulesetContext*>(context)->rulesetClause());
      break;
    case P::RuleDocument:
      take(static_cast<P::DocumentContext*>(context)->documentClause());
      break;
    case P::RuleDepartments:
      take(static_cast<P::DepartmentsContext*>(context)->departmentClause());
      on_one_line = items.size() <= 1;
      break;
    case P::RuleRoles:
      take(static_cast<P::RolesContext*>(context)->roleClause());
      on_one_line = items.size() <= 1;
      break;
    case P::RuleRoleGroup:
      items = {static_cast<P::RoleGroupContext*>(context)->nameList()};
      aligned = false;
      on_one_line = true;
      break;
    case P::RuleEnumeration:
      items = {static_cast<P::EnumerationContext*>(context)->declaredList()};
      aligned = false;
      on_one_line = true;
      break;
    case P::RuleParameter:
      take(static_cast<P::ParameterContext*>(context)->parameterVersion());
      aligned = false;
      on_one_line = items.size() <= 1;
      break;
    case P::RuleMatter:
      take(static_cast<P::MatterContext*>(context)->matterClause());
      break;
    case P::RuleTable:
      take(static_cast<P::TableContext*>(context)->row());
      aligned = false;
      break;
    case P::RuleCalendar:
      take(static_cast<P::CalendarContext*>(context)->calendarClause());
      break;
    case P::RuleMeasure:
      take(static_cast<P::MeasureContext*>(context)->measureClause());
      break;
    case P::RuleWaiver:
      take(static_cast<P::WaiverContext*>(context)->waiverClause());
      break;
    case P::RuleScenario: {
      auto* scenario = static_cast<P::ScenarioContext*>(context);
      for (auto* given : scenario->given()) items.push_back(given);
      for (auto* question : scenario->question()) {
        items.push_back(question->request());
        for (auto* expectations : question->expectations()) items.push_back(expectations);
      }
      break;
    }
    case P::RuleEffects: {
      for (Tree* child : context->children) {
        if (rule_of(child) == P::RuleEffectItem || rule_of(child) == P::RuleContradiction) items.push_back(as_rule(child));
      }
      join_with(rules(static_cast<P::EffectsContext*>(context)->effectItem()), "、", ",");
      aligned = false;
      break;
    }
    case P::RuleTaxonomy: {
      auto* taxonomy = static_cast<P::TaxonomyContext*>(context);
      if (taxonomy->string() != nullptr) {
        const uint32_t head = token_index(taxonomy->K_SOURCE()->getSymbol());
        start_line(head, kIndent, Blank::drop);
        slots_[tokens_of(taxonomy->string()).first].gap = Gap::pad;
        slots_[tokens_of(taxonomy->string()).first].column = kIndent + static_cast<int>(unicode::width(slots_[head].text)) + 2;
      }
      taxonomy_nodes(rules(taxonomy->taxonomyNode()), kIndent, taxonomy->string() != nullptr);
      break;
    }
    default:
      break;
  }

  if (close == nullptr) {
    fill(span.first, span.last, 0);
    return;
  }
  const uint32_t brace = tokens_of(close).first;
  slots_[brace].continuation = kIndent;
  if (on_one_line && width(span.first, span.last) <= kLineWidth) return;
  if (context->getRuleIndex() == P::RuleTaxonomy) {
    start_line(brace, 0, Blank::drop);
    return;
  }
  fill(span.first, items.empty() ? span.last : tokens_of(items.front()).first, 0);
  if (aligned) {
    clauses(items, kIndent, !on_one_line);
  } else {
    lines_of(items, kIndent, context->getRuleIndex() == P::RuleEffects || context->getRuleIndex() == P::RuleTable, false);
    if (context->getRuleIndex() == P::RuleTable) align_rows(items);
  }
  start_line(brace, 0, Blank::drop);
}

void Layout::taxonomy_nodes(const std::vector<Rule*>& nodes, int column, bool keep_first_blank) {
  for (size_t i = 0; i + 1 < nodes.size(); ++i) {
    if (static_cast<P::TaxonomyNodeContext*>(nodes[i])->RBRACE() == nullptr) append(last_printed(nodes[i]), language_ == Language::zh ? "、" : ",");
  }
  for (size_t i = 0; i < nodes.size(); ++i) {
    auto* node = static_cast<P::TaxonomyNodeContext*>(nodes[i]);
    const TokenSpan span = tokens_of(node);
    start_line(span.first, column, i > 0 || keep_first_blank ? Blank::keep : Blank::drop);
    continue_at(span.first + 1, span.last, column + kIndent);
    if (node->RBRACE() == nullptr) continue;
    taxonomy_nodes(rules(node->taxonomyNode()), column + kIndent, false);
    start_line(tokens_of(node->RBRACE()).first, column, Blank::drop);
  }
}

}  // namespace plumb::syntax
