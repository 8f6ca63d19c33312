// Numbers and texts as the bytes that digests of the journal are taken of: little-endian in eight bytes; a text behind its length. Both
// the chain and what it binds are made of these, so a change here is a change of every journal. Pure; any thread.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plumb::registry::journal {

// At once: several times for each row that is written.
inline void append_number(std::string& out, uint64_t value) {
  char bytes[8];
  for (unsigned i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (8 * i) & 0xFF);
  out.append(bytes, sizeof bytes);
}

inline void append_text(std::string& out, std::string_view text) {
  append_number(out, text.size());
  out.append(text);
}

}  // namespace plumb::registry::journal
