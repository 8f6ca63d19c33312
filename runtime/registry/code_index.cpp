#include "runtime/registry/code_index.hpp"

#include <optional>
#include <string>

#include "runtime/registry/machine_memory.hpp"
#include "runtime/registry/sqlite.hpp"

namespace plumb::registry {

struct CodeIndex::Prepared {
  std::optional<Statement> blocks;
};

CodeIndex::CodeIndex(const runs::Store& store) : store_(store), prepared_(std::make_unique<Prepared>()) {}
CodeIndex::~CodeIndex() = default;

int CodeIndex::look_in_pending(uint64_t code) {
  if (const auto pending = pending_.find(code); pending != pending_.end()) {
    found_.push_back(pending->second);
    const auto [first, end] = twins_.equal_range(code);
    for (auto twin = first; twin != end; ++twin) found_.push_back(twin->second);
  }
  return SQLITE_OK;
}

int CodeIndex::look_in_runs(uint64_t code) {
  if (const int status = hold_if_worth_it(); status != SQLITE_OK) return status;
  if (!holds_) return look_in_blocks(code);
  held_.find(code, [&](int64_t number) { found_.push_back(number); });
  return SQLITE_OK;
}

int CodeIndex::look_in_blocks(uint64_t code) {
  if (const int status = runs::prepare_look(store_, prepared_->blocks); status != SQLITE_OK) return status;
  Statement& blocks = *prepared_->blocks;
  blocks.reset();  // where a look ended before its end
  blocks.bind(1, runs::offset_of(code));
  bool is_whole = true;
  int status = blocks.step();
  for (; status == SQLITE_ROW; status = blocks.step()) {
    const std::string_view block = blocks.blob(0);
    // An index that leads astray would have somebody numbered anew, or taken for nobody.
    const bool is_empty_as_told = !block.empty() || blocks.number(2) == 0;
    is_whole = is_whole && !blocks.is_null(0) && runs::is_whole(block) && is_empty_as_told && runs::is_in_order(block, blocks.number(1));
    if (!is_whole) break;
    for (size_t i = runs::lower_bound(block, code); i < runs::count(block); ++i) {
      const RowCode entry = runs::entry(block, i);
      if (entry.code != code) break;
      found_.push_back(entry.number);
    }
  }
  blocks.reset();
  if (!is_whole) return SQLITE_CORRUPT;
  return status == SQLITE_DONE ? SQLITE_OK : status;
}

int CodeIndex::find_all(uint64_t from, uint64_t upto, std::vector<int64_t>& out) {
  for (const auto& [code, number] : pending_) {
    if (code >= from && code <= upto) out.push_back(number);
  }
  for (const auto& [code, number] : twins_) {
    if (code >= from && code <= upto) out.push_back(number);
  }
  std::vector<RowCode> entries;
  const int status = runs::between(store_, from, upto, entries);
  for (const RowCode& entry : entries) out.push_back(entry.number);
  return status;
}

int CodeIndex::hold_if_worth_it() {
  if (!may_hold_) return SQLITE_OK;
  constexpr int64_t kLooksBetween = 512;
  if (++looks_ % kLooksBetween != 0) return SQLITE_OK;
  int64_t codes = 0;
  if (const int status = runs::count_all(store_, codes); status != SQLITE_OK) return status;
  if (looks_ < codes / static_cast<int64_t>(runs::kEntriesOfBlock)) return SQLITE_OK;
  may_hold_ = false;
  const auto wanted = static_cast<uint64_t>(codes);
  if (HeldCodes::bytes_of(wanted) > machine_memory() / 16 || !held_.reserve(wanted)) return SQLITE_OK;
  // Of runs that have not what they are told to have, or what can be no row's number, or more than there is room for, nothing is held: looks then
  // go to the blocks.
  uint64_t met = 0;
  bool all_added = true;
  const int status = runs::for_each(store_, [&](const RowCode& entry) {
    ++met;
    all_added = met <= wanted && entry.number > 0 && held_.add(entry);
    return all_added;
  });
  holds_ = status == SQLITE_OK && all_added && met == wanted;
  if (!holds_) held_.clear();
  return status;
}

int CodeIndex::is_empty(bool& out) {
  int64_t codes = 0;
  const int status = pending_.empty() ? runs::count_all(store_, codes) : SQLITE_OK;
  out = pending_.empty() && codes == 0;
  return status;
}

int CodeIndex::add(uint64_t code, int64_t number) {
  if (pending_.size() + twins_.size() >= most_pending_) {
    if (const int status = write_pending(); status != SQLITE_OK) return status;
  }
  if (!pending_.emplace(code, number).second) twins_.emplace(code, number);
  return SQLITE_OK;
}

int CodeIndex::replace(uint64_t from, uint64_t to, int64_t number) {
  if (const int status = write_pending(); status != SQLITE_OK) return status;
  if (const int status = runs::remove(store_, {from, number}); status != SQLITE_OK) return status;
  return add(to, number);
}

int CodeIndex::write_pending() {
  if (broken_ != SQLITE_OK) return broken_;
  let_go_of_held();
  if (pending_.empty()) return SQLITE_OK;
  std::vector<RowCode> added;
  added.reserve(pending_.size() + twins_.size());
  for (const auto& [code, number] : pending_) added.push_back({code, number});
  for (const auto& [code, number] : twins_) added.push_back({code, number});
  broken_ = runs::add(store_, added);
  if (broken_ == SQLITE_OK) forget_pending();
  return broken_;
}

void CodeIndex::forget_pending() {
  pending_ = {};
  twins_ = {};
}

void CodeIndex::end_transaction() {
  forget_pending();
  broken_ = SQLITE_OK;
  expects_many_ = false;
  let_go_of_held();
}

void CodeIndex::let_go_of_held() {
  may_hold_ = expects_many_;
  holds_ = false;
  looks_ = 0;
  held_.clear();
}

int CodeIndex::clear() {
  forget_pending();
  let_go_of_held();
  return runs::clear(store_);
}

}  // namespace plumb::registry
