#include "runtime/decide/rule_index.hpp"

#include <algorithm>
#include <numeric>

#include "runtime/decide/json_writer.hpp"

namespace plumb::decide {

namespace {

std::string name_members_of(const ir::Program& program, const ir::Measure& measure) {
  std::string out;
  JsonWriter json(out);
  json.member("measure", measure.name.alias);
  json.member("title", measure.name.zh);
  json.member("effect", program.effects[measure.effect].name.alias);
  return out;
}

// Each document and clause once, in the order in which the measure cites them.
std::string basis_members_of(const ir::Program& program, const ir::Measure& measure) {
  std::string out;
  JsonWriter json(out);
  std::vector<std::pair<ir::DocumentId, uint32_t>> clauses;
  for (const ir::Citation& citation : measure.basis) {
    const std::pair clause(citation.document, citation.clause);
    if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end()) clauses.push_back(clause);
  }
  json.array("basis", clauses, [&](const std::pair<ir::DocumentId, uint32_t>& clause) {
    const ir::Document& document = program.documents[clause.first];
    json.open('{');
    json.member("document", document.number.empty() ? document.name.zh : document.number);
    json.member("clause", clause.second < document.clauses.size() ? document.clauses[clause.second].path : "");
    json.close('}');
  });
  json.array("departments", measure.departments, [&](ir::DepartmentId id) { append_json_string(out, program.departments[id].name.zh); });
  return out;
}

}  // namespace

RuleIndex::RuleIndex(std::shared_ptr<const ir::Program> program) : program_(std::move(program)) {
  for (uint32_t i = 0; i < program_->matters.size(); ++i) {
    const ir::MatterId id(i);
    const ir::Matter& matter = program_->matters[id];
    matters_.emplace(matter.name.zh, id);
    matters_.emplace(matter.name.alias, id);
    layouts_.push_back(ir::layout_of(matter));
  }
  const size_t count = program_->measures.size();
  for (uint32_t i = 0; i < count; ++i) {
    const ir::MeasureId id(i);
    const ir::Name& name = program_->measures[id].name;
    measures_[name.alias].push_back(id);
    if (name.zh != name.alias) measures_[name.zh].push_back(id);
  }
  std::vector<uint32_t> order(count);
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(), [&](uint32_t a, uint32_t b) {
    const auto key = [&](uint32_t i) { return std::pair(std::string_view(program_->measures[ir::MeasureId(i)].name.alias), i); };
    return key(a) < key(b);
  });
  ranks_.resize(count);
  for (uint32_t i = 0; i < count; ++i) ranks_[order[i]] = i;
  for (const ir::Measure& measure : program_->measures) members_.push_back({name_members_of(*program_, measure), basis_members_of(*program_, measure)});
  JsonWriter json(rule_set_members_);
  json.member("name", program_->id);
  json.member("version", program_->version);
  json.member("digest", program_->meaning_digest);
}

std::optional<ir::MatterId> RuleIndex::matter(std::string_view name) const {
  const auto found = matters_.find(name);
  return found == matters_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<uint32_t> RuleIndex::field(const ir::Matter& matter, std::string_view name) {
  for (uint32_t i = 0; i < matter.fields.size(); ++i) {
    if (matter.fields[i].name.matches(name)) return i;
  }
  return std::nullopt;
}

bool RuleIndex::has_stage(const ir::Matter& matter, Stage stage) { return std::find(matter.stages.begin(), matter.stages.end(), stage) != matter.stages.end(); }

std::span<const ir::MeasureId> RuleIndex::measures_named(std::string_view name) const {
  const auto found = measures_.find(name);
  return found == measures_.end() ? std::span<const ir::MeasureId>() : std::span<const ir::MeasureId>(found->second);
}

}  // namespace plumb::decide
