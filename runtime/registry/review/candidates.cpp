#include "runtime/registry/review/candidates.hpp"

#include <algorithm>
#include <deque>
#include <map>
#include <string_view>
#include <unordered_map>
#include <utility>

#include "runtime/control/control.hpp"
#include "runtime/identity/name.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

namespace {

// The facts with what this room asks of them: names and kinds by identifier, and under which one each bearer is known.
class People {
 public:
  explicit People(facts::FactColumns facts) : facts_(std::move(facts)), names_(facts_.identifiers.size()), kinds_(names_.size(), facts::kNoWord) {
    principals_ = facts::principals(facts_);
    for (const facts::PartyColumns& part : facts_.parties) {
      for (size_t i = 0; i < part.party.size(); ++i) {
        names_[part.party[i]] = compared(part.names[i]);
        kinds_[part.party[i]] = part.kind[i];
      }
    }
    take_names_of_entries();
  }

  const facts::FactColumns& facts() const { return facts_; }
  size_t size() const { return names_.size(); }
  bool named(uint32_t i) const { return facts_.named[i] != 0; }
  std::string_view id(uint32_t i) const { return facts_.identifiers[i]; }
  std::string_view name(uint32_t i) const { return names_[i]; }
  std::optional<PartyKind> kind(uint32_t i) const { return kinds_[i] == facts::kNoWord ? std::nullopt : std::optional(static_cast<PartyKind>(kinds_[i])); }
  uint32_t principal(uint32_t i) const { return principals_.empty() ? i : principals_[i]; }
  Named told(uint32_t i) const { return {std::string(id(i)), std::string(name(i))}; }

  std::optional<uint32_t> find(std::string_view id) const {
    for (uint32_t i = 0; i < size(); ++i) {
      if (facts_.identifiers[i] == id) return i;
    }
    return std::nullopt;
  }

 private:
  // As names are compared, whatever program version imported them.
  std::string_view compared(std::string_view name) {
    std::string normal = identity::normalise_name(name);
    return normal == name ? name : std::string_view(renamed_.emplace_back(std::move(normal)));
  }

  // Of a masked record from a public list the entry alone has the name.
  void take_names_of_entries() {
    std::unordered_map<std::string_view, std::string_view> by_id;
    for (const facts::Entry& entry : facts_.entries) {
      if (!entry.name.empty()) by_id.emplace(entry.party, entry.name);
    }
    if (by_id.empty()) return;
    for (uint32_t i = 0; i < size(); ++i) {
      if (!names_[i].empty()) continue;
      if (const auto found = by_id.find(facts_.identifiers[i]); found != by_id.end()) names_[i] = compared(found->second);
    }
  }

