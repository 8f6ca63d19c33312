// Characters that have no place in rule text, or none in a name: told with their place, and a fix where one is certain.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/diagnostics/sink.hpp"

namespace plumb::syntax {

// Characters that turn the direction of writing or show nothing; anywhere in the text, comments and strings included.
bool is_invisible(char32_t code_point);

// The plain character that this one could be taken for (Cyrillic а for a), or nothing.
std::optional<char32_t> looks_like(char32_t code_point);

// "U+202E".
std::string code_point_text(char32_t code_point);

// Reports invisible characters of a whole text, and control characters, which a terminal would obey wherever the text is
// shown: in names, strings and comments as well. Returns whether there were any.
bool report_invisible(std::string_view text, SourceId source, diagnostics::Sink& sink);

// Reports what must not stand in the name at `span`; true if there was something.
bool report_foreign_letters(std::string_view name, Span span, diagnostics::Sink& sink);

// Reports a stretch of characters that mean nothing.
void report_unexpected(std::string_view text, Span span, diagnostics::Sink& sink);

}  // namespace plumb::syntax
