#include "runtime/decide/write.hpp"

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
  json.word("direction", word(trigger.direction).alias);
  if (trigger.role) {
    json.word("role", word(*trigger.role).alias);
  } else {
    json.raw("role", "null");
  }
  json.word("state", word(trigger.state).alias);
  json.boolean("objection", trigger.objection);
  json.close('}');
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

// About as long as the line becomes, so that it need not grow.
size_t usual_length(const Decision& decision) {
  constexpr size_t kAround = 400, kMeasure = 700;
  size_t length = kAround;
  for (const MeasureDecision& measure : decision.measures) length += kMeasure + measure.explanation.size();
  return length;
}

std::string_view effect_text(const ir::Program& program, const std::optional<ir::EffectId>& effect) {
  return effect ? std::string_view(program.effects[*effect].name.alias) : "none";
}

}  // namespace

void append_measure(std::string& out, const Context& context, const MeasureDecision& decided) {
  JsonWriter json(out);
  const ir::Program& program = context.rules.program();
  json.members(context.rules.name_members(decided.measure));
  append_argument(json, program, decided.arguments);
  json.word("status", status_text(decided.status));
  json.nullable("permit", decided.permit.valid() ? std::optional<std::string_view>(context.snapshot.permit(decided.permit).document) : std::nullopt);
  json.texts("missing", decided.missing);
  json.texts("unset", decided.unset);
  json.array("triggers", decided.shown, [&](const ShownTrigger& trigger) { append_trigger(json, trigger); });
  json.members(context.rules.basis_members(decided.measure));
  if (!decided.explanation.empty()) json.raw("explanation", decided.explanation);
}

std::string decision_line(const Context& context, const std::string& id, const Decision& decision) {
  const ir::Program& program = context.rules.program();
  std::string out;
  out.reserve(usual_length(decision));
  out += "{\"id\":";
  out += id;
  JsonWriter json(out);
  json.member("outcome", effect_text(program, decision.outcome));
  json.member("at_most", effect_text(program, decision.at_most));
  json.word("date", decision.date.iso());
  json.texts("given", decision.subject.given);
  json.texts("warnings", decision.subject.warnings);
  json.array("measures", decision.measures, [&](const MeasureDecision& measure) {
    json.open('{');
    append_measure(out, context, measure);
    json.close('}');
  });
  json.key("ruleset");
  json.open('{');
  json.members(context.rules.rule_set_members());
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
