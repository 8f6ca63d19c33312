// What is declared and used by nothing, and measures that no scenario looks at. Only for rule sets with measures: one of
// declarations alone is there for others to use.

#include <unordered_set>

#include "compiler/semantics/phases.hpp"
#include "compiler/semantics/types.hpp"

namespace plumb::semantics {

using diagnostics::Kind;

namespace {

std::optional<Kind> unused_kind(const Entry& entry) {
  switch (entry.thing) {
    case Thing::parameter:
      return Kind::unused_parameter;
    case Thing::definition:
    case Thing::table:
      return Kind::unused_definition;
    case Thing::type:
      return (entry.index & kTaxonomyBit) == 0 ? std::optional(Kind::unused_enumeration) : std::nullopt;
    case Thing::department:
      return Kind::unused_department;
    case Thing::role_group:
      return Kind::unused_role_group;
    case Thing::document:
    case Thing::clause:
    case Thing::obligation:
    case Thing::role:
    case Thing::effect:
    case Thing::matter:
    case Thing::field:
    case Thing::enumerator:
    case Thing::code:
    case Thing::argument:
    case Thing::calendar:
    case Thing::measure:
    case Thing::member:
      return std::nullopt;
  }
  return std::nullopt;
}

}  // namespace

void check_uses(Context& context, const Files& files) {
  size_t own_measures = 0;
  each<ast::Measure>(files, [&](const ast::Declaration&, const ast::Measure&) { ++own_measures; });
  std::unordered_set<std::string> expected;
  // A result of a measure that is not there may mean any: it is reported as unknown, and no measure as looked at by none.
  bool any_scenario = false, all_known = true;
  each<ast::Scenario>(files, [&](const ast::Declaration&, const ast::Scenario& scenario) {
    any_scenario = true;
    for (const ast::Question& question : scenario.questions) {
      for (const ast::Expectation& expectation : question.expected) {
        if (!expectation.measure) continue;
        expected.insert(expectation.measure->text);
        const Entry* entry = context.scope.find(Thing::measure, expectation.measure->text);
        all_known = all_known && entry != nullptr && entry->thing == Thing::measure;
      }
    }
  });
  if (own_measures == 0) return;
  for (const Entry& entry : context.scope.entries()) {
    if (!entry.span.valid()) continue;
    const auto kind = unused_kind(entry);
    if (kind && !entry.used) context.lints.report(*kind, entry.span, {entry.name.zh});
    if (entry.thing != Thing::measure || !any_scenario || !all_known) continue;
    if (!expected.contains(entry.name.zh) && !expected.contains(entry.name.alias)) context.lints.report(Kind::no_scenario, entry.span, {entry.name.zh});
  }
}

}  // namespace plumb::semantics
