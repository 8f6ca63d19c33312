// One measure on the random world's declarations, and what it is asked about: the bench on which the unit tests stand.
#pragma once

#include "compiler/backends/reference/evaluate.hpp"
#include "compiler/ir/builder.hpp"
#include "tests/property/random_program.hpp"

namespace plumb::reference {

namespace world = testing::world;

inline Date day(const char* iso) { return *Date::parse(iso); }

struct Setting {
  ir::Program program = testing::declarations();
  ir::Builder b{program};
  ir::Measure measure;
  Row row = Row(program.matters[world::kLodging].fields.size());
  Party party{PartyKind::person, Sector::other, "甲", "410399198503121236"};
  std::vector<Trigger> triggers;
  std::vector<std::string> reach_unknown;
  Date date = day("2019-07-01");

  Setting() {
    measure.name = {"措施", "rule"};
    measure.matter = world::kLodging;
    measure.reach.self = true;
    measure.effect = world::kRestrict;
    measure.basis = {{world::kNotice, 0, UINT32_MAX}};
    add_trigger();
  }
  Setting(const Setting&) = delete;

  Trigger& add_trigger() {
    Trigger t;
    t.published_on = day("2019-06-01");
    t.case_no = "（2019）豫0323执12号";
    return triggers.emplace_back(t);
  }

  // Fields of lodging: two of each type; values go into the row.
  ir::NodeId field(ir::Type type) { return b.matter_field(world::kLodging, testing::field_of(program, world::kLodging, type)); }
  void set(ir::Value value) {
    const uint32_t field = testing::field_of(program, world::kLodging, value.type);
    row[field] = std::move(value);
  }
  ir::NodeId flag() { return field({ir::TypeKind::boolean}); }                                                         // lodging.flag, absent unless set
  ir::NodeId flag_b() { return b.matter_field(world::kLodging, static_cast<uint32_t>(testing::all_types().size())); }  // lodging.flag_b

  Inputs inputs() { return {&program, date, &row, party, triggers, reach_unknown}; }
  Outcome evaluate_it() {
    install();
    return evaluate(inputs(), ir::MeasureId(0));
  }
  Explanation explain_it() {
    install();
    return explain(inputs(), ir::MeasureId(0));
  }
  // The condition alone.
  Outcome ask(ir::NodeId condition) {
    measure.condition = condition;
    return evaluate_it();
  }
  // The value of any expression, as the argument of an effect.
  std::optional<ir::Value> value(ir::NodeId node) {
    measure.condition = {};
    measure.arguments = {node};
    auto out = evaluate_it().arguments.at(0);
    measure.arguments.clear();
    return out;
  }

 private:
  void install() {
    if (program.measures.empty()) {
      program.measures.add(measure);
    } else {
      program.measures[ir::MeasureId(0)] = measure;
    }
  }
};

using Names = std::vector<std::string>;
inline constexpr Truth kFalse = Truth::is_false, kUnknown = Truth::unknown, kTrue = Truth::is_true;

}  // namespace plumb::reference
