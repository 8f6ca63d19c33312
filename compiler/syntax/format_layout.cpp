#include "compiler/syntax/format_layout.hpp"

#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "compiler/syntax/piece_parser.hpp"

namespace plumb::syntax {
namespace {

using Rule = antlr4::ParserRuleContext;
using Tree = antlr4::tree::ParseTree;

size_t terminal_type(Tree* node) {
  auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(node);
  return terminal == nullptr ? 0 : terminal->getSymbol()->getType();
}

size_t rule_of(Tree* node) {
  auto* rule = dynamic_cast<Rule*>(node);
  return rule == nullptr ? size_t{0} : rule->getRuleIndex();
}

Rule* as_rule(Tree* node) { return dynamic_cast<Rule*>(node); }

template <typename Context>
std::vector<Rule*> rules(const std::vector<Context*>& contexts) {
  return {contexts.begin(), contexts.end()};
}

// Declarations of which several may stand together without an empty line between.
bool may_stand_close(size_t rule) {
  return rule == PlumbParser::RuleDepartments || rule == PlumbParser::RuleRoles || rule == PlumbParser::RuleDefine || rule == PlumbParser::RuleParameter;
}

}  // namespace

TokenSpan tokens_of(Tree* node) {
  if (auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(node)) {
    const uint32_t index = token_index(terminal->getSymbol());
    return {index, index + 1};
  }
  auto* context = static_cast<Rule*>(node);
  return {first_token(context), last_token(context)};
}

void Layout::start_line(uint32_t token, int column, Blank blank) {
  Slot& slot = slots_[token];
  slot.gap = Gap::line;
  slot.column = column;
  slot.blank = blank;
}

void Layout::continue_at(uint32_t first, uint32_t last, int column) {
  for (uint32_t i = first; i < last; ++i) slots_[i].continuation = column;
}

uint32_t Layout::last_printed(Rule* context) const {
  const TokenSpan span = tokens_of(context);
  uint32_t last = span.last - 1;
  while (last > span.first && slots_[last].dropped) --last;
  return last;
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

// ---- what stands between two tokens of a line -----------------------------------------------------------------------------

void Layout::glue(Tree* node, Rule* parent) {
  auto* context = as_rule(node);
  if (context != nullptr) {
    for (Tree* child : context->children) glue(child, context);
    return;
  }
  auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(node);
  if (terminal == nullptr || terminal->getSymbol()->getType() == antlr4::Token::EOF) return;
  const uint32_t i = token_index(terminal->getSymbol());
  const size_t rule = parent->getRuleIndex();
  const bool has_next = i + 1 < slots_.size();
  const auto tight_after = [&] {
    if (has_next) slots_[i + 1].gap = Gap::none;
  };
  switch (list_.tokens[i].type) {
    case PlumbLexer::COMMA:
    case PlumbLexer::SEMICOLON:
      slots_[i].gap = Gap::none;
      slots_[i].dropped = !is_kept_separator(parent);
      if (language_ == Language::zh && !slots_[i].dropped) tight_after();
      break;
    case PlumbLexer::COLON:
      if (rule == P::RuleFieldValue) {
        slots_[i].gap = Gap::none;
      } else {
        slots_[i].dropped = rule != P::RuleField && rule != P::RuleArgument && rule != P::RuleDefine && rule != P::RuleTable && rule != P::RuleParameter;
      }
      break;
    case PlumbLexer::DE:
    case PlumbLexer::DOT:
      slots_[i].gap = Gap::none;
      // 失信被执行人的 四类人员, but 主体的所属行业 and defaulter.four_kinds.
      if (rule != P::RuleReach || slots_[i].text == ".") tight_after();
      break;
    case PlumbLexer::SLASH:
      if (rule == P::RuleSum) break;
      slots_[i].gap = Gap::none;
      tight_after();
      break;
    case PlumbLexer::LPAREN:
      if (rule != P::RulePrimary || static_cast<P::PrimaryContext*>(parent)->children.front() != node) slots_[i].gap = Gap::none;
      tight_after();
      break;
    case PlumbLexer::RPAREN:
    case PlumbLexer::PERCENT: slots_[i].gap = Gap::none; break;
    case PlumbLexer::LBRACE:
      if (rule == P::RulePrimary) tight_after();
      break;
    case PlumbLexer::RBRACE:
      if (rule == P::RulePrimary) slots_[i].gap = Gap::none;
      break;
    case PlumbLexer::MINUS:
      if (rule == P::RuleUnary) tight_after();
      break;
    case PlumbLexer::U_YUAN:
    case PlumbLexer::U_WAN_YUAN:
    case PlumbLexer::U_YI_YUAN:
    case PlumbLexer::U_DAYS:
    case PlumbLexer::U_WORKING_DAYS:
    case PlumbLexer::U_MONTHS:
    case PlumbLexer::U_YEARS:
      if (language_of(list_.tokens[i]) == Language::zh) slots_[i].gap = Gap::none;
      break;
    case PlumbLexer::K_BETWEEN_END: slots_[i].dropped = rule == P::RuleTest || rule == P::RuleCell; break;
    default: break;
  }
}

// ---- where a long line may be broken ----------------------------------------------------------------------------------------

void Layout::soften_items(const std::vector<Rule*>& items, int depth) {
  if (items.empty()) return;
  const uint32_t align = tokens_of(items.front()).first;
  for (size_t i = 1; i < items.size(); ++i) {
    Slot& slot = slots_[tokens_of(items[i]).first];
    slot.soft = true;
    slot.align = align;
    slot.depth = depth;
  }
}

void Layout::soften(Tree* node, int depth) {
  auto* context = as_rule(node);
  if (context == nullptr) return;
  std::vector<Rule*> items;
  for (Tree* child : context->children) {
    soften(child, depth + 1);
    if (auto* rule = as_rule(child)) items.push_back(rule);
  }
  switch (context->getRuleIndex()) {
    case P::RuleNameList:
    case P::RuleRoleList:
    case P::RuleDeclaredList:
    case P::RuleBasisList:
    case P::RuleDateRangeList:
    case P::RuleFieldValues: {
      items.erase(std::remove_if(items.begin(), items.end(), [](Rule* r) { return r->getRuleIndex() == P::RuleSeparator; }), items.end());
      soften_items(items, depth);
      break;
    }
    case P::RulePrimary: {
      auto* primary = static_cast<P::PrimaryContext*>(context);
      if (primary->LBRACE() != nullptr) soften_items(rules(primary->expression()), depth);
      break;
    }
    case P::RuleExpression: {
      // Before 且 and 或; 否则 and 则 stay with what follows them.
      auto* expression = static_cast<P::ExpressionContext*>(context);
      const uint32_t align = tokens_of(context).first;
      const auto soft = [&](antlr4::tree::TerminalNode* word) {
        Slot& slot = slots_[token_index(word->getSymbol())];
        slot.soft = true;
        slot.align = align;
        slot.depth = depth;
      };
      for (auto* word : expression->K_AND()) soft(word);
      for (auto* word : expression->K_OR()) soft(word);
      if (expression->K_ELSE() != nullptr) soft(expression->K_ELSE());
      break;
    }
    default: break;
  }
  // 的单位 and 之间 are words of the Chinese sentence alone; comments inside them move behind.
  if (auto* reach = dynamic_cast<P::ReachContext*>(context); reach != nullptr && reach->K_ORGANISATION_WITH() != nullptr) {
    if (reach->DE() != nullptr) {
      slots_[token_index(reach->DE()->getSymbol())].dropped = true;
      slots_[token_index(reach->K_ORGANISATION()->getSymbol())].dropped = true;
    }
    if (language_of(list_.tokens[tokens_of(reach).first]) == Language::zh) append(last_printed(reach->roleList()), " 的单位");
  }
  const auto close_between = [&](antlr4::tree::TerminalNode* between, Rule* high) {
    if (between != nullptr && language_of(list_.tokens[token_index(between->getSymbol())]) == Language::zh) append(last_printed(high), " 之间");
  };
  if (auto* test = dynamic_cast<P::TestContext*>(context)) {
    if (test->K_BETWEEN() != nullptr) close_between(test->K_BETWEEN(), test->sum(2));
  } else if (auto* cell = dynamic_cast<P::CellContext*>(context)) {
    if (cell->K_BETWEEN() != nullptr) close_between(cell->K_BETWEEN(), cell->sum(1));
  }
}

int Layout::width(uint32_t first, uint32_t last) const {
  int total = 0;
  for (uint32_t i = first; i < last; ++i) {
    if (slots_[i].dropped) continue;
    if (i > first && slots_[i].gap != Gap::none) ++total;
    total += static_cast<int>(unicode::width(slots_[i].text));
  }
  return total;
}

// Breaks the tokens [first, last), which begin at `column`, into lines where they may be broken.
void Layout::fill(uint32_t first, uint32_t last, int column) {
  std::vector<std::pair<uint32_t, int>> starts;  // columns of the tokens that soft breaks align to
  int at = column;
  for (uint32_t i = first; i < last; ++i) {
    Slot& slot = slots_[i];
    if (slot.dropped) continue;
    if (slot.gap == Gap::line || slot.gap == Gap::pad) {
      at = slot.column;
    } else if (i > first) {
      const int gap = slot.gap == Gap::none ? 0 : 1;
      if (slot.soft) {
        uint32_t next = i + 1;
        while (next < last && slots_[next].gap != Gap::line && !(slots_[next].soft && slots_[next].depth <= slot.depth)) ++next;
        const int extent = width(i, next);
        const auto start = std::find_if(starts.begin(), starts.end(), [&](const auto& s) { return s.first == slot.align; });
        if (at + gap + extent > kLineWidth && start != starts.end() && start->second < at) {
          start_line(i, start->second, Blank::drop);
          at = start->second;
        } else {
          at += gap;
        }
      } else {
        at += gap;
      }
    }
    starts.emplace_back(i, at);
    at += static_cast<int>(unicode::width(slot.text));
  }
}

// ---- lines ----------------------------------------------------------------------------------------------------------------

// Puts a separator behind every item but the last, whether one was written or not.
void Layout::join_with(const std::vector<Rule*>& items, const char* zh, const char* en) {
  for (size_t i = 0; i + 1 < items.size(); ++i) {
    const uint32_t last = last_printed(items[i]);
    append(last, language_ == Language::zh ? zh : en);
    if (language_ == Language::zh) slots_[tokens_of(items[i + 1]).first].gap = Gap::none;
  }
}

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

void Layout::block(Rule* context) {
  const TokenSpan span = tokens_of(context);
  continue_at(span.first + 1, span.last, kIndent);
  std::vector<Rule*> items;
  bool aligned = true;          // heads and operands, else whole items line by line
  bool on_one_line = false;     // if it fits
  const auto take = [&](const auto& contexts) { items = rules(contexts); };
  Tree* close = nullptr;
  for (Tree* child : context->children) {
    if (terminal_type(child) == PlumbLexer::RBRACE) close = child;
  }
  switch (context->getRuleIndex()) {
    case P::RuleRuleset: take(static_cast<P::RulesetContext*>(context)->rulesetClause()); break;
    case P::RuleDocument: take(static_cast<P::DocumentContext*>(context)->documentClause()); break;
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
    case P::RuleMatter: take(static_cast<P::MatterContext*>(context)->matterClause()); break;
    case P::RuleTable:
      take(static_cast<P::TableContext*>(context)->row());
      aligned = false;
      break;
    case P::RuleCalendar: take(static_cast<P::CalendarContext*>(context)->calendarClause()); break;
    case P::RuleMeasure: take(static_cast<P::MeasureContext*>(context)->measureClause()); break;
    case P::RuleWaiver: take(static_cast<P::WaiverContext*>(context)->waiverClause()); break;
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
    default: break;
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

// The details of facts and requests have separators whether any were written or not: { 编号 “…”；所属行业 建筑业 }.
void Layout::details(Tree* node) {
  auto* context = as_rule(node);
  if (context == nullptr) return;
  for (Tree* child : context->children) details(child);
  if (auto* party = dynamic_cast<P::PartyDetailsContext*>(context)) {
    join_with(rules(party->partyDetail()), "；", ";");
  } else if (auto* listing = dynamic_cast<P::ListingFactContext*>(context)) {
    join_with(rules(listing->listingDetail()), "；", ";");
  } else if (auto* retention = dynamic_cast<P::RetentionFactContext*>(context)) {
    join_with(rules(retention->retentionDetail()), "；", ";");
  } else if (auto* values = dynamic_cast<P::FieldValuesContext*>(context)) {
    drop_trailing(values->separator(), values->fieldValue().size());
  } else if (auto* primary = dynamic_cast<P::PrimaryContext*>(context)) {
    drop_trailing(primary->separator(), primary->expression().size());
  }
}

void Layout::drop_trailing(const std::vector<P::SeparatorContext*>& separators, size_t items) {
  if (items != 0 && separators.size() >= items) {
    const uint32_t last = tokens_of(separators.back()).first;
    slots_[last].dropped = true;
    if (last + 1 < slots_.size()) slots_[last + 1].gap = list_.tokens[last + 1].type == PlumbLexer::RBRACE && rule_of(separators.back()->parent) == P::RulePrimary ? Gap::none : Gap::space;
  }
}

}  // namespace plumb::syntax
