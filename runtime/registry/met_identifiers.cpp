#include "runtime/registry/met_identifiers.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "runtime/registry/identifier_index.hpp"
#include "runtime/registry/live_key.hpp"

namespace plumb::registry {

namespace {

constexpr size_t kTextBytes = size_t{1} << 20;

}  // namespace

std::unique_ptr<IdentifierPlaces> IdentifierPlaces::begin(Database& own, size_t most_held) {
  const char* const path = sqlite3_db_filename(own.handle(), "main");
  if (path == nullptr || *path == '\0') return nullptr;
  const auto log = own.has_log();  // without it, a reader beside a writer would stop its writes
  if (!log || !*log) return nullptr;
  auto opened = Database::open(path, Database::Mode::read_only, 0, own.vfs());
  // Of a large registry's index the upper levels are enough.
  if (!opened || !opened->run("PRAGMA cache_size = -65536")) return nullptr;
  auto reader = std::make_unique<Database>(*std::move(opened));
  auto mapped = std::make_unique<MappedReads>(*reader);
  auto transaction = Transaction::begin(*reader, Transaction::Kind::read);
  if (!transaction) return nullptr;
  const auto any = reader->number("SELECT EXISTS (SELECT 1 FROM identifiers)");  // from here on it sees what the writer found
  if (!any) return nullptr;
  reader->expect_many();
  return std::unique_ptr<IdentifierPlaces>(new IdentifierPlaces(std::move(reader), std::move(mapped), *std::move(transaction), *any == 0, most_held));
}

void IdentifierPlaces::look(const TableShape& shape, Row& row, std::vector<MetIdentifier>& first_met) {
  numbers_.assign(shape.columns.size(), 0);
  bool is_open = true;  // whether a row of the key may have been there
  bool is_known = true;
  for (size_t i = 0; i < shape.columns.size(); ++i) {
    if (!row.values[i].present) continue;
    const std::string_view text = row.values[i].text;
    if (shape.columns[i].type == ColumnType::identifiers) {
      for_each_identifier(text, [&](std::string_view id) { row.places.push_back(place_of(id, first_met)); });
    } else if (shape.columns[i].type == ColumnType::identifier) {
      row.places.push_back(place_of(text, first_met));
      const MetIdentifier& met = met_[row.places.back()];
      numbers_[i] = met.number;
      if (!shape.columns[i].key) continue;
      is_open = is_open && met.state != MetIdentifier::State::absent;
      is_known = is_known && met.state != MetIdentifier::State::unknown;
    }
  }
  row.is_new = !is_open || (is_known && has_no_live_row(shape, row));
}

bool IdentifierPlaces::has_no_live_row(const TableShape& shape, const Row& row) {
  if (is_indexed_by_code(shape)) {
    int64_t found = 0;
    return find_live_by_code(*reader_, shape, row, numbers_, found) == SQLITE_OK && found == 0;
  }
  std::optional<Statement>& live = live_[static_cast<size_t>(shape.table)];
  if (!live && !prepared(*reader_, live, "SELECT 1 FROM " + std::string(shape.name) + " WHERE " + where_key_lives(shape))) return false;
  bind_key(*live, shape, row, numbers_);
  const int status = live->step();
  live->reset();
  return status == SQLITE_DONE;
}

uint32_t IdentifierPlaces::place_of(std::string_view id, std::vector<MetIdentifier>& first_met) {
  if (const auto met = places_.find(id); met != places_.end()) return met->second;
  const auto place = static_cast<uint32_t>(places_.size());
  places_.emplace(kept(id), place);
  first_met.push_back(met_.emplace_back(find(id)));
  return place;
}

void IdentifierPlaces::restart() {
  places_.clear();
  met_.clear();
  texts_.clear();
  used_ = 0;
  begun_anew_ = true;
}

MetIdentifier IdentifierPlaces::find(std::string_view id) {
  MetIdentifier met;
  IdentifierIndex::Held held;
  // What cannot be read here, the writer finds out by itself.
  if (!none_before_ && reader_->identifiers().find(id, held) != SQLITE_OK) return met;
  if (held.number != 0 && !held.erased) {
    met = {MetIdentifier::State::held, held.number, held.key};
  } else if (held.number == 0 && !begun_anew_) {
    met.state = MetIdentifier::State::absent;
  }
  return met;
}

std::string_view IdentifierPlaces::kept(std::string_view id) {
  if (texts_.empty() || kTextBytes - used_ < id.size()) {
    texts_.push_back(std::make_unique<char[]>(std::max(kTextBytes, id.size())));
    used_ = 0;
  }
  char* const to = texts_.back().get() + used_;
  std::copy(id.begin(), id.end(), to);
  used_ += std::min(id.size(), kTextBytes);
  return {to, id.size()};
}

}  // namespace plumb::registry
