// A case number as written → the one spelling under which entries are kept: （2019）豫0323执12号, and （2013）新执字第01218号 as it was
// before 2016. Pure; any thread.
#pragma once

#include <string>
#include <string_view>

namespace plumb::feed {

// Brackets of every kind become （）, digits and letters half-width, spaces are dropped; no character is added, and no zero before a
// number dropped. Idempotent. REQUIRES: valid UTF-8.
std::string canonical_case_number(std::string_view text);

// Whether a canonical number begins with its year in brackets and names its 号. Others are kept, and told.
bool is_usual_case_number(std::string_view canonical);

// Whether a text is a case number as they usually are, in whatever spelling: one that stands in a party's place is a mistake. REQUIRES: valid UTF-8.
bool names_a_case(std::string_view text);

}  // namespace plumb::feed
