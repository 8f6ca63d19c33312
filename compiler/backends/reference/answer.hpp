// What one expression came to: a value, or unknown and because of which missing inputs. Private to this folder.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/ir/values.hpp"

namespace plumb::reference {

using Missing = std::vector<std::string>;  // sorted, unique

void merge(Missing& into, const Missing& from);

// REQUIRES: `missing` is empty exactly when there is a value.
struct Answer {
  std::optional<ir::Value> value;
  Missing missing;

  static Answer of(ir::Value v) { return {std::move(v), {}}; }
  static Answer of(bool v) { return of(ir::boolean_value(v)); }
  static Answer unknown(std::string because) { return {std::nullopt, {std::move(because)}}; }

  bool known() const { return value.has_value(); }
  // Of a boolean answer.
  Truth truth() const;
};

// A three-valued conjunction that keeps what its unknown parts miss: false drops its neighbours, true drops itself.
class Conjunction {
 public:
  void add(Truth part, const Missing& missing);
  void add(const Answer& part) { add(part.truth(), part.missing); }
  Truth truth() const { return truth_; }
  Answer answer() &&;

 private:
  Truth truth_ = Truth::is_true;
  Missing missing_;
};

// Its dual.
class Disjunction {
 public:
  void add(Truth part, const Missing& missing);
  void add(const Answer& part) { add(part.truth(), part.missing); }
  Truth truth() const { return truth_; }
  Answer answer() &&;

 private:
  Truth truth_ = Truth::is_false;
  Missing missing_;
};

}  // namespace plumb::reference
