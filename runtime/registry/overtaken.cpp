#include "runtime/registry/overtaken.hpp"

#include <algorithm>
#include <atomic>

#include "runtime/registry/failure.hpp"
#include "runtime/threads/crew.hpp"

namespace plumb::registry {

namespace {

constexpr uint64_t kRowsBetweenQuestions = 4096;

std::vector<size_t> hashes_of(const Row& row) {
  std::vector<size_t> hashes;
  hashes.reserve(row.values.size());
  for (const Value& value : row.values) hashes.push_back(value.present ? std::hash<std::string>()(value.text) : 0);
  return hashes;
}

// The key of a record as append_key gives it; false where it has none.
bool key_of(const TableShape& shape, const Record& record, Row& row, std::string& key) {
  if (record.fault != RejectReason::none || !map_key(shape, record, row)) return false;
  key.clear();
  append_key(shape, row, key);
  return true;
}

}  // namespace

Result<void> OvertakenRows::find(const std::vector<Source>& sources, const std::function<bool(size_t bytes)>& may_go_on) {
  first_rows_.assign(sources.size(), 0);
  std::vector<Table> tables;
  for (const Source& source : sources) {
    if (tables.empty() || tables.back() != source.table) tables.push_back(source.table);
  }
  std::atomic<size_t> read = 0;
  std::atomic<bool> cancelled = false;
  threads::in_any_order(tables.size(), 2, [&](unsigned worker, uint64_t piece) {
    find_repeats(tables[piece], sources, [&](size_t bytes) {
      const size_t position = read += bytes;
      if (worker == 0 && !may_go_on(position)) cancelled = true;  // progress is told on the calling thread
      return !cancelled;
    });
  });
  return cancelled ? failure("registry.cancelled") : Result<void>();
}

// First by hash, which needs eight bytes a row; then exactly, for the few keys whose hash is met twice.
void OvertakenRows::find_repeats(Table table, const std::vector<Source>& sources, const MayGoOn& may_go_on) {
  std::vector<size_t> hashes;
  if (!hash_keys(table, sources, hashes, may_go_on)) return;
  Repeats& repeats = repeats_[static_cast<size_t>(table)];
  std::sort(hashes.begin(), hashes.end());
  for (size_t i = 1; i < hashes.size(); ++i) {
    if (hashes[i] == hashes[i - 1]) repeats.hashes.insert(hashes[i]);
  }
  if (!repeats.hashes.empty()) keep_last_rows(table, sources);
}

bool OvertakenRows::hash_keys(Table table, const std::vector<Source>& sources, std::vector<size_t>& hashes, const MayGoOn& may_go_on) {
  size_t index = 0;
  Row row;
  std::string key;
  for (size_t i = 0; i < sources.size(); ++i) {
    if (sources[i].table != table) continue;
    first_rows_[i] = index;
    const auto reader = sources[i].open();
    if (!reader) return false;
    size_t told = 0;
    Record record;
    for (; (*reader)->next(record); ++index) {
      if (index % kRowsBetweenQuestions == 0) {
        if (!may_go_on((*reader)->position() - told)) return false;
        told = (*reader)->position();
      }
      if (key_of(shape(table), record, row, key)) hashes.push_back(std::hash<std::string>()(key));
    }
    if (!may_go_on(sources[i].bytes - told)) return false;
  }
  return true;
}

void OvertakenRows::keep_last_rows(Table table, const std::vector<Source>& sources) {
  Repeats& repeats = repeats_[static_cast<size_t>(table)];
  size_t index = 0;
  Row row;
  std::string key;
  for (const Source& source : sources) {
    if (source.table != table) continue;
    const auto reader = source.open();
    if (!reader) return;
    Record record;
    for (; (*reader)->next(record); ++index) {
      if (!key_of(shape(table), record, row, key) || !repeats.hashes.contains(std::hash<std::string>()(key))) continue;
      // A row that will be refused corrects nothing, so of keys that are met twice the whole row is looked at.
      if (!map_row(shape(table), record, row)) repeats.last_rows[key] = LastRow{index, hashes_of(row)};
    }
  }
}

std::optional<OvertakenRows::Overtaken> OvertakenRows::overtaken(const TableShape& shape, const Row& row, size_t source, uint64_t index) {
  const Repeats& repeats = repeats_[static_cast<size_t>(shape.table)];
  if (repeats.hashes.empty()) return std::nullopt;
  key_.clear();
  append_key(shape, row, key_);
  const auto last = repeats.last_rows.find(key_);
  if (last == repeats.last_rows.end() || last->second.index == first_rows_[source] + index) return std::nullopt;
  const std::vector<size_t> contents = hashes_of(row);
  const std::vector<size_t>& counts = last->second.contents;
  const auto differs = std::mismatch(contents.begin(), contents.end(), counts.begin(), counts.end()).first;
  return Overtaken{differs == contents.end() ? nullptr : &shape.columns[static_cast<size_t>(differs - contents.begin())]};
}

}  // namespace plumb::registry
