// The public Reviewing: identifiers as people type them → the registry's room of reviews.
#include "plumb/review.hpp"

#include <algorithm>
#include <initializer_list>
#include <thread>
#include <utility>

#include "runtime/engine/registry_state.hpp"
#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/registry/review/bindings.hpp"
#include "runtime/registry/review/candidates.hpp"

namespace plumb {

namespace {

Result<registry::Said> said(const ReviewStatement& statement, const Gate& gate) {
  const auto moment = registry::canonical_moment(statement.recorded_at);
  if (!moment) return registry::failure("registry.time", statement.recorded_at);
  const auto day = registry::given_day(statement.on);
  if (!day) return day.error();
  const std::string by = gate.speaker(statement.by);
  if (by.empty()) return registry::failure("review.by");
  return registry::Said{by, statement.reason, *day, *moment};
}

std::string normal(const std::string& id) { return identity::normalise(id).id; }

// Two identifiers of which something is said. Error: request.party.form for a name.
Result<void> numbers(std::initializer_list<std::string_view> ids) {
  for (const std::string_view id : ids) {
    if (!may_be_number(normal(std::string(id)))) return registry::failure("request.party.form", id);
  }
  return {};
}

PartyName name_of(const registry::Named& named) { return {named.id, named.name}; }

std::optional<ReviewRecord> record_of(const std::optional<registry::Review>& review) {
  if (!review) return std::nullopt;
  return ReviewRecord{review->verdict, review->by, review->on, review->reason};
}

registry::CandidateQuery query_of(const PairQuery& query) {
  registry::CandidateQuery out;
  out.party = query.party.empty() ? "" : normal(query.party);
  out.settled = query.settled;
  out.known_at = query.known_at;
  out.threads = std::max(std::thread::hardware_concurrency(), 1U);
  return out;
}

ControlPair pair_of(const registry::ControlCandidate& candidate) {
  ControlPair out{name_of(candidate.holder), name_of(candidate.organisation), candidate.votes.text(), candidate.interest.text(), {},
                  candidate.recorded,        record_of(candidate.review)};
  for (const registry::ControlCandidate::Step& step : candidate.path) out.path.push_back({name_of(step.organisation), step.share.text()});
  return out;
}

}  // namespace

std::string reason_title(std::string_view code, Language language) {
  for (int i = 0; i < identity::kReasonCount; ++i) {
    const auto reason = static_cast<identity::Reason>(i);
    if (code == identity::reason_code(reason)) return identity::reason_text(reason, language);
  }
  return std::string(code);
}

std::string masked(std::string_view id) { return identity::masked_for_display(id); }

std::string numbers_masked(std::string_view text) { return identity::numbers_hidden(text); }

Result<std::vector<IdentityPair>> Reviewing::identity_candidates(const PairQuery& query) {
  if (auto may = registry_.require(Right::review); !may) return may.error();
  if (auto is = query.party.empty() ? Result<void>() : numbers({query.party}); !is) return is.error();
  const auto found = registry::identity_candidates(registry_.state_->store, query_of(query));
  if (!found) return found.error();
  std::vector<IdentityPair> out;
  for (const registry::IdentityCandidate& candidate : *found) {
    IdentityPair& pair = out.emplace_back();
    pair.party = name_of(candidate.party);
    pair.other = name_of(candidate.other);
    for (const identity::Reason reason : candidate.reasons) pair.reasons.emplace_back(identity::reason_code(reason));
    pair.review = record_of(candidate.review);
  }
  return out;
}

Result<ControlPairs> Reviewing::control_candidates(const ControlPairQuery& query) {
  if (auto may = registry_.require(Right::review); !may) return may.error();
  if (auto is = query.pairs.party.empty() ? Result<void>() : numbers({query.pairs.party}); !is) return is.error();
  registry::ControlQuery asked;
  static_cast<registry::CandidateQuery&>(asked) = query_of(query.pairs);
  const auto day = registry::given_day(query.on);
  if (!day) return day.error();
  const auto threshold = Decimal::parse(query.threshold);
  if (!threshold || threshold->units < 0 || *threshold > Decimal::from_integer(100)) return registry::failure("review.threshold", query.threshold);
  asked.on = *day;
  asked.threshold = *threshold;
  asked.organisations = query.organisations;
  const auto found = registry::control_candidates(registry_.state_->store, asked);
  if (!found) return found.error();
  ControlPairs out;
  for (const registry::ControlCandidate& candidate : found->candidates) out.pairs.push_back(pair_of(candidate));
  for (const auto& [organisation, total] : found->oversubscribed) out.oversubscribed.emplace_back(name_of(organisation), total.text());
  for (const auto& [holder, organisation] : found->unstated) out.unstated.emplace_back(name_of(holder), name_of(organisation));
  return out;
}

Result<Reviewing::Bound> Reviewing::same(const std::string& a, const std::string& b, const ReviewStatement& statement, bool although_both_valid) {
  if (auto may = registry_.require(Right::review); !may) return may.error();
  if (auto are = numbers({a, b}); !are) return are.error();
  const auto by = said(statement, *registry_.state_->gate);
  if (!by) return by.error();
  const auto done = registry::bind_identifiers(registry_.state_->store, normal(a), normal(b), *by,
                                               although_both_valid ? registry::BothValid::seen : registry::BothValid::ask);
  if (!done) return done.error();
  return Bound{done->document, done->party, done->document_name, done->party_name, done->changed, done->noted, done->earlier, done->minor_entries};
}

Result<bool> Reviewing::different(const std::string& a, const std::string& b, const ReviewStatement& statement) {
  if (auto may = registry_.require(Right::review); !may) return may.error();
  if (auto are = numbers({a, b}); !are) return are.error();
  const auto by = said(statement, *registry_.state_->gate);
  if (!by) return by.error();
  return registry::distinguish(registry_.state_->store, normal(a), normal(b), *by);
}

Result<Reviewing::Split> Reviewing::split(const std::string& document, const std::string& from, const ReviewStatement& statement) {
  if (auto may = registry_.require(Right::review); !may) return may.error();
  if (auto is = numbers({document}); !is) return is.error();
  const auto by = said(statement, *registry_.state_->gate);
  if (!by) return by.error();
  auto done = registry::split(registry_.state_->store, normal(document), from.empty() ? "" : normal(from), *by);
  if (!done) return done.error();
  return Split{std::move(done->from), std::move(done->still)};
}

Result<Reviewing::ControlConfirmed> Reviewing::controls(const std::string& holder, const std::string& organisation, const std::string& from,
                                                        const ReviewStatement& statement) {
  if (auto may = registry_.require(Right::review); !may) return may.error();
  if (auto are = numbers({holder, organisation}); !are) return are.error();
  const auto by = said(statement, *registry_.state_->gate);
  if (!by) return by.error();
  std::optional<Date> day;
  if (!from.empty()) {
    const auto given = registry::given_day(from);
    if (!given) return given.error();
    day = *given;
  }
  auto done = registry::confirm_control(registry_.state_->store, normal(holder), normal(organisation), day, *by);
  if (!done) return done.error();
  return ControlConfirmed{done->changed, done->relation_changed, std::move(done->from), std::move(done->corrected)};
}

Result<Reviewing::ControlRefused> Reviewing::controls_not(const std::string& holder, const std::string& organisation, bool withdraw,
                                                          const ReviewStatement& statement) {
  if (auto may = registry_.require(Right::review); !may) return may.error();
  if (auto are = numbers({holder, organisation}); !are) return are.error();
  const auto by = said(statement, *registry_.state_->gate);
  if (!by) return by.error();
  const auto recorded = withdraw ? registry::RecordedControl::taken_back : registry::RecordedControl::stands;
  auto done = registry::refuse_control(registry_.state_->store, normal(holder), normal(organisation), recorded, *by);
  if (!done) return done.error();
  return ControlRefused{done->changed, std::move(done->taken_back)};
}

}  // namespace plumb
