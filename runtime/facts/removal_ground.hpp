// What a removal ground, in the court's words, says of the entry. Pure; any thread.
#pragma once

#include <string_view>

namespace plumb::facts {

// Whether it says that the entry should never have been made: the alias wrongly_made or the court's words for it, unless the text denies
// them or leaves them open (并非错误纳入, 是否错误纳入; denial.hpp). Of such an entry nothing may be retained (四（二）5), and what it
// caused is restored.
bool is_wrongly_made(std::string_view removal_ground);

// The ground that a text names by one of the words for it (四（二）4, 法释〔2017〕7号 第十条): of a text that is such a word, that word; of one
// that says within a sentence that the entry was wrongly made, the word that says so, alone, since the rest may be somebody's own; of other
// texts nothing. Points into `text` or to a constant.
std::string_view ground_named_in(std::string_view text);

}  // namespace plumb::facts
