// An expression of the IR → words, and the facts that its leaves found. Pure; any thread.
#pragma once

#include <string>
#include <vector>

#include "runtime/explain/wording.hpp"

namespace plumb::explain {

// 星级不低于1，或者国家等级属于特级、一级
std::string expression_text(const Wording& wording, ir::NodeId node, const ir::Matter& matter);

// The inputs that the explained expression asked, once each, in order: 星级为4, 国家等级未给出.
std::vector<std::string> asked_inputs(const Wording& wording, const reference::Explanation& explanation, const ir::Matter& matter);

}  // namespace plumb::explain
