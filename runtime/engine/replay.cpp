// Decisions remembered in the registry's journal, and taken again from it.
#include <boost/json.hpp>
#include <set>
#include <string>
#include <string_view>

#include "plumb/reads.hpp"
#include "runtime/engine/registry_state.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/free_text.hpp"
#include "runtime/identity/mask.hpp"
#include "runtime/identity/normal_form.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/moment.hpp"
#include "runtime/snapshot/snapshot.hpp"

namespace plumb {

namespace json = boost::json;
using registry::journal::Decision;

namespace {

// The identifier asked about in its normal form; nothing where it is masked or not to be made out.
std::string party_of(std::string_view request) {
  const std::string id = identity::normalise(party_of_request(request)).id;
  return identity::is_masked(id) ? std::string() : id;
}

std::string written(const DecideOptions& options) {
  json::object out;
  out["max_staleness"] = options.max_staleness_days ? json::value(*options.max_staleness_days) : json::value();
  out["reveal"] = options.reveal;
  out["explain"] = options.explain;
  out["language"] = options.language == Language::zh ? "zh" : "en";
  return json::serialize(out);
}

Result<DecideOptions> read_options(const std::string& text) {
  boost::system::error_code error;
  const json::value read = json::parse(text, error);
  if (error || !read.is_object()) return registry::failure("registry.corrupt", "journal_decisions.options");
  DecideOptions options;
  const json::object& object = read.as_object();
  const json::value* staleness = object.if_contains("max_staleness");
  if (staleness != nullptr && staleness->is_int64()) options.max_staleness_days = static_cast<int>(staleness->as_int64());
  const auto is_true = [&](const char* name) { return object.if_contains(name) != nullptr && object.at(name).is_bool() && object.at(name).as_bool(); };
  options.reveal = is_true("reveal");
  options.explain = is_true("explain");
  options.language = object.if_contains("language") != nullptr && object.at("language") == "en" ? Language::en : Language::zh;
  return options;
}

// What the answer says of its rules and facts. False: no decision.
bool read_answer(const std::string& answer, Decision& out) {
  boost::system::error_code error;
  const json::value line = json::parse(answer, error);
  if (error || !line.is_object()) return false;
  const json::value* rules = line.as_object().if_contains("ruleset");
  const json::value* facts = line.as_object().if_contains("registry");
  if (rules == nullptr || !rules->is_object() || facts == nullptr || !facts->is_object()) return false;
  const auto text = [&](const char* name, std::string& to) {
    const json::value* found = rules->as_object().if_contains(name);
    if (found != nullptr && found->is_string()) to = found->as_string().c_str();
    return found != nullptr && found->is_string();
  };
  const json::value* revision = facts->as_object().if_contains("revision");
  if (revision == nullptr || !revision->is_int64()) return false;
  out.revision = revision->as_int64();
  return text("name", out.ruleset) && text("version", out.ruleset_version) && text("digest", out.ruleset_digest);
}

// What may be a person's number hides places in the texts of an answer, but for the one that was asked by, and for the codes of the
// organisations that the answer names: they are public, and the answer showed them. What names the rules is no number.
class Hidden {
 public:
  explicit Hidden(const std::string& asked) : asked_(asked) {}

  std::string shown(const std::string& answer) {
    boost::system::error_code error;
    json::value line = json::parse(answer, error);
    if (error || !line.is_object()) return identity::numbers_hidden(answer, asked_);
    take_codes(line);
    for (auto& [key, one] : line.as_object()) {
      if (key != "ruleset") hide(one);
    }
    return json::serialize(line);
  }

 private:
  void take_codes(const json::value& value) {
    if (value.is_string()) {
      const std::string text(value.as_string());
      if (identity::kind_by_form(text) == PartyKind::organisation) codes_.insert(text);
    } else if (value.is_array()) {
      for (const json::value& one : value.as_array()) take_codes(one);
    } else if (value.is_object()) {
      for (const auto& [key, one] : value.as_object()) take_codes(one);
    }
  }

  void hide(json::value& value) const {
    if (value.is_string()) {
      const std::string text(value.as_string());
      value = text == asked_ ? text : around_codes(text);
    } else if (value.is_array()) {
      for (json::value& one : value.as_array()) hide(one);
    } else if (value.is_object()) {
      for (auto& [key, one] : value.as_object()) hide(one);
    }
  }

  std::string around_codes(std::string_view text) const {
    size_t at = std::string_view::npos, length = 0;
    for (const std::string& code : codes_) {
      if (const size_t found = text.find(code); found < at) {
        at = found;
        length = code.size();
      }
    }
    if (at == std::string_view::npos) return identity::numbers_hidden(text, asked_);
    return identity::numbers_hidden(text.substr(0, at), asked_) + std::string(text.substr(at, length)) + around_codes(text.substr(at + length));
  }

