#include "runtime/decide/write.hpp"

#include <algorithm>

#include "runtime/decide/field_value.hpp"
#include "runtime/decide/json_writer.hpp"
#include "runtime/identity/repeat.hpp"

namespace plumb::decide {

namespace {

void append_argument(JsonWriter& json, const ir::Program& program, const std::vector<std::optional<ir::Value>>& arguments) {
  const auto append = [&](const std::optional<ir::Value>& value) {
    if (value) {
      append_value(json.out(), program, *value);
    } else {
      json.out() += "null";
    }
  };
  if (arguments.size() > 1) {
    json.array("argument", arguments, append);
    return;
  }
  json.key("argument");
  append(arguments.empty() ? std::nullopt : arguments.front());
}

void append_trigger(JsonWriter& json, const ShownTrigger& trigger) {
  json.open('{');
  json.member("case_no", trigger.case_no);
  json.member("listed", trigger.listed);
  json.member("direction", word(trigger.direction).alias);
  json.nullable("role", trigger.role ? std::optional<std::string_view>(word(*trigger.role).alias) : std::nullopt);
  json.member("state", word(trigger.state).alias);
  json.boolean("objection", trigger.objection);
  json.close('}');
}

// Each document and clause once, in the order in which the measure cites them.
void append_basis(JsonWriter& json, const ir::Program& program, const std::vector<ir::Citation>& basis) {
  std::vector<std::pair<ir::DocumentId, uint32_t>> clauses;
  for (const ir::Citation& citation : basis) {
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
}

const char* status_text(Status status) {
  switch (status) {
    case Status::applies:
      return "applies";
    case Status::undetermined:
      return "undetermined";
    case Status::permitted:
      return "permitted";
  }
  return "";
}

std::string_view effect_text(const ir::Program& program, const std::optional<ir::EffectId>& effect) {
  return effect ? std::string_view(program.effects[*effect].name.alias) : "none";
}

}  // namespace

void append_measure(std::string& out, const Context& context, const MeasureDecision& decided) {
  JsonWriter json(out);
  const ir::Program& program = context.rules.program();
  const ir::Measure& measure = program.measures[decided.measure];
  json.member("measure", measure.name.alias);
  json.member("title", measure.name.zh);
  json.member("effect", program.effects[measure.effect].name.alias);
  append_argument(json, program, decided.arguments);
  json.member("status", status_text(decided.status));
  json.nullable("permit", decided.permit.valid() ? std::optional<std::string_view>(context.snapshot.permit(decided.permit).document) : std::nullopt);
  json.texts("missing", decided.missing);
  json.texts("unset", decided.unset);
  json.array("triggers", decided.shown, [&](const ShownTrigger& trigger) { append_trigger(json, trigger); });
  append_basis(json, program, measure.basis);
  json.array("departments", measure.departments, [&](ir::DepartmentId id) { append_json_string(json.out(), program.departments[id].name.zh); });
  if (!decided.explanation.empty()) json.raw("explanation", decided.explanation);
}

std::string decision_line(const Context& context, const std::string& id, const Decision& decision) {
  const ir::Program& program = context.rules.program();
  std::string out = "{\"id\":" + id;
  JsonWriter json(out);
  json.member("outcome", effect_text(program, decision.outcome));
  json.member("at_most", effect_text(program, decision.at_most));
  json.member("date", decision.date.iso());
  json.texts("given", decision.subject.given);
  json.texts("warnings", decision.subject.warnings);
  json.array("measures", decision.measures, [&](const MeasureDecision& measure) {
    json.open('{');
    append_measure(out, context, measure);
    json.close('}');
  });
  json.key("ruleset");
  json.open('{');
  json.member("name", program.id);
  json.member("version", program.version);
  json.member("digest", program.meaning_digest);
  json.close('}');
  json.key("registry");
  out += "{\"revision\":" + std::to_string(context.snapshot.revision());
  const auto synchronised = context.snapshot.synchronised();
  const std::string day = synchronised ? synchronised->iso() : "";
  json.nullable("synchronised", synchronised ? std::optional<std::string_view>(day) : std::nullopt);
  out += "}}";
  return out;
}

void append_refusal(std::string& out, const Refusal& refusal, Language language) {
  JsonWriter json(out);
  json.key("error");
  json.open('{');
  json.member("code", code_text(refusal.code));
  json.member("message", message(refusal, language));
  json.member("path", identity::repeatable(refusal.path));
  json.close('}');
}

std::string refusal_line(const std::string& id, const Refusal& refusal, Language language) {
  std::string out = "{\"id\":" + id;
  append_refusal(out, refusal, language);
  out.push_back('}');
  return out;
}

}  // namespace plumb::decide
