#include <algorithm>
#include <thread>
#include <variant>

#include "compiler/base/check.hpp"
#include "runtime/decide/request.hpp"
#include "runtime/decide/write.hpp"
#include "runtime/engine/loaded.hpp"
#include "runtime/explain/answer.hpp"
#include "runtime/explain/explain.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/sweep/sweep.hpp"
#include "runtime/threads/published.hpp"

namespace plumb {

using engine::Loaded;

struct Engine::State {
  threads::Published<Loaded> loaded;
};

namespace {

std::shared_ptr<const Loaded> load(RuleSet rules, Evaluator evaluator, std::shared_ptr<const Snapshot> snapshot) {
  check(evaluator.made_for(rules), "an engine's evaluator was made for its rules");
  return std::make_shared<const Loaded>(std::move(rules), std::move(evaluator), std::move(snapshot));
}

Evaluator usual_evaluator(const RuleSet& rules) { return Evaluator::columnar(rules); }

decide::Options of(const DecideOptions& options) { return {options.max_staleness_days, options.reveal}; }

unsigned threads_of(const DecideOptions& options) { return options.threads != 0 ? options.threads : std::max(1U, std::thread::hardware_concurrency()); }

Error as_error(const decide::Refusal& refusal, Language language) { return {std::string(decide::code_text(refusal.code)), decide::message(refusal, language)}; }

Result<Date> read_date(std::string_view text, Language language) {
  const auto date = Date::parse(text);
  if (!date) return as_error({decide::RefusalCode::date, std::string(text), ""}, language);
  return *date;
}

}  // namespace

Engine::Engine(RuleSet rules, std::shared_ptr<const Snapshot> snapshot) : Engine(rules, usual_evaluator(rules), std::move(snapshot)) {}

Engine::Engine(RuleSet rules, Evaluator evaluator, std::shared_ptr<const Snapshot> snapshot) : state_(std::make_unique<State>()) {
  state_->loaded.store(load(std::move(rules), std::move(evaluator), std::move(snapshot)));
}

Engine::~Engine() = default;

void Engine::replace(RuleSet rules, std::shared_ptr<const Snapshot> snapshot) { replace(rules, usual_evaluator(rules), std::move(snapshot)); }

void Engine::replace(RuleSet rules, Evaluator evaluator, std::shared_ptr<const Snapshot> snapshot) {
  state_->loaded.store(load(std::move(rules), std::move(evaluator), std::move(snapshot)));
}

DecisionLine Engine::decide(std::string_view line, const DecideOptions& options) const {
  const std::shared_ptr<const Loaded> loaded = state_->loaded.load();
  const decide::Context context = loaded->context();
  decide::ParsedRequest parsed = decide::parse_request(loaded->index, line);
  const auto refuse = [&](const decide::Refusal& refusal) { return DecisionLine{decide::refusal_line(parsed.id, refusal, options.language), true}; };
  if (!parsed.request) return refuse(parsed.refusal);
  decide::Request& request = *parsed.request;
  auto subject = decide::identify(context.snapshot, request.party);
  if (const auto* refusal = std::get_if<decide::Refusal>(&subject)) return refuse(*refusal);
  decide::Decision decision = decide::decide(context, of(options), std::get<decide::Subject>(std::move(subject)), request.matter, request.stage, request.date,
                                             std::move(request.fields));
  if (options.explain) explain::explain(context, options.language, options.reveal, decision);
  return {decide::decision_line(context, parsed.id, decision), false};
}

Result<uint64_t> Engine::sweep(std::string_view date_text, const DecideOptions& options, const std::function<void(const std::string& json)>& line,
                               const std::function<void(uint64_t done, uint64_t total)>& progress) const {
  const auto date = read_date(date_text, options.language);
  if (!date) return date.error();
  const std::shared_ptr<const Loaded> loaded = state_->loaded.load();
  if (auto whole = loaded->snapshot->complete(); !whole) return registry::failure(whole.error().code, whole.error().message);
  const decide::Context context = loaded->context();
  const auto& rows = loaded->rows(threads_of(options));
  if (!rows) return registry::failure(rows.error().code, rows.error().message);
  sweep::Visitor visitor{line, progress, {}};
  if (options.explain) visitor.explain = [&](decide::Decision& decision) { explain::explain(context, options.language, options.reveal, decision); };
  return sweep::sweep(context, of(options), *rows, *date, options.language, threads_of(options), visitor).refused;
}

std::optional<std::string> Engine::synchronised() const {
  const auto day = state_->loaded.load()->snapshot->synchronised();
  return day ? std::optional(day->iso()) : std::nullopt;
}

Result<Answer> Engine::ask(std::string_view party_id, std::string_view date_text, const DecideOptions& options) const {
  const auto date = read_date(date_text, options.language);
  if (!date) return date.error();
  const std::shared_ptr<const Loaded> loaded = state_->loaded.load();
  if (auto whole = loaded->snapshot->complete(); !whole) return registry::failure(whole.error().code, whole.error().message);
  const decide::Context context = loaded->context();
  auto subject = decide::identify(context.snapshot, decide::GivenParty{std::string(party_id), std::nullopt, std::nullopt, "/party"});
  if (const auto* refusal = std::get_if<decide::Refusal>(&subject)) return as_error(*refusal, options.language);
  explain::Answer answer = explain::answer(context, of(options), options.language, std::get<decide::Subject>(std::move(subject)), *date);
  return Answer{std::move(answer.text), std::move(answer.json)};
}

}  // namespace plumb
