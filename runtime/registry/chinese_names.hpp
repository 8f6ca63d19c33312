// What the columns of tables are called in files written in Chinese: the notice's own words for an entry's fields (四（二）1), and the words of
// docs/registry.md. A column may have several names, the first of which the program says itself. For table.cpp. Pure; any thread.
#pragma once

#include <span>
#include <string_view>

#include "runtime/registry/table.hpp"

namespace plumb::registry {

struct ChineseName {
  Table table;
  std::string_view column;  // as import files name it in English
  std::string_view zh;      // half width
};
std::span<const ChineseName> chinese_names();

}  // namespace plumb::registry
