// Rows that an erasure empties → which of their texts go with the person, and by what their rows are bound from then on.
//
// Who took a step, on which document, on what basis: an office's words as a rule, which stay as the record of what it did, and the person's
// where they name them. All are bound under the person's key (content.hpp), so that nothing can be guessed from what the journal keeps; what
// stays of them when the key is destroyed would be vouched for by nothing, and so the erasure binds such a row anew, by what is left
// of it. Used by erase.hpp alone, in its transaction.
#pragma once

#include <vector>

#include "runtime/registry/journal/erasure_rows.hpp"
#include "runtime/registry/journal/person_named.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::journal {

// Leaves of each row's `named` those that name the person. A mark takes the place of each, since they tell apart rows of one key: the same for texts that
// were the same, so that two rows which told one step before are not told as two.
Result<void> keep_what_names_nobody(Database& database, const Person& person, std::vector<Target>& targets);

// Sets `left` of the rows that must be bound anew. Not of those whose texts were bound as such, by programs of before, and all stay; nor of those that
// were altered: they are found as altered afterwards too. Of a row that was bound anew before, when the other whom it is about was erased, nothing goes;
// nor of one that would have to be and cannot, since no key is left to bind its values by.
Result<void> bind_anew(Database& database, std::vector<Target>& targets);

}  // namespace plumb::registry::journal
