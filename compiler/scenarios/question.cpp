#include "compiler/scenarios/question.hpp"

#include <algorithm>

#include "compiler/scenarios/values.hpp"
#include "compiler/semantics/types.hpp"
#include "runtime/decide/subject.hpp"
#include "runtime/identity/normal_form.hpp"

namespace plumb::scenarios {

namespace {

using diagnostics::Argument;
using diagnostics::Kind;

// 主体.编号, party.id … → what decisions call the input. Nothing when it is none.
std::optional<std::string> party_input(std::string_view member) {
  for (int field = 0; field < ir::kPartyFieldCount; ++field) {
    const Word& name = ir::word(static_cast<ir::PartyField>(field));
    if (member == name.zh || member == name.alias) return std::string("party.") + name.alias;
  }
  return std::nullopt;
}

std::optional<std::string> entry_input(std::string_view member) {
  for (int field = 0; field < ir::kListingFieldCount; ++field) {
    const Word& name = ir::word(static_cast<ir::ListingField>(field));
    if (member == name.zh || member == name.alias) return std::string("entry.") + name.alias;
  }
  return std::nullopt;
}

class ScenarioResolver {
 public:
  ScenarioResolver(Names& names, const ast::Scenario& scenario) : names_(names), scenario_(scenario) {}

  std::optional<ResolvedScenario> resolve() {
    ResolvedScenario out;
    out.title = scenario_.title.value;
    out.span = scenario_.title.span;
    Date latest;
    for (const ast::Question& question : scenario_.questions) latest = std::max(latest, question.request.date.value);
    std::optional<World> world = build_world(names_, scenario_, latest);
    if (!world) return std::nullopt;
    out.world = std::move(*world);
    world_ = &out.world;
    for (const ast::Question& question : scenario_.questions) {
      Question resolved;
      resolved.request = request(question.request);
      if (question.expected.empty()) fail(Kind::scenario_without_result, question.request.span, {});
      for (const ast::Expectation& expected : question.expected) resolved.expected.push_back(expectation(expected, resolved.request));
      out.questions.push_back(std::move(resolved));
    }
    if (!understood_) return std::nullopt;
    return out;
  }

 private:
  Request request(const ast::Request& written) {
    Request out;
    out.span = written.span;
    out.date = written.date.value;
    out.sweep = !written.party;
    if (out.sweep) return out;
    out.party.id_path = "/party/id";
    if (written.id) {
      out.party.id = written.id->value;
    } else if (const auto id = id_of(*written.party)) {
      out.party.id = *id;
    }
    if (written.name) out.party.name = written.name->value;
    if (written.sector) out.party.sector = keep(names_.sector(*written.sector));
    if (understood_ && !out.party.id.empty()) {
      const auto subject = decide::identify(*world_->snapshot, out.party);
      if (const auto* refusal = std::get_if<decide::Refusal>(&subject)) {
        fail(Kind::scenario_request_refused, written.id ? written.id->span : written.party->span,
             {Argument::named(decide::message(*refusal, Language::en), decide::message(*refusal, Language::zh))});
      }
    }
    out.stage = written.stage;
    const std::optional<ir::MatterId> matter = keep(names_.matter(written.matter));
    if (!matter) return out;
    out.matter = *matter;
    const ir::Matter& declared = names_.program().matters[*matter];
    if (std::find(declared.stages.begin(), declared.stages.end(), written.stage) == declared.stages.end()) {
      fail(Kind::stage_not_of_matter, written.matter.span, {declared.name.zh, word(written.stage).zh});
    }
    if (!read_row(names_, *matter, written.fields, out.fields)) understood_ = false;
    return out;
  }

  Expectation expectation(const ast::Expectation& written, const Request& request) {
    Expectation out;
    out.kind = written.kind;
    out.span = written.span;
    if (written.effect) out.effect = keep(names_.effect(*written.effect));
    if (out.effect && written.arguments) out.arguments = arguments(written, names_.program().effects[*out.effect].arguments);
    if (written.measure) {
      out.measures = names_.measure(*written.measure);
      if (out.measures.empty()) understood_ = false;
    }
    for (const std::vector<ast::Name>& dotted : written.missing) {
      if (const std::optional<std::string> input = missing_input(dotted, out, request)) out.missing.push_back(*input);
    }
    std::sort(out.missing.begin(), out.missing.end());
    for (const auto& [party, role] : written.triggers) {
      const auto id = id_of(party);
      const std::optional<Role> as = role ? keep(names_.role(*role)) : std::nullopt;
      if (id) out.triggers.emplace_back(*id, as);
    }
    if (written.party) out.party = id_of(*written.party);
    if (written.holding) out.holding = written.holding->value;
    if ((written.party || written.holding) && !request.sweep) fail(Kind::scenario_not_a_sweep, written.span, {});
    return out;
  }

