#include "runtime/explain/tree.hpp"

#include "runtime/decide/field_value.hpp"
#include "runtime/decide/json_writer.hpp"
#include "runtime/explain/expression.hpp"

namespace plumb::explain {

namespace {

using decide::JsonWriter;
using reference::Explanation;
using reference::Truth;

const char* kind_text(Explanation::Kind kind) {
  switch (kind) {
    case Explanation::Kind::measure:
      return "measure";
    case Explanation::Kind::in_force:
      return "in_force";
    case Explanation::Kind::party_kind:
      return "party_kind";
    case Explanation::Kind::reach:
      return "reach";
    case Explanation::Kind::trigger:
      return "trigger";
    case Explanation::Kind::condition:
      return "condition";
    case Explanation::Kind::exception:
      return "exception";
    case Explanation::Kind::expression:
      return "expression";
  }
  return "";
}

const char* truth_text(Truth truth) {
  switch (truth) {
    case Truth::is_false:
      return "false";
    case Truth::unknown:
      return "unknown";
    case Truth::is_true:
      return "true";
  }
  return "";
}

void append_node(JsonWriter& json, const Wording& w, const decide::MeasureDecision& decided, const Explanation& e) {
  const ir::Measure& measure = w.program().measures[decided.measure];
  json.open('{');
  json.word("kind", kind_text(e.kind));
  const ir::NodeId node = e.kind == Explanation::Kind::exception ? measure.exceptions[e.index].condition : e.node;
  if (node.valid()) json.member("text", expression_text(w, node, w.program().matters[measure.matter]));
  if (e.kind == Explanation::Kind::exception) json.member("basis", w.citations(measure.exceptions[e.index].basis));
  if (e.kind == Explanation::Kind::trigger && e.index < decided.triggers.size()) {
    const decide::Trigger& trigger = decided.triggers[e.index];
    json.member("case_no", trigger.asked.case_no);
    json.word("direction", word(trigger.way.direction).alias);
    if (trigger.way.role) {
      json.word("role", word(*trigger.way.role).alias);
    } else {
      json.raw("role", "null");
    }
  }
  if (e.truth) json.word("truth", truth_text(*e.truth));
  if (e.value) {
    json.key("value");
    decide::append_value(json.out(), w.program(), *e.value);
  }
  if (!e.missing.empty()) json.texts("missing", e.missing);
  if (!e.children.empty()) json.array("children", e.children, [&](const Explanation& child) { append_node(json, w, decided, child); });
  json.close('}');
}

}  // namespace

std::string explanation_json(const Wording& w, const decide::MeasureDecision& decided, const Reasons& reasons) {
  const ir::Measure& measure = w.program().measures[decided.measure];
  constexpr size_t kUsualLength = 2500;
  std::string out;
  out.reserve(kUsualLength);
  JsonWriter json(out);
  json.open('{');
  json.texts("sentences", reasons.sentences);
  json.texts("endings", reasons.endings);
  json.array("remedies", reasons.remedies, [&](const ir::Remedy* remedy) {
    json.open('{');
    json.member("text", w.remedy(*remedy));
    json.member("basis", w.citations(remedy->basis));
    json.close('}');
  });
  const auto department = [&](ir::DepartmentId id) { decide::append_json_string(out, w.department(id)); };
  json.array("departments", measure.departments, department);
  json.array("executing", measure.executing, department);
  json.key("tree");
  append_node(json, w, decided, reasons.tree);
  json.close('}');
  return out;
}

}  // namespace plumb::explain
