// Texts as they came, beside the values they became: JSON objects of column → text, or empty. Pure; any thread.
#pragma once

#include <span>
#include <string>

#include "runtime/feed/court_record.hpp"
#include "runtime/registry/court/named.hpp"

namespace plumb::registry::court {

// Of an entry's first record, with the columns that it left out, in the order of their names (named.hpp).
std::string originals_of(const feed::CourtRecord& record, std::span<const char* const> left_out);
// Those that belong to its removal.
std::string removal_originals_of(const feed::CourtRecord& record);

// Where both know a column, the later.
std::string merged_originals(const std::string& earlier, const std::string& later);

// An entry's, once the record has told it again: of the columns that it does not name the earlier, its own, and as of when which were named.
std::string originals_with(const std::string& earlier, const feed::CourtRecord& record, const NamedDays& days);

}  // namespace plumb::registry::court
