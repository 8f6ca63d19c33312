// A rule set + the text of its notice → obligation by obligation, what meets it; and every difference between the two.
//
// plumb coverage RULES --source NOTICE.txt. Pure; reads the program alone. The syntax trees, when given, lend findings
// their places. Findings are diagnostics (P035x, P036x), so they render in both languages and all formats.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/coverage/outline.hpp"
#include "compiler/diagnostics/diagnostic.hpp"
#include "compiler/ir/program.hpp"
#include "compiler/syntax/ast.hpp"

namespace plumb::coverage {

// A duty of a clause, or the clause itself where it names none, and what meets it.
struct ObligationCoverage {
  std::optional<ir::Name> name;  // nothing: the clause as a whole
  std::vector<ir::MeasureId> measures;
  std::vector<size_t> waivers;  // into Program::waivers
  bool met() const { return !measures.empty() || !waivers.empty(); }
};

enum class DigestState : uint8_t { recorded, not_recorded, changed, no_text };

struct ClauseCoverage {
  std::string path;
  std::string title;  // as declared, else the notice's
  bool in_text = false;
  bool declared = false;
  std::vector<ObligationCoverage> obligations;           // empty: a heading
  std::vector<ir::DepartmentId> departments, executing;  // as declared
  DigestState digest = DigestState::no_text;
  std::vector<size_t> findings;  // into Report::findings
};

struct Report {
  std::optional<ir::DocumentId> document;
  std::vector<ClauseCoverage> clauses;  // in the notice's order; declared clauses without text follow
  std::vector<diagnostics::Diagnostic> findings;
  size_t obligations = 0, by_measure = 0, by_waiver = 0, unmet = 0;
  bool clean() const { return findings.empty(); }
};

// The document is the one whose number the notice bears; else the one whose outline agrees with it most.
// `files` may be empty: then findings have no place. Compares the departments of a measure with those of the paragraph that
// its obligation speaks of (the one that shares most character pairs with the names of obligation and measure).
Report report(const ir::Program& program, const Outline& notice, const std::vector<ast::File>& files);

// What a clause's digest is taken of: its text and that of those sub-clauses that the outline does not declare on their own.
// Sixteen hexadecimal digits of a SHA-256. REQUIRES: notice.find(path).
std::string clause_digest(const Outline& notice, std::string_view path, const std::vector<std::string>& declared_paths);

}  // namespace plumb::coverage
