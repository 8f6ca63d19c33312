// The two languages of every message that a person reads. The core reads no locale: the caller chooses.
#pragma once

#include <cstdint>

namespace plumb {

enum class Language : uint8_t { en, zh };

}  // namespace plumb
