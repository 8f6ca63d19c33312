#include "runtime/registry/journal/chain.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include "compiler/base/check.hpp"
#include "runtime/registry/failure.hpp"
#include "runtime/registry/journal/canonical_bytes.hpp"
#include "runtime/registry/journal/sealing.hpp"

namespace plumb::registry::journal {

namespace {

constexpr size_t kMostGiven = 4;  // batches of which the rows are yet to come into the table
constexpr size_t kMany = 32;      // rows that go in with one statement, where a batch has as many; more of them save nothing
constexpr std::string_view kInsert = "INSERT INTO journal (sequence, revision, subject, row, operation, content, chain) VALUES ";
constexpr std::string_view kRow = "(?, ?, ?, ?, ?, ?, ?)";
constexpr int kColumns = 7;

std::string insert_sql(size_t rows) {
  std::string sql(kInsert);
  for (size_t i = 0; i < rows; ++i) sql.append(i == 0 ? "" : ", ").append(kRow);
  return sql;
}

// The row with this number among those of the statement, from 0. REQUIRES: what is bound stays until it is reset.
void bind_row(Statement& insert, size_t number, const Link& link, const Digest& chain) {
  const int before = static_cast<int>(number) * kColumns;
  insert.bind(before + 1, link.sequence);
  insert.bind(before + 2, link.revision);
  insert.bind(before + 3, link.subject);
  insert.bind(before + 4, link.row);
  insert.bind(before + 5, link.operation);
  insert.bind_blob(before + 6, seal::bytes_of(link.content));
  insert.bind_blob(before + 7, seal::bytes_of(chain));
}

}  // namespace

Digest digest_in(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(digest.data()));
  return digest;
}

Digest chain(const Digest& before, const Link& link) {
  thread_local std::string bytes;
  bytes.clear();
  bytes.append(seal::bytes_of(before));
  append_number(bytes, static_cast<uint64_t>(link.sequence));
  append_number(bytes, static_cast<uint64_t>(link.revision));
  append_text(bytes, link.subject);
  append_number(bytes, static_cast<uint64_t>(link.row));
  append_text(bytes, link.operation);
  bytes.append(seal::bytes_of(link.content));
  return seal::digest(bytes);
}

Result<Head> head_of(Database& database) {
  auto last = database.prepare("SELECT sequence, chain FROM journal ORDER BY sequence DESC LIMIT 1");
  if (!last) return last.error();
  const int status = last->step();
  if (status == SQLITE_DONE) return Head{};
  if (status != SQLITE_ROW) return database.error();
  Head head{last->number(0), {}};
  const std::string_view bytes = last->blob(1);
  if (bytes.size() != head.chain.size()) return failure("registry.corrupt", "journal.chain");
  std::copy(bytes.begin(), bytes.end(), reinterpret_cast<char*>(head.chain.data()));
  return head;
}

Result<int64_t> first_after(Database& database, int64_t revision) {
  const auto last = database.number("SELECT ifnull(max(sequence), 0) FROM journal");
  if (!last) return last.error();
  auto row = database.prepare("SELECT revision FROM journal WHERE sequence >= ? ORDER BY sequence LIMIT 1");
  if (!row) return row.error();
  int64_t low = 1, high = *last + 1;
  while (low < high) {
    const int64_t middle = low + (high - low) / 2;
    row->bind(1, middle);
    if (row->step() != SQLITE_ROW) return database.error();
    row->number(0) <= revision ? low = middle + 1 : high = middle;
    row->reset();
  }
  return low;
}

