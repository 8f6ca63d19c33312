// The words by which the textual IR and messages name the closed sets of the IR. One table for each; their sizes are what
// the decoder accepts. Pure.
#pragma once

#include <span>

#include "compiler/ir/program.hpp"

namespace plumb::ir {

// All words of an enumeration, in the order of its enumerators.
std::span<const char* const> words(Op);
std::span<const char* const> words(TypeKind);
std::span<const char* const> words(Stage);
std::span<const char* const> words(PartyKind);
std::span<const char* const> words(PartyField);
std::span<const char* const> words(Role);
std::span<const char* const> words(Duration::Unit);

template <typename E>
const char* word_of(E value) {
  return words(value)[static_cast<size_t>(value)];
}

// "money", "enumeration#4", "code#0".
std::string type_text(Type type);
// For people: "500.00", "2019-05-30", "special", "[director supervisor]". REQUIRES: well_formed(program, value).
std::string value_text(const Program& program, const Value& value);

}  // namespace plumb::ir
