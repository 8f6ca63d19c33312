// What the world can refuse a registry, with one sentence for each in both languages.
//
// A code and a detail → an Error. The message is English; in_language gives the same error in the other language, which
// is why codes stay stable and details (paths, names) are kept apart from sentences. Pure; any thread.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "compiler/base/language.hpp"
#include "compiler/base/result.hpp"

namespace plumb::registry {

struct FailureText {
  const char* code;
  const char* en;
  const char* zh;
};

// Every code that this folder returns.
std::span<const FailureText> failure_texts();

// REQUIRES: `code` is in the table. `detail` follows the sentence after a colon; empty: nothing follows.
Error failure(std::string_view code, std::string_view detail = {});

// The error's message in `language`; errors of other folders pass unchanged.
std::string in_language(const Error& error, Language language);

}  // namespace plumb::registry
