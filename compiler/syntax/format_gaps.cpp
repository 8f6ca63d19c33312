// Between two tokens: blanks, separators that are added or left out, and where a long line may be broken.
#include <algorithm>

#include "compiler/base/unicode.hpp"
#include "compiler/syntax/format_layout.hpp"
#include "compiler/syntax/piece_parser.hpp"

namespace plumb::syntax {

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

uint32_t Layout::last_printed(Rule* context) const {
  const TokenSpan span = tokens_of(context);
  uint32_t last = span.last - 1;
  while (last > span.first && slots_[last].dropped) --last;
  return last;
}

// Puts a separator behind every item but the last, whether one was written or not.
void Layout::join_with(const std::vector<Rule*>& items, const char* zh, const char* en) {
  for (size_t i = 0; i + 1 < items.size(); ++i) {
    const uint32_t last = last_printed(items[i]);
    append(last, language_ == Language::zh ? zh : en);
    if (language_ == Language::zh) slots_[tokens_of(items[i + 1]).first].gap = Gap::none;
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
    if (last + 1 < slots_.size())
      slots_[last + 1].gap = list_.tokens[last + 1].type == PlumbLexer::RBRACE && rule_of(separators.back()->parent) == P::RulePrimary ? Gap::none : Gap::space;
  }
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
    case PlumbLexer::PERCENT:
      slots_[i].gap = Gap::none;
      break;
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
    case PlumbLexer::K_BETWEEN_END:
      slots_[i].dropped = rule == P::RuleTest || rule == P::RuleCell;
      break;
    default:
      break;
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
    default:
      break;
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
  std::vector<std::pair<uint32_t, int>> starts;  // columns of the tokens that soft breaks align to, by token
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
        const auto start = std::lower_bound(starts.begin(), starts.end(), slot.align, [](const auto& s, uint32_t token) { return s.first < token; });
        if (at + gap + extent > kLineWidth && start != starts.end() && start->first == slot.align && start->second < at) {
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

}  // namespace plumb::syntax
