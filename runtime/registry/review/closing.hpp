// A finding that a person looked at and closes: who and why stand in its last version, when is the revision's moment.
//
// What was closed is not opened again as long as it says the same (FactWriter), and is when it says something else. Used by settling what
// waits for a person (court/proposals.hpp), in its transaction; by the writer, to know such a finding.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "compiler/base/result.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

inline constexpr const char* kClosedBy = "closed_by";
inline constexpr const char* kClosedBecause = "closed_because";

// The finding of this number, which is open, as a row of its table; nothing: there is none. Errors: settle.bound_minor for one that stands
// for as long as a binding does, and keeps its entry from decisions and the published list.
Result<std::optional<Row>> open_finding(Database& database, int64_t number);

// The row with who closes it and why.
Row closed_finding(const Row& finding, std::string_view by, std::string_view reason);

// A finding's detail without who closed it and why, in one spelling. Pure.
std::string said_of_finding(std::string_view detail);

}  // namespace plumb::registry
