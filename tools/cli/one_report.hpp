// The reports of several rule sets → one document of the same format, so that what reads it need not know how many there were.
#pragma once

#include <string>
#include <vector>

#include "plumb/compiler.hpp"

namespace plumb::cli {

// REQUIRES: `format` is json, sarif or junit; each report is one as Compilation::render makes it; there is at least one.
std::string one_report(ReportFormat format, const std::vector<std::string>& reports);

}  // namespace plumb::cli
