#include "runtime/registry/overtaken.hpp"

#include <algorithm>

#include "runtime/registry/failure.hpp"

namespace plumb::registry {

namespace {

constexpr int kRecordsOfTurn = 512;

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

void OvertakenRows::begin(std::vector<Source> sources) {
  sources_ = std::move(sources);
  first_rows_.assign(sources_.size(), 0);
}

bool OvertakenRows::is_read(Table table) const {
  return std::none_of(sources_.begin() + static_cast<ptrdiff_t>(first_), sources_.end(), [&](const Source& source) { return source.table == table; });
}

Result<void> OvertakenRows::finish(Table table, const std::function<bool()>& may_go_on) {
  while (!is_read(table)) {
    if (!may_go_on()) return failure("registry.cancelled");
    read_on();
    if (failure_) std::rethrow_exception(failure_);
  }
  return {};
}

bool OvertakenRows::read_on() noexcept {
  if (failure_ || first_ == sources_.size()) return false;
  try {
    read_some();
  } catch (...) {
    failure_ = std::current_exception();
  }
  return true;
}

void OvertakenRows::read_some() {
  const Source& source = sources_[source_];
  if (!reader_) {
    auto opened = source.open();
    if (opened) reader_ = *std::move(opened);
    if (pass_ == Pass::hashes) first_rows_[source_] = index_;
    told_ = 0;
  }
  bool more = reader_ != nullptr;
  for (int i = 0; more && i < kRecordsOfTurn; ++i) more = read_record();
  const size_t position = more ? reader_->position() : source.bytes;
  if (pass_ == Pass::hashes) bytes_read_ += position - told_;
  told_ = position;
  if (more) return;
  reader_.reset();
  if (++source_ == sources_.size() || sources_[source_].table != source.table) end_pass();
}

// First by hash, which needs eight bytes a row; then exactly, for the few keys whose hash is met twice.
bool OvertakenRows::read_record() {
  if (!reader_->next(record_)) return false;
  const Source& source = sources_[source_];
  const TableShape& table = shape(source.table);
  const size_t index = index_++;
  if (!key_of(table, record_, row_, key_)) return true;
  const size_t hash = std::hash<std::string>()(key_);
  if (pass_ == Pass::hashes) {
    hashes_.push_back(hash);
    return true;
  }
  Repeats& repeats = repeats_[static_cast<size_t>(source.table)];
  // A row that will be refused corrects nothing, so of keys that are met twice the whole row is looked at.
  if (repeats.hashes.contains(hash) && !map_row(table, record_, row_)) repeats.last_rows[key_] = LastRow{index, hashes_of(row_)};
  return true;
}

void OvertakenRows::end_pass() {
  index_ = 0;
  if (pass_ == Pass::hashes) {
    Repeats& repeats = repeats_[static_cast<size_t>(sources_[first_].table)];
    std::sort(hashes_.begin(), hashes_.end());
    for (size_t i = 1; i < hashes_.size(); ++i) {
      if (hashes_[i] == hashes_[i - 1]) repeats.hashes.insert(hashes_[i]);
    }
    hashes_ = {};
    if (!repeats.hashes.empty()) {
      pass_ = Pass::last_rows;
      source_ = first_;
      return;
    }
  }
  pass_ = Pass::hashes;
  first_ = source_;
}

std::optional<OvertakenRows::Overtaken> OvertakenRows::overtaken(const TableShape& shape, const Row& row, size_t source, uint64_t index) {
  const Repeats& repeats = repeats_[static_cast<size_t>(shape.table)];
  if (repeats.hashes.empty()) return std::nullopt;
  asked_.clear();
  append_key(shape, row, asked_);
  const auto last = repeats.last_rows.find(asked_);
  if (last == repeats.last_rows.end() || last->second.index == first_rows_[source] + index) return std::nullopt;
  const std::vector<size_t> contents = hashes_of(row);
  const std::vector<size_t>& counts = last->second.contents;
  const auto differs = std::mismatch(contents.begin(), contents.end(), counts.begin(), counts.end()).first;
  return Overtaken{differs == contents.end() ? nullptr : &shape.columns[static_cast<size_t>(differs - contents.begin())]};
}

}  // namespace plumb::registry
