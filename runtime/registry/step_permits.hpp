// What steps permit → the rows of permits; and what a table or a command may say beside them.
//
// As with entries (step_effects.hpp) what steps say and what lists say are kept apart: a row that a step makes holds beneath it until when
// lists let it last, or that no list tells it (beneath.hpp), so that a step taken back leaves what they told. One thread, in the writer's
// transaction.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "runtime/lifecycle/effect.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"
#include "runtime/registry/writer.hpp"

namespace plumb::registry {

class StepPermits {
 public:
  explicit StepPermits(Database& database) : database_(database) {}

  // What the steps of a party permitted before they changed, and permit now, in the order in which they were recorded: of two with one
  // key (party, target, first day, document) the later counts.
  Result<void> settle(FactWriter& writer, const std::vector<lifecycle::Permission>& before, const std::vector<lifecycle::Permission>& now);
  // A row of permits, about to be put, with what the steps `now` of its party say over it.
  static void complete(Row& permit, const std::vector<lifecycle::Permission>& now);
  // Whether a row that no step tells any more stayed, since a table or a command told it too.
  bool any_stayed() const { return any_stayed_; }

 private:
  struct Live {
    Row row;                 // its originals, and until when
    bool by_others = false;  // as far as a row from before what lists say was kept apart tells it
  };
  Result<std::optional<Live>> live(const lifecycle::Permission& one);

  Database& database_;
  std::optional<Statement> live_;
  bool any_stayed_ = false;
};

}  // namespace plumb::registry
