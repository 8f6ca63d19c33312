// An identifier in normal form → its number, as a unique index of texts would give it (code_index.hpp).
//
// Each connection has one (Database::identifiers), and SQL asks it as identifier_number(text): null where the text has none. One thread.
#pragma once

#include <sqlite3.h>

#include <array>
#include <cstdint>
#include <memory>
#include <string_view>

#include "runtime/registry/code_index.hpp"

namespace plumb::registry {

class IdentifierIndex {
 public:
  struct Held {
    int64_t number = 0;                      // 0: the registry does not hold the text
    bool erased = false;                     // its key is destroyed
    std::array<unsigned char, 16> key = {};  // by which its personal values are bound (journal/content.hpp)
  };
  static constexpr const char *kRuns = "identifier_runs", *kBlocks = "identifier_blocks";

  // Gives the connection its function; both outlive what is prepared here, which goes with this object.
  static int attach(sqlite3* database, std::unique_ptr<IdentifierIndex>& out);
  IdentifierIndex(const IdentifierIndex&) = delete;
  IdentifierIndex& operator=(const IdentifierIndex&) = delete;
  ~IdentifierIndex();

  // As calls of CodeIndex.
  int find(std::string_view id, Held& out);
  // A row that was inserted with this text. REQUIRES: none had it.
  int add(std::string_view id, int64_t number);
  // The row's text has become another.
  int respell(std::string_view from, std::string_view to, int64_t number);
  // Makes all of it anew from the table.
  int rebuild();

  CodeIndex& codes() { return codes_; }

 private:
  struct Prepared;
  explicit IdentifierIndex(sqlite3* database);
  int find_row(int64_t number, std::string_view id, Held& out);

  sqlite3* database_;
  std::unique_ptr<Prepared> prepared_;
  CodeIndex codes_;
};

}  // namespace plumb::registry
