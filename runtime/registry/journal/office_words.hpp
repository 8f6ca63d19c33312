// Details of steps that an erasure empties → what an office said in them, in words that are nobody's own: it stays.
//
// What a decision came to and why an entry ended (lifecycle/office_word.hpp), to which departments an entry was told, what was permitted or retained where
// permits and retentions say it too. Without it a court's counts would change with whoever is erased. A text in which the person or anything else
// stands beside is emptied down to these words. Used by erase.hpp alone, in its transaction.
#pragma once

#include <string>
#include <vector>

#include "runtime/registry/journal/erasure_rows.hpp"
#include "runtime/registry/journal/person_named.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

// Takes details that stay whole from each step's `values`, and puts what stays of the others in their place. `in_person`: SQL, the person's identifiers.
Result<void> keep_office_words(Database& database, const Person& person, const std::string& in_person, std::vector<Target>& targets);

}  // namespace plumb::registry::journal
