// The pairs that were said to be one → the bindings that make them one party, and no others.
//
// A row of `documents` that a table told is a pair and a binding at once. A person's word is a pair (reviews.hpp), and the binding made of
// it joins the ends of two chains, so that it may name neither of the two: which pair it rests on is told by saying all pairs again, in
// the order in which they were said. Pure; any thread. Used by bindings.hpp.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/registry/one_party.hpp"

namespace plumb::registry {

struct SaidPair {
  std::string a, b;
  std::string by, basis;  // who said so, and why
  friend bool operator==(const SaidPair&, const SaidPair&) = default;
};

// How well an identifier tells its bearer, the better the smaller: valid numbers, others, masked ones.
int weakness(std::string_view id);

// Of two parties, known under these identifiers: whether the first is the bearer, to whom the other's documents are bound.
bool bears(std::string_view one, std::string_view other);

// Whether a party bears a resident number whose check digit holds: two of them are two persons in law, unless one was corrected.
bool has_valid_number(const OneParty& party);

// Whether a number with hidden places of either shows another in some place than every number of its length that the other is known by; but
// for one that a number of its own party explains.
bool told_apart_by_places(const OneParty& one, const OneParty& other);

// Documents and their parties. `told` are the rows of tables, whose first is the document: they stay as they are. Each pair after them binds the
// end of the weaker party to the other, and nothing where the two are one already.
std::vector<SaidPair> bindings_of(const std::vector<SaidPair>& told, const std::vector<SaidPair>& pairs);

// All that pairs make one with an identifier, itself among them, going through `without` never (empty: through all).
std::set<std::string> one_with(const std::string& id, const std::vector<SaidPair>& pairs, std::string_view without);

}  // namespace plumb::registry
