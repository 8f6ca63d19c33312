// A finding as it is recorded → its subject and detail as they may be seen: identifiers and numbers in texts with places hidden.
//
// And a finding's kind → what it is called. For history and for the lists of findings. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

#include "compiler/base/language.hpp"

namespace plumb::registry {

// What a kind of finding is called; a kind that nobody knows by its alias.
std::string finding_title(std::string_view kind, Language language);

struct FindingReader {
  std::string_view party;  // whom the finding is about, whatever form that document's number has
  std::string_view asked;  // the identifier that the reader asked for, shown in full; empty: none
};

// Case, party and days, joined by '|'.
std::string subject_hidden(std::string_view subject, const FindingReader& reader);
// A JSON object whose members are named as the columns of entries; one that cannot be read is hidden as a text.
std::string detail_hidden(std::string_view detail, const FindingReader& reader);

}  // namespace plumb::registry
