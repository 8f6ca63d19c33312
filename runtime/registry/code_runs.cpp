#include "runtime/registry/code_runs.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <boost/algorithm/string/replace.hpp>
#include <boost/endian/conversion.hpp>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "runtime/registry/sqlite.hpp"

namespace plumb::registry::runs {

namespace {

// Runs as small as this are merged whatever the sizes: a few pages are written sooner than every look is made dearer.
constexpr int64_t kSmallRun = 1024;

// More than any registry has: a run that says so was tampered with. So were more runs: whenever one is written, each larger one has more than
// one and a half times the codes of the next smaller one (else it would have been merged), and those up to kSmallRun are merged in any case,
// which leaves room for about 53 up to kMostCodes. A new run takes the first free number.
constexpr int64_t kMostCodes = int64_t{1} << 40;
constexpr size_t kMostRuns = 64;
constexpr int64_t kLastRun = 255;  // of 8 bits

const unsigned char* unsigned_bytes(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }

// $runs and $blocks stand for the names of the store's tables.
int prepare(const Store& store, std::string sql, std::optional<Statement>& statement, unsigned flags = 0) {
  boost::replace_all(sql, "$runs", store.runs);
  boost::replace_all(sql, "$blocks", store.blocks);
  sqlite3_stmt* made = nullptr;
  const int status = sqlite3_prepare_v3(store.database, sql.c_str(), -1, flags, &made, nullptr);
  if (status == SQLITE_OK) statement.emplace(made);
  return status;
}

// Steps a statement that gives no rows.
int finish(Statement& statement) {
  const int status = statement.step();
  statement.reset();
  return status == SQLITE_DONE ? SQLITE_OK : status;
}

int finish(const Store& store, const char* sql, int64_t first, std::optional<int64_t> second = {}) {
  std::optional<Statement> statement;
  if (const int status = prepare(store, sql, statement); status != SQLITE_OK) return status;
  statement->bind(1, first);
  if (second) statement->bind(2, *second);
  return finish(*statement);
}

void append(std::string& block, const RowCode& entry) {
  std::array<unsigned char, kEntryBytes> bytes;
  boost::endian::store_little_u64(bytes.data(), entry.code);
  boost::endian::store_little_s64(bytes.data() + 8, entry.number);
  block.append(reinterpret_cast<const char*>(bytes.data()), bytes.size());
}

struct Run {
  int64_t run = 0, codes = 0;
};

int runs_by_size(const Store& store, std::vector<Run>& out) {
  std::optional<Statement> rows;
  if (const int status = prepare(store, "SELECT run, codes FROM $runs ORDER BY codes, run", rows); status != SQLITE_OK) return status;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    out.push_back({rows->number(0), rows->number(1)});
    const Run& one = out.back();
    if (one.run < 0 || one.run > kLastRun || one.codes < 0 || one.codes > kMostCodes || out.size() > kMostRuns) return SQLITE_CORRUPT;
  }
  return status == SQLITE_DONE ? SQLITE_OK : status;
}

// Entries in order: those of a vector, or of a run, whose blocks are deleted as they are read, so that what is written next takes their
// pages.
class Source {
 public:
  explicit Source(const std::vector<RowCode>& entries) : entries_(&entries) {}
  explicit Source(int64_t run) : next_place_(first_place(run)), last_place_(first_place(run) + offset_of(UINT64_MAX)) {}

  // Null: no more.
  const RowCode* at() const { return is_over_ ? nullptr : &at_; }

  int advance(const Store& store) {
    if (entries_ != nullptr) {
      is_over_ = next_ == entries_->size();
      if (!is_over_) at_ = (*entries_)[next_++];
      return SQLITE_OK;
    }
    while (next_ == count(block_)) {
      if (const int status = read_block(store); status != SQLITE_OK) return status;
      if (is_over_) return SQLITE_OK;
    }
    at_ = entry(block_, next_++);
    return SQLITE_OK;
  }

