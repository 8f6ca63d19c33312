// Findings whose severity the rule set may set (检查 N 关闭|警告|错误), by name.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>

#include "compiler/diagnostics/sink.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::semantics {

struct Lint {
  diagnostics::Kind kind;
  const char* alias;
  const char* zh;
};
std::span<const Lint> all_lints();
const Lint* find_lint(std::string_view name);

class Lints {
 public:
  explicit Lints(diagnostics::Sink& sink) : sink_(sink) {}

  void set(diagnostics::Kind kind, ast::LintLevel level) { levels_[kind] = level; }
  bool on(diagnostics::Kind kind) const;
  // The finding to add to, or nullptr when the lint is off. Never withholds the program.
  diagnostics::Diagnostic* report(diagnostics::Kind kind, Span span, diagnostics::Arguments arguments);
  size_t errors() const { return errors_; }

 private:
  diagnostics::Sink& sink_;
  std::map<diagnostics::Kind, ast::LintLevel> levels_;
  size_t errors_ = 0;
};

}  // namespace plumb::semantics
