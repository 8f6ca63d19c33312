#include "compiler/coverage/report.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "compiler/base/sha256.hpp"
#include "compiler/base/unicode.hpp"
#include "compiler/coverage/departments.hpp"
#include "compiler/coverage/places.hpp"

namespace plumb::coverage {

namespace {

using diagnostics::Argument;
using diagnostics::Diagnostic;
using diagnostics::HelpKind;
using diagnostics::Kind;
using diagnostics::Term;

constexpr size_t kDigestDigits = 16;

bool is_below(const TextClause& clause, std::string_view ancestor, const Outline& notice) {
  for (const TextClause* at = &clause; at != nullptr && !at->parent.empty(); at = notice.find(at->parent)) {
    if (at->parent == ancestor) return true;
  }
  return false;
}

// The nearest clause at or above `clause` that the outline declares.
std::string declared_owner(const TextClause& clause, const Outline& notice, const std::vector<std::string>& declared) {
  for (const TextClause* at = &clause; at != nullptr; at = at->parent.empty() ? nullptr : notice.find(at->parent)) {
    if (std::find(declared.begin(), declared.end(), at->path) != declared.end()) return at->path;
  }
  return {};
}

std::vector<std::string> declared_paths(const ir::Document& document) {
  std::vector<std::string> out;
  for (const ir::Clause& clause : document.clauses) out.push_back(clause.path);
  return out;
}

std::optional<ir::DocumentId> choose_document(const ir::Program& program, const Outline& notice) {
  std::optional<ir::DocumentId> best;
  size_t most = 0;
  for (size_t index = 0; index < program.documents.size(); ++index) {
    const ir::DocumentId id = program.documents.id_at(index);
    const ir::Document& document = program.documents[id];
    if (!notice.number.empty() && unicode::fold_width(document.number) == notice.number) return id;
    const auto agrees = [&](const ir::Clause& clause) { return notice.find(clause.path) != nullptr; };
    const size_t agreeing = static_cast<size_t>(std::count_if(document.clauses.begin(), document.clauses.end(), agrees));
    if (agreeing > most) {
      most = agreeing;
      best = id;
    }
  }
  return best;
}

std::set<std::string> character_pairs(std::string_view text) {
  std::set<std::string> out;
  std::string previous;
  for (size_t at = 0; at < text.size();) {
    const size_t length = std::max<size_t>(1, unicode::decode(text, at).length);
    const std::string character(text.substr(at, length));
    if (!previous.empty()) out.insert(previous + character);
    previous = character;
    at += length;
  }
  return out;
}

// A stretch of a clause's text with the departments that stand behind it.
struct Responsibility {
  std::string text;
  std::vector<ir::DepartmentId> departments;
};

class Comparison {
 public:
  Comparison(const ir::Program& program, const Outline& notice, const std::vector<ast::File>& files) : program_(program), notice_(notice), places_(files) {}

  Report run() {
    gaps();
    report_.document = choose_document(program_, notice_);
    if (notice_.clauses.empty()) {
      find(Kind::notice_without_clauses, {}, {});
    } else if (!report_.document) {
      find(Kind::notice_without_document, {}, {notice_.number});
    } else {
      document_ = &program_.documents[*report_.document];
      declared_ = declared_paths(*document_);
      for (const TextClause& clause : notice_.clauses) text_clause(clause);
      for (uint32_t index = 0; index < document_->clauses.size(); ++index) {
        if (notice_.find(document_->clauses[index].path) == nullptr) declared_without_text(index);
      }
    }
    return std::move(report_);
  }

 private:
  // ---- clauses

  void text_clause(const TextClause& text) {
    const auto at = std::find(declared_.begin(), declared_.end(), text.path);
    if (at == declared_.end()) {
      undeclared(text);
      return;
    }
    const uint32_t index = static_cast<uint32_t>(at - declared_.begin());
    ClauseCoverage& clause = add(text.path, document_->clauses[index].title.empty() ? text.title : document_->clauses[index].title);
    clause.in_text = clause.declared = true;
    declared_clause(clause, index);
    departments(clause, index, text);
    digest(clause, index, text);
  }

  // A clause that the outline leaves out is fine when it only heads others, or when a declared leaf above speaks for it.
  void undeclared(const TextClause& text) {
    ClauseCoverage& clause = add(text.path, text.title);
    clause.in_text = true;
    const auto is_child = [&](const TextClause& other) { return other.parent == text.path; };
    const bool heading = std::any_of(notice_.clauses.begin(), notice_.clauses.end(), is_child);
    if (heading && !text.runs_on) return;
    const std::string owner = declared_owner(text, notice_, declared_);
    if (!owner.empty() && is_declared_leaf(owner)) return;
    find(Kind::clause_not_in_outline, places_.document(*document_), {text.path, text.title});
  }

