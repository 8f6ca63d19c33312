// Numbers with hidden places: whether two could be one, whether one shows enough to be asked about, and what output may
// show of a full one. All functions take normal forms. Pure; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::identity {

inline constexpr size_t kMinVisiblePlaces = 8;
inline constexpr size_t kMaskedLength = 18;

bool is_masked(std::string_view id);

// Places that are not '*'. REQUIRES: ASCII (masked numbers are).
size_t visible_places(std::string_view id);

// Why a masked number cannot be used, in the order in which it is checked.
enum class MaskFault : uint8_t { none, length, too_few_visible, characters };
MaskFault mask_fault(std::string_view id);

// Same length, and the same character in every place that both show. Equal full numbers agree.
bool agree(std::string_view a, std::string_view b);

// Places 11 to 14 hidden, for output that nobody asked for by this very number. Shorter numbers: the middle four places
// (two of fewer than nine). Masked ones and organisations' credit codes are public and pass unchanged.
std::string masked_for_display(std::string_view id);

}  // namespace plumb::identity
