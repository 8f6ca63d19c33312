#include "bench/peers/prepare.hpp"

#include <charconv>
#include <cstdlib>
#include <iostream>

#include "bench/copies.hpp"
#include "plumb/compiler.hpp"

namespace plumb::bench {

void give_up(const std::string& why) {
  std::cerr << "bench/peers: " << why << '\n';
  std::exit(3);
}

uint64_t number(std::string_view argument) {
  uint64_t out = 0;
  const auto [end, fault] = std::from_chars(argument.data(), argument.data() + argument.size(), out);
  if (fault != std::errc() || end != argument.data() + argument.size()) give_up("not a number: " + std::string(argument));
  return out;
}

Prepared prepare(const std::string& folder, std::string_view count, std::string_view seed, const std::string& date, uint64_t copies) {
  const Compilation compilation = Compilation::of(folder, {.scenarios = false});
  if (!compilation.ok()) give_up("the rules in " + folder + " have errors; see plumb check");
  const auto day = Date::parse(date);
  if (!day) give_up("not a date: " + date);
  Prepared out;
  out.rules = must(resolve(with_copies(compilation.rules()->share(), copies)));
  out.requests = must(make_requests(out.rules, *day, number(seed), number(count)));
  return out;
}

}  // namespace plumb::bench
