// Free text → the same text with places hidden in everything that may be a person's number.
//
// The one function by which every output that shows free text hides numbers: the published list, findings, deadlines, counts,
// histories, exports. What is hidden, each as long as before:
// - every run of 15 or more letters and digits (resident numbers of both lengths, unified codes, whatever is as long);
// - resident numbers and unified codes written in groups, whatever signs part them (spaces, hyphens, . · / _ ， 、 ①, brackets, 年月日), and
//   bank cards' numbers of 16 to 19 digits in fours, or those of 银联 (62…) in other groups whose check digit holds;
// - the same in digits of any script, and in Chinese numerals (四一〇三九九 …) where there are 15 or more;
// - numbers of passports and permits: one or two letters with seven to ten digits (E12345678, EA1234567, H1234567890), also with a
//   space or hyphen between, and Hong Kong's A123456(7);
// - shorter numbers behind a word that says what they are (护照, 通行证, 军官证 …), and 军字第1234567号.
// In doubt a number is hidden: a document of one letter and eight digits looks like a passport. Case numbers, amounts, days, telephone
// numbers, document numbers of other forms stay. Source: 四（二）1 names what is public; 个人信息保护法 第六条. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace plumb::identity {

// `asked`: the normal form of the identifier by which the reader asked, which is shown; empty: none. Hiding twice changes nothing.
// Invalid UTF-8 is hidden whole.
std::string numbers_hidden(std::string_view text, std::string_view asked = {});

}  // namespace plumb::identity