  // 扣减补贴（20%）
  std::vector<ExpectedArgument> arguments(const ast::Expectation& written, const std::vector<ir::Type>& types) {
    const std::vector<ast::ExprPtr>& given = *written.arguments;
    std::vector<ExpectedArgument> out;
    if (given.size() != types.size()) {
      const std::string& effect = written.effect->text;
      names_.sink()
          .report(Kind::argument_count, given.empty() ? written.effect->span : join(written.effect->span, given.back()->span),
                  {effect, types.size(), given.size()})
          .help(diagnostics::HelpKind::form_is, {semantics::form_of(names_.program(), effect, types)});
      understood_ = false;
      return out;
    }
    for (size_t i = 0; i < types.size(); ++i) {
      WrittenValue value = read_value(names_, *given[i], types[i]);
      understood_ = understood_ && value.read;
      out.push_back({std::move(value.value), std::holds_alternative<ast::UnsetLiteral>(given[i]->node)});
    }
    return out;
  }

  std::optional<std::string> missing_input(const std::vector<ast::Name>& dotted, const Expectation& expected, const Request& request) {
    const std::string& head = dotted.front().text;
    if (dotted.size() == 1) {
      if (head == "名单" || head == "registry") return "registry";
      // A field of the matter asked about; in a sweep, of the measure's.
      ir::MatterId matter = request.matter;
      if (request.sweep && !expected.measures.empty()) matter = names_.program().measures[expected.measures.front()].matter;
      if (!matter.valid()) {
        fail(Kind::scenario_no_such_input, dotted.front().span, {head});
        return std::nullopt;
      }
      const std::optional<uint32_t> field = keep(names_.field(matter, dotted.front()));
      if (!field) return std::nullopt;
      const ir::Matter& declared = names_.program().matters[matter];
      return declared.name.alias + "." + declared.fields[*field].name.alias;
    }
    const ast::Name& member = dotted.back();
    std::optional<std::string> input;
    if (head == "主体" || head == "party") input = party_input(member.text);
    if (head == "失信记录" || head == "listing" || head == "entry") input = entry_input(member.text);
    if (head == "参数" || head == "parameter") {
      const auto parameter = keep(names_.parameter(member));
      if (!parameter) return std::nullopt;
      input = "parameter." + names_.program().parameters[*parameter].name.alias;
    }
    if (head == "算术" || head == "fault") {
      const std::vector<ir::MeasureId> measures = names_.measure(member);
      if (measures.empty()) return keep(std::optional<std::string>());
      input = "fault." + names_.program().measures[measures.front()].name.alias;
    }
    if (!input) fail(Kind::scenario_no_such_input, join(dotted.front().span, member.span), {head + "." + member.text});
    return input;
  }

  std::optional<std::string> id_of(const ast::Name& party) {
    const auto found = world_->ids.find(party.text);
    if (found != world_->ids.end()) return found->second;
    std::vector<ir::Name> known;
    for (const auto& [name, id] : world_->ids) known.push_back({name, name});
    names_.unknown(Kind::scenario_party_unknown, party, {party.text}, known);
    understood_ = false;
    return std::nullopt;
  }

  template <typename T>
  std::optional<T> keep(std::optional<T> value) {
    if (!value) understood_ = false;
    return value;
  }
  void fail(Kind kind, Span span, diagnostics::Arguments arguments) {
    names_.sink().report(kind, span, std::move(arguments));
    understood_ = false;
  }

  Names& names_;
  const ast::Scenario& scenario_;
  const World* world_ = nullptr;
  bool understood_ = true;
};

}  // namespace

std::vector<ResolvedScenario> resolve(const ir::Program& program, const std::vector<ast::File>& files, diagnostics::Sink& sink) {
  std::vector<ResolvedScenario> out;
  Names names(program, sink);
  for (const ast::File& file : files) {
    for (const ast::Declaration& declaration : file.declarations) {
      const auto* scenario = std::get_if<ast::Scenario>(&declaration.node);
      if (scenario == nullptr) continue;
      if (std::optional<ResolvedScenario> resolved = ScenarioResolver(names, *scenario).resolve()) out.push_back(std::move(*resolved));
    }
  }
  return out;
}

}  // namespace plumb::scenarios
