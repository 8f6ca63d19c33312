// What the programs of this folder begin with: their arguments → the rule set, resolved, and its requests.
//
// A fault ends the program with status 3 and its reason on standard error: there is nothing to measure then. For their main()
// alone; one thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "bench/peers/requests.hpp"
#include "bench/peers/resolve.hpp"
#include "compiler/base/result.hpp"

namespace plumb::bench {

[[noreturn]] void give_up(const std::string& why);

template <typename T>
T must(Result<T> result) {
  if (!result) give_up(result.error().message);
  return *std::move(result);
}

uint64_t number(std::string_view argument);

struct Prepared {
  Resolved rules;
  Requests requests;
};

// `folder` holds rules; `copies`: so many of each measure, to see what measures cost; requests are the same for any number.
Prepared prepare(const std::string& folder, std::string_view count, std::string_view seed, const std::string& date, uint64_t copies = 1);

}  // namespace plumb::bench
