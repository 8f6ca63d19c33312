#include "compiler/semantics/analysis.hpp"

#include <algorithm>
#include <tuple>

#include "compiler/semantics/phases.hpp"

namespace plumb::semantics {

namespace {

// Names of declarations that could not be read, where the parser tells them.
template <typename File>
void add_broken(Scope& scope, const File& file) {
  if constexpr (requires { file.broken_names; }) {
    for (const auto& name : file.broken_names) {
      if constexpr (requires { name.text; }) {
        scope.add_broken(name.text);
      } else {
        scope.add_broken(name);
      }
    }
  }
}

template <typename T, typename Key>
void sort_by(std::vector<T>& items, Key key) {
  std::stable_sort(items.begin(), items.end(), [&](const T& a, const T& b) { return key(a) < key(b); });
}

void put_in_order(Analysis& analysis) {
  const auto place = [](Span s) { return std::tuple(s.source.value, s.begin, s.end); };
  sort_by(analysis.uses, [&](const NameUse& use) { return place(use.span); });
  const auto same = [](const NameUse& a, const NameUse& b) { return a.span == b.span && a.thing == b.thing; };
  analysis.uses.erase(std::unique(analysis.uses.begin(), analysis.uses.end(), same), analysis.uses.end());
  sort_by(analysis.declarations, [&](const Declared& declared) { return place(declared.name); });
}

}  // namespace

Analysis analyse(const SourceMap& sources, const std::vector<ast::File>& files, const std::vector<const ir::Program*>& builds_on, diagnostics::Sink& sink) {
  Analysis analysis;
  auto program = std::make_shared<ir::Program>(ir::with_vocabulary());
  Context context(sources, sink, analysis, *program);
  for (const ast::File& file : files) add_broken(context.scope, file);

  declare_ruleset(context, files, !sink.has_errors());
  std::vector<Imported> imported = import_declarations(context, builds_on);
  const size_t own_documents = program->documents.size();
  declare_departments(context, files);
  declare_roles(context, files);
  declare_types(context, files);
  declare_calendars(context, files);
  declare_documents(context, files);
  declare_effects(context, files, imported);
  complete_ruleset(context, files);
  declare_parameters(context, files);
  declare_matters(context, files);
  declare_definitions(context, files);
  import_measures(context, imported);
  context.imported_measure_count = program->measures.size();
  declare_measures(context, files);
  declare_waivers(context, files);
  note_scenario_names(context, files);

  // Findings are about a rule set that is otherwise whole: on a broken one they would mostly be noise.
  if (sink.error_count() == context.lints.errors()) {
    check_obligations(context, files, own_documents);
    check_uses(context, files);
    compact(context);
    analysis.program = std::move(program);
  }
  put_in_order(analysis);
  return analysis;
}

}  // namespace plumb::semantics
