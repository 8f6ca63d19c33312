// What happened to what is known about a party → sentences for a person, or JSON for a program.
//
// Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "compiler/base/language.hpp"
#include "runtime/registry/history/collect.hpp"

namespace plumb::registry::history {

struct Reader {
  std::string_view party;  // whose own identifier is shown in full
  Language language = Language::zh;
  bool reveal = false;  // other persons' too, and numbers in free texts
};

// One line each, in order, moments by a clock in Beijing; where there is none, a line that says so.
std::string text(const std::vector<Occurrence>& occurrences, const Reader& reader);
// {"party":…,"occurrences":[{"recorded_at","revision","what","table","row","source","source_row","key":{…},"values":{…},"originals":{…},
// "listed"?:{…},"changes":[…]}]}, moments in UTC; `listed` by column, what lists say where a recorded step counts.
std::string json(const std::vector<Occurrence>& occurrences, const Reader& reader);

}  // namespace plumb::registry::history
