// What a removal ground, in the court's words, says of the entry. Pure; any thread.
#pragma once

#include <string_view>

namespace plumb::facts {

// Whether it says that the entry should never have been made: the alias wrongly_made or the court's words for it. Of such an
// entry nothing may be retained (四（二）5), and what it caused is restored.
bool is_wrongly_made(std::string_view removal_ground);

}  // namespace plumb::facts
