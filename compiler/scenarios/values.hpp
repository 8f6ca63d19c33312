// A value as written in a scenario → a value of a type, or a report of what is wrong with it.
#pragma once

#include <optional>

#include "compiler/scenarios/names.hpp"

namespace plumb::scenarios {

struct WrittenValue {
  bool read = false;               // false: reported
  std::optional<ir::Value> value;  // nothing: 未知 or 未定
};

WrittenValue read_value(Names& names, const ast::Expr& expr, ir::Type type);

}  // namespace plumb::scenarios
