// A name that nothing is called + the names there are → the one that was probably meant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace plumb {

// The nearest of the candidates, when it is near enough to be worth proposing: at most one change (a code point inserted, left
// out or replaced, or two neighbours swapped) in three code points, and always something in common. Nothing when two are
// equally near: a guess could be the wrong one. Names of more than 40 code points are not compared.
std::optional<std::string> nearest(std::string_view written, std::span<const std::string> candidates);

}  // namespace plumb
