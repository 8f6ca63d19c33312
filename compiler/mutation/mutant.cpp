#include "compiler/mutation/mutant.hpp"

#include <algorithm>

#include "compiler/backends/prose/phrase.hpp"
#include "compiler/backends/prose/wording.hpp"
#include "compiler/ir/builder.hpp"

namespace plumb::mutation {

namespace {

using ir::MeasureId;
using ir::NodeId;
using prose::spell;

// The mutants of one measure, its conditions apart.
class MeasureMutator {
 public:
  MeasureMutator(const ir::Program& program, MeasureId id, std::vector<Mutant>& out) : program_(program), id_(id), measure_(program.measures[id]), out_(out) {}

  void mutate() {
    reach();
    party();
    stage();
    matter();
    effect();
    arguments();
    conditions();
    period();
  }

 private:
  template <typename Change>
  void add(Description description, Change change) {
    out_.push_back(Mutant{id_, [id = id_, description = std::move(description), change](ir::Program& program) {
                            change(program.measures[id]);
                            return description;
                          }});
  }

  void reach() {
    add({"anyone is reached, listed or not, instead of those listed (or the reverse)",
         measure_.reach.anyone ? "把适用对象从“不论是否失信”改为失信被执行人" : "把适用对象改为“不论是否失信”"},
        [](ir::Measure& measure) { measure.reach = measure.reach.anyone ? ir::Reach{false, true, 0, 0} : ir::Reach{true, false, 0, 0}; });
    if (measure_.reach.anyone) return;
    add(measure_.reach.self ? Description{"its own entry no longer counts", "不再适用于失信被执行人本人"}
                            : Description{"its own entry counts", "也适用于失信被执行人本人"},
        [](ir::Measure& measure) { measure.reach.self = !measure.reach.self; });
    if (measure_.reach.debtor_roles != measure_.reach.own_roles) {
      add({"the directions of its roles are swapped", "把“失信被执行人的……”与“以失信被执行人为……的单位”互换"},
          [](ir::Measure& measure) { std::swap(measure.reach.debtor_roles, measure.reach.own_roles); });
    }
    roles(&ir::Reach::debtor_roles, "a role at a listed organisation", "“失信被执行人的……”中");
    roles(&ir::Reach::own_roles, "a role of a listed party at the organisation", "“以失信被执行人为……的单位”中");
  }

  // Each role toggled, in the masks that the measure has at all.
  void roles(uint32_t ir::Reach::* mask, const std::string& en, const std::string& zh) {
    if (measure_.reach.*mask == 0) return;
    for (int role = 0; role < kRoleCount; ++role) {
      const uint32_t bit = uint32_t{1} << role;
      // Recorded only on entries: it cannot be held at an organisation that is judged.
      if (static_cast<Role>(role) == Role::directly_responsible && mask == &ir::Reach::own_roles) continue;
      const bool has = (measure_.reach.*mask & bit) != 0;
      const Word& name = word(static_cast<Role>(role));
      add({en + " " + (has ? "loses " : "gains ") + name.alias, zh + (has ? "去掉" : "加上") + name.zh},
          [mask, bit](ir::Measure& measure) { measure.reach.*mask ^= bit; });
    }
  }

  void party() {
    const auto text = [](std::optional<PartyKind> kind, Language language) {
      return kind ? spell(word(*kind), language) : prose::say(language, "any", "不限");
    };
    for (std::optional<PartyKind> other : {std::optional<PartyKind>(), std::optional(PartyKind::person), std::optional(PartyKind::organisation)}) {
      if (other == measure_.party) continue;
      add({"the kind of party becomes " + text(other, Language::en), "把主体类别改为" + text(other, Language::zh)},
          [other](ir::Measure& measure) { measure.party = other; });
    }
  }

  void stage() {
    for (Stage other : program_.matters[measure_.matter].stages) {
      if (other == measure_.stage) continue;
      add({std::string("the stage becomes ") + word(other).alias, std::string("把阶段改为") + word(other).zh},
          [other](ir::Measure& measure) { measure.stage = other; });
    }
  }

  bool reads_fields(NodeId node) const {
    if (!node.valid()) return false;
    if (program_.nodes[node].op == ir::Op::matter_field) return true;
    for (NodeId operand : ir::operands(program_, node)) {
      if (reads_fields(operand)) return true;
    }
    return false;
  }

  // The next matter that has the stage, where no condition speaks of this one's fields.
  void matter() {
    bool bound = reads_fields(measure_.condition);
    for (const ir::Exception& exception : measure_.exceptions) bound = bound || reads_fields(exception.condition);
    if (bound) return;
    for (size_t step = 1; step < program_.matters.size(); ++step) {
      const ir::MatterId other{static_cast<uint32_t>((measure_.matter.value + step) % program_.matters.size())};
      const std::vector<Stage>& stages = program_.matters[other].stages;
      if (std::find(stages.begin(), stages.end(), measure_.stage) == stages.end()) continue;
      const ir::Name& name = program_.matters[other].name;
      add({"the matter becomes " + spell(name, Language::en), "把事项改为" + name.zh}, [other](ir::Measure& measure) { measure.matter = other; });
      return;
    }
  }

  void effect() {
    for (int step : {-1, 1}) {
      const int64_t other = int64_t{measure_.effect.value} + step;
      if (other < 0 || other >= static_cast<int64_t>(program_.effects.size())) continue;
      const ir::EffectId id{static_cast<uint32_t>(other)};
      const ir::Name& name = program_.effects[id].name;
      add({"the effect becomes " + spell(name, Language::en), "把处理改为" + name.zh}, [id](ir::Measure& measure) { measure.effect = id; });
    }
  }

