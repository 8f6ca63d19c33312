// One random expression of a wanted type: picks an instruction that yields the type, then makes its operands.
#pragma once

#include <functional>

#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::testing {

// What may be asked where the expression stands.
struct Place {
  bool trigger = false;      // listing fields and listed on
  bool quantifiers = false;  // exists, every, count
};

class ExpressionMaker {
 public:
  ExpressionMaker(Random& random, ir::Builder& builder, const ir::Program& program, ir::MatterId matter)
      : random_(random), builder_(builder), program_(program), matter_(matter) {}

  // REQUIRES: the type is one of all_types(). Depth 0 or 1 is a leaf.
  ir::NodeId make(ir::Type type, uint32_t depth, Place place);

 private:
  using Makers = std::vector<std::function<ir::NodeId()>>;
  Makers leaves(ir::Type type, Place place);
  Makers instructions(ir::Type type, uint32_t depth, Place place);
  void add_boolean(Makers& out, uint32_t depth, Place place);
  void add_numeric(Makers& out, ir::Type type, uint32_t depth, Place place);
  std::vector<ir::NodeId> booleans(uint32_t depth, Place place);
  ir::Type type_where(bool (*fits)(ir::TypeKind));

  Random& random_;
  ir::Builder& builder_;
  const ir::Program& program_;
  ir::MatterId matter_;
};

}  // namespace plumb::testing
