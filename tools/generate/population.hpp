// The people and organisations of a synthetic county: identifiers of valid form, names of syllables.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "compiler/base/date.hpp"
#include "tools/generate/random.hpp"

namespace plumb::generate {

struct Person {
  std::string id;
  std::string name;
};

struct Organisation {
  std::string id;
  std::string name;
  std::string sector;  // alias, or empty
};

struct Population {
  std::vector<Person> people;
  std::vector<Organisation> organisations;
};

// About three people to an organisation; all identifiers differ. One person in a hundred is under 18 on `as_of`.
Population make_population(uint64_t parties, Date as_of, Random& random);

// A person of whom no table knows anything. Their serial numbers are never given to the population.
Person make_stranger(Random& random, Date as_of);

// Places 11 to 14 hidden.
std::string masked(const std::string& id);

}  // namespace plumb::generate
