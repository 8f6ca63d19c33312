#include "runtime/decide/write.hpp"

#include <algorithm>

#include "runtime/decide/field_value.hpp"
#include "runtime/decide/json_value.hpp"

namespace plumb::decide {

namespace {

void append_key(std::string& out, std::string_view key) {
  if (!out.empty() && out.back() != '{' && out.back() != '[') out.push_back(',');
  append_json_string(out, key);
  out.push_back(':');
}

void append_member(std::string& out, std::string_view key, std::string_view text) {
  append_key(out, key);
  append_json_string(out, text);
}

void append_nullable(std::string& out, std::string_view key, std::optional<std::string_view> text) {
  append_key(out, key);
  if (text) {
    append_json_string(out, *text);
  } else {
    out += "null";
  }
}

template <typename Items, typename Write>
void append_array(std::string& out, std::string_view key, const Items& items, Write write) {
  append_key(out, key);
  out.push_back('[');
  bool first = true;
  for (const auto& item : items) {
    if (!first) out.push_back(',');
    first = false;
    write(item);
  }
  out.push_back(']');
}

void append_texts(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  append_array(out, key, texts, [&](const std::string& text) { append_json_string(out, text); });
}

void append_argument(std::string& out, const ir::Program& program, const std::vector<std::optional<ir::Value>>& arguments) {
  const auto append = [&](const std::optional<ir::Value>& value) {
    if (value) {
      append_value(out, program, *value);
    } else {
      out += "null";
    }
  };
  if (arguments.size() > 1) {
    append_array(out, "argument", arguments, append);
    return;
  }
  append_key(out, "argument");
  append(arguments.empty() ? std::nullopt : arguments.front());
}

void append_trigger(std::string& out, const ShownTrigger& trigger) {
  out.push_back('{');
  append_member(out, "case_no", trigger.case_no);
  append_member(out, "listed", trigger.listed);
  append_member(out, "direction", word(trigger.direction).alias);
  append_nullable(out, "role", trigger.role ? std::optional<std::string_view>(word(*trigger.role).alias) : std::nullopt);
  append_member(out, "state", word(trigger.state).alias);
  append_key(out, "objection");
  out += trigger.objection ? "true" : "false";
  out.push_back('}');
}

// Each document and clause once, in the order in which the measure cites them.
void append_basis(std::string& out, const ir::Program& program, const std::vector<ir::Citation>& basis) {
  std::vector<std::pair<ir::DocumentId, uint32_t>> clauses;
  for (const ir::Citation& citation : basis) {
    const std::pair clause(citation.document, citation.clause);
    if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end()) clauses.push_back(clause);
  }
  append_array(out, "basis", clauses, [&](const std::pair<ir::DocumentId, uint32_t>& clause) {
    const ir::Document& document = program.documents[clause.first];
    out.push_back('{');
    append_member(out, "document", document.number.empty() ? document.name.zh : document.number);
    append_member(out, "clause", clause.second < document.clauses.size() ? document.clauses[clause.second].path : "");
    out.push_back('}');
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
  const ir::Program& program = context.rules.program();
  const ir::Measure& measure = program.measures[decided.measure];
  append_member(out, "measure", measure.name.alias);
  append_member(out, "title", measure.name.zh);
  append_member(out, "effect", program.effects[measure.effect].name.alias);
  append_argument(out, program, decided.arguments);
  append_member(out, "status", status_text(decided.status));
  append_nullable(out, "permit", decided.permit.valid() ? std::optional<std::string_view>(context.snapshot.permit(decided.permit).document) : std::nullopt);
  append_texts(out, "missing", decided.missing);
  append_texts(out, "unset", decided.unset);
  append_array(out, "triggers", decided.shown, [&](const ShownTrigger& trigger) { append_trigger(out, trigger); });
  append_basis(out, program, measure.basis);
  append_array(out, "departments", measure.departments, [&](ir::DepartmentId id) { append_json_string(out, program.departments[id].name.zh); });
  if (!decided.explanation.empty()) {
    append_key(out, "explanation");
    out += decided.explanation;
  }
}

std::string decision_line(const Context& context, const std::string& id, const Decision& decision) {
  const ir::Program& program = context.rules.program();
  std::string out = "{\"id\":" + id;
  append_member(out, "outcome", effect_text(program, decision.outcome));
  append_member(out, "at_most", effect_text(program, decision.at_most));
  append_member(out, "date", decision.date.iso());
  append_texts(out, "given", decision.subject.given);
  append_texts(out, "warnings", decision.subject.warnings);
  append_array(out, "measures", decision.measures, [&](const MeasureDecision& measure) {
    out.push_back('{');
    append_measure(out, context, measure);
    out.push_back('}');
  });
  append_key(out, "ruleset");
  out.push_back('{');
  append_member(out, "name", program.id);
  append_member(out, "version", program.version);
  append_member(out, "digest", program.meaning_digest);
  out.push_back('}');
  append_key(out, "registry");
  out += "{\"revision\":" + std::to_string(context.snapshot.revision());
  const auto synchronised = context.snapshot.synchronised();
  const std::string day = synchronised ? synchronised->iso() : "";
  append_nullable(out, "synchronised", synchronised ? std::optional<std::string_view>(day) : std::nullopt);
  out += "}}";
  return out;
}

void append_refusal(std::string& out, const Refusal& refusal, Language language) {
  append_key(out, "error");
  out.push_back('{');
  append_member(out, "code", code_text(refusal.code));
  append_member(out, "message", message(refusal, language));
  append_member(out, "path", refusal.path);
  out.push_back('}');
}

std::string refusal_line(const std::string& id, const Refusal& refusal, Language language) {
  std::string out = "{\"id\":" + id;
  append_refusal(out, refusal, language);
  out.push_back('}');
  return out;
}

}  // namespace plumb::decide
