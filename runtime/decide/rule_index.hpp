// A rule set's program → what deciding looks up in it: matters by either name, measures by name, layouts, the order of output.
//
// Built once a rule set; immutable, shared by any number of threads. Holds the program alive.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/ir/layout.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::decide {

class RuleIndex {
 public:
  // REQUIRES: program verified.
  explicit RuleIndex(std::shared_ptr<const ir::Program> program);

  const ir::Program& program() const { return *program_; }
  std::shared_ptr<const ir::Program> share() const { return program_; }

  std::optional<ir::MatterId> matter(std::string_view name) const;
  const ir::Layout& layout(ir::MatterId matter) const { return layouts_[matter.value]; }
  static std::optional<uint32_t> field(const ir::Matter& matter, std::string_view name);
  static bool has_stage(const ir::Matter& matter, Stage stage);

  // All versions of the measure of that name; empty when there is none.
  std::span<const ir::MeasureId> measures_named(std::string_view name) const;
  // Position in the order of measure aliases, by which decisions are sorted.
  uint32_t rank(ir::MeasureId measure) const { return ranks_[measure.value]; }

  // What every decision on a measure says of it, as members of JSON: measure, title and effect; basis and departments.
  const std::string& name_members(ir::MeasureId measure) const { return members_[measure.value].name; }
  const std::string& basis_members(ir::MeasureId measure) const { return members_[measure.value].basis; }
  // And of the rule set: name, version and digest.
  const std::string& rule_set_members() const { return rule_set_members_; }

 private:
  std::shared_ptr<const ir::Program> program_;
  std::unordered_map<std::string_view, ir::MatterId> matters_;
  std::unordered_map<std::string_view, std::vector<ir::MeasureId>> measures_;
  std::vector<ir::Layout> layouts_;
  std::vector<uint32_t> ranks_;
  struct MeasureMembers {
    std::string name, basis;
  };
  std::vector<MeasureMembers> members_;
  std::string rule_set_members_;
};

}  // namespace plumb::decide
