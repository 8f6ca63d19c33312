#include "tools/cli/notice.hpp"

#include <string_view>

namespace plumb::cli {

extern const unsigned char kNotice[];
extern const unsigned long kNoticeSize;

Result<RuleSet> carried_notice() { return RuleSet::decode(std::string_view(reinterpret_cast<const char*>(kNotice), kNoticeSize)); }

}  // namespace plumb::cli
