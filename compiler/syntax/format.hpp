// Source → its canonical layout: lossless, idempotent, every comment kept in its place.
//
// `--keywords zh|en` converts the language's own words and nothing else, such that en and then zh gives the bytes of zh;
// `--names` needs to know what names mean, so the caller says for each name what to write instead.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "compiler/diagnostics/sink.hpp"

namespace plumb::syntax {

struct FormatOptions {
  enum class Keywords : uint8_t { keep, zh, en };
  Keywords keywords = Keywords::keep;
  // The name to write in the place of the one at `span` (which covers quotes 「」 too, but no alias); nothing keeps it. It
  // is quoted here where it must be. Empty: names are left alone.
  std::function<std::optional<std::string>(Span span)> rename;
};

// The whole file's text, or nothing when it has errors (reported): nothing is ever lost to formatting. Warnings are not
// reported. Thread-safe for distinct sinks.
std::optional<std::string> format(const SourceMap& sources, SourceId source, const FormatOptions& options, diagnostics::Sink& sink);

}  // namespace plumb::syntax
