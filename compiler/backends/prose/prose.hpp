// A rule set → plain sentences, for the people who sign it.
//
// plumb prose. Reads the program alone, so what is signed is what is decided with. Every measure under its clause: whom it
// reaches, when, under which conditions and exceptions, with which effect; what is not encoded and why; parameters with
// their dated values; the readings chosen; the remedies.
#pragma once

#include <string>

#include "compiler/backends/prose/page.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::prose {

enum class Format : uint8_t { markdown, html };

// Pure; thread-safe. REQUIRES: a verified program. Ends with a newline.
std::string render(const ir::Program& program, Format format, Language language);

// The page before it is written in a format.
Page compose(const ir::Program& program, Language language);

}  // namespace plumb::prose
