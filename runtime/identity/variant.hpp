// A character of a name as some keyboard, converter or older encoding gave it → the one code point under which names are
// compared, or none where it is no character of the name. Kept: every ideograph that is one of its own, in all extension blocks;
// a traditional or variant form is another name. Pure; any thread.
#pragma once

#include <optional>

namespace plumb::identity {

// The dot between the parts of transliterated names.
inline constexpr char32_t kMiddleDot = 0xB7;

// Folds: full-width forms; the dot in its several code points (U+2022, U+30FB, …) to kMiddleDot; radicals that stand for the
// ideograph that they are (U+2F00 to U+2FD5, as text copied from printed pages has them); the ideographs that Unicode has twice
// for the sake of GBK (U+F92C …); and the private code points under which GB 18030-2000 kept 80 characters that Unicode had
// not yet, among them 䶮 (U+E815 to U+E864). Nothing for what only says how a character is drawn or joined: variation
// selectors and zero-width marks.
std::optional<char32_t> compared(char32_t c);

}  // namespace plumb::identity
