// What may be shown → files: CSV, JSON, a page. Pure; any thread; the same input gives the same bytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/language.hpp"
#include "runtime/disclosure/disclosure.hpp"

namespace plumb::disclosure {

enum class Format : uint8_t { csv, json, html };

// CSV: UTF-8 with a byte order mark, since those who open it use a spreadsheet program that takes a file without one for GBK;
// one header, entries, then removals, told apart by the column `state`. Values that such a program would run are defused. No
// foot: a reader would take it for a row.
// JSON: an object with day, revision, both lists, one object a line, and the digest. Keys are aliases in either language.
// HTML: one file that needs no network, no server and, but for searching and sorting, no script.
std::string written(const Disclosure& disclosure, Format format, Language language);

// Whether a file that begins so was written by `written`; so that nothing else is ever overwritten. `head`: the first 512 bytes.
bool begins_as_written(std::string_view head);

// The two lists as the digest takes them: an object a line, entries first, as they stand in the JSON, without the commas between.
std::vector<std::string> lines(const Disclosure& disclosure);

// The page (page.cpp).
std::string page(const Disclosure& disclosure, Language language);
inline constexpr std::string_view kPageBegins = "<!DOCTYPE html>\n<!-- plumb registry publish -->\n";

}  // namespace plumb::disclosure
