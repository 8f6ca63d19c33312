// Everything that a registry tells at a moment, as lines of text, one a fact: what a stored database is compared by.
//
// Written by the program that made the database, and read by every later one; so the words here never change.
#pragma once

#include <string>

#include "runtime/registry/registry.hpp"

namespace plumb::migration {

// `registry`'s facts as known at each of its revisions and now, its findings and its log of changes. Throws where it fails.
std::string text_of(registry::Registry& registry);

}  // namespace plumb::migration
