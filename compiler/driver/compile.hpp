// A folder → syntax trees, analysis, a verified program with both digests; or what is wrong, all of it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/driver/folder.hpp"
#include "compiler/semantics/analysis.hpp"

namespace plumb::driver {

struct Options {
  bool scenarios = true;  // false: folders that hold only scenarios are not read
  // The rule set that 标准库 names; nothing while the standard library itself is compiled.
  std::shared_ptr<const ir::Program> standard;
};

struct Compilation {
  SourceMap sources;
  std::vector<ast::File> files;  // of the folder itself, by path
  std::vector<RuleFile> read;    // the same files; texts moved into `sources`
  semantics::Analysis analysis;
  std::shared_ptr<const ir::Program> program;  // verified, with digests; null when anything is wrong
  bool unreadable = false;
  bool stands_alone = true;  // it builds on nothing but the standard library
};

// Rule sets that are built on: 标准库/standard, else the folder of that name beside this one. Never throws for what it
// reads: everything becomes diagnostics. Same bytes, same result, whatever the order of the directory.
Compilation compile(const std::filesystem::path& folder, const Options& options, diagnostics::Sink& sink);
// The same of a folder that was read already.
Compilation compile(const std::filesystem::path& folder, Folder read, const Options& options, diagnostics::Sink& sink);

// The same of texts in memory: one rule set, `relative` paths deciding the order. For tests and editors.
Compilation compile_texts(std::vector<RuleFile> files, const Options& options, diagnostics::Sink& sink);

}  // namespace plumb::driver