  bool is_declared_leaf(std::string_view path) const {
    return std::none_of(declared_.begin(), declared_.end(), [&](const std::string& other) {
      const TextClause* clause = notice_.find(other);
      return clause != nullptr && is_below(*clause, path, notice_);
    });
  }

  void declared_without_text(uint32_t index) {
    ClauseCoverage& clause = add(document_->clauses[index].path, document_->clauses[index].title);
    clause.declared = true;
    find(Kind::clause_not_in_notice, place(index), {clause.path});
    declared_clause(clause, index);
  }

  void declared_clause(ClauseCoverage& clause, uint32_t index) {
    const ir::Clause& declaration = document_->clauses[index];
    clause.departments = declaration.departments;
    clause.executing = declaration.executing;
    const bool heading = declaration.obligations.empty() && !is_declared_leaf(declaration.path);
    if (heading) return;
    const size_t count = std::max<size_t>(1, declaration.obligations.size());
    for (uint32_t obligation = 0; obligation < count; ++obligation) {
      ObligationCoverage covered;
      if (!declaration.obligations.empty()) covered.name = declaration.obligations[obligation];
      collect(covered, index, obligation, count);
      judge(covered, index);
      clause.obligations.push_back(std::move(covered));
    }
  }

  // ---- obligations

  bool cites(const std::vector<ir::Citation>& basis, uint32_t clause, uint32_t obligation, size_t count) const {
    return std::any_of(basis.begin(), basis.end(), [&](const ir::Citation& citation) {
      if (citation.document != *report_.document || citation.clause != clause) return false;
      return citation.obligation == obligation || (citation.obligation == UINT32_MAX && count == 1);
    });
  }

  void collect(ObligationCoverage& covered, uint32_t clause, uint32_t obligation, size_t count) const {
    for (size_t index = 0; index < program_.measures.size(); ++index) {
      const ir::MeasureId id = program_.measures.id_at(index);
      if (cites(program_.measures[id].basis, clause, obligation, count)) covered.measures.push_back(id);
    }
    for (size_t index = 0; index < program_.waivers.size(); ++index) {
      if (cites(program_.waivers[index].basis, clause, obligation, count)) covered.waivers.push_back(index);
    }
  }

  void judge(const ObligationCoverage& covered, uint32_t index) {
    const std::string& path = document_->clauses[index].path;
    ++report_.obligations;
    if (!covered.measures.empty()) ++report_.by_measure;
    if (covered.measures.empty() && !covered.waivers.empty()) ++report_.by_waiver;
    if (!covered.met()) {
      ++report_.unmet;
      if (covered.name) {
        find(Kind::obligation_unmet, place(index), {document_->name.zh, path, covered.name->zh});
      } else {
        find(Kind::clause_unmet, place(index), {path});
      }
      return;
    }
    // Versions of one measure (same name, other periods) count as one; anything more would hide a loss.
    std::set<std::string> by;
    for (ir::MeasureId id : covered.measures) by.insert(program_.measures[id].name.zh);
    std::vector<std::string> names(by.begin(), by.end());
    for (size_t waiver : covered.waivers) names.push_back("不编入 " + program_.waivers[waiver].reason);
    if (names.size() > 1) find(Kind::obligation_met_twice, place(index), {path, covered.name ? covered.name->zh : path, Argument::list(names)});
  }

  // ---- departments

  std::vector<Responsibility> responsibilities(const TextClause& text, Span span) {
    std::vector<Responsibility> out;
    std::string before;
    for (const Paragraph& paragraph : text.paragraphs) {
      before += paragraph.text;
      if (paragraph.departments.empty()) continue;
      NamedDepartments named = split_departments(program_, paragraph.departments);
      for (const std::string& unknown : named.unknown) find(Kind::department_not_declared, span, {text.path, unknown});
      out.push_back(Responsibility{std::move(before), std::move(named.known)});
      before.clear();
    }
    return out;
  }

  static Argument quoted(const std::string& measure) { return Argument::named("'" + measure + "'", "“" + measure + "”"); }

  void departments(const ClauseCoverage& clause, uint32_t index, const TextClause& text) {
    const std::vector<Responsibility> groups = responsibilities(text, place(index));
    std::vector<ir::DepartmentId> in_text;
    for (const Responsibility& group : groups) in_text.insert(in_text.end(), group.departments.begin(), group.departments.end());
    const std::vector<ir::DepartmentId> executing = executing_departments(program_, text);
    const Argument outline = Argument(Term::outline);
    compare(clause.departments, in_text, Term::responsible_department, outline, text, place(index));
    bool has_measures = false;
    for (const ObligationCoverage& obligation : clause.obligations) has_measures |= !obligation.measures.empty();
    if (has_measures || !clause.executing.empty()) compare(clause.executing, executing, Term::executing_department, outline, text, place(index));
    // A measure that meets several obligations of the clause is compared once with each part of the text.
    std::set<std::pair<ir::MeasureId, const std::vector<ir::DepartmentId>*>> compared;
    for (const ObligationCoverage& obligation : clause.obligations) {
      for (ir::MeasureId id : obligation.measures) {
        const ir::Measure& measure = program_.measures[id];
        const std::vector<ir::DepartmentId>& expected = groups.empty() ? in_text : group_of(groups, obligation, measure).departments;
        if (compared.emplace(id, &expected).second)
          compare(measure.departments, expected, Term::responsible_department, quoted(measure.name.zh), text, places_.measure(measure));
        if (compared.emplace(id, &executing).second)
          compare(measure.executing, executing, Term::executing_department, quoted(measure.name.zh), text, places_.measure(measure));
      }
    }
  }