  // A constant's neighbours tell as much as leaving it open.
  void arguments() {
    for (size_t index = 0; index < measure_.arguments.size(); ++index) {
      const NodeId argument = measure_.arguments[index];
      const std::string number = measure_.arguments.size() == 1 ? "" : std::to_string(index + 1);
      const Description where{"in the effect's argument" + (number.empty() ? "" : " " + number) + ", ",
                              number.empty() ? "处理的参数中，" : "处理的第 " + number + " 项参数中，"};
      if (program_.nodes[argument].op != ir::Op::constant) {
        out_.push_back(Mutant{id_, [id = id_, index, argument, where](ir::Program& program) {
                                program.measures[id].arguments[index] = ir::Builder(program).fault(program.nodes[argument].type);
                                const auto said = [&](Language language) { return prose::phrase({program, program.measures[id].matter, language}, argument); };
                                return Description{where.en + "[" + said(Language::en) + "] is left open", where.zh + "「" + said(Language::zh) + "」空着不写"};
                              }});
      }
      mutate_expression(program_, id_, argument, where, [index](ir::Measure& measure, NodeId node) { measure.arguments[index] = node; }, out_);
    }
  }

  void conditions() {
    if (measure_.condition.valid()) {
      add({"the condition is left out", "去掉整个条件"}, [](ir::Measure& measure) { measure.condition = NodeId(); });
      mutate_expression(program_, id_, measure_.condition, {}, [](ir::Measure& measure, NodeId node) { measure.condition = node; }, out_);
    }
    for (size_t index = 0; index < measure_.exceptions.size(); ++index) {
      add({"an exception is left out", "去掉一项例外"},
          [index](ir::Measure& measure) { measure.exceptions.erase(measure.exceptions.begin() + static_cast<std::ptrdiff_t>(index)); });
      mutate_expression(
          program_, id_, measure_.exceptions[index].condition, {}, [index](ir::Measure& measure, NodeId node) { measure.exceptions[index].condition = node; },
          out_);
    }
  }

  void period() {
    const auto move = [&](std::optional<Date> ir::Measure::* day, const std::string& en, const std::string& zh) {
      if (!(measure_.*day)) return;
      for (int step : {-1, 1}) {
        add({en + (step < 0 ? " a day earlier" : " a day later"), zh + (step < 0 ? "提前一日" : "推迟一日")},
            [day, step](ir::Measure& measure) { (measure.*day)->days += step; });
      }
    };
    move(&ir::Measure::from, "it begins", "把施行日期");
    move(&ir::Measure::until, "it ends", "把废止日期");
  }

  const ir::Program& program_;
  const MeasureId id_;
  const ir::Measure& measure_;
  std::vector<Mutant>& out_;
};

void mutate_documents(const ir::Program& program, std::vector<Mutant>& out) {
  const auto move = [&](ir::DocumentId id, std::optional<Date> ir::Document::* day, const std::string& en, const std::string& zh) {
    if (!(program.documents[id].*day)) return;
    for (int step : {-1, 1}) {
      const ir::Name& name = program.documents[id].name;
      Description description{spell(name, Language::en) + en + (step < 0 ? " a day earlier" : " a day later"),
                              "把" + name.zh + "的" + zh + (step < 0 ? "日期提前一日" : "日期推迟一日")};
      out.push_back(Mutant{MeasureId(), [id, day, step, description = std::move(description)](ir::Program& changed) {
                             (changed.documents[id].*day)->days += step;
                             return description;
                           }});
    }
  };
  for (size_t index = 0; index < program.documents.size(); ++index) {
    move(program.documents.id_at(index), &ir::Document::from, " begins", "施行");
    move(program.documents.id_at(index), &ir::Document::until, " ends", "废止");
  }
}

// 施行 2022-01-01 = 5万元: the value and the day of each version. Before its first day a parameter is unset, so that the day
// of an unset first version says nothing.
void mutate_parameters(const ir::Program& program, std::vector<Mutant>& out) {
  for (size_t index = 0; index < program.parameters.size(); ++index) {
    const ir::ParameterId id = program.parameters.id_at(index);
    const ir::Parameter& parameter = program.parameters[id];
    for (size_t version = 0; version < parameter.versions.size(); ++version) {
      const ir::ParameterVersion& at = parameter.versions[version];
      const std::string en = spell(parameter.name, Language::en) + " from " + spell(at.from, Language::en);
      const std::string zh = "把参数“" + parameter.name.zh + "”自" + spell(at.from, Language::zh) + "起的";
      const auto add = [&](Description description, auto change) {
        out.push_back(Mutant{MeasureId(), [id, version, description = std::move(description), change](ir::Program& changed) {
                               change(changed.parameters[id].versions[version]);
                               return description;
                             }});
      };
      if (at.value) {
        for (const ir::Value& other : neighbours(program, *at.value)) {
          add({en + " becomes " + spell(program, other, Language::en), zh + "值改为" + spell(program, other, Language::zh)},
              [other](ir::ParameterVersion& changed) { changed.value = other; });
        }
      }
      if (version == 0 && !at.value) continue;
      for (int step : {-1, 1}) {
        add({en + " holds a day " + (step < 0 ? "earlier" : "later"), zh + "施行日期" + (step < 0 ? "提前一日" : "推迟一日")},
            [step](ir::ParameterVersion& changed) { changed.from.days += step; });
      }
    }
  }
}

}  // namespace

std::vector<Mutant> mutants_of(const ir::Program& program) {
  std::vector<Mutant> out;
  for (size_t index = 0; index < program.measures.size(); ++index) MeasureMutator(program, program.measures.id_at(index), out).mutate();
  mutate_documents(program, out);
  mutate_parameters(program, out);
  return out;
}

}  // namespace plumb::mutation
