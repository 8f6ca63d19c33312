// A Program as bytes and back, and the two digests that decisions name.
//
// The encoding is canonical: one program has one encoding, and decode() accepts nothing else (shortest varints, no bytes
// left over, valid UTF-8). Layout: "PLIR", the version, then structure.hpp's members in order; unsigned numbers as
// little-endian base-128 varints, signed ones zigzag, ids shifted by one with 0 for none. Pure; thread-safe.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/base/result.hpp"
#include "compiler/ir/program.hpp"

namespace plumb::ir {

inline constexpr uint32_t kEncodingVersion = 1;

std::string encode(const Program& program);

// Never trusts the bytes: Error "ir.malformed" where they are no encoding, "ir.version" for another version, "ir.invalid"
// where the program breaks an invariant of the verifier. A program that is returned has passed verify().
Result<Program> decode(std::string_view bytes);

// What the meaning digest is taken of: only what a decision can depend on or show, in an order that does not depend on
// files. Without notes, waivers, sources, unused declarations and the outline's obligations; declarations and measures
// sorted by name, nodes numbered by first use. REQUIRES: program verified.
Program canonical(const Program& program);

// SHA-256 of encode(canonical(program)), in hexadecimal. Programs of one digest decide every request alike.
std::string meaning_digest(const Program& program);

// SHA-256 over (path, text) pairs sorted by path, lengths included.
std::string source_digest(std::vector<std::pair<std::string, std::string>> sources);

}  // namespace plumb::ir
