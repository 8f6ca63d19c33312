// Whoever fills a predicate table, as an engine takes it.
#include "compiler/backends/columnar/table.hpp"
#include "compiler/backends/reference/table.hpp"
#include "compiler/ir/layout.hpp"
#include "plumb/plumb.hpp"

namespace plumb {

Evaluator Evaluator::reference(const RuleSet& rules) {
  const auto owner = std::make_shared<const reference::PredicateTable>(rules.share());
  return {"reference", rules, {owner, &owner->table()}};
}

Evaluator Evaluator::columnar(const RuleSet& rules) {
  const auto owner = std::make_shared<const columnar::PredicateTable>(rules.share());
  return {"columnar", rules, {owner, &owner->table()}};
}

Result<Evaluator> Evaluator::of(const RuleSet& rules, std::string name, std::shared_ptr<const PlumbPredicateTable> table) {
  // Equal layouts say only that rows fit; what is decided about them may have changed.
  const char* refused = table->layout_digest != ir::layout_digest(rules.program()) ? "evaluator.layout"
                        : table->meaning_digest != rules.digest()                  ? "evaluator.meaning"
                                                                                   : nullptr;
  if (refused) return Error{refused, "the evaluator " + name + " was compiled for another rule set than " + rules.id() + " " + rules.version()};
  return Evaluator(std::move(name), rules, std::move(table));
}

bool Evaluator::made_for(const RuleSet& rules) const {
  if (rules.share() == rules_.share()) return true;
  // One meaning may still be laid out in two orders, and a table's numbers are of one of them.
  return rules.digest() == table_->meaning_digest && table_->layout_digest == ir::layout_digest(rules.program());
}

}  // namespace plumb
