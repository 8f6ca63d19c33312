// Records as no court should send them, made from a seed: the same seed gives the same text on every machine. For the tests of the feed
// and of the registry.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace plumb::test {

// `count` lines, each one record of NDJSON that is sound, dirty or broken; never empty, never with a line break inside.
std::string malformed_records(uint64_t seed, size_t count);

}  // namespace plumb::test