  std::string asked_;
  std::set<std::string> codes_;
};

std::string shown(const std::string& answer, const std::string& asked) { return Hidden(asked).shown(answer); }

// What a decision says, without from when its facts are.
std::string told(const std::string& answer) {
  boost::system::error_code error;
  json::value line = json::parse(answer, error);
  if (error || !line.is_object()) return answer;
  line.as_object().erase("registry");
  return json::serialize(line);
}

// Engines over what was known, one revision after another.
class Engines {
 public:
  Engines(registry::Registry& store, const RuleSet& rules) : store_(store), rules_(rules) {}

  // Nothing: now.
  Result<const Engine*> at(std::optional<uint64_t> revision) {
    auto& engine = revision ? then_ : now_;
    if (engine && (!revision || revision == revision_)) return engine.get();
    auto facts = store_.read_columns({.revision = revision});
    if (!facts) return facts.error();
    engine = std::make_unique<Engine>(rules_, Snapshot::build(*std::move(facts), 1));
    if (revision) revision_ = revision;
    return engine.get();
  }

 private:
  registry::Registry& store_;
  const RuleSet& rules_;
  std::unique_ptr<Engine> then_, now_;
  std::optional<uint64_t> revision_;
};

Result<Replay> replayed(registry::Registry& store, Engines& engines, const RuleSet& rules, const ReplayOptions& asked, const Decision& decision) {
  Replay out{decision.number, decision.recorded_at, decision.by_whom, Replay::Outcome::same, decision.answer, {}, {}, false};
  if (decision.erased) {
    out.outcome = Replay::Outcome::erased;
    return out;
  }
  auto options = read_options(decision.options);
  if (!options) return options.error();
  const auto decide = [&](std::optional<uint64_t> revision) -> Result<std::string> {
    auto engine = engines.at(revision);
    if (!engine) return engine.error();
    return (*engine)->decide(decision.request, *options).json;
  };
  if (decision.ruleset_digest != rules.digest()) {
    out.outcome = Replay::Outcome::other_rules;
  } else {
    auto facts = store.facts_digest(decision.revision);
    if (!facts) return facts.error();
    auto again = decide(static_cast<uint64_t>(decision.revision));
    if (!again) return again.error();
    out.again = *std::move(again);
    if (*facts != decision.facts_digest)
      out.outcome = Replay::Outcome::other_facts;
    else if (out.again != decision.answer)
      out.outcome = Replay::Outcome::different;
  }
  if (asked.now) {
    auto now = decide(std::nullopt);
    if (!now) return now.error();
    out.now = *std::move(now);
    out.changed = told(out.now) != told(out.then);
  }
  return out;
}

}  // namespace

Result<uint64_t> Registry::record(const std::vector<DecisionRecord>& decisions, const DecideOptions& options, const std::string& recorded_at,
                                  const std::string& by) {
  if (auto may = state_->require({Right::decide}); !may) return may.error();
  const auto moment = registry::canonical_moment(recorded_at);
  if (!moment) return registry::failure("registry.time", recorded_at);
  std::vector<Decision> rows;
  for (const DecisionRecord& decision : decisions) {
    Decision row;
    row.recorded_at = *moment;
    row.by_whom = state_->gate->speaker(by);
    row.party = party_of(decision.request);
    row.request = decision.request;
    row.answer = decision.answer;
    row.options = written(options);
    boost::system::error_code error;
    const json::value line = json::parse(decision.answer, error);
    if (!error && line.is_object() && line.as_object().contains("error")) continue;
    if (!read_answer(decision.answer, row)) return registry::failure("journal.decision");
    rows.push_back(std::move(row));
  }
  if (rows.empty()) return 0;
  if (auto done = state_->store.record(rows); !done) return done.error();
  return rows.size();
}

Result<void> Registry::may_replay(const ReplayOptions& options) const {
  auto may = state_->require({Right::history, Right::verify});
  return may ? state_->require_reveal(options.reveal) : may;
}

Result<uint64_t> Registry::replay(const RuleSet& rules, const ReplayOptions& options, const std::function<void(const Replay&)>& each) {
  if (auto may = may_replay(options); !may) return may.error();
  const std::string asked = options.party.empty() ? std::string() : identity::normalise(options.party).id;
  Engines engines(state_->store, rules);
  uint64_t others = 0;
  const auto done = state_->store.each_decision({options.number, asked}, [&](const Decision& decision) -> Result<void> {
    auto again = replayed(state_->store, engines, rules, options, decision);
    if (!again) return again.error();
    others += again->outcome == Replay::Outcome::same || again->outcome == Replay::Outcome::erased ? 0 : 1;
    if (!options.reveal) {
      for (std::string* answer : {&again->then, &again->again, &again->now}) *answer = answer->empty() ? "" : shown(*answer, asked);
    }
    each(*again);
    return {};
  });
  if (!done) return done.error();
  return others;
}

}  // namespace plumb
