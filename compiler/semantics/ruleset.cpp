// 规则集: what it is called, what it builds on, how findings are treated.

#include "compiler/semantics/phases.hpp"

namespace plumb::semantics {

using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;
using diagnostics::Term;

namespace {

std::string text_of(const std::optional<ast::Text>& text) { return text ? text->value : std::string(); }

void set_lints(Context& context, const ast::Ruleset& ruleset) {
  for (const ast::LintSetting& setting : ruleset.lints) {
    if (const Lint* lint = find_lint(setting.lint.text)) {
      context.lints.set(lint->kind, setting.level);
      context.scope.use(Thing::member, setting.lint.span, {lint->zh, lint->alias});
      continue;
    }
    std::vector<ir::Name> known;
    for (const Lint& lint : all_lints()) known.push_back({lint.zh, lint.alias});
    context.scope.unknown(Kind::unknown_name, setting.lint, {Term::lint, setting.lint.text}, known);
  }
}

const ast::Ruleset* first_ruleset(const Files& files) {
  const ast::Ruleset* found = nullptr;
  each<ast::Ruleset>(files, [&](const ast::Declaration&, const ast::Ruleset& ruleset) {
    if (found == nullptr) found = &ruleset;
  });
  return found;
}

}  // namespace

void missing(Context& context, Span span, Term of, const std::string& name, Term clause) {
  context.sink.report(Kind::missing_clause, span, {of, name, clause});
}

void declare_ruleset(Context& context, const Files& files, bool parsed_whole) {
  const ast::Ruleset* first = first_ruleset(files);
  if (first == nullptr) {
    if (parsed_whole) context.sink.report(Kind::no_ruleset, {}).help(HelpKind::declare_ruleset);
    return;
  }
  each<ast::Ruleset>(files, [&](const ast::Declaration&, const ast::Ruleset& ruleset) {
    if (&ruleset == first) return;
    context.sink.report(Kind::duplicate_name, ruleset.name.span, {Term::ruleset, ruleset.name.zh.text}).label(LabelKind::first_here, first->name.span);
  });
  ir::Program& program = context.program;
  program.name = to_name(first->name);
  program.id = first->id ? first->id->value : program.name.alias;
  program.version = text_of(first->version);
  program.region = text_of(first->region);
  program.edition = text_of(first->edition);
  program.staleness_limit = first->staleness_limit;
  if (first->staleness_limit && first->staleness_limit->unit != Duration::Unit::day) context.sink.report(Kind::limit_not_in_days, first->staleness_span);
  set_lints(context, *first);
}

void complete_ruleset(Context& context, const Files& files) {
  const ast::Ruleset* ruleset = first_ruleset(files);
  if (ruleset == nullptr) return;
  if (ruleset->default_calendar) {
    if (const auto calendar = context.scope.resolve(Thing::calendar, *ruleset->default_calendar)) context.program.default_calendar = ir::CalendarId(*calendar);
  }
  for (const ast::Remedy& remedy : ruleset->remedies) {
    context.program.remedies.push_back({remedy.self, remedy.text.value, cite_all(context, remedy.basis, false)});
  }
}

}  // namespace plumb::semantics
