#include "runtime/registry/extension_check.hpp"

#include <set>
#include <string>

#include "runtime/registry/entry_layers.hpp"

namespace plumb::registry {

Result<std::optional<Date>> longer_term(StepEffects& effects, const lifecycle::Event& extension) {
  if (extension.step != lifecycle::Step::extension || !extension.until) return std::optional<Date>();
  lifecycle::Event step = extension;
  if (!step.published_on) {
    const auto entries = effects.entries_of(step.case_no, step.party);
    if (!entries) return entries.error();
    const std::string on = step.on.iso();
    std::set<std::string> standing;  // by day of publication
    for (const Row& entry : *entries) {
      const std::string published = text_in(entry, "published_on"), removed = text_in(entry, "removed_on");
      if (published <= on && (removed.empty() || on < removed)) standing.insert(published);
    }
    if (standing.size() == 1) step.published_on = Date::parse(*standing.begin());
  }
  const auto term = effects.term_by(step);
  if (!term) return term.error();
  return *term && *step.until < **term ? *term : std::optional<Date>();
}

}  // namespace plumb::registry
