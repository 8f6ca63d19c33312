// Plumb's compiler: a folder of rule files → diagnostics and a rule set; and the tools that policy staff and CI use.
//
//   auto compilation = plumb::Compilation::of("rules/xinan-2019-48", {});
//   if (!compilation.ok()) std::cerr << compilation.render(plumb::ReportFormat::text, plumb::Language::zh, false);
//   else engine.replace(*compilation.rules(), snapshot);
//
// Not thread-safe per object; distinct Compilations may be used at once. Nothing here reads a clock or a locale.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/language.hpp"
#include "compiler/base/result.hpp"
#include "plumb/plumb.hpp"

namespace plumb {

enum class ReportFormat : uint8_t { text, json, sarif, junit };

struct CompileOptions {
  bool scenarios = true;  // false: files under scenarios/ are not read (deciding does not need them)
  // Folder where rule sets without errors are kept between runs; empty: none. It must be this user's alone (mode 0700; made where
  // it is missing). Rule files that are to the byte what they were are then read, but not parsed: what comes of it is good for
  // deciding and prose, and knows no places. Read only where `scenarios` is false.
  std::string cache = {};
  // Told why the cache was not of use, where it should have been (cache.folder, cache.write, cache.hash …).
  std::function<void(const Error&)> warning = {};
};

// A report for people or machines, and whether it holds findings (exit status 1).
struct Report {
  std::string text;
  bool findings = false;
};

enum class KeywordLanguage : uint8_t { keep, zh, en };

struct FormatOptions {
  KeywordLanguage keywords = KeywordLanguage::keep;
  KeywordLanguage names = KeywordLanguage::keep;  // needs the rule set that the file belongs to: its folder is compiled
};

struct TestOptions {
  bool coverage = false;  // report measures and condition branches that no scenario reaches
  bool mutants = false;   // run every single-leaf mutant against the scenarios, and report survivors (text, json)
  // What decides the scenarios, for the rule set and for variants of it that scenarios with parameters of their own ask of; the
  // reference evaluator where none is given. What it throws reaches the caller. Mutants are the reference evaluator's.
  std::function<Evaluator(const RuleSet&)> evaluator = {};
  ReportFormat format = ReportFormat::text;
  Language language = Language::zh;
  bool color = false;
};

struct ProseOptions {
  bool html = false;
  Language language = Language::zh;
};

struct CoverageOptions {
  bool accept = false;                       // write the clauses' present digests into the rule files
  ReportFormat format = ReportFormat::text;  // text or json
  Language language = Language::zh;
};

// Where a measure is written.
struct RuleLine {
  uint32_t measure = 0;  // in order of declaration, versions counted
  std::string file;      // as read: the folder as given, then the path within it
  uint32_t line = 0;     // from 1
};

// One rule set as read from a folder at one moment.
class Compilation {
 public:
  // Never fails as a call: an unreadable folder is a diagnostic too (`unreadable()` tells, for exit status 3).
  static Compilation of(const std::string& folder, const CompileOptions& options);
  Compilation(Compilation&&) noexcept;
  Compilation& operator=(Compilation&&) noexcept;
  ~Compilation();

  bool ok() const;            // no errors; rules() is there
  bool scenarios_ok() const;  // every scenario can be understood; whether they come out as written is test()'s to say
  bool has_findings() const;  // errors or warnings
  bool unreadable() const;    // the folder or a file could not be read
  std::string render(ReportFormat format, Language language, bool color) const;

  // The rule set; nothing when there are errors.
  std::optional<RuleSet> rules() const;
  // Its canonical bytes. REQUIRES: ok().
  std::string encode() const;

  // Where measures are written, in order of declaration, versions counted; for debuggers of native code. Empty where the rule set
  // came out of a cache. REQUIRES: ok().
  std::vector<RuleLine> lines() const;

  // Both need the texts: REQUIRES: ok(), and no `cache` was given.
  Report test(const TestOptions& options) const;
  Result<Report> coverage(const std::string& notice_path, const CoverageOptions& options);
  std::string prose(const ProseOptions& options) const;

 private:
  struct State;
  explicit Compilation(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// The canonical form of one rule file, or the diagnostics why there is none. Errors: file.unreadable, format.refused
// (its message is the rendered diagnostics).
Result<std::string> format_file(const std::string& path, const FormatOptions& options, Language language, bool color);

// How rules become machine code.
struct NativeOptions {
  // libplumb_native.so; empty: looked for beside this program or library, in lib/ beside it, and in ../lib.
  std::string module;
  bool batch = true;  // for sweeps too, not for single requests alone
  // Requests after which better code is made in the background; UINT32_MAX: never. Compile after fork, then.
  uint32_t optimise_after = 4096;
  // Folder where code is kept between runs; empty: none. It must be this user's alone (mode 0700; made where it is missing), for
  // what lies there is executed; whatever looks otherwise is compiled anew. Code that is found there runs without LLVM being opened.
  std::string cache;
  // Told why the cache was not of use, where it should have been (cache.folder, cache.write, cache.hash, cache.golden …).
  std::function<void(const Error&)> warning;
  // Compilation::lines(): gdb then shows the rule's line. Code with lines is not kept between runs.
  std::vector<RuleLine> lines;
  // perf too, by a jit-PID.dump in a new folder there, for `perf record -k mono` and `perf inject --jit`; empty: not. With `lines`.
  // The first folder that is named serves the whole process.
  std::string perf_folder;
  Language language = Language::en;  // of the error
};

// The rules compiled for this processor by a module that is opened when something is to be compiled, and stays open; LLVM is
// loaded with it, and nothing else of Plumb needs it. Errors: native.missing (no such module, or none that can be loaded),
// native.damaged (its file is cut off), native.interface (of another version of Plumb), native.host (no code for this processor),
// native.ruleset, native.compile, native.link. Any thread.
Result<Evaluator> native_evaluator(const RuleSet& rules, const NativeOptions& options);

// The same for an engine that stays while its rules change: measures that did not change keep their code, so that a rule set in
// which one measure is another is ready in milliseconds. What an engine runs on meanwhile is not disturbed.
//
//   auto compiler = plumb::NativeCompiler({});
//   plumb::Engine engine(rules, compiler.evaluator(rules).value(), snapshot);
//   engine.replace(changed, compiler.evaluator(changed).value(), snapshot);
//
// One thread at a time; evaluators may outlive it.
class NativeCompiler {
 public:
  // With `lines`, every rule set is compiled whole.
  explicit NativeCompiler(NativeOptions options);
  NativeCompiler(NativeCompiler&&) noexcept;
  NativeCompiler& operator=(NativeCompiler&&) noexcept;
  ~NativeCompiler();

  // Errors: as above.
  Result<Evaluator> evaluator(const RuleSet& rules);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace plumb