 private:
  int read_block(const Store& store) {
    if (!read_) {
      const char* const kRead = "SELECT place, codes FROM $blocks WHERE place >= ?1 AND place <= ?2 ORDER BY place LIMIT 1";
      if (const int status = prepare(store, kRead, read_); status != SQLITE_OK) return status;
      if (const int status = prepare(store, "DELETE FROM $blocks WHERE place = ?", delete_); status != SQLITE_OK) return status;
    }
    read_->bind(1, next_place_);
    read_->bind(2, last_place_);
    const int status = read_->step();
    is_over_ = status == SQLITE_DONE;
    int64_t place = 0;
    if (status == SQLITE_ROW) {
      place = read_->number(0);
      block_ = read_->blob(1);
    }
    read_->reset();
    if (status != SQLITE_ROW) return is_over_ ? SQLITE_OK : status;
    if (!is_whole(block_)) return SQLITE_CORRUPT;
    next_ = 0;
    next_place_ = place + 1;
    delete_->bind(1, place);
    return finish(*delete_);
  }

  const std::vector<RowCode>* entries_ = nullptr;
  std::string block_;
  size_t next_ = 0;
  int64_t next_place_ = 0, last_place_ = 0;
  RowCode at_;
  bool is_over_ = false;
  std::optional<Statement> read_, delete_;
};

// The offset above `low`, and not above `high`, that has the fewest bits set: a block's place is no code, which would outlive the erasure of
// the entry that it came from.
int64_t parting(int64_t low, int64_t high) {
  const auto spare = static_cast<int>(std::bit_width(static_cast<uint64_t>(low ^ high))) - 1;
  return high >> spare << spare;
}

class RunWriter {
 public:
  int begin(const Store& store, int64_t run) {
    run_ = run;
    place_ = first_place(run);
    return prepare(store, "INSERT INTO $blocks (place, codes) VALUES (?, ?)", insert_);
  }

  int add(const RowCode& entry) {
    if (count(block_) >= kEntriesOfBlock && offset_of(entry.code) != offset_of(last_)) {
      if (const int status = write(); status != SQLITE_OK) return status;
      place_ = first_place(run_) + parting(offset_of(last_), offset_of(entry.code));
    }
    append(block_, entry);
    last_ = entry.code;
    ++codes_;
    return SQLITE_OK;
  }

  // Its last block; also its first, so that one is there.
  int end(const Store& store) {
    if (const int status = write(); status != SQLITE_OK) return status;
    return finish(store, "INSERT INTO $runs (run, codes) VALUES (?, ?)", run_, codes_);
  }

 private:
  int write() {
    insert_->bind(1, place_);
    insert_->bind_blob(2, block_);
    const int status = finish(*insert_);
    block_.clear();
    // Blocks in a place that no run is told to have.
    return (status & 0xFF) == SQLITE_CONSTRAINT ? SQLITE_CORRUPT : status;
  }

  int64_t run_ = 0, place_ = 0, codes_ = 0;
  uint64_t last_ = 0;
  std::string block_;
  std::optional<Statement> insert_;
};

int merge(const Store& store, std::vector<std::unique_ptr<Source>>& sources, RunWriter& writer) {
  for (const auto& source : sources) {
    if (const int status = source->advance(store); status != SQLITE_OK) return status;
  }
  for (;;) {
    Source* first = nullptr;
    for (const auto& source : sources) {
      if (source->at() != nullptr && (first == nullptr || *source->at() < *first->at())) first = source.get();
    }
    if (first == nullptr) return SQLITE_OK;
    if (const int status = writer.add(*first->at()); status != SQLITE_OK) return status;
    if (const int status = first->advance(store); status != SQLITE_OK) return status;
  }
}

}  // namespace

RowCode entry(std::string_view block, size_t i) {
  const unsigned char* const at = unsigned_bytes(block) + i * kEntryBytes;
  return {boost::endian::load_little_u64(at), boost::endian::load_little_s64(at + 8)};
}

bool is_in_order(std::string_view block, int64_t place) {
  RowCode last{0, 0};
  for (size_t i = 0; i < count(block); ++i) {
    const RowCode one = entry(block, i);
    if (one.number <= 0 || !(last < one)) return false;
    last = one;
  }
  return block.empty() || offset_of(entry(block, 0).code) >= (place & offset_of(UINT64_MAX));
}

