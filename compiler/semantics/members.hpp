// 主体的X and 失信记录的X: the subjects that every rule set has, and their members, by either name.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "compiler/ir/program.hpp"

namespace plumb::semantics {

enum class Subject : uint8_t { none, party, listing };

Subject find_subject(std::string_view name);
std::optional<ir::PartyField> find_party_field(std::string_view name);
std::optional<ir::ListingField> find_listing_field(std::string_view name);
std::vector<ir::Name> subject_names();
// REQUIRES: not none.
std::vector<ir::Name> member_names(Subject subject);
ir::Name to_name(const Word& word);

}  // namespace plumb::semantics
