// The one door to ANTLR: its headers and the generated lexer and parser (system headers to us: their warnings are not ours).
// Only files of this folder include it.
#pragma once

#include "PlumbLexer.h"
#include "PlumbParser.h"
