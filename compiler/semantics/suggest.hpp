// A name that nothing is called + the names there are → the one that was probably meant.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace plumb::semantics {

// Insertions, deletions, replacements and swaps of neighbours, over code points. REQUIRES: valid UTF-8.
size_t edit_distance(std::string_view a, std::string_view b);

// The nearest of the candidates, when it is near enough to be worth proposing: at most one change in three code points, and
// always something in common. Nothing when two are equally near: a guess could be the wrong one. Names of more than 40 code
// points are not compared.
std::optional<std::string> nearest(std::string_view written, std::span<const std::string> candidates);

}  // namespace plumb::semantics
