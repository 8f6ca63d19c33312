// Every obligation of this rule set's documents is met by a measure or waived with a reason; and the departments that a
// measure names are those of the clauses it cites.

#include <algorithm>
#include <map>
#include <set>

#include "compiler/semantics/phases.hpp"

namespace plumb::semantics {

using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::LabelKind;

namespace {

using Place = std::pair<uint32_t, uint32_t>;  // document, clause
using Departments = std::set<ir::DepartmentId>;

Departments set_of(const std::vector<ir::DepartmentId>& ids) { return {ids.begin(), ids.end()}; }

void check_met(Context& context, size_t own_from) {
  std::set<std::pair<Place, uint32_t>> met;
  const auto note = [&](const std::vector<ir::Citation>& basis) {
    for (const ir::Citation& c : basis) met.insert({{c.document.value, c.clause}, c.obligation});
  };
  for (const ir::Measure& measure : context.program.measures) note(measure.basis);
  for (const ir::Waiver& waiver : context.program.waivers) note(waiver.basis);
  for (size_t d = own_from; d < context.program.documents.size(); ++d) {
    const ir::Document& document = context.program.documents[context.program.documents.id_at(d)];
    for (size_t c = 0; c < document.clauses.size(); ++c) {
      const ir::Clause& clause = document.clauses[c];
      std::vector<std::string> unmet;
      std::vector<Span> spans;
      for (size_t o = 0; o < clause.obligations.size(); ++o) {
        if (met.contains({{static_cast<uint32_t>(d), static_cast<uint32_t>(c)}, static_cast<uint32_t>(o)})) continue;
        unmet.push_back(clause.obligations[o].zh);
        spans.push_back(context.obligation_spans[d][c][o]);
      }
      if (unmet.empty()) continue;
      // One finding a clause: while a rule set is written there are many.
      auto* found = context.lints.report(Kind::obligation_unmet, spans.front(), {document.name.zh, clause.path, diagnostics::Argument::list(unmet)});
      if (found == nullptr) continue;
      for (size_t i = 1; i < spans.size(); ++i) found->label(LabelKind::nor_this, spans[i]);
      found->help(HelpKind::add_waiver);
    }
  }
}

struct Named {
  uint32_t measure;
  Departments departments;
};

// Measures of one clause may share its departments out among themselves: each then names a part that no other touches,
// and together they name all. Any other difference is reported at the measure that differs.
bool share_out(const std::vector<Named>& measures, const Departments& clause) {
  Departments all;
  for (const Named& one : measures) {
    all.insert(one.departments.begin(), one.departments.end());
    for (const Named& other : measures) {
      if (one.departments == other.departments) continue;
      const bool touch = std::any_of(one.departments.begin(), one.departments.end(), [&](ir::DepartmentId d) { return other.departments.contains(d); });
      if (touch) return false;
    }
  }
  return all == clause;
}

void compare_departments(Context& context, const std::map<Place, std::vector<Named>>& by_clause, const std::map<uint32_t, Span>& spans, bool executing) {
  for (const auto& [place, measures] : by_clause) {
    const ir::Document& document = context.program.documents[ir::DocumentId(place.first)];
    const ir::Clause& clause = document.clauses[place.second];
    const Departments wanted = set_of(executing ? clause.executing : clause.departments);
    if (wanted.empty() || share_out(measures, wanted)) continue;
    for (const Named& named : measures) {
      const Span span = spans.at(named.measure);
      const auto name = [&](ir::DepartmentId id) { return context.program.departments[id].name.zh; };
      for (const ir::DepartmentId id : named.departments) {
        if (wanted.contains(id)) continue;
        auto* found = context.lints.report(Kind::department_not_of_clause, span, {name(id), clause.path});
        if (found != nullptr) found->label(LabelKind::clause_here, context.clause_spans[place.first][place.second]);
      }
      for (const ir::DepartmentId id : wanted) {
        if (named.departments.contains(id)) continue;
        const std::string measure = context.program.measures[ir::MeasureId(named.measure)].name.zh;
        auto* found = context.lints.report(Kind::department_left_out, span, {name(id), clause.path, measure});
        if (found != nullptr) found->label(LabelKind::clause_here, context.clause_spans[place.first][place.second]);
      }
    }
  }
}

}  // namespace

void check_obligations(Context& context, const Files& files, size_t own_documents_from) {
  check_met(context, own_documents_from);
  std::map<uint32_t, Span> spans;
  uint32_t id = static_cast<uint32_t>(context.imported_measure_count);
  each<ast::Measure>(files, [&](const ast::Declaration&, const ast::Measure& node) { spans[id++] = node.name.span; });
  std::map<Place, std::vector<Named>> departments, executing;
  for (const auto& [measure_id, span] : spans) {
    const ir::Measure& measure = context.program.measures[ir::MeasureId(measure_id)];
    for (const ir::Citation& citation : measure.basis) {
      const Place place{citation.document.value, citation.clause};
      const ir::Clause& clause = context.program.documents[citation.document].clauses[citation.clause];
      if (!clause.departments.empty()) departments[place].push_back({measure_id, set_of(measure.departments)});
      if (!clause.executing.empty()) executing[place].push_back({measure_id, set_of(measure.executing)});
    }
  }
  compare_departments(context, departments, spans, false);
  compare_departments(context, executing, spans, true);
}

}  // namespace plumb::semantics
