// A morsel's worth of random rows and parties, packed: boundary values, constants of the program and their neighbours, and
// nulls at a given density. One seed gives the same rows on every machine.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <vector>

#include "compiler/ir/columns.hpp"
#include "compiler/ir/layout.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::agreement {

struct RowShape {
  uint32_t rows = 1;          // 1 … PLUMB_MORSEL_ROWS
  uint32_t null_percent = 0;  // of fields and of what is known of parties
  bool triggers = false;      // give each row's party triggers, and reach words that say the same
};

// What a field of each type is drawn from. Fields of one type share their values, and with few of them two fields are often
// equal, and a sum often is the very sum that a constant of the program asks for.
class ValuePools {
 public:
  // At most `limit` values a type. REQUIRES: the program outlives this object.
  ValuePools(testing::Random& random, const ir::Program& program, ir::MatterId matter, size_t limit);

  // None: for rows that are given.
  ValuePools(const ir::Program& program, ir::MatterId matter) : program_(&program), matter_(matter), layout_(ir::layout_of(program.matters[matter])) {}

  // A row without nulls.
  reference::Row draw(testing::Random& random) const;

 private:
  friend class Rows;
  struct Packed {
    int64_t low = 0, high = 0;
  };
  const ir::Program* program_;
  ir::MatterId matter_;
  ir::Layout layout_;
  std::map<ir::Type, std::vector<ir::Value>> values_;
  std::vector<std::vector<Packed>> fields_;  // one pool a field
  std::vector<std::string> owned_;
  std::vector<PlumbText> texts_;  // what the cells of text fields index
};

// Immutable; row(), party() and morsel() point into it and into the pools.
class Rows {
 public:
  // REQUIRES: the pools outlive this object.
  Rows(testing::Random& random, const ValuePools& pools, RowShape shape);
  // One row; no triggers: none are there to be asked. REQUIRES: the party's texts outlive this object.
  Rows(const ValuePools& pools, const reference::Row& row, const PlumbParty& party, std::vector<reference::Trigger> triggers);

  uint32_t count() const { return static_cast<uint32_t>(parties_.size()); }
  PlumbRow row(uint32_t i) const;
  const PlumbParty& party(uint32_t i) const { return parties_[i]; }
  bool have_triggers() const { return !triggers_.empty(); }
  // REQUIRES: have_triggers().
  std::span<const PlumbTrigger> triggers(uint32_t i) const { return triggers_[i]; }
  std::span<const reference::Trigger> asked(uint32_t i) const { return asked_[i]; }
  PlumbMorsel morsel() const;

  // The same for the reference evaluator.
  reference::Row values(uint32_t i) const;

 private:
  void give_triggers(std::vector<reference::Trigger> triggers);

  const ValuePools* pools_;
  std::vector<int64_t> cells_;
  std::vector<uint64_t> valid_;
  std::optional<ir::PackedRow> given_;
  std::vector<PlumbParty> parties_;
  std::vector<std::vector<reference::Trigger>> asked_;
  std::vector<std::vector<PlumbTrigger>> triggers_;
  bool names_known_ = false, ids_known_ = false;
  mutable ir::MorselBuffer buffer_;  // view() is not const there, though it changes nothing
};

reference::Party party_of(const PlumbParty& party);

}  // namespace plumb::agreement
