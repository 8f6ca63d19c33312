// Numbers and texts as the bytes that digests of the journal are taken of: little-endian in eight bytes; a text behind its length. Both
// the chain and what it binds are made of these, so a change here is a change of every journal. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::registry::journal {

inline void append_number(std::string& out, uint64_t value) {
  for (int shift = 0; shift < 64; shift += 8) out.push_back(static_cast<char>(value >> shift & 0xFF));
}

inline void append_text(std::string& out, std::string_view text) {
  append_number(out, text.size());
  out.append(text);
}

}  // namespace plumb::registry::journal
