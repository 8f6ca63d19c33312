// Conditions and values: the grammar keeps chains flat, precedence is built here.
#include "compiler/base/unicode.hpp"
#include "compiler/syntax/builder.hpp"
#include "compiler/syntax/literals.hpp"
#include "compiler/syntax/piece_parser.hpp"
#include "compiler/syntax/slips.hpp"

namespace plumb::syntax {

using ast::ExprPtr;
using diagnostics::HelpKind;
using diagnostics::Kind;

template <typename Node>
ExprPtr Builder::make(Node node, Span span) {
  auto out = std::make_unique<ast::Expr>();
  out->node = std::move(node);
  out->span = span;
  return out;
}

// Most levels of an expression hold just the next one: children are taken by place there, for asking a context for its
// parts by kind costs a search each.
ExprPtr Builder::expression(P::ExpressionContext* context) {
  if (context->children.size() == 1) return test(static_cast<P::TestContext*>(context->children[0]));
  if (context->K_IF() != nullptr) {
    ast::If node{expression(context->expression(0)), expression(context->expression(1)), expression(context->expression(2))};
    return make(std::move(node), span(context));
  }
  if (!context->K_AND().empty() && !context->K_OR().empty()) tell_mixed_chain(context);
  return chain(context, 0, context->children.size());
}

namespace {

size_t terminal_type(antlr4::tree::ParseTree* node) {
  auto* terminal = dynamic_cast<antlr4::tree::TerminalNode*>(node);
  return terminal == nullptr ? 0 : terminal->getSymbol()->getType();
}

}  // namespace

// Children are test, operator, test, …; 或 splits first, then 且. Both associate to the left.
ExprPtr Builder::chain(P::ExpressionContext* context, size_t begin, size_t end) {
  ExprPtr any;
  ExprPtr all;
  Span or_span, and_span;
  const auto join_or = [&] {
    if (any) {
      const Span whole = join(any->span, all->span);
      any = make(ast::Binary{ast::BinaryOp::logical_or, std::move(any), std::move(all), or_span}, whole);
    } else {
      any = std::move(all);
    }
  };
  for (size_t i = begin; i < end; ++i) {
    antlr4::tree::ParseTree* child = context->children[i];
    const size_t type = terminal_type(child);
    if (type == PlumbLexer::K_OR) {
      join_or();
      or_span = span(static_cast<antlr4::tree::TerminalNode*>(child));
    } else if (type == PlumbLexer::K_AND) {
      and_span = span(static_cast<antlr4::tree::TerminalNode*>(child));
    } else {
      ExprPtr operand = test(static_cast<P::TestContext*>(child));
      if (all) {
        const Span whole = join(all->span, operand->span);
        all = make(ast::Binary{ast::BinaryOp::logical_and, std::move(all), std::move(operand), and_span}, whole);
      } else {
        all = std::move(operand);
      }
    }
  }
  join_or();
  return any;
}

// a 且 b 或 c → (a 且 b) 或 c: what it means, made visible.
void Builder::tell_mixed_chain(P::ExpressionContext* context) {
  std::vector<diagnostics::Edit> edits;
  const auto& children = context->children;
  size_t begin = 0;
  std::string shown;
  for (size_t i = 1; i <= children.size(); i += 2) {
    if (i < children.size() && terminal_type(children[i]) != PlumbLexer::K_OR) continue;
    const Span first = span(static_cast<antlr4::ParserRuleContext*>(children[begin]));
    const Span last = span(static_cast<antlr4::ParserRuleContext*>(children[i - 1]));
    if (i - begin > 1) {
      edits.push_back({Span{first.source, first.begin, first.begin}, "("});
      edits.push_back({Span{last.source, last.end, last.end}, ")"});
      if (shown.empty()) shown = "(" + source_.text().substr(first.begin, last.end - first.begin) + ")";
    }
    begin = i + 1;
  }
  report(Kind::mixed_and_or, span(context)).help(HelpKind::and_binds_tighter).fix(HelpKind::add_brackets, {shown}, std::move(edits));
}

ast::CompareOp Builder::compare_op(P::ComparatorContext* context) const {
  switch (token(first_token(context)).type) {
    case PlumbLexer::NE:
    case PlumbLexer::K_IS_NOT:
      return ast::CompareOp::not_equal;
    case PlumbLexer::GE:
    case PlumbLexer::K_AT_LEAST:
      return ast::CompareOp::at_least;
    case PlumbLexer::LE:
    case PlumbLexer::K_AT_MOST:
    case PlumbLexer::K_NOT_AFTER:
      return ast::CompareOp::at_most;
    case PlumbLexer::GT:
    case PlumbLexer::K_ABOVE:
      return ast::CompareOp::above;
    case PlumbLexer::LT:
    case PlumbLexer::K_BELOW:
      return ast::CompareOp::below;
    default:
      return ast::CompareOp::equal;
  }
}

ast::MembershipOp Builder::membership_op(P::MembershipContext* context) const {
  if (context->K_NOT_IN() != nullptr) return ast::MembershipOp::not_in;
  if (context->K_HAS_ANY() != nullptr) return ast::MembershipOp::has_any;
  if (context->K_HAS_ALL() != nullptr) return ast::MembershipOp::has_all;
  return ast::MembershipOp::in;
}

// 非 a = b reads as (非 a) = b and is meant as 非 (a = b).
void Builder::tell_negated_comparison(P::TestContext* context) {
  const auto unaries = context->sum(0)->unary();
  if (unaries.front()->K_NOT().empty()) return;
  const Token& negation = token(unaries.front()->K_NOT(0));
  const Span operand = span(static_cast<antlr4::ParserRuleContext*>(unaries.front()->postfix()));
  const Span whole = span(static_cast<antlr4::ParserRuleContext*>(context));
  const std::string inside = source_.text().substr(operand.begin, whole.end - operand.begin);
  const std::string fixed = std::string(spelled(negation)) + " (" + inside + ")";
  report(Kind::not_before_comparison, span(negation), {spelled(negation)}).fix(HelpKind::change_to, {fixed}, whole, fixed);
}

ExprPtr Builder::test(P::TestContext* context) {
  ExprPtr left = sum(static_cast<P::SumContext*>(context->children[0]));
  if (context->children.size() == 1) return left;
  const auto sums = context->sum();
  tell_negated_comparison(context);
  const Span whole = span(context);
  if (auto* op = context->comparator()) return make(ast::Compare{compare_op(op), std::move(left), sum(sums[1]), span(op)}, whole);
  if (auto* op = context->membership()) {
    ExprPtr set = postfix(context->postfix());
    // 属于 4710: outside braces a number can only be a taxonomy's code.
    if (const auto* code = std::get_if<ast::IntegerLiteral>(&set->node)) set->node = ast::CodeLiteral{std::to_string(code->value)};
    return make(ast::Membership{membership_op(op), std::move(left), std::move(set), span(op)}, whole);
  }
  ExprPtr low = sum(sums[1]);
  return make(ast::Between{std::move(left), std::move(low), sum(sums[2])}, whole);
}

// Children are unary, operator, unary, …: * and / before + and -.
ExprPtr Builder::sum(P::SumContext* context) {
  const auto& children = context->children;
  if (children.size() == 1) return unary(static_cast<P::UnaryContext*>(children[0]));
  ExprPtr total;
  Span op_span;
  ast::BinaryOp op = ast::BinaryOp::add;
  size_t begin = 0;
  for (size_t i = 1; i <= children.size(); i += 2) {
    const size_t type = i < children.size() ? terminal_type(children[i]) : size_t{PlumbLexer::PLUS};
    if (type != PlumbLexer::PLUS && type != PlumbLexer::MINUS) continue;
    ExprPtr term = product(context, begin, i);
    if (total) {
      const Span whole = join(total->span, term->span);
      total = make(ast::Binary{op, std::move(total), std::move(term), op_span}, whole);
    } else {
      total = std::move(term);
    }
    if (i < children.size()) {
      op = type == PlumbLexer::PLUS ? ast::BinaryOp::add : ast::BinaryOp::subtract;
      op_span = span(static_cast<antlr4::tree::TerminalNode*>(children[i]));
    }
    begin = i + 1;
  }
  return total;
}

ExprPtr Builder::product(P::SumContext* context, size_t begin, size_t end) {
  const auto& children = context->children;
  ExprPtr out = unary(static_cast<P::UnaryContext*>(children[begin]));
  for (size_t i = begin + 1; i + 1 < end; i += 2) {
    const ast::BinaryOp op = terminal_type(children[i]) == PlumbLexer::STAR ? ast::BinaryOp::multiply : ast::BinaryOp::divide;
    ExprPtr right = unary(static_cast<P::UnaryContext*>(children[i + 1]));
    const Span whole = join(out->span, right->span);
    out = make(ast::Binary{op, std::move(out), std::move(right), span(static_cast<antlr4::tree::TerminalNode*>(children[i]))}, whole);
  }
  return out;
}

ExprPtr Builder::unary(P::UnaryContext* context) {
  ExprPtr out = postfix(static_cast<P::PostfixContext*>(context->children.back()));
  for (size_t i = context->children.size() - 1; i-- > 0;) {
    auto* terminal = static_cast<antlr4::tree::TerminalNode*>(context->children[i]);
    const Span whole = join(span(terminal), out->span);
    if (terminal_type(terminal) == PlumbLexer::K_NOT) {
      out = make(ast::Not{std::move(out)}, whole);
    } else {
      out = make(ast::Negate{std::move(out)}, whole);
    }
  }
  return out;
}

ExprPtr Builder::postfix(P::PostfixContext* context) {
  const bool has_member = context->children.size() > 1;
  ExprPtr out = primary(static_cast<P::PrimaryContext*>(context->children[0]), has_member);
  if (!has_member) return out;
  for (auto* member : context->anyName()) {
    const ast::Name called = name(member);
    const Span whole = join(out->span, called.span);
    out = make(ast::Member{std::move(out), called}, whole);
  }
  return out;
}

ExprPtr Builder::primary(P::PrimaryContext* context, bool has_member) {
  const Span whole = span(context);
  if (auto* value = context->literal()) return literal(value);
  if (auto* called = context->call()) return call(called);
  if (context->subject() != nullptr) return make(ast::NameRef{builtin(token(first_token(context)), Keyword::subject)}, whole);
  if (auto* plain = context->name()) {
    const Token& word = token(first_token(plain));
    switch (word.type) {
      case PlumbLexer::K_SUBJECT:
        return make(ast::NameRef{builtin(word, Keyword::subject)}, whole);
      case PlumbLexer::K_DECISION_DATE:
        return make(ast::NameRef{builtin(word, Keyword::decision_date)}, whole);
      case PlumbLexer::K_LISTING:
        if (has_member) return make(ast::NameRef{builtin(word, Keyword::listing)}, whole);
        break;
      default:
        break;
    }
    const ast::Name called = name(plain);
    if (word.type == PlumbLexer::NAME) {
      if (const std::optional<std::string> number = numeral_with_unit(called.text)) {
        report(Kind::number_in_words, called.span, {called.text}).fix(HelpKind::change_to, {*number}, called.span, *number);
      }
    }
    return make(ast::NameRef{called}, whole);
  }
  std::vector<ExprPtr> inner;
  for (auto* each : context->expression()) inner.push_back(expression(each));
  if (context->K_ANY_OF() != nullptr) return make(ast::ConditionList{ast::ListOp::any_of, std::move(inner)}, whole);
  if (context->K_ALL_OF() != nullptr) return make(ast::ConditionList{ast::ListOp::all_of, std::move(inner)}, whole);
  if (context->K_EXISTS() != nullptr) return make(ast::Quantified{ast::Quantifier::exists, std::move(inner[0])}, whole);
  if (context->K_EVERY() != nullptr) return make(ast::Quantified{ast::Quantifier::all, std::move(inner[0])}, whole);
  if (context->K_COUNT() != nullptr) return make(ast::Quantified{ast::Quantifier::count, std::move(inner[0])}, whole);
  if (context->LBRACE() != nullptr) return make(ast::SetLiteral{std::move(inner)}, whole);
  ExprPtr bracketed = std::move(inner[0]);
  bracketed->bracketed = true;
  if (auto* binary = std::get_if<ast::Binary>(&bracketed->node)) binary->bracketed = true;
  bracketed->span = whole;
  return bracketed;
}

ExprPtr Builder::call(P::CallContext* context) {
  ast::Call out;
  const Token& word = token(first_token(context->plainName()));
  switch (word.type) {
    case PlumbLexer::K_LISTED_ON:
      out.callee = builtin(word, Keyword::listed_on);
      break;
    case PlumbLexer::K_KNOWN:
      out.callee = builtin(word, Keyword::known);
      break;
    default:
      out.callee = name(word);
      break;
  }
  for (auto* each : context->expression()) out.arguments.push_back(expression(each));
  return make(std::move(out), span(context));
}

ExprPtr Builder::literal(P::LiteralContext* context) {
  const Span whole = span(context);
  if (token(first_token(context)).type == PlumbLexer::NUMBER) return number(context);
  if (auto* node = context->DATE()) return make(ast::DateValue{date(node).value}, whole);
  if (auto* written = context->string()) return make(ast::TextLiteral{text(written).value}, whole);
  if (context->K_YES() != nullptr) return make(ast::BoolLiteral{true}, whole);
  if (context->K_NO() != nullptr) return make(ast::BoolLiteral{false}, whole);
  if (context->K_UNSET() != nullptr) return make(ast::UnsetLiteral{}, whole);
  return make(ast::UnknownLiteral{}, whole);
}

ExprPtr Builder::number(P::LiteralContext* context) {
  const Token& written = token(first_token(context));
  const std::string digits = unicode::fold_width(spelled(written));
  const Span whole = span(context);
  const auto tell = [&](Fault fault, int limit) {
    if (fault == Fault::too_many_digits) {
      report(Kind::too_many_fraction_digits, span(written), {spelled(written), limit});
    } else if (fault != Fault::none) {
      report(Kind::number_too_large, span(written), {spelled(written)});
    }
  };
  const auto money = [&](int64_t scale, int limit) {
    const Read<Money> read = read_money(digits, scale);
    tell(read.fault, limit);
    return make(ast::MoneyLiteral{read.value}, whole);
  };
  const auto term = [&](Duration::Unit unit, int32_t months) {
    const Read<int64_t> read = read_integer(digits);
    if (digits.find('.') != std::string::npos) {
      tell(Fault::too_many_digits, 0);
    } else if (read.fault != Fault::none || read.value > INT32_MAX / months) {
      tell(Fault::too_large, 0);
    } else {
      return make(ast::DurationLiteral{Duration{unit, static_cast<int32_t>(read.value) * months}}, whole);
    }
    return make(ast::DurationLiteral{}, whole);
  };
  const auto bare = [&] {
    if (digits.find('.') != std::string::npos) {
      const Read<Decimal> read = read_decimal(digits);
      tell(read.fault, Decimal::kFractionDigits);
      return make(ast::DecimalLiteral{read.value}, whole);
    }
    // 0310: a taxonomy's code keeps its zeros.
    if (digits.size() > 1 && digits.front() == '0') return make(ast::CodeLiteral{digits}, whole);
    const Read<int64_t> read = read_integer(digits);
    tell(read.fault, 0);
    return make(ast::IntegerLiteral{read.value}, whole);
  };
  if (context->children.size() == 1) return bare();
  if (context->PERCENT() != nullptr) {
    const Read<Decimal> read = read_percentage(digits);
    tell(read.fault, Decimal::kFractionDigits - 2);
    return make(ast::RatioLiteral{read.value}, whole);
  }
  if (context->U_YUAN() != nullptr) return money(1, 2);
  if (context->U_WAN_YUAN() != nullptr) return money(10'000, 6);
  if (context->U_YI_YUAN() != nullptr) return money(100'000'000, 10);
  if (context->U_DAYS() != nullptr) return term(Duration::Unit::day, 1);
  if (context->U_WORKING_DAYS() != nullptr) return term(Duration::Unit::working_day, 1);
  if (context->U_MONTHS() != nullptr) return term(Duration::Unit::month, 1);
  // 2019年 is a date cut short, not two thousand years.
  if (digits.size() != 4) return term(Duration::Unit::month, 12);
  report(Kind::incomplete_date, whole, {source_.text().substr(whole.begin, whole.end - whole.begin)}).help(HelpKind::write_whole_date);
  return make(ast::DurationLiteral{}, whole);
}

}  // namespace plumb::syntax
