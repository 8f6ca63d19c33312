// A rule set of any size as text: what a province's notices would be, put into one folder. Count → files, the same on every
// machine.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plumb::agreement {

struct RuleFile {
  std::string path;  // relative
  std::string text;
};

// `measures` measures over measures / 25 matters, each by a clause and obligation of its own; conditions use every connective,
// most types, a parameter, a definition and a table. Compiles without errors or warnings.
std::vector<RuleFile> large_rule_set(uint32_t measures);

}  // namespace plumb::agreement
