#include "compiler/scenarios/judge.hpp"

#include <algorithm>
#include <set>

#include "compiler/backends/reference/table.hpp"
#include "runtime/identity/mask.hpp"

namespace plumb::scenarios {

namespace {

using ast::ExpectKind;
using decide::Status;

bool contains(const std::vector<ir::MeasureId>& list, ir::MeasureId id) { return std::find(list.begin(), list.end(), id) != list.end(); }

// 因 甲公司 任 法定代表人: every trigger shown is one of those named, and every one named is shown.
bool triggers_agree(const Expectation& expected, const decide::MeasureDecision& measure) {
  if (expected.triggers.empty()) return true;
  const auto agrees = [](const std::pair<std::string, std::optional<Role>>& named, const decide::ShownTrigger& shown) {
    return named.first == shown.listed && (!named.second || named.second == shown.role);
  };
  for (const auto& named : expected.triggers) {
    if (std::none_of(measure.shown.begin(), measure.shown.end(), [&](const auto& shown) { return agrees(named, shown); })) return false;
  }
  for (const decide::ShownTrigger& shown : measure.shown) {
    if (std::none_of(expected.triggers.begin(), expected.triggers.end(), [&](const auto& named) { return agrees(named, shown); })) return false;
  }
  return true;
}

// 扣减补贴（20%）, 限额（未定）: each argument as it was decided.
bool arguments_agree(const ir::Program& program, const Expectation& expected, const decide::MeasureDecision& decided) {
  if (!expected.arguments) return true;
  const std::vector<ir::NodeId>& written = program.measures[decided.measure].arguments;
  if (expected.arguments->size() != decided.arguments.size() || written.size() != decided.arguments.size()) return false;
  for (size_t i = 0; i < decided.arguments.size(); ++i) {
    const ExpectedArgument& argument = (*expected.arguments)[i];
    if (argument.value != decided.arguments[i]) return false;
    if (!argument.value && argument.unset != reads_unset(program, written[i], decided.unset)) return false;
  }
  return true;
}

std::optional<ir::EffectId> strongest(const std::vector<Answer>& answers, std::optional<ir::EffectId> decide::Decision::* member) {
  std::optional<ir::EffectId> out;
  for (const Answer& answer : answers) {
    const std::optional<ir::EffectId>& effect = answer.decision.*member;
    if (effect && (!out || *effect < *out)) out = effect;
  }
  return out;
}

}  // namespace

namespace {

std::shared_ptr<const PlumbPredicateTable> reference_table(std::shared_ptr<const ir::Program> program) {
  const auto owner = std::make_shared<const reference::PredicateTable>(std::move(program));
  return {owner, &owner->table()};
}

}  // namespace

Judge::Judge(std::shared_ptr<const ir::Program> program, const Evaluator& evaluator)
    : program_(std::move(program)), rules_(program_), table_(evaluator ? evaluator(program_) : reference_table(program_)) {}

std::vector<Mention> mentions(const Expectation& expected, const std::vector<Answer>& answers) {
  std::vector<Mention> out;
  for (const Answer& answer : answers) {
    if (expected.party && *expected.party != answer.party) continue;
    if (expected.holding && expected.holding != answer.holding) continue;
    // A party without a holding named: its standing, not what it holds.
    if (expected.party && !expected.holding && answer.holding) continue;
    for (const decide::MeasureDecision& measure : answer.decision.measures) {
      if (expected.measures.empty() || contains(expected.measures, measure.measure)) out.push_back({&answer, &measure});
    }
  }
  return out;
}

bool reads_unset(const ir::Program& program, ir::NodeId argument, const std::vector<std::string>& unset) {
  const std::vector<ir::ParameterId> read = ir::parameters_of(program, argument);
  return std::any_of(read.begin(), read.end(),
                     [&](ir::ParameterId id) { return std::find(unset.begin(), unset.end(), program.parameters[id].name.alias) != unset.end(); });
}

std::vector<Answer> Judge::answer(const World& world, const Request& request) const {
  const decide::Context context = this->context(world);
  const Snapshot& snapshot = *world.snapshot;
  const decide::Options options{world.max_staleness_days, true};
  std::vector<Answer> out;
  if (!request.sweep) {
    auto subject = decide::identify(snapshot, request.party);
    if (!std::holds_alternative<decide::Subject>(subject)) return out;
    decide::Decision decision =
        decide::decide(context, options, std::get<decide::Subject>(std::move(subject)), request.matter, request.stage, request.date, request.fields);
    out.push_back({decision.subject.id, std::nullopt, std::move(decision)});
    return out;
  }
  for (const TypedHolding& holding : world.holdings) {
    if (!holding.period.holds_on(request.date)) continue;
    const auto party = snapshot.find(holding.party);
    if (!party || !decide::RuleIndex::has_stage(program_->matters[holding.matter], Stage::holding)) continue;
    out.push_back({holding.party, holding.id,
                   decide::decide(context, options, decide::subject_of(snapshot, *party), holding.matter, Stage::holding, request.date, holding.fields)});
  }
  for (uint32_t party = 0; party < snapshot.party_count(); ++party) {
    const snapshot::PartyIndex index(party);
    if (identity::is_masked(snapshot.party(index).id)) continue;
    for (size_t each = 0; each < program_->matters.size(); ++each) {
      const ir::MatterId status = program_->matters.id_at(each);
      if (!decide::RuleIndex::has_stage(program_->matters[status], Stage::status)) continue;
      reference::Row fields(program_->matters[status].fields.size());
      out.push_back({std::string(snapshot.id(index)), std::nullopt,
                     decide::decide(context, options, decide::subject_of(snapshot, index), status, Stage::status, request.date, std::move(fields))});
    }
  }
  return out;
}

bool Judge::applies(const Expectation& expected, const std::vector<Mention>& found) const {
  return std::any_of(found.begin(), found.end(), [&](const Mention& mention) {
    return mention.measure->status == Status::applies && program_->measures[mention.measure->measure].effect == expected.effect &&
           arguments_agree(*program_, expected, *mention.measure) && triggers_agree(expected, *mention.measure);
  });
}

// With a measure named, exactly what it lacks; without, what the decision as a whole lacks.
bool Judge::needs(const Expectation& expected, const std::vector<Mention>& found) const {
  std::set<std::string> missing;
  bool undetermined = false;
  for (const Mention& mention : found) {
    if (mention.measure->status != Status::undetermined) continue;
    undetermined = true;
    missing.insert(mention.measure->missing.begin(), mention.measure->missing.end());
  }
  return undetermined && std::equal(missing.begin(), missing.end(), expected.missing.begin(), expected.missing.end());
}

// Of what is mentioned, that which no expectation of the question speaks of.
std::vector<Mention> unspoken(const Question& question, const std::vector<Answer>& answers) {
  std::set<const decide::MeasureDecision*> spoken;
  for (const Expectation& expected : question.expected) {
    const bool names = expected.kind == ExpectKind::applies || expected.kind == ExpectKind::needs || expected.kind == ExpectKind::permitted;
    if (!names) continue;
    for (const Mention& mention : mentions(expected, answers)) {
      const bool unnamed = expected.measures.empty();
      if (unnamed && expected.kind == ExpectKind::needs && mention.measure->status != Status::undetermined) continue;
      if (unnamed && expected.kind == ExpectKind::permitted && mention.measure->status != Status::permitted) continue;
      spoken.insert(mention.measure);
    }
  }
  std::vector<Mention> out;
  for (const Answer& answer : answers) {
    for (const decide::MeasureDecision& measure : answer.decision.measures) {
      if (!spoken.contains(&measure)) out.push_back({&answer, &measure});
    }
  }
  return out;
}

bool Judge::meets(const Question& question, size_t index, const std::vector<Answer>& answers) const {
  const Expectation& expected = question.expected[index];
  const std::vector<Mention> found = mentions(expected, answers);
  const auto has = [&](Status status) { return std::any_of(found.begin(), found.end(), [&](const Mention& m) { return m.measure->status == status; }); };
  switch (expected.kind) {
    case ExpectKind::applies:
      return applies(expected, found);
    // A measure named is not mentioned at all; without one, none applies or is open.
    case ExpectKind::not_applicable:
      return expected.measures.empty() ? !has(Status::applies) && !has(Status::undetermined) : found.empty();
    case ExpectKind::needs:
      return needs(expected, found);
    case ExpectKind::permitted:
      return has(Status::permitted);
    case ExpectKind::outcome:
      return strongest(answers, &decide::Decision::outcome) == expected.effect;
    case ExpectKind::at_most:
      return strongest(answers, &decide::Decision::at_most) == expected.effect;
    case ExpectKind::only:
      return unspoken(question, answers).empty();
  }
  return false;
}

std::shared_ptr<const ir::Program> with_parameters(std::shared_ptr<const ir::Program> program, const World& world) {
  if (world.parameters.empty()) return program;
  auto changed = std::make_shared<ir::Program>(*program);
  for (const auto& [parameter, value] : world.parameters) {
    changed->parameters[parameter].versions = {ir::ParameterVersion{Date{Date::kMinDays}, value, {}}};
  }
  return changed;
}

}  // namespace plumb::scenarios