  // Of several paragraphs the one that the measure carries out. REQUIRES: groups not empty.
  const Responsibility& group_of(const std::vector<Responsibility>& groups, const ObligationCoverage& obligation, const ir::Measure& measure) const {
    std::set<std::string> wanted = character_pairs(unicode::fold_width(measure.name.zh));
    if (obligation.name) wanted.merge(character_pairs(unicode::fold_width(obligation.name->zh)));
    const Responsibility* best = &groups.front();
    size_t most = 0;
    for (const Responsibility& group : groups) {
      const auto stands = [&](const std::string& pair) { return group.text.find(pair) != std::string::npos; };
      const size_t shared = static_cast<size_t>(std::count_if(wanted.begin(), wanted.end(), stands));
      if (shared > most) {
        most = shared;
        best = &group;
      }
    }
    return *best;
  }

  void compare(const std::vector<ir::DepartmentId>& declared, const std::vector<ir::DepartmentId>& in_text, Term which, const Argument& who,
               const TextClause& text, Span span) {
    const auto has = [](const std::vector<ir::DepartmentId>& list, ir::DepartmentId id) { return std::find(list.begin(), list.end(), id) != list.end(); };
    for (ir::DepartmentId id : in_text) {
      if (!has(declared, id)) find(Kind::department_missing, span, {text.path, who, which, program_.departments[id].name.zh});
    }
    for (ir::DepartmentId id : declared) {
      if (has(in_text, id)) continue;
      // An executing department may be named in the body in any words.
      if (which == Term::executing_department && is_named(program_, id, text)) continue;
      find(Kind::department_not_in_notice, span, {text.path, who, which, program_.departments[id].name.zh});
    }
  }

  // ---- digests

  void digest(ClauseCoverage& clause, uint32_t index, const TextClause& text) {
    const std::string& recorded = document_->clauses[index].digest;
    if (recorded.empty()) {
      clause.digest = DigestState::not_recorded;
      find(Kind::clause_digest_missing, place(index), {text.path}).help(HelpKind::record_digests);
    } else if (recorded != clause_digest(notice_, text.path, declared_)) {
      clause.digest = DigestState::changed;
      find(Kind::clause_text_changed, place(index), {text.path}).help(HelpKind::review_then_accept);
    } else {
      clause.digest = DigestState::recorded;
    }
  }

  void gaps() {
    for (const NumberingGap& gap : notice_.gaps) {
      if (gap.after.empty()) {
        find(Kind::numbering_begins_late, {}, {gap.line, gap.path});
      } else {
        find(Kind::numbering_gap, {}, {gap.line, gap.path, gap.after});
      }
    }
  }

  // ----

  Span place(uint32_t clause) const { return places_.clause(*document_, document_->clauses[clause].path); }

  ClauseCoverage& add(std::string_view path, std::string_view title) {
    ClauseCoverage clause;
    clause.path = path;
    clause.title = title;
    return report_.clauses.emplace_back(std::move(clause));
  }

  // Also noted beside the clause that is being looked at.
  Diagnostic& find(Kind kind, Span span, diagnostics::Arguments arguments) {
    const bool about_clause = kind != Kind::numbering_gap && kind != Kind::numbering_begins_late;
    if (about_clause && !report_.clauses.empty()) report_.clauses.back().findings.push_back(report_.findings.size());
    return report_.findings.emplace_back(kind, span, std::move(arguments));
  }

  const ir::Program& program_;
  const Outline& notice_;
  const Places places_;
  const ir::Document* document_ = nullptr;
  std::vector<std::string> declared_;
  Report report_;
};

}  // namespace

Report report(const ir::Program& program, const Outline& notice, const std::vector<ast::File>& files) { return Comparison(program, notice, files).run(); }

std::string clause_digest(const Outline& notice, std::string_view path, const std::vector<std::string>& declared) {
  std::string text;
  for (const TextClause& clause : notice.clauses) {
    if (clause.path == path || declared_owner(clause, notice, declared) == path) text += normalised_text(clause);
  }
  return sha256_hex(text).substr(0, kDigestDigits);
}

}  // namespace plumb::coverage
