#include "runtime/explain/missing.hpp"

namespace plumb::explain {

namespace {

std::string identity_sentence(const Wording& w) {
  if (w.subject().masked) {
    return w.say("请求只给出了部分遮蔽的编号{}，名册中有与之相符的主体；须以完整编号核实是否为同一人。",
                 "The request shows only part of the number, {}; the registry holds a party that it could mean. Ask again with the full number.",
                 w.subject().id);
  }
  if (w.subject().name_contradicts) {
    return w.choose("请求所给的姓名（名称）与名册中该编号的不一致；须核对证件，确认编号无误。",
                    "The name given is not the one that the registry has for this number. Check the document, and that the number is right.");
  }
  return w.choose(
      "名册中有一条编号被部分遮蔽的失信记录与该编号相符；是否为同一人，须由工作人员向法院核实。",
      "The list holds a record with a partly masked number that agrees with this one. Whether it is the same party, an official must ask the court.");
}

std::string party_sentence(const Wording& w, std::string_view field) {
  if (field == "id") return identity_sentence(w);
  if (field == "kind")
    return w.choose("不知道该主体是自然人还是单位；须在名册中登记。",
                    "It is not known whether the party is a person or an organisation; the registry should say.");
  for (const ir::PartyField known : {ir::PartyField::sector, ir::PartyField::name}) {
    if (field == ir::word(known).alias) {
      return w.say("缺少主体的{}；请在请求中给出。", "The party's {} is missing; give it with the request.", w.name(ir::word(known)));
    }
  }
  return w.say("缺少主体的{}。", "The party's {} is missing.", field);
}

std::string entry_sentence(const Wording& w, std::string_view field) {
  if (field == "expires_on") {
    return w.choose("失信记录的期限已经届满而未移除；是否仍然有效，须由法院确认。",
                    "The listing's term has run out and it was not removed; the court must say whether it still holds.");
  }
  for (int i = 0; i <= static_cast<int>(ir::ListingField::unperformed_amount); ++i) {
    const Word& known = ir::word(static_cast<ir::ListingField>(i));
    if (field == known.alias) return w.say("失信记录没有写明{}；须向法院询问。", "The listing does not state its {}; ask the court.", w.name(known));
  }
  return w.say("失信记录没有写明{}。", "The listing does not state its {}.", field);
}

std::string parameter_sentence(const Wording& w, std::string_view name) {
  for (const ir::Parameter& parameter : w.program().parameters) {
    if (parameter.name.matches(name)) {
      return w.say("参数“{}”尚未由主管部门确定。", "The parameter “{}” has not been set by a department yet.", w.name(parameter.name));
    }
  }
  return w.say("参数“{}”尚未确定。", "The parameter “{}” is unset.", name);
}

}  // namespace

std::string missing_sentence(const Wording& w, const std::string& missing, const ir::Matter& matter) {
  const size_t dot = missing.find('.');
  const std::string_view head = std::string_view(missing).substr(0, dot);
  const std::string_view tail = dot == std::string::npos ? std::string_view() : std::string_view(missing).substr(dot + 1);
  if (head == "registry") {
    const auto synchronised = w.snapshot().synchronised();
    if (!synchronised)
      return w.choose("名册从未与法院同步，不能据以判断；须先同步。",
                      "The registry was never synchronised with the court and is not relied on; synchronise it first.");
    return w.say("名册最近一次与法院同步是{}，已超过时限，不能据以判断；须先同步。",
                 "The registry was last synchronised with the court on {}, too long ago to be relied on; synchronise it first.", w.date(*synchronised));
  }
  if (head == "party") return party_sentence(w, tail);
  if (head == "entry") return entry_sentence(w, tail);
  if (head == "parameter") return parameter_sentence(w, tail);
  if (head == "fault")
    return w.choose("条件中的计算无法得出结果（数值溢出、除以零或者决策表没有相应情形）。",
                    "A computation in the condition has no result (overflow, division by zero, or a table without the case).");
  for (const ir::Field& field : matter.fields) {
    if (field.name.matches(tail)) return w.say("缺少“{}”；请补充。", "“{}” is missing; supply it.", w.name(field.name));
  }
  return w.say("缺少“{}”；请补充。", "“{}” is missing; supply it.", missing);
}

}  // namespace plumb::explain
