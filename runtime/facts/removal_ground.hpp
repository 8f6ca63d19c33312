// What a removal ground, in the court's words, says of the entry. Pure; any thread.
#pragma once

#include <string_view>

namespace plumb::facts {

// Whether it says that the entry should never have been made: the alias wrongly_made or the court's words for it. Of such an
// entry nothing may be retained (四（二）5), and what it caused is restored.
bool is_wrongly_made(std::string_view removal_ground);

// The ground that a text names by one of the words for it (四（二）4, 法释〔2017〕7号 第十条): the text itself, where it is such a word or
// says that the entry was wrongly made; nothing for other texts, which may say what is somebody's own.
std::string_view ground_named_in(std::string_view text);

}  // namespace plumb::facts
