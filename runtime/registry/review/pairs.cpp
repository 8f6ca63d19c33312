#include "runtime/registry/review/pairs.hpp"

#include <algorithm>
#include <map>

#include "runtime/identity/check_digit.hpp"
#include "runtime/identity/form.hpp"
#include "runtime/identity/mask.hpp"

namespace plumb::registry {

namespace {

// Some number with hidden places of the one.
bool shows_otherwise(const OneParty& one, const OneParty& other) {
  const auto explained = [](const OneParty& party, const std::string& masked) {
    return std::any_of(party.identifiers.begin(), party.identifiers.end(),
                       [&](const auto& id) { return id.second != masked && !identity::is_masked(id.second) && identity::agree(masked, id.second); });
  };
  return std::any_of(one.identifiers.begin(), one.identifiers.end(), [&](const auto& masked) {
    if (!identity::is_masked(masked.second) || explained(one, masked.second) || explained(other, masked.second)) return false;
    return std::any_of(other.identifiers.begin(), other.identifiers.end(),
                       [&](const auto& id) { return !identity::is_masked(id.second) && id.second.size() == masked.second.size(); });
  });
}

// What is bound so far. Where bindings lead round a circle, its first by text stands for the end, as in one_party.hpp.
class Forest {
 public:
  void bind(const SaidPair& binding) { next_[binding.a] = binding; }
  bool is_bound(const std::string& id) const { return next_.contains(id); }

  std::string end_of(const std::string& id) const {
    std::set<std::string> met;
    std::string at = id;
    for (auto found = next_.find(at); found != next_.end() && met.insert(at).second; found = next_.find(at)) at = found->second.b;
    if (!is_bound(at)) return at;
    std::string first = at;
    for (std::string round = next_.at(at).b; round != at; round = next_.at(round).b) first = std::min(first, round);
    return first;
  }

  // Under which the bearer of the chain that ends here is known: where that is masked the first exact one, if there is one.
  std::string principal(const std::string& end) const {
    if (!identity::is_masked(end)) return end;
    for (const auto& [document, binding] : next_) {
      if (!identity::is_masked(document) && end_of(document) == end) return document;
    }
    return end;
  }

  std::vector<SaidPair> take() && {
    std::vector<SaidPair> out;
    for (auto& [document, binding] : next_) out.push_back(std::move(binding));
    return out;
  }

 private:
  std::map<std::string, SaidPair> next_;  // by the document
};

}  // namespace

int weakness(std::string_view id) {
  switch (identity::form(id)) {
    case identity::Form::resident_number:
    case identity::Form::credit_code:
      return identity::check_digit_holds(id) ? 0 : 1;
    case identity::Form::organisation_code:
      return 2;
    case identity::Form::other:
      return 3;
    case identity::Form::masked:
      return 4;
  }
  return 4;
}

bool bears(std::string_view one, std::string_view other) { return weakness(one) <= weakness(other); }

bool told_apart_by_places(const OneParty& one, const OneParty& other) { return shows_otherwise(one, other) || shows_otherwise(other, one); }

bool has_valid_number(const OneParty& party) {
  return std::any_of(party.identifiers.begin(), party.identifiers.end(),
                     [](const auto& one) { return identity::form(one.second) == identity::Form::resident_number && identity::check_digit_holds(one.second); });
}

std::vector<SaidPair> bindings_of(const std::vector<SaidPair>& told, const std::vector<SaidPair>& pairs) {
  Forest forest;
  for (const SaidPair& row : told) forest.bind(row);
  for (const SaidPair& pair : pairs) {
    const std::string one = forest.end_of(pair.a), other = forest.end_of(pair.b);
    if (one == other) continue;
    const std::string one_known = forest.principal(one), other_known = forest.principal(other);
    const bool first = bears(one_known, other_known);
    forest.bind({first ? other : one, first ? one_known : other_known, pair.by, pair.basis});
  }
  return std::move(forest).take();
}

std::set<std::string> one_with(const std::string& id, const std::vector<SaidPair>& pairs, std::string_view without) {
  std::set<std::string> out{id};
  for (bool grown = true; grown;) {
    grown = false;
    for (const SaidPair& pair : pairs) {
      if (pair.a == without || pair.b == without || out.contains(pair.a) == out.contains(pair.b)) continue;
      out.insert(pair.a);
      out.insert(pair.b);
      grown = true;
    }
  }
  return out;
}

}  // namespace plumb::registry
