// A person's numbers and names → whether a text names them, however it spells them.
//
// For whatever an erasure asks of texts. Pure; any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace plumb::registry::journal {

struct Person {
  std::vector<std::string> numbers;  // as places_in() finds them in a text
  std::vector<std::string> names;    // as signs_of() finds them
};

// A number as texts are searched for it; one of 18 places in its old form of 15 as well. Nothing of one with hidden places, or that was erased.
std::vector<std::string> spellings_of(const std::string& id);

// A name or a text that may hold one, without what people put between the signs of a name and leave out again (张　三, 欧阳·震华).
std::string signs_of(std::string_view text);

// Takes a name to be looked for, unless it is empty or of one sign, which stands in too many words.
void add_name(Person& person, std::string_view name);

bool holds_number(const Person& person, std::string_view text);
bool holds_name(const Person& person, std::string_view text);

}  // namespace plumb::registry::journal
