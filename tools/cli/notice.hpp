// The notice's rule set as compiled when the product was built (rules/xinan-2019-48).
#pragma once

#include "plumb/plumb.hpp"

namespace plumb::cli {

Result<RuleSet> carried_notice();

}  // namespace plumb::cli
