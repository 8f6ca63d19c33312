// A text as the court's systems send it → the text: entities of web pages resolved, words that stand for nothing known as such. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace plumb::feed {

// &nbsp; &middot; &amp; &lt; &gt; &quot; &apos; and numbered ones, until none is left: lists taken from web pages bring them in names
// (阿不都&middot;热合曼), also twice over (&amp;middot;). Idempotent. REQUIRES: valid UTF-8.
std::string resolve_entities(std::string_view text);

// Whether a text, spaces aside, says that there is nothing: 无, 暂无, /, a dash, null. REQUIRES: valid UTF-8.
bool says_nothing(std::string_view text);

// Characters that no other system need show as this one does.
struct OddCharacters {
  bool private_use = false;  // a code point whose meaning is the sender's own, and not one of GB 18030: rare characters of old police and court systems
  bool lost = false;         // U+FFFD: somebody upstream could not read it
};
OddCharacters odd_characters(std::string_view text);

}  // namespace plumb::feed
