// Rule sets kept between runs: the texts of a folder → the program that they were compiled to before, without a parser.
//
// What is kept lies in the same folder as machine code, under the same guards (backends/native/cache.hpp), and is found by the
// texts themselves, so that one changed character is another rule set. Kept are programs without errors that build on nothing but
// the standard library, which is of the build. Any thread.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "compiler/backends/native/cache.hpp"
#include "compiler/base/result.hpp"
#include "compiler/driver/folder.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::driver {

class KeptRules {
 public:
  // `cache`: the folder; empty: nothing is found and nothing kept.
  KeptRules(const std::string& cache, const std::vector<RuleFile>& files);

  // Errors: those of the cache; cache.none where nothing was kept for these texts.
  Result<std::shared_ptr<const ir::Program>> find() const;
  // REQUIRES: the program is what the texts were compiled to, and stands alone.
  Result<void> keep(const ir::Program& program) const;

 private:
  native::PrivateCache cache_;
  std::string key_;  // empty: none
};

}  // namespace plumb::driver