Result<bool> each_added(Database& database, int64_t revision, const std::function<void(const Link&)>& told) {
  const auto first = first_after(database, revision - 1);
  if (!first) return first.error();
  auto rows = database.prepare("SELECT sequence, revision, subject, row, operation, content, chain FROM journal WHERE sequence >= ? ORDER BY sequence");
  if (!rows) return rows.error();
  rows->bind(1, *first - 1);
  Head before;  // of the revision before, or of nothing
  bool whole = true;
  int status = rows->step();
  for (; status == SQLITE_ROW; status = rows->step()) {
    const Link link{rows->number(0), rows->number(1), rows->text(2), rows->number(3), rows->text(4), digest_in(rows->blob(5))};
    const Head here{link.sequence, digest_in(rows->blob(6))};
    if (link.sequence >= *first) {
      whole = whole && link.sequence == before.sequence + 1;
      if (link.revision > revision) break;
      whole = whole && chain(before.chain, link) == here.chain;
      if (link.operation == kAdd) told(link);
    }
    before = here;
  }
  if (status != SQLITE_ROW && status != SQLITE_DONE) return database.error();
  return whole;
}

Result<Writer> Writer::begin(Database& database) {
  auto head = head_of(database);
  if (!head) return head.error();
  auto insert = database.prepare(insert_sql(1));
  if (!insert) return insert.error();
  return Writer(database, *std::move(insert), *head);
}

Writer::Writer(Database& database, Statement insert, Head head) : database_(&database), insert_(std::move(insert)), head_(head) {}
Writer::Writer(Writer&&) noexcept = default;
Writer& Writer::operator=(Writer&&) noexcept = default;
Writer::~Writer() = default;

void Writer::seal_with(Sealing& sealing) {
  check(sealing_ == nullptr, "one seals a journal, from where the chain ends");
  sealing_ = &sealing;
  sealing_->begin(head_.chain);
  batch_ = std::make_unique<Batch>();
}

Result<void> Writer::append(Link link, Content& content) {
  if (sealing_ == nullptr) {
    link.content = content.digest();
    return append(link);
  }
  link.sequence = ++head_.sequence;
  batch_->add(link, content.draft());
  if (!batch_->is_full()) return {};
  sealing_->give(std::exchange(batch_, nullptr));
  if (spare_.empty()) spare_.push_back(std::make_unique<Batch>());
  batch_ = std::move(spare_.back());
  spare_.pop_back();
  return sealing_->given() > kMostGiven ? insert_oldest() : Result<void>();
}

Result<void> Writer::append(Link link) {
  check(sealing_ == nullptr, "what is sealed is drafted");
  link.sequence = ++head_.sequence;
  head_.chain = chain(head_.chain, link);
  return insert(link, head_.chain);
}

Result<void> Writer::insert(const Link& link, const Digest& chain) {
  bind_row(insert_, 0, link, chain);
  const int status = insert_.step();
  insert_.reset();
  return status == SQLITE_DONE ? Result<void>() : database_->error();
}

Result<void> Writer::insert_oldest() {
  std::unique_ptr<Batch> batch = sealing_->take();
  const std::vector<Batch::Row>& rows = batch->rows();
  static const std::string kSql = insert_sql(kMany);
  size_t next = 0;
  for (; rows.size() - next >= kMany; next += kMany) {
    const auto many = prepared(*database_, insert_many_, kSql);
    if (!many) return many.error();
    for (size_t i = 0; i < kMany; ++i) bind_row(**many, i, rows[next + i].link, rows[next + i].chain);
    const int status = (*many)->step();
    (*many)->reset();
    if (status != SQLITE_DONE) return database_->error();
  }
  for (; next < rows.size(); ++next) {
    if (auto done = insert(rows[next].link, rows[next].chain); !done) return done;
  }
  batch->clear();
  spare_.push_back(std::move(batch));
  return {};
}

Result<void> Writer::settle() {
  if (sealing_ == nullptr) return {};
  if (!batch_->is_empty()) sealing_->give(std::exchange(batch_, std::make_unique<Batch>()));
  while (sealing_->given() != 0) {
    if (auto done = insert_oldest(); !done) return done;
  }
  return {};
}

}  // namespace plumb::registry::journal