  facts::FactColumns facts_;
  std::vector<std::string_view> names_;
  std::vector<uint8_t> kinds_;
  std::vector<uint32_t> principals_;
  std::deque<std::string> renamed_;
};

Result<People> people_of(Registry& registry, const CandidateQuery& query) {
  facts::ReadOptions options;
  options.known_at = query.known_at;
  options.threads = query.threads;
  auto facts = registry.read_columns(options);
  if (!facts) return facts.error();
  return People(*std::move(facts));
}

using Pair = std::pair<uint32_t, uint32_t>;
using Answers = std::map<Pair, Review>;

// The last that was said of each pair of parties in one matter, whichever of their documents was looked at: by principals, of
// identity the smaller position first, of control the holder.
Answers answers(const People& people, const std::vector<ToldReview>& reviews, Matter matter) {
  std::unordered_map<std::string_view, uint32_t> positions;
  for (const ToldReview& told : reviews) {
    positions.emplace(told.a, 0);
    positions.emplace(told.b, 0);
  }
  for (uint32_t i = 0; i < people.size(); ++i) {
    if (const auto found = positions.find(people.id(i)); found != positions.end()) found->second = people.principal(i);
  }
  Answers out;
  for (const ToldReview& told : reviews) {
    if (matter_of(told.review.verdict) != matter) continue;
    const uint32_t a = positions[told.a], b = positions[told.b];
    out[matter == Matter::control ? Pair(a, b) : Pair(std::min(a, b), std::max(a, b))] = told.review;
  }
  return out;
}

control::Shareholdings shareholdings_of(const People& people) {
  control::Shareholdings out;
  for (uint32_t i = 0; i < people.size(); ++i) out.parties.push_back({people.id(i), people.kind(i)});
  const auto day = [](int32_t number) { return number == facts::kNoDay ? std::nullopt : std::optional(Date{number}); };
  for (const facts::RelationColumns& part : people.facts().relations) {
    for (size_t i = 0; i < part.holder.size(); ++i) {
      if (static_cast<Role>(part.role[i]) != Role::shareholder) continue;
      const std::string_view share = part.shares[i];
      out.rows.push_back({people.principal(part.holder[i]),
                          people.principal(part.organisation[i]),
                          share.empty() ? std::nullopt : Decimal::parse(share),
                          {day(part.from[i]), day(part.to[i])}});
    }
  }
  return out;
}

// Holder and organisation of every actual controller that is recorded on the day.
std::vector<std::pair<uint32_t, uint32_t>> recorded_controllers(const People& people, Date on) {
  std::vector<std::pair<uint32_t, uint32_t>> out;
  for (const facts::RelationColumns& part : people.facts().relations) {
    for (size_t i = 0; i < part.holder.size(); ++i) {
      if (static_cast<Role>(part.role[i]) != Role::actual_controller) continue;
      const bool begun = part.from[i] == facts::kNoDay || part.from[i] <= on.days;
      const bool ended = part.to[i] != facts::kNoDay && part.to[i] <= on.days;
      if (begun && !ended) out.emplace_back(people.principal(part.holder[i]), people.principal(part.organisation[i]));
    }
  }
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

Result<std::vector<IdentityCandidate>> identity_candidates(Registry& registry, const CandidateQuery& query) {
  auto people = people_of(registry, query);
  if (!people) return people.error();
  const auto reviews = reviews_at(registry.database(), static_cast<int64_t>(people->facts().revision));
  if (!reviews) return reviews.error();
  const Answers said = answers(*people, *reviews, Matter::identity);

  std::vector<identity::Known> known;
  std::vector<uint32_t> position;
  for (uint32_t i = 0; i < people->size(); ++i) {
    if (!people->named(i)) continue;
    known.push_back({people->id(i), people->name(i), people->kind(i)});
    position.push_back(i);
  }
  std::vector<identity::Candidate> found;
  if (query.party.empty()) {
    found = identity::all_candidates(known);
  } else if (const auto asked = people->find(query.party)) {
    for (uint32_t i = 0; i < known.size(); ++i) {
      if (people->principal(position[i]) != people->principal(*asked)) continue;
      const auto of_one = identity::candidates_of(known, i);
      found.insert(found.end(), of_one.begin(), of_one.end());
    }
  }
  std::vector<IdentityCandidate> out;
  for (const identity::Candidate& candidate : found) {
    const uint32_t party = position[candidate.party], other = position[candidate.other];
    const uint32_t a = people->principal(party), b = people->principal(other);
    if (a == b) continue;
    // Where it was said that they are the same and they are not bound, the binding was taken back since.
    const auto found_said = said.find({std::min(a, b), std::max(a, b)});
    const bool refused = found_said != said.end() && found_said->second.verdict == "different";
    if (refused && !query.settled) continue;
    out.push_back({people->told(party), people->told(other), candidate.reasons.list(), {}});
    if (refused) out.back().review = found_said->second;
  }
  return out;
}

Result<ControlAnswer> control_candidates(Registry& registry, const ControlQuery& query) {
  auto people = people_of(registry, query);
  if (!people) return people.error();
  const auto reviews = reviews_at(registry.database(), static_cast<int64_t>(people->facts().revision));
  if (!reviews) return reviews.error();
  const Answers said = answers(*people, *reviews, Matter::control);
  const auto recorded = recorded_controllers(*people, query.on);
  const control::Control found =
      control::find_control(shareholdings_of(*people), {query.on, query.threshold, query.organisations ? control::Holders::any : control::Holders::persons});

  const auto asked = query.party.empty() ? std::nullopt : people->find(query.party);
  const auto concerns = [&](uint32_t a, uint32_t b) {
    if (query.party.empty()) return true;
    return asked && (people->principal(*asked) == a || people->principal(*asked) == b);
  };
  ControlAnswer out;
  for (const control::Candidate& c : found.candidates) {
    if (!concerns(c.holder, c.organisation)) continue;
    ControlCandidate candidate{people->told(c.holder), people->told(c.organisation), c.votes, c.interest, {}, false, {}};
    candidate.recorded = std::binary_search(recorded.begin(), recorded.end(), std::pair(c.holder, c.organisation));
    if (const auto review = said.find({c.holder, c.organisation}); review != said.end()) candidate.review = review->second;
    const bool refused = candidate.review && candidate.review->verdict == "not_controls";
    if ((candidate.recorded || refused) && !query.settled) continue;
    for (const control::Link& link : c.path) candidate.path.push_back({people->told(link.organisation), link.share});
    out.candidates.push_back(std::move(candidate));
  }
  for (const control::Oversubscribed& o : found.oversubscribed) {
    if (concerns(o.organisation, o.organisation)) out.oversubscribed.emplace_back(people->told(o.organisation), o.total);
  }
  for (const control::Unstated& u : found.unstated) {
    if (concerns(u.holder, u.organisation)) out.unstated.emplace_back(people->told(u.holder), people->told(u.organisation));
  }
  return out;
}

}  // namespace plumb::registry
