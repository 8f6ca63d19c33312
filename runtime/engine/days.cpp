#include "plumb/days.hpp"

#include "runtime/registry/hand_checks.hpp"

namespace plumb {

std::optional<std::string> written_day(std::string_view text) { return registry::typed_day(text); }

}  // namespace plumb
