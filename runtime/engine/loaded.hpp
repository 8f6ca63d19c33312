// What one call of an engine begins with and finishes on: a rule set made ready, and the facts.
#pragma once

#include <memory>
#include <mutex>
#include <utility>

#include "plumb/plumb.hpp"
#include "runtime/decide/decide.hpp"
#include "runtime/rows/read_rows.hpp"
#include "runtime/rows/row_sections.hpp"

namespace plumb::engine {

struct Loaded {
  Loaded(RuleSet rule_set, Evaluator asked, std::shared_ptr<const Snapshot> facts)
      : rules(std::move(rule_set)), index(rules.share()), evaluator(std::move(asked)), snapshot(std::move(facts)) {}

  decide::Context context() const { return {index, evaluator.table(), *snapshot}; }
  // The holdings in columns: taken from the snapshot's file where it has them for these rules, else laid out; when first asked
  // for, since only sweeps need them. Any thread. REQUIRES: the snapshot is complete().
  const Result<rows::RowTable>& rows(unsigned threads) const {
    std::call_once(laid_out_, [&] {
      auto in_file = rows::rows_in_file(*snapshot, rules.program(), threads);
      if (!in_file) {
        rows_ = in_file.error();
      } else {
        rows_ = *in_file ? *std::move(*in_file) : rows::read_rows(index, *snapshot);
      }
    });
    return rows_;
  }

  RuleSet rules;
  decide::RuleIndex index;
  Evaluator evaluator;
  std::shared_ptr<const Snapshot> snapshot;

 private:
  mutable std::once_flag laid_out_;
  mutable Result<rows::RowTable> rows_ = rows::RowTable();
};

}  // namespace plumb::engine
