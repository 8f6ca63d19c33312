// What the registry held before an import of the identifiers that its rows name, and whether of the rows' keys: a place for each
// identifier, and a mark on each row of which there was none.
//
// Looking takes a writer as long as writing, and most identifiers are met several times. So the thread that maps rows does it, on a
// connection of its own that sees the registry as the import found it; nobody else can write meanwhile, and no two rows of one call have
// one key. Places are the importer's alone;
// what a push has met, it finds out by itself (court/standing.hpp). One thread at a time; the vector of what was met belongs to the thread that writes.
#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "runtime/registry/journal/content.hpp"
#include "runtime/registry/row.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

struct MetIdentifier {
  enum class State : uint8_t {
    unknown,  // the writer has to look
    absent,   // the registry did not hold it before
    held,
  };
  State state = State::unknown;
  int64_t number = 0;  // 0: none yet
  journal::Key key{};
};

class IdentifierPlaces {
 public:
  // `own`: the connection that writes, in its transaction, which no other program can change the registry during. Nothing: no second
  // connection is to be had; then the writer looks for everything by itself.
  static std::unique_ptr<IdentifierPlaces> begin(Database& own, size_t most_held);

  // Gives the row the places of its identifiers (Row::places), and says whether it is new (Row::is_new). Of identifiers that are met for
  // the first time, `first_met` gets what is known. REQUIRES: map_row took the row.
  void look(const TableShape& shape, Row& row, std::vector<MetIdentifier>& first_met);
  // Whether it holds as much as it may; then places begin anew at 0.
  bool is_full() const { return places_.size() >= most_held_; }
  void restart();

 private:
  IdentifierPlaces(std::unique_ptr<Database> reader, std::unique_ptr<MappedReads> mapped, Transaction transaction, bool none_before, size_t most_held)
      : reader_(std::move(reader)), mapped_(std::move(mapped)), transaction_(std::move(transaction)), none_before_(none_before), most_held_(most_held) {}
  uint32_t place_of(std::string_view id, std::vector<MetIdentifier>& first_met);
  MetIdentifier find(std::string_view id);
  bool has_no_live_row(const TableShape& shape, const Row& row);
  std::string_view kept(std::string_view id);

  std::unique_ptr<Database> reader_;
  std::unique_ptr<MappedReads> mapped_;
  Transaction transaction_;
  bool none_before_;  // the registry held no identifier at all
  size_t most_held_;
  bool begun_anew_ = false;                                 // the writer may have added what is not found
  std::array<std::optional<Statement>, kTableCount> live_;  // finds the live row of a key
  boost::unordered_flat_map<std::string_view, uint32_t> places_;
  std::vector<MetIdentifier> met_;              // by place
  std::vector<int64_t> numbers_;                // of the row at hand, by column
  std::vector<std::unique_ptr<char[]>> texts_;  // what places_ points to
  size_t used_ = 0;                             // of the last of them
};

}  // namespace plumb::registry
