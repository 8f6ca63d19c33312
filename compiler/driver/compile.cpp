#include "compiler/driver/compile.hpp"

#include <algorithm>

#include "compiler/base/check.hpp"
#include "compiler/ir/encoding.hpp"
#include "compiler/ir/verifier.hpp"
#include "compiler/syntax/parse.hpp"

namespace plumb::driver {

namespace fs = std::filesystem;
using diagnostics::HelpKind;
using diagnostics::Kind;

namespace {

bool only_scenarios(const ast::File& file) {
  return !file.declarations.empty() && std::all_of(file.declarations.begin(), file.declarations.end(),
                                                   [](const ast::Declaration& d) { return std::holds_alternative<ast::Scenario>(d.node); });
}

// What one rule set and those that it builds on need in common.
class Compiler {
 public:
  Compiler(const Options& options, SourceMap& sources, diagnostics::Sink& sink) : options_(options), sources_(sources), sink_(sink) {}

  // `beside`: where folders of other rule sets are looked for; empty when there is no such place.
  void compile(std::vector<RuleFile> read, const fs::path& beside, Compilation& out) {
    std::sort(read.begin(), read.end(), [](const RuleFile& a, const RuleFile& b) { return a.relative < b.relative; });
    std::vector<std::pair<std::string, std::string>> digested;
    for (RuleFile& file : read) {
      const SourceId source = sources_.add(file.path, std::move(file.text));
      out.files.push_back(syntax::parse(sources_, source, sink_));
      // Scenarios say nothing about what is decided, and deciding does not read them.
      if (!only_scenarios(out.files.back())) digested.emplace_back(file.relative, sources_[source].text());
      file.text.clear();
    }
    out.read = std::move(read);
    const auto builds_on = resolve(out.files, beside);
    out.stands_alone = alone_;
    std::vector<const ir::Program*> programs;
    for (const auto& program : builds_on) programs.push_back(program.get());
    // A rule set built on that is wrong was reported; what it would have declared is not missed once more.
    if (!all_found_) return;
    out.analysis = semantics::analyse(sources_, out.files, programs, sink_);
    if (!out.analysis.program) return;
    ir::Program& program = *out.analysis.program;
    for (const ir::Violation& violation : ir::verify(program)) check(false, "the compiler made a program that breaks " + ir::text(violation));
    program.source_digest = ir::source_digest(std::move(digested));
    program.meaning_digest = ir::meaning_digest(program);
    out.program = out.analysis.program;
  }

 private:
  std::vector<std::shared_ptr<const ir::Program>> resolve(const std::vector<ast::File>& files, const fs::path& beside) {
    std::vector<std::shared_ptr<const ir::Program>> out;
    bool declared = false, broken = false;
    for (const ast::File& file : files) {
      broken = broken || !file.broken_names.empty();
      for (const ast::Declaration& declaration : file.declarations) {
        const auto* ruleset = std::get_if<ast::Ruleset>(&declaration.node);
        if (ruleset == nullptr) continue;
        declared = true;
        for (const ast::Name& name : ruleset->builds_on) {
          if (auto program = find(name, beside)) {
            out.push_back(std::move(program));
          } else {
            all_found_ = false;
          }
        }
      }
    }
    // The rule set's own declaration could not be read: what the standard library declares is not missed on top of that.
    if (!declared && broken && options_.standard) out.push_back(options_.standard);
    return out;
  }

  std::shared_ptr<const ir::Program> find(const ast::Name& name, const fs::path& beside) {
    if (options_.standard && (options_.standard->name.matches(name.text))) return options_.standard;
    const fs::path folder = beside / name.text;
    std::error_code error;
    if (beside.empty() || !fs::is_directory(folder, error)) {
      sink_.report(Kind::unknown_ruleset, name.span, {name.text}).help(HelpKind::rulesets_looked_for, {folder.string()});
      return nullptr;
    }
    const fs::path real = fs::canonical(folder, error);
    if (std::find(above_.begin(), above_.end(), real) != above_.end()) {
      std::string way;
      for (const fs::path& step : above_) way += step.filename().string() + " → ";
      sink_.report(Kind::ruleset_cycle, name.span, {way + name.text});
      return nullptr;
    }
    alone_ = false;
    Compilation below;
    Folder read = read_folder(folder, false, sink_);
    Compiler compiler(options_, sources_, sink_);
    compiler.above_ = above_;
    compiler.above_.push_back(real);
    if (!read.files.empty()) compiler.compile(std::move(read.files), beside, below);
    return below.program;
  }

 public:
  void stand_in(const fs::path& folder) {
    std::error_code error;
    above_.push_back(fs::canonical(folder, error));
  }

 private:
  const Options& options_;
  SourceMap& sources_;
  diagnostics::Sink& sink_;
  std::vector<fs::path> above_;  // folders being compiled, outermost first
  bool all_found_ = true, alone_ = true;
};

}  // namespace

Compilation compile(const fs::path& folder, const Options& options, diagnostics::Sink& sink) {
  return compile(folder, read_folder(folder, options.scenarios, sink), options, sink);
}

Compilation compile(const fs::path& folder, Folder read, const Options& options, diagnostics::Sink& sink) {
  Compilation out;
  out.unreadable = read.unreadable;
  if (read.files.empty()) return out;
  Compiler compiler(options, out.sources, sink);
  compiler.stand_in(folder);
  std::error_code error;
  const fs::path absolute = fs::absolute(folder, error).lexically_normal();
  const fs::path beside = (absolute.has_filename() ? absolute : absolute.parent_path()).parent_path();
  compiler.compile(std::move(read.files), beside, out);
  return out;
}

Compilation compile_texts(std::vector<RuleFile> files, const Options& options, diagnostics::Sink& sink) {
  Compilation out;
  Compiler(options, out.sources, sink).compile(std::move(files), {}, out);
  return out;
}

}  // namespace plumb::driver
