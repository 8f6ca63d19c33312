// Random small counties and requests over the small rule set: every kind of fact, crowded so that everything meets everything.
// One seed gives one county on every machine.
#pragma once

#include <cstdint>
#include <random>
#include <string>

#include "tests/unit/decide/world.hpp"

namespace plumb::test {

class RandomCounty {
 public:
  explicit RandomCounty(uint64_t seed) : engine_(seed) {}

  uint64_t below(uint64_t n) { return engine_() % n; }
  bool chance(uint64_t percent) { return below(100) < percent; }

  // Adds parties, entries, relations, permits, retentions, a bound document and reviews.
  void fill(World& world);

  decide::Request request(const World& world);
  // A party that the county may know, its identifier sometimes masked.
  std::string party();
  // A value for every field that the row lacks.
  void complete(const World& world, ir::MatterId matter, reference::Row& fields);

 private:
  std::string masked(std::string id);
  Date date();
  std::string text_date() { return date().iso(); }
  std::optional<Date> maybe_date(uint64_t percent) { return chance(percent) ? std::optional(date()) : std::nullopt; }
  ir::Value value(const ir::Program& program, ir::Type type);

  std::mt19937_64 engine_;
};

// The decision as bytes, or the refusal's code.
std::string decided(const World& world, const Snapshot& snapshot, const decide::Request& request, decide::Decision* decision = nullptr);

}  // namespace plumb::test
