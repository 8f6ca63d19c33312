// What batch code calls for a block of 64 rows where a vector instruction does not do: the functions of callable.hpp, row by
// row where the operands are known. Private to callable.cpp, which lists them.
#pragma once

#include <span>

#include "compiler/backends/native/callable.hpp"

namespace plumb::native {

std::span<const Callable> block_callables();

}  // namespace plumb::native