size_t lower_bound(std::string_view block, uint64_t code) {
  size_t low = 0, high = count(block);
  while (low < high) {
    const size_t middle = low + (high - low) / 2;
    if (entry(block, middle).code < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

int add(const Store& store, std::vector<RowCode>& added) {
  std::sort(added.begin(), added.end());
  std::vector<Run> there;
  if (const int status = runs_by_size(store, there); status != SQLITE_OK) return status;
  auto merged = static_cast<int64_t>(added.size());
  std::vector<std::unique_ptr<Source>> sources;
  sources.push_back(std::make_unique<Source>(added));
  int64_t run = 0;
  while (std::any_of(there.begin(), there.end(), [&](const Run& one) { return one.run == run; })) ++run;
  for (const Run& one : there) {
    if (one.codes > std::max(merged + merged / 2, kSmallRun)) break;
    merged += one.codes;
    sources.push_back(std::make_unique<Source>(one.run));
    if (const int status = finish(store, "DELETE FROM $runs WHERE run = ?", one.run); status != SQLITE_OK) return status;
  }
  RunWriter writer;
  if (const int status = writer.begin(store, run); status != SQLITE_OK) return status;
  if (const int status = merge(store, sources, writer); status != SQLITE_OK) return status;
  return writer.end(store);
}

int remove(const Store& store, const RowCode& removed) {
  std::vector<Run> there;
  if (const int status = runs_by_size(store, there); status != SQLITE_OK) return status;
  std::optional<Statement> read, write;
  const char* const kRead = "SELECT place, codes FROM $blocks WHERE place >= ?1 AND place <= ?2 ORDER BY place DESC LIMIT 1";
  if (const int status = prepare(store, kRead, read); status != SQLITE_OK) return status;
  if (const int status = prepare(store, "UPDATE $blocks SET codes = ?2 WHERE place = ?1", write); status != SQLITE_OK) return status;
  for (const Run& one : there) {
    read->bind(1, first_place(one.run));
    read->bind(2, first_place(one.run) + offset_of(removed.code));
    const int status = read->step();
    if (status != SQLITE_ROW) return status == SQLITE_DONE ? SQLITE_CORRUPT : status;
    const int64_t place = read->number(0);
    std::string block(read->blob(1));
    read->reset();
    if (!is_whole(block)) return SQLITE_CORRUPT;
    for (size_t i = lower_bound(block, removed.code); i < count(block) && entry(block, i).code == removed.code; ++i) {
      if (entry(block, i).number != removed.number) continue;
      block.erase(i * kEntryBytes, kEntryBytes);
      write->bind(1, place);
      write->bind_blob(2, block);
      if (const int done = finish(*write); done != SQLITE_OK) return done;
      return finish(store, "UPDATE $runs SET codes = codes - 1 WHERE run = ?", one.run);
    }
  }
  return SQLITE_OK;
}

int count_all(const Store& store, int64_t& out) {
  std::vector<Run> there;
  const int status = runs_by_size(store, there);
  out = 0;
  for (const Run& one : there) out += one.codes;
  return status;
}

int for_each(const Store& store, const std::function<bool(const RowCode&)>& each) {
  std::vector<Run> there;
  if (const int status = runs_by_size(store, there); status != SQLITE_OK) return status;
  std::optional<Statement> rows;
  const char* const kBlocks = "SELECT codes, place FROM $blocks WHERE place >= ?1 AND place <= ?2 ORDER BY place";
  if (const int status = prepare(store, kBlocks, rows); status != SQLITE_OK) return status;
  for (const Run& one : there) {
    rows->bind(1, first_place(one.run));
    rows->bind(2, first_place(one.run) + offset_of(UINT64_MAX));
    RowCode last{0, 0};
    int status = rows->step();
    for (; status == SQLITE_ROW; status = rows->step()) {
      const std::string_view block = rows->blob(0);
      if (!is_whole(block) || !is_in_order(block, rows->number(1))) return SQLITE_CORRUPT;
      if (count(block) != 0 && !(last < entry(block, 0))) return SQLITE_CORRUPT;
      for (size_t i = 0; i < count(block); ++i) {
        last = entry(block, i);
        if (!each(last)) return SQLITE_OK;
      }
    }
    rows->reset();
    if (status != SQLITE_DONE) return status;
  }
  return SQLITE_OK;
}

int between(const Store& store, uint64_t from, uint64_t upto, std::vector<RowCode>& out) {
  std::vector<Run> there;
  if (const int status = runs_by_size(store, there); status != SQLITE_OK) return status;
  std::optional<Statement> rows;
  // From the last block at or before the first code's place on.
  const char* const kBlocks =
      "SELECT codes FROM $blocks WHERE place <= ?3 AND place >= (SELECT place FROM $blocks WHERE place >= ?1 AND place <= ?2 ORDER BY place DESC LIMIT 1)"
      " ORDER BY place";
  if (const int status = prepare(store, kBlocks, rows); status != SQLITE_OK) return status;
  for (const Run& one : there) {
    rows->bind(1, first_place(one.run));
    rows->bind(2, first_place(one.run) + offset_of(from));
    rows->bind(3, first_place(one.run) + offset_of(upto));
    int status = rows->step();
    if (status == SQLITE_DONE) return SQLITE_CORRUPT;
    for (; status == SQLITE_ROW; status = rows->step()) {
      const std::string_view block = rows->blob(0);
      if (!is_whole(block)) return SQLITE_CORRUPT;
      for (size_t i = lower_bound(block, from); i < count(block) && entry(block, i).code <= upto; ++i) out.push_back(entry(block, i));
    }
    rows->reset();
    if (status != SQLITE_DONE) return status;
  }
  return SQLITE_OK;
}

int clear(const Store& store) {
  for (const char* sql : {"DELETE FROM $runs", "DELETE FROM $blocks"}) {
    std::optional<Statement> statement;
    if (const int status = prepare(store, sql, statement); status != SQLITE_OK) return status;
    if (const int status = finish(*statement); status != SQLITE_OK) return status;
  }
  return SQLITE_OK;
}

int prepare_look(const Store& store, std::optional<Statement>& statement) {
  if (statement) return SQLITE_OK;
  const char* const kBlocks =
      "SELECT b.codes, b.place, r.codes FROM $runs r LEFT JOIN $blocks b ON b.place = "
      "(SELECT place FROM $blocks WHERE place >= r.run << 55 AND place <= (r.run << 55 | ?1) ORDER BY place DESC LIMIT 1)";
  return prepare(store, kBlocks, statement, SQLITE_PREPARE_PERSISTENT);
}

int read(const Store& store, uint64_t from, uint64_t upto, std::vector<RowCode>& out) {
  std::vector<Run> told;
  if (const int status = runs_by_size(store, told); status != SQLITE_OK) return status;
  std::map<int64_t, int64_t> left;  // run → its codes that have not been met
  for (const Run& one : told) left.emplace(one.run, one.codes);
  std::optional<Statement> rows;
  if (const int status = prepare(store, "SELECT place, codes FROM $blocks ORDER BY place", rows); status != SQLITE_OK) return status;
  int64_t run = -1;
  size_t begun = 0;  // runs that have a first block
  RowCode last;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const int64_t place = rows->number(0), offset = place & offset_of(UINT64_MAX);
    const std::string_view block = rows->blob(1);
    const bool begins = place >> 55 != run;
    run = place >> 55;
    const auto codes = left.find(run);
    if (!is_whole(block) || codes == left.end() || (begins ? offset != 0 : offset <= offset_of(last.code))) return SQLITE_CORRUPT;
    if (begins) {
      last = {0, INT64_MIN};
      ++begun;
    }
    for (size_t i = 0; i < count(block); ++i) {
      const RowCode one = entry(block, i);
      if (!(last < one) || offset_of(one.code) < offset) return SQLITE_CORRUPT;
      last = one;
      if (one.code >= from && one.code <= upto) out.push_back(one);
    }
    codes->second -= static_cast<int64_t>(count(block));
  }
  if (status != SQLITE_DONE) return status;
  const bool all_met = std::all_of(left.begin(), left.end(), [](const auto& codes) { return codes.second == 0; });
  return all_met && begun == left.size() ? SQLITE_OK : SQLITE_CORRUPT;
}

}  // namespace plumb::registry::runs
