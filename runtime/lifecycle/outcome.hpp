// The words of a decision on an objection or a reconsideration → what it came to, or unknown where they leave any doubt.
//
// Who upholds, ends a listing; who dismisses, leaves it. A decision that says neither is unknown, acts as neither, and is found for the court
// to say (decision_without_outcome). Pure; any thread. Source: 四（二）3.
#pragma once

#include <cstdint>
#include <string_view>

namespace plumb::lifecycle {

enum class Outcome : uint8_t { upheld, dismissed, unknown };

// upheld, 理由成立, 撤销, 予以支持 / dismissed, 驳回, 维持, and what denies the words for upheld (不成立, 不能成立, 不予撤销, 不支持),
// within a longer text too. Unknown: both, neither, what may be (是否, 如, 部分), an objection that was withdrawn, what was only asked for
// (请求撤销), and what is said of the listing rather than of the objection (纳入理由成立). REQUIRES: valid UTF-8.
Outcome outcome_of(std::string_view detail);

}  // namespace plumb::lifecycle
