#include "compiler/backends/prose/measure.hpp"

#include <algorithm>
#include <set>

#include "compiler/backends/prose/phrase.hpp"

namespace plumb::prose {

namespace {

std::string role_names(const ir::Program& program, uint32_t mask, Language language) {
  std::vector<std::string> names;
  for (int role = 0; role < kRoleCount; ++role) {
    if ((mask >> role & 1) == 0) continue;
    std::string name = spell(word(static_cast<Role>(role)), language);
    for (const ir::Program::RoleName& declared : program.roles) {
      if (declared.role == static_cast<Role>(role)) name = spell(declared.name, language);
    }
    names.push_back(std::move(name));
  }
  return language == Language::zh ? enumerate(names, language) : alternatives(names, language);
}

// Whom it reaches: the subject of the sentence.
std::string subject(const ir::Program& program, const ir::Measure& measure, Language language) {
  std::vector<std::string> whom;
  // In brackets, since what follows may begin with a comma of its own.
  if (measure.reach.anyone) {
    const char* zh = !measure.party ? "任何主体" : *measure.party == PartyKind::person ? "任何自然人" : "任何单位";
    const char* en = !measure.party ? "anyone" : *measure.party == PartyKind::person ? "any natural person" : "any organisation";
    whom.push_back(say(language, en, zh) + say(language, " (listed or not)", "（不论是否列入名单）"));
  }
  if (measure.reach.self) whom.push_back(say(language, "a listed defaulter itself", "失信被执行人本人"));
  if (measure.reach.debtor_roles != 0) {
    const std::string roles = role_names(program, measure.reach.debtor_roles, language);
    whom.push_back(say(language, "whoever is " + roles + " of a listed defaulter", "失信被执行人的" + roles));
  }
  if (measure.reach.own_roles != 0) {
    const std::string roles = role_names(program, measure.reach.own_roles, language);
    whom.push_back(say(language, "an organisation whose " + roles + " is a listed defaulter", "以失信被执行人为" + roles + "的单位"));
  }
  std::string out;
  for (const std::string& one : whom) out += (out.empty() ? "" : say(language, ", or ", "，或者")) + one;
  if (measure.reach.anyone && whom.size() == 1) return out;
  if (measure.party == PartyKind::person) out += say(language, " (natural persons only)", "（仅限自然人）");
  if (measure.party == PartyKind::organisation) out += say(language, " (organisations only)", "（仅限单位）");
  return out;
}

std::string occasion(const ir::Program& program, const ir::Measure& measure, Language language) {
  const std::string matter = quote(spell(program.matters[measure.matter].name, language));
  switch (measure.stage) {
    case Stage::application:
      return say(language, " applies in the matter of " + matter, "申请办理" + matter);
    case Stage::holding:
      return say(language, " already holds " + matter, "已经持有" + matter);
    case Stage::status:
      return say(language, ", as a matter of standing", "，在日常状态下");
  }
  return {};
}

// The main sentence and, below it, its conditions.
void tell_rule(const ir::Program& program, const ir::Measure& measure, Page& page) {
  const Language language = page.language;
  const std::string effect = quote(spell(program.effects[measure.effect].name, language));
  const std::string who = subject(program, measure, language) + occasion(program, measure, language);
  if (!measure.condition.valid()) {
    page.blocks.push_back(Paragraph{language == Language::zh ? who + "的，处理方式为" + effect + "。" : "Where " + who + ": the effect is " + effect + "."});
    return;
  }
  Conditions conditions = lay_out(Context{program, measure.matter, language}, measure.condition);
  if (conditions.connective == Connective::single) {
    const std::string& condition = conditions.items.front().text;
    page.blocks.push_back(Paragraph{language == Language::zh ? who + "，且" + condition + "的，处理方式为" + effect + "。"
                                                             : "Where " + who + " and " + condition + ": the effect is " + effect + "."});
    return;
  }
  const bool all = conditions.connective == Connective::all;
  page.blocks.push_back(Paragraph{language == Language::zh
                                      ? who + (all ? "，同时符合下列情形的，处理方式为" : "，有下列情形之一的，处理方式为") + effect + "："
                                      : "Where " + who + " and " + (all ? "all" : "any") + " of the following holds, the effect is " + effect + ":"});
  page.blocks.push_back(List{std::move(conditions.items)});
}

void tell_exceptions(const ir::Program& program, const ir::Measure& measure, Page& page) {
  for (const ir::Exception& exception : measure.exceptions) {
    const Context context{program, measure.matter, page.language};
    std::string text = phrase(context, exception.condition);
    if (!exception.basis.empty())
      text += say(page.language, " (basis: ", "（依据：") + citations(program, exception.basis, page.language) + say(page.language, ")", "）");
    page.blocks.push_back(Labelled{say(page.language, "Except where", "例外"), std::move(text)});
  }
}

void collect_parameters(const ir::Program& program, ir::NodeId node, std::set<ir::ParameterId>& out) {
  if (!node.valid()) return;
  for (ir::ParameterId id : ir::parameters_of(program, node)) out.insert(id);
}

// （1）如果……，否则为30%；（2）3个月: a list would seem to go on with the case before it.
std::string numbered(const std::vector<std::string>& items, Language language) {
  if (items.size() == 1) return items.front();
  std::string out;
  for (size_t i = 0; i < items.size(); ++i) {
    const std::string number = std::to_string(i + 1);
    if (i > 0) out += say(language, "; ", "；");
    out += say(language, "(" + number + ") ", "（" + number + "）") + items[i];
  }
  return out;
}

void tell_amounts(const ir::Program& program, const ir::Measure& measure, Page& page) {
  const Context context{program, measure.matter, page.language};
  std::set<ir::ParameterId> parameters;
  collect_parameters(program, measure.condition, parameters);
  for (const ir::Exception& exception : measure.exceptions) collect_parameters(program, exception.condition, parameters);
  std::vector<std::string> arguments;
  for (ir::NodeId argument : measure.arguments) {
    arguments.push_back(phrase(context, argument));
    collect_parameters(program, argument, parameters);
  }
  if (!arguments.empty()) page.blocks.push_back(Labelled{say(page.language, "Measured by", "处理的数额"), numbered(arguments, page.language)});
  for (ir::ParameterId id : parameters) {
    const ir::Parameter& parameter = program.parameters[id];
    page.blocks.push_back(
        Labelled{quote(spell(parameter.name, page.language)), enumerate(parameter_versions(program, parameter, page.language), page.language)});
  }
}

// `in_full`: that the last day is not among them, which a heading need not say.
std::string period_text(const ir::Measure& measure, Language language, bool in_full) {
  std::string text;
  if (measure.from) text += say(language, "from " + spell(*measure.from, language), "自" + spell(*measure.from, language) + "起");
  if (measure.from && measure.until) text += say(language, ", ", "，");
  if (measure.until)
    text += say(language, "until " + spell(*measure.until, language), "至" + spell(*measure.until, language) + "止") +
            (in_full ? say(language, " (no longer on that day)", "（当日不再适用）") : "");
  return text;
}

// The name; of a measure that stands in several versions, with the period of this one.
std::string heading_text(const ir::Program& program, const ir::Measure& measure, Language language) {
  const auto versions = std::count_if(program.measures.begin(), program.measures.end(), [&](const ir::Measure& m) { return m.name.zh == measure.name.zh; });
  const std::string period = period_text(measure, language, false);
  if (versions < 2 || period.empty()) return measure.name.zh;
  return measure.name.zh + say(language, " (", "（") + period + say(language, ")", "）");
}

}  // namespace

std::vector<std::string> parameter_versions(const ir::Program& program, const ir::Parameter& parameter, Language language) {
  std::vector<std::string> out;
  for (const ir::ParameterVersion& version : parameter.versions) {
    const std::string value = version.value ? spell(program, *version.value, language) : say(language, "not yet determined", "尚未确定");
    out.push_back(say(language, "from " + spell(version.from, language) + ": " + value, "自" + spell(version.from, language) + "起" + value));
  }
  if (out.empty()) out.push_back(say(language, "not yet determined", "尚未确定"));
  return out;
}

void tell_measure(const ir::Program& program, const ir::Measure& measure, int level, Page& page) {
  const Language language = page.language;
  page.blocks.push_back(Heading{level, heading_text(program, measure, language), measure.name.alias == measure.name.zh ? std::string() : measure.name.alias});
  tell_rule(program, measure, page);
  tell_exceptions(program, measure, page);
  tell_amounts(program, measure, page);
  page.blocks.push_back(Labelled{say(language, "Basis", "依据"), citations(program, measure.basis, language)});
  page.blocks.push_back(Labelled{say(language, "Departments", "责任部门"), departments(program, measure.departments, language)});
  if (!measure.executing.empty())
    page.blocks.push_back(Labelled{say(language, "Carried out by", "执行部门"), departments(program, measure.executing, language)});
  if (std::string period = period_text(measure, language, true); !period.empty())
    page.blocks.push_back(Labelled{say(language, "In force", "施行"), std::move(period)});
  for (const std::string& note : measure.notes) page.blocks.push_back(Labelled{say(language, "Note", "说明"), note});
}

}  // namespace plumb::prose
