// What an erasure leaves → the rows in which a text still holds the person's number or name, for who ordered it to know of.
//
// A number is looked for in every text of every row. A name is many people's, so it is looked for only where it must be this person's or cannot be told
// from it: in columns of their own rows in which no person belongs (a decision's number, the ground for removal), and in the names of files. Used by erase.hpp
// alone, in its transaction, before anything is emptied.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "runtime/registry/journal/erasure_rows.hpp"
#include "runtime/registry/journal/person_named.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

struct KeptRow {
  std::string table;
  int64_t row = 0;
};

struct KeptTexts {
  std::vector<KeptRow> numbers;  // rows of facts live or not, decisions and files among them
  std::vector<KeptRow> names;    // where no number is
};

// `in_person`: SQL, the person's identifiers.
Result<KeptTexts> find_kept_texts(Database& database, const Person& person, const std::string& in_person, const Targets& going);

// A court that lists somebody may be called like a person, and begin like one.
Result<bool> is_court(Database& database, const std::string& text);

}  // namespace plumb::registry::journal
